"""Migrated databases that are empty: each is a copy, since the migrations take far longer than copying does."""

import atexit
import fcntl
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

import psycopg
from dbos import DBOS
from psycopg import sql

from crm_app.kit.settings import Settings
from launch.steps import ROOT


@dataclass(frozen=True)
class Place:
    """Where a house keeps its rows and files."""

    folder: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url, "SECRET_KEY": "a key for tests alone"}


@contextmanager
def migrated_place(folder: Path, server_url: str = "") -> Iterator[Place]:
    """A migrated database that is empty: SQLite in `folder`, or one on the PostgreSQL server, emptied for the next."""
    if not server_url:
        shutil.copy(_migrated_sqlite(), folder / "tacit.db")
        yield Place(folder, "")
        return
    name = _free.pop() if _free else _copied(server_url)
    try:
        yield Place(folder, _named(server_url, name))
    finally:
        _administer(_above(_named(server_url, name)), EMPTY)
        _free.append(name)


_free: list[str] = []

EMPTY = """
DO $$ DECLARE kept record; BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;  -- whose row refers to whose is no matter now
    FOR kept IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname IN ('public', 'dbos') AND tablename NOT IN ('alembic_version', 'dbos_migrations') LOOP
        EXECUTE 'DELETE FROM ' || kept.name;
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false) FROM pg_sequences
    WHERE last_value IS NOT NULL;
END $$"""


def migrate(place: Place, *command: str) -> str:
    """Run alembic on a place (`upgrade head` unless told otherwise); returns what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "alembic", *(command or ("upgrade", "head"))],
        cwd=ROOT, env={**place.environment, "PATH": "/usr/bin:/bin"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def _migrated_sqlite() -> Path:
    with _alone() as folder:
        if not (folder / "tacit.db").exists():
            _make(Place(folder / "making", ""))
            with closing(sqlite3.connect(folder / "making/tacit.db")) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that copying one file copies it all
            (folder / "making/tacit.db").rename(folder / "tacit.db")
    return folder / "tacit.db"


@cache
def _migrated_postgres(server_url: str) -> str:
    with _alone() as folder:
        kept = folder / "postgres"
        if not kept.exists():
            name = f"template_{secrets.token_hex(4)}"
            _administer(server_url, "CREATE DATABASE {}", name)
            _make(Place(folder, _named(server_url, name)))
            kept.write_text(name)
        return kept.read_text()


@contextmanager
def _alone() -> Iterator[Path]:
    """The folder of what is copied. The test command's processes share one, and whoever comes first fills it."""
    folder = _folder()
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@cache
def _folder() -> Path:
    if shared := os.environ.get("TEST_TEMPLATES"):
        return Path(shared)
    folder = Path(mkdtemp(prefix="tacit-templates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _copied(server_url: str) -> str:
    template, name = _migrated_postgres(server_url), f"house_{secrets.token_hex(6)}"
    _administer(server_url, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
    return name


def _make(place: Place) -> None:
    """All tables, the job engine's too."""
    place.folder.mkdir(exist_ok=True)
    migrate(place)
    DBOS.migrate(Settings(_env_file=None, data_dir=place.folder, database_url=place.url).sync_database_url)


def _administer(server_url: str, statement: str, *names: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _named(server_url: str, name: str) -> str:
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()


def _above(url: str) -> str:
    """The same database for the server's owner, whom no wall stops."""
    return url.replace("//tacit@", "//postgres@", 1)
