"""The launcher: what it says, what it skips, and that nothing it started outlives it."""

import ast
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from launch import prepare
from launch import steps as launch_steps
from launch.serve import end_group, group_lives, port_taken, start_group, wait_until_live
from launch.steps import ROOT, Steps, digest_of, read_env_file, run

LAUNCHER = [ROOT / "tacit.py", *sorted((ROOT / "launch").glob("*.py"))]
PINNED = re.compile(r"[\w.-]+(\[[\w,]+\])?==[\w.]+")


def tacit(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / "tacit.py", *arguments], capture_output=True, text=True)


def test_help_names_every_command() -> None:
    said = tacit("help").stdout
    assert all(f"tacit.py {command}" in said for command in ("test", "lint", "demo", "load", "understand", "bench"))


def test_an_unknown_command_is_refused_by_name() -> None:
    refused = tacit("frobnicate")
    assert refused.returncode == 2
    assert "'frobnicate'" in refused.stderr


def test_a_taken_port_is_said_before_anything_is_prepared() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = tacit("--port", str(other.getsockname()[1]))
    assert refused.returncode == 1
    assert "in use" in refused.stderr
    assert not refused.stdout


@pytest.mark.parametrize("file", LAUNCHER, ids=lambda file: file.name)
def test_the_launcher_imports_only_the_standard_library(file: Path) -> None:
    imports = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {name for node in imports for name in ([node.module] if isinstance(node, ast.ImportFrom) else _names(node))}
    assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "launch"}


def _names(node: ast.Import) -> list[str]:
    return [alias.name for alias in node.names]


def test_every_requirement_is_pinned() -> None:
    lines = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if line and line[0] != "#"]
    assert lines
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_the_example_explains_every_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    from crm_app.kit.settings import Settings

    explained = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert set(explained) == {name.upper() for name in Settings.model_fields} | {"LISTEN_HOST"}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NAME=value", "value"),
        ("export NAME = value   # a remark", "value"),
        ("NAME='a # b'", "a # b"),
        ('NAME="two words"', "two words"),
        ("NAME=abc#def", "abc#def"),
        ("NAME=postgresql://u:p#w@host/db # a remark", "postgresql://u:p#w@host/db"),
        ("NAME=#abc", "#abc"),
        ("NAME= # a remark", ""),
        ("NAME=", ""),
        ("# NAME=value", None),
    ],
)
def test_reads_the_env_file(line: str, value: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(line + "\n")
    monkeypatch.setattr(launch_steps, "ROOT", tmp_path)
    monkeypatch.setenv("NAME", "to be removed again")
    monkeypatch.delenv("NAME")
    read_env_file()
    assert os.environ.get("NAME") == value


def test_the_environment_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("NAME=file\n")
    monkeypatch.setattr(launch_steps, "ROOT", tmp_path)
    monkeypatch.setenv("NAME", "environment")
    read_env_file()
    assert os.environ["NAME"] == "environment"


@given(st.binary(), st.binary(), st.text(max_size=5), st.text(max_size=5))
def test_a_digest_changes_with_content_and_circumstances(one: bytes, other: bytes, here: str, there: str) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch_steps, "ROOT", Path(folder))
        file = Path(folder, "file")
        file.write_bytes(one)
        first = digest_of([file], here)
        file.write_bytes(other)
        second = digest_of([file], there)
    assert (first == second) == ((one, here) == (other, there))


def test_an_install_that_broke_off_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needed, python, stamp = (tmp_path / name for name in ("requirements.txt", "python", ".venv/tacit-stamp"))
    monkeypatch.setattr(launch_steps, "ROOT", tmp_path)
    for name, path in (("ROOT", tmp_path), ("REQUIREMENTS", needed), ("PYTHON", python)):
        monkeypatch.setattr(prepare, name, path)
    needed.write_text("one==1\n")
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    stamp.parent.mkdir()
    stamp.write_text(digest_of([needed]))
    prepare.prepare_python(Steps(4))
    needed.write_text("one==2\n")
    with pytest.raises(SystemExit):
        prepare.prepare_python(Steps(4))
    needed.write_text("one==1\n")
    with pytest.raises(SystemExit):
        prepare.prepare_python(Steps(4))


def test_a_failing_step_shows_its_last_words(capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "print('first'); raise SystemExit('the reason')"]
    heard: list[str] = []
    with pytest.raises(SystemExit, match=r"(?s)the reason.*It failed"):
        run(command, dict(os.environ), heard.append, "It failed.")
    assert "first" in heard


def test_output_that_is_wanted_whole_has_no_progress_in_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; print('{}'); print('half', file=sys.stderr)"]
    heard: list[str] = []
    with (tmp_path / "output").open("w") as output:
        run(command, dict(os.environ), heard.append, "It failed.", output)
    assert (tmp_path / "output").read_text() == "{}\n"
    assert heard == ["half"]


def test_steps_are_quiet_lines_where_no_terminal_is(tmp_path: Path) -> None:
    with (tmp_path / "said").open("w") as out:
        steps = Steps(2, out)
        steps.start("Packages")
        steps.progress("too early to tell")
        steps.end("unchanged")
    assert (tmp_path / "said").read_text() == "[1/2] Packages ...\n      unchanged\n"


def test_a_worker_that_ignores_the_signal_is_ended_too() -> None:
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {stubborn!r}])"
    group = start_group([sys.executable, "-c", parent], dict(os.environ), stdout=subprocess.PIPE, text=True)
    assert group.stdout is not None
    assert group.stdout.readline() == "up\n"
    end_group(group, seconds=0.2)
    assert not group_lives(group)
    assert group.returncode == -signal.SIGTERM


def test_a_server_that_ends_is_not_waited_for() -> None:
    group = start_group([sys.executable, "-c", ""], dict(os.environ))
    assert not wait_until_live("127.0.0.1", 1, group)


def test_a_free_port_is_not_taken() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert not port_taken("127.0.0.1", port)


def test_the_test_database_has_walls(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        role = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert role.fetchone() == (False,)
        assert connection.info.server_version >= 150000


def test_the_test_redis_answers(redis_url: str) -> None:
    assert redis.Redis.from_url(redis_url).ping()
