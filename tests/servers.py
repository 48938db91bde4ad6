"""The real servers that tests run against, each on a free port and in a temporary folder that goes with it."""

import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import cycle, islice
from pathlib import Path
from random import randrange
from typing import TypeVar

import psycopg
import redis

from launch.prepare import build_front_end, load_demo, migrate
from launch.serve import SERVE_ENV, end_group, port_taken, server_command, start_group, wait_until_live
from launch.steps import ROOT, Steps

OLDEST_POSTGRES = 15
FIRST_PORT, PORTS_EACH = 10_000, 1_000
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADMIN_TOKEN = "the-token-of-this-installation"
T = TypeVar("T")
PLAYWRIGHTS_OWN = "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome"


@dataclass(frozen=True)
class Application:
    """The built application, being served."""

    url: str
    data: Path
    demo: dict  # what `demo --json` said: workspaces, logins, API keys
    environment: dict[str, str]  # for commands beside the server


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres, of the newest version that is new enough."""
    found = [Path(folder) for folder in glob.glob("/usr/lib/postgresql/*/bin")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    versions = {folder: _postgres_version(folder) for folder in found if (folder / "postgres").exists()}
    newest = max(versions, key=versions.__getitem__, default=None)
    return newest if newest and versions[newest] >= OLDEST_POSTGRES else None


def _postgres_version(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].split(".")[0])


def chromium_program() -> str | None:
    """Chromium: the one named by TEST_CHROMIUM, the system's, or Playwright's own."""
    named = os.environ.get("TEST_CHROMIUM")
    on_path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return named or on_path or next(iter(glob.glob(os.path.expanduser(PLAYWRIGHTS_OWN))), None)


def free_port() -> int:
    """A loopback port that nobody listens on and that no other test process takes before the caller does."""
    return next(port for port in _ports() if not port_taken("127.0.0.1", port))


@cache
def _ports() -> Iterator[int]:
    """A range for each test process, below the one from which the system hands ports out."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = FIRST_PORT + worker * PORTS_EACH
    return islice(cycle(range(first, first + PORTS_EACH)), randrange(PORTS_EACH), None)


@contextmanager
def postgres() -> Iterator[str]:
    """A new PostgreSQL; yields the URL of database `tacit` under its owner `tacit`.

    The owner may create databases but bypasses no row-level security. Superuser `postgres` has no password either.
    """
    programs = postgres_programs()
    if programs is None:
        raise FileNotFoundError(f"PostgreSQL {OLDEST_POSTGRES} or newer is missing: apt-get install postgresql")
    port, who = free_port(), {}
    with tempfile.TemporaryDirectory(prefix="tacit-postgres-") as folder:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            who = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(folder, "postgres", "postgres")
        data = f"{folder}/data"
        initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([*initdb, "--no-sync"], check=True, capture_output=True, cwd=folder, **who)
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": folder}
        settings |= {"fsync": "off", "full_page_writes": "off"}  # nothing here is to be kept
        command = [programs / "postgres", "-D", data, "-p", str(port)]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        administration = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        with _serving(command, folder, **who) as server:
            connect = partial(psycopg.connect, administration, autocommit=True)
            with _answer(connect, psycopg.OperationalError, server, folder) as admin:
                admin.execute("CREATE ROLE tacit LOGIN CREATEDB")
                admin.execute("CREATE DATABASE tacit OWNER tacit")
            yield f"postgresql://tacit@127.0.0.1:{port}/tacit"


@contextmanager
def redis_server() -> Iterator[str]:
    """A new Redis that keeps nothing; yields its URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise FileNotFoundError("Redis is missing: apt-get install redis-server")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="tacit-redis-") as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with _serving(command, folder) as server:
            url = f"redis://127.0.0.1:{port}/0"
            _answer(redis.Redis.from_url(url).ping, redis.ConnectionError, server, folder)
            yield url


@contextmanager
def application(**settings: str) -> Iterator[Application]:
    """The built application with the demo loaded, on a free port and a data folder of its own.

    `settings`: names as in `.env.example`; without DATABASE_URL it is SQLite.
    """
    python, port = Path(sys.executable), free_port()
    with tempfile.TemporaryDirectory(prefix="tacit-application-") as folder:
        with open(f"{folder}/preparing", "w+") as said, _environment(folder, port, settings):
            steps = Steps(3, said)
            build_front_end(steps, python)
            migrate(steps, python)
            demo = load_demo(steps, python)
            environment = {**os.environ, **SERVE_ENV}
        with open(f"{folder}/log", "w") as log:
            command = server_command(python, "127.0.0.1", port)
            server = start_group(command, environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            if not wait_until_live("127.0.0.1", port, server):
                raise RuntimeError("The application did not start:\n" + Path(folder, "log").read_text()[-4000:])
            yield Application(f"http://127.0.0.1:{port}", Path(folder), demo, environment)
        finally:
            end_group(server)


@contextmanager
def _environment(folder: str, port: int, settings: dict[str, str]) -> Iterator[None]:
    """This process's environment with these settings and none that the person who runs the tests may have."""
    before = dict(os.environ)
    for name in re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE):
        os.environ.pop(name, None)
    os.environ.update({"TACIT_ENV": os.devnull, "DATA_DIR": folder, "PORT": str(port), "ADMIN_TOKEN": ADMIN_TOKEN})
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _serving(command: list, folder: str, **who) -> Iterator[subprocess.Popen]:
    """A server process, asked to end when the block ends (SIGINT: PostgreSQL then does not wait for its clients)."""
    with open(f"{folder}/log", "w") as log:
        server = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, start_new_session=True, **who
        )
    try:
        yield server
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _answer(ask: Callable[[], T], refusal: type[Exception], server: subprocess.Popen, folder: str) -> T:
    """What a server answers as soon as it does; RuntimeError with its log when it never does."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return ask()
        except refusal:
            time.sleep(0.05)
    raise RuntimeError(f"{server.args[0]} did not start:\n" + Path(folder, "log").read_text()[-4000:])
