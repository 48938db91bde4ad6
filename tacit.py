"""Tacit, from one command.

    python3 tacit.py [--port N] [--host ADDRESS] [--no-demo] [--dev]     prepare what is missing, then serve
    python3 tacit.py build                                               prepare and build, without serving
    python3 tacit.py test [pytest arguments]                             every test, with its own servers
    python3 tacit.py lint                                                style, formatting and import rules
    python3 tacit.py demo [--reset] [--json]                             demo workspaces, logins, API keys
    python3 tacit.py load FILE.jsonl --workspace SLUG                    import conversations
    python3 tacit.py understand FILE --text COLUMN [--json] [--now ISO]  judge the offline engine on your messages
    python3 tacit.py create-admin EMAIL --workspace SLUG                 an admin, and the workspace if it is new
    python3 tacit.py connect KIND --workspace SLUG --address A           a number, bot or shop of a workspace
    python3 tacit.py doctor                                              what is missing or wrong here
    python3 tacit.py bench                                               how fast it is on this machine

Needs Python 3.11 or newer and nothing else: the rest goes into .venv, .web and data, and comes back when deleted.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys

from launch.prepare import (
    BUILD_ENV,
    PYTHON,
    build_front_end,
    demo_file,
    front_end_stamp,
    load_demo,
    migrate,
    prepare_python,
)
from launch.serve import SERVE_ENV, end_group, port_taken, server_command, start_group, wait_until_live
from launch.steps import ROOT, Steps, read_env_file

CLI = {
    "demo": 3,
    "load": 3,
    "understand": 2,
    "bench": 2,
    "create-admin": 3,
    "connect": 3,
    "doctor": 2,
}  # how many steps come before each
STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  (older Pythons come this far, too)
        return complain(f"Tacit needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if os.name == "nt":
        return complain("Tacit runs on Linux and macOS; on Windows, inside WSL.")
    os.chdir(ROOT)
    command, rest = "start", arguments
    if arguments and not arguments[0].startswith("-"):
        command, rest = arguments[0], arguments[1:]
    if command == "help" or arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    if command == "test":  # without .env: a person's own settings are none of the tests' business
        prepare_python(Steps(5))
        return run_in_place("-m", "tests.run", *rest)
    read_env_file()
    if command == "start":
        return start(options(rest))
    if command == "build":
        return build()
    if command == "lint":
        return lint()
    if command in CLI:
        return delegate(command, rest)
    print(__doc__, file=sys.stderr)
    return complain(f"There is no command {command!r}.", 2)


def options(arguments: list[str]) -> argparse.Namespace:
    """What `python3 tacit.py` itself understands."""
    parser = argparse.ArgumentParser(prog="tacit.py", description="Prepare what is missing, then serve.")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
    parser.add_argument(
        "--host", default=os.environ.get("LISTEN_HOST") or "127.0.0.1", help="0.0.0.0 serves other machines"
    )
    parser.add_argument("--no-demo", action="store_true", help="leave the database empty")
    parser.add_argument("--dev", action="store_true", help="rebuild pages as their source changes")
    return parser.parse_args(arguments)


def start(wanted: argparse.Namespace) -> int:
    """Prepare what is missing, serve, and end with everything ended; returns the exit code."""
    if port_taken(wanted.host, wanted.port):
        return complain(f"Port {wanted.port} is in use. Stop what uses it, or choose another: tacit.py --port 8001")
    os.environ["PORT"] = str(wanted.port)
    steps = Steps(4 + (not wanted.dev) + (not wanted.no_demo))
    prepare_python(steps)
    if wanted.dev:
        front_end_stamp().unlink(missing_ok=True)  # developing writes other pages into .web
    else:
        build_front_end(steps)
    migrate(steps)
    demo = {} if wanted.no_demo else load_demo(steps)
    steps.start("Server")
    return serve(wanted, steps, demo)


def serve(wanted: argparse.Namespace, steps: Steps, demo: dict) -> int:
    """Run the server until it ends or somebody stops it; returns the exit code."""
    command, environment, answers_on = server_command(PYTHON, wanted.host, wanted.port), SERVE_ENV, wanted.port
    if wanted.dev:
        command = [str(PYTHON), "-m", "reflex", "run", "--env", "dev"]
        environment, answers_on = {**BUILD_ENV, "REFLEX_ENV_MODE": "dev"}, wanted.port + 5000
    for name in STOPPING:
        signal.signal(getattr(signal, name), interrupt)
    server = start_group(command, {**os.environ, **environment})
    try:
        if not wait_until_live(wanted.host, answers_on, server, seconds=240 if wanted.dev else 60):
            return complain("The server did not start; its own words are above.")
        steps.end()
        greet(wanted, demo)
        return server.wait()
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        for name in STOPPING:  # impatience must not leave workers behind; the end has a time limit anyway
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        end_group(server)


def greet(wanted: argparse.Namespace, demo: dict) -> None:
    """Print where Tacit is and who may sign in to its demo."""
    address = os.environ.get("PUBLIC_URL") or f"http://localhost:{wanted.port}"
    print(f"\nTacit is running at {address}   (Ctrl+C stops it)")
    if wanted.host not in {"127.0.0.1", "localhost"} and not os.environ.get("PUBLIC_URL"):
        print("  Browsers on other machines are let in once PUBLIC_URL in .env is the address that they use.")
    for login in demo.get("logins", []):
        print("  {workspace:<18} {role:<10} {email:<34} {password}".format(**{"workspace": "", **login}))
    sys.stdout.flush()


def build() -> int:
    """Prepare everything that needs no database, for an image or a check."""
    steps = Steps(3)
    prepare_python(steps)
    build_front_end(steps)
    return 0


def lint() -> int:
    """Style, formatting and import rules; all are run even if one fails."""
    prepare_python(Steps(2, sys.stderr))
    checks = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["lint-imports"]]
    return max([subprocess.call([str(PYTHON.parent / name), *rest]) for name, *rest in checks])


def delegate(command: str, rest: list[str]) -> int:
    """Hand a command to the application; standard output is its alone."""
    steps = Steps(CLI[command], sys.stderr)
    prepare_python(steps)
    if steps.total > 2:
        migrate(steps)
    if command == "demo":
        demo_file().unlink(missing_ok=True)  # the next start asks again for the logins
    return run_in_place("-m", "crm_app.cli", command, *rest)


def run_in_place(*arguments: str) -> int:
    """Let the environment's Python take over this process: signals, streams and exit code become its own."""
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), *arguments])


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def complain(sentence: str, code: int = 1) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
