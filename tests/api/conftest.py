"""A running house on SQLite and on PostgreSQL: migrated database, real jobs, two workspaces with keys and members."""

import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import sql

from crm_app.accounts import actions, queries
from crm_app.api import auth
from crm_app.api.app import app
from crm_app.bootstrap import close_runtime, open_runtime
from crm_app.kit import clock
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, Transaction, above_walls, reading, transaction

PASSWORD = "quiet-harbor-lantern"
ADMIN_TOKEN = "the-installation-token"
PREPARE = """
import asyncio
from alembic.config import main
main(["--raiseerr", "upgrade", "head"])
from crm_app.bootstrap import close_runtime, open_runtime
async def once():
    await open_runtime(run_jobs=True)
    await close_runtime()
asyncio.run(once())
"""


@dataclass(frozen=True)
class Place:
    """One workspace as its outside sees it."""

    id: int
    key: str
    cookie: str
    admin_id: int

    @property
    def system(self) -> Actor:
        return Actor.system(self.id)


@dataclass(frozen=True)
class Town:
    """Two workspaces, and a client that speaks to the API."""

    shop: Place
    other: Place
    http: httpx.AsyncClient

    async def post(self, path: str, json: object = None, *, place: Place | None = None, **more) -> httpx.Response:
        return await self.http.post(path, json=json, headers={"X-API-Key": (place or self.shop).key}, **more)

    async def get(self, path: str, *, place: Place | None = None, **more) -> httpx.Response:
        return await self.http.get(path, headers={"X-API-Key": (place or self.shop).key}, **more)

    async def read(self, query: Callable[[Transaction], Awaitable], place: Place | None = None):
        """What a query finds in a workspace."""
        async with reading((place or self.shop).system) as tx:
            return await query(tx)


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory) -> Path:
    """A migrated SQLite database to copy."""
    folder = tmp_path_factory.mktemp("prepared")
    _prepare(f"sqlite:///{folder}/tacit.db", folder)
    return folder / "tacit.db"


@pytest.fixture(scope="session")
def prepared_postgres(postgres_url: str, tmp_path_factory) -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy."""
    with _database(postgres_url, "api_template", None) as url:
        _prepare(url, tmp_path_factory.mktemp("prepared_postgres"))
        yield "api_template"


def _prepare(url: str, folder: Path) -> None:
    environment = {"DATABASE_URL": url, "DATA_DIR": str(folder), "PATH": "/usr/bin:/bin", "TACIT_ENV": "none"}
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True, capture_output=True)


class _database:
    """A PostgreSQL database that goes again."""

    def __init__(self, server: str, name: str, template: str | None) -> None:
        self._server, self._name, self._template = server, name, template

    def __enter__(self) -> str:
        how = sql.SQL(" TEMPLATE {}").format(sql.Identifier(self._template)) if self._template else sql.SQL("")
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._name)))
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._name)) + how)
        return self._server.rpartition("/")[0] + f"/{self._name}"

    def __exit__(self, *_: object) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._name)))

    def _run(self, statement: sql.Composable) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request, tmp_path) -> Iterator[str]:
    """A fresh migrated database."""
    if request.param == "sqlite":
        prepared: Path = request.getfixturevalue("prepared_file")
        (tmp_path / "tacit.db").write_bytes(prepared.read_bytes())
        yield f"sqlite:///{tmp_path}/tacit.db"
    else:
        server, template = request.getfixturevalue("postgres_url"), request.getfixturevalue("prepared_postgres")
        with _database(server, "api_test", template) as url:
            yield url


@pytest.fixture
def configured(database_url, tmp_path, monkeypatch) -> Iterator[None]:
    wanted = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), "ADMIN_TOKEN": ADMIN_TOKEN, "UNDO_SECONDS": "0"}
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    for name in ("REDIS_URL", "PUBLIC_URL", "SMTP_HOST", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    auth.forget_all()
    yield
    settings.cache_clear()


@pytest.fixture
async def town(configured) -> AsyncIterator[Town]:
    """The house with its jobs put down but not run."""
    async with _settled(run_jobs=False) as found:
        yield found


@pytest.fixture
async def busy_town(configured) -> AsyncIterator[Town]:
    """The house with its jobs running."""
    async with _settled(run_jobs=True) as found:
        yield found


class _settled:
    def __init__(self, *, run_jobs: bool) -> None:
        self._run_jobs = run_jobs

    async def __aenter__(self) -> Town:
        await open_runtime(run_jobs=self._run_jobs)
        shop, other = await _place("shop"), await _place("other")
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:8000")
        return Town(shop, other, self._http)

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()
        await close_runtime()


async def _place(slug: str) -> Place:
    async with above_walls(write=True) as session:
        workspace = await actions.create_workspace(session, slug=slug, name=slug.title(), now=clock.now())
    async with transaction(Actor.system(workspace.id)) as tx:
        email = f"admin@{slug}.test"
        member = await actions.invite_member(tx, email=email, name="Ada", role="admin", password=PASSWORD)
        _, key = await actions.create_api_key(tx, "site")
    async with above_walls(write=True) as session:
        token = await actions.sign_in(session, await queries.credentials(session, email), clock.now())
    return Place(workspace.id, key, f"{auth.COOKIE}={token}", member.id)
