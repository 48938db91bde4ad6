"""How fast is it on this machine? Every figure with its bar and the load while it was measured.

python3 tacit.py bench [--rows 10000,100000,1000000] [--database sqlite|postgresql|both] [--quick]
                       [--no-inbox] [--no-browser] [--no-leads]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from launch.steps import ROOT
from tests.benchmarks import browsing, leads, serving
from tests.benchmarks.figures import Figure, line
from tests.servers import application, postgres, postgres_programs

QUICK = "10000"


def main(arguments: list[str]) -> int:
    """Measure and print; returns 1 when a figure is past its bar."""
    wanted = options(arguments)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load {' '.join(f'{load:.1f}' for load in os.getloadavg())} before anything was started\n", flush=True)
    past = 0
    if not wanted.no_leads:
        print(line(leads.qualification()), flush=True)
    databases = ["sqlite", "postgresql"] if wanted.database == "both" else [wanted.database]
    for name in databases:
        if name == "postgresql" and postgres_programs() is None:
            print("PostgreSQL 15 or newer is missing: not measured")
            continue
        for figure in measure(name, wanted):
            print(line(figure), flush=True)
            past += figure.verdict not in ("", "ok")
    print(f"\n{past} past their bar" if past else "\nall within their bars")
    return 1 if past else 0


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tacit.py bench", description="How fast it is on this machine.")
    parser.add_argument("--rows", default="10000,100000,1000000", help="open conversations, smallest first")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--quick", action="store_true", help="10,000 conversations only")
    parser.add_argument("--no-inbox", action="store_true", help="leave the ordered inbox and the forms out")
    parser.add_argument("--no-browser", action="store_true", help="leave the pages out")
    parser.add_argument("--no-leads", action="store_true", help="leave the webhooks and the leads out")
    wanted = parser.parse_args(arguments)
    wanted.rows = QUICK if wanted.quick else wanted.rows
    return wanted


def measure(name: str, wanted: argparse.Namespace) -> Iterator[Figure]:
    """All figures of one database."""
    if not wanted.no_inbox:
        with fresh(name) as environment:
            yield from order(name, wanted.rows, environment)
    with ExitStack() as stack:
        url = stack.enter_context(postgres()) if name == "postgresql" else ""
        app = stack.enter_context(application(**({"DATABASE_URL": url} if url else {}), LOG_LEVEL="WARNING"))
        yield Figure(f"{name}: memory of the server, nobody there", serving.memory_mib(app), "MiB")
        yield serving.idle(app, url, name)
        if not wanted.no_browser:
            yield from browsing.figures(app, name)
        if not wanted.no_inbox:
            yield from serving.figures(app, url, name)
        if not wanted.no_leads:
            yield from leads.figures(app, url, name)


@contextmanager
def fresh(name: str) -> Iterator[dict[str, str]]:
    """An environment that names a new, migrated database."""
    with tempfile.TemporaryDirectory(prefix="tacit-bench-") as folder, ExitStack() as stack:
        url = f"sqlite:///{Path(folder) / 'tacit.db'}" if name == "sqlite" else stack.enter_context(postgres())
        environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": folder, "REDIS_URL": ""}
        alembic = [sys.executable, "-m", "alembic", "upgrade", "head"]
        subprocess.run(alembic, env=environment, cwd=ROOT, check=True, capture_output=True)
        yield environment


def order(name: str, rows: str, environment: dict[str, str]) -> Iterator[Figure]:
    """The ordered inbox, in a process of its own: settings are read once a process."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.order", rows]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    for said in process.stdout:
        found = json.loads(said)
        if "tell" in found:
            print(f"{name}: {found['tell']}", file=sys.stderr)
            continue
        yield Figure(**{**found, "what": f"{name}, {found['what']}"})
    if process.wait():
        raise SystemExit("The ordered inbox could not be measured; what went wrong is above.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
