"""The house rules that a program can check: short files and functions, told names, one place for commits and Reflex."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.steps import ROOT

PRODUCT = ROOT / "crm_app"
FILES = sorted(PRODUCT.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_BUILDER = 300, 40, 80
NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "shared"}
MAY_COMMIT = {"crm_app/kit/transaction.py"}
MAY_IMPORT_REFLEX = ("crm_app/ui/", "crm_app/crm_app.py")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_there_is_something_to_check():
    assert len(FILES) > 100


def test_files_are_short():
    long = {name_of(p): n for p in FILES if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}


def test_functions_are_short():
    """Docstrings and signatures are not counted: they are there to be read."""
    long = {}
    for path in FILES:
        most = LONGEST_BUILDER if name_of(path).startswith("crm_app/ui/") else LONGEST_FUNCTION
        for function in functions(tree_of(path)):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            if body and (lines := function.end_lineno - body[0].lineno + 1) > most:
                long[f"{name_of(path)}:{function.name}"] = lines
    assert long == {}


def test_modules_are_named_after_what_they_are_about():
    assert [name_of(p) for p in FILES if p.stem in NAMELESS or p.parent.name in NAMELESS] == []


def test_modules_and_public_parts_have_docstrings():
    silent = [name_of(p) for p in FILES if p.name != "__init__.py" and not ast.get_docstring(tree_of(p))]
    for path in FILES:
        if path.stem not in ("actions",):
            continue
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                silent += [] if ast.get_docstring(node) else [f"{name_of(path)}:{node.name}"]
    assert silent == []


def test_public_functions_are_typed():
    untyped = []
    for path in FILES:
        if name_of(path).startswith("crm_app/ui/"):
            continue  # Reflex computes the types of its variables itself
        for node in tree_of(path).body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            if node.returns is None or any(a.annotation is None for a in given):
                untyped.append(f"{name_of(path)}:{node.name}")
    assert untyped == []


def test_nobody_commits_but_the_transaction():
    committing = []
    for path in FILES:
        calls = (n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute))
        if name_of(path) not in MAY_COMMIT and any(call.func.attr in ("commit", "begin") for call in calls):
            committing.append(name_of(path))
    assert committing == []


def test_only_ui_and_the_entry_file_import_reflex():
    importing = []
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            names = (
                [a.name for a in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", "") or ""]
            )
            is_import = isinstance(node, ast.Import | ast.ImportFrom)
            if is_import and any(n.split(".")[0] == "reflex" for n in names):
                importing.append(name_of(path))
    assert [n for n in importing if not n.startswith(MAY_IMPORT_REFLEX)] == []


def test_nothing_is_swallowed_without_a_word():
    """`except Exception: pass` hides bugs; a reason or a log line is there where one is let go."""
    silent = []
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            broad = isinstance(node, ast.ExceptHandler) and (
                node.type is None
                or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
            )
            if broad and all(isinstance(step, ast.Pass) for step in node.body):
                silent.append(f"{name_of(path)}:{node.lineno}")
    assert silent == []


def test_imports_go_down_only():
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


def test_what_the_readme_names_exists():
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("There is no README.md yet.")
    named = re.findall(r"`((?:crm_app|tests|launch|alembic|assets|training)/[\w./*-]*)`", readme.read_text())
    assert named
    assert [path for path in named if not [*ROOT.glob(path.rstrip("/"))]] == []
