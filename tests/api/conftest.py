"""A running house on SQLite and on PostgreSQL: migrated database, real jobs, two workspaces with keys and members."""

import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache

import httpx
import pytest

from crm_app.accounts import actions, queries
from crm_app.api import auth, doors
from crm_app.api.app import app
from crm_app.bootstrap import close_runtime, open_runtime
from crm_app.kit import clock
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, Transaction, above_walls, reading, transaction
from tests.places import migrated_place

PASSWORD = "quiet-harbor-lantern"
ADMIN_TOKEN = "the-installation-token"


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

    async def cookie_of(self, role: str) -> str:
        """Another member signs in."""
        _, cookie = await _member(self.id, f"{role}-{secrets.token_hex(4)}@members.test", role)
        return cookie


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
def sqlite_urls(tmp_path_factory) -> Iterator[Callable[[str], str]]:
    """Migrated databases by name; the same name is the same database."""
    with _urls(tmp_path_factory, "") as urls:
        yield urls


@pytest.fixture(scope="session")
def postgres_urls(tmp_path_factory, postgres_url: str) -> Iterator[Callable[[str], str]]:
    """The same on PostgreSQL."""
    with _urls(tmp_path_factory, postgres_url) as urls:
        yield urls


@contextmanager
def _urls(tmp_path_factory: pytest.TempPathFactory, server_url: str) -> Iterator[Callable[[str], str]]:
    with ExitStack() as places:

        def make(name: str) -> str:
            place = places.enter_context(migrated_place(tmp_path_factory.mktemp(name), server_url))
            return place.url or f"sqlite:///{place.folder}/tacit.db"

        yield cache(make)


ON_BOTH = ("test_webhooks", "test_tickets", "test_clients", "test_end_to_end", "test_doors", "test_vendor_news")
"""Where writers meet, or where the databases themselves are asked; what lies below has its own tests on both."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marked = any("database" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "database" in metafunc.fixturenames and not marked:
        both = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH
        metafunc.parametrize("database", ["sqlite", "postgres"] if both else ["sqlite"], indirect=True)


@pytest.fixture
def database(request, tmp_path, monkeypatch) -> Iterator[Callable[[str], None]]:
    """Settings for the database of the given name; the house stands on it from then on."""

    def use(name: str) -> None:
        url = request.getfixturevalue(f"{request.param}_urls")(name)
        for setting, value in {"DATABASE_URL": url, "DATA_DIR": str(tmp_path), "ADMIN_TOKEN": ADMIN_TOKEN}.items():
            monkeypatch.setenv(setting, value)
        settings.cache_clear()

    for setting in ("REDIS_URL", "PUBLIC_URL", "SMTP_HOST", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.delenv(setting, raising=False)
    auth.forget_all()
    doors.forget_all()
    yield use
    settings.cache_clear()


@pytest.fixture
async def town(database) -> AsyncIterator[Town]:
    """The house with its jobs put down but not run; the database is shared, the workspaces are the test's own."""
    database("shared")
    async with _settled(run_jobs=False) as found:
        yield found


@pytest.fixture
async def busy_town(database, request) -> AsyncIterator[Town]:
    """The house with its jobs running, on a database of the test's own."""
    database(re.sub(r"\W", "_", request.node.originalname))
    async with _settled(run_jobs=True) as found:
        yield found


@asynccontextmanager
async def _settled(*, run_jobs: bool) -> AsyncIterator[Town]:
    await open_runtime(run_jobs=run_jobs)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:8000") as http:
        mark = secrets.token_hex(4)
        yield Town(await _place(f"shop-{mark}"), await _place(f"other-{mark}"), http)
    await close_runtime()


async def _place(slug: str) -> Place:
    async with above_walls(write=True) as session:
        workspace = await actions.create_workspace(session, slug=slug, name=slug.title(), now=clock.now())
    async with transaction(Actor.system(workspace.id)) as tx:
        _, key = await actions.create_api_key(tx, "site")
    admin_id, cookie = await _member(workspace.id, f"admin@{slug}.test", "admin")
    return Place(workspace.id, key, cookie, admin_id)


async def _member(workspace_id: int, email: str, role: str) -> tuple[int, str]:
    """A new member, signed in: their id and cookie."""
    async with transaction(Actor.system(workspace_id)) as tx:
        hashed = await actions.password_hash(PASSWORD, email, "Ada")
        member = await actions.invite_member(tx, email=email, name="Ada", role=role, hashed=hashed)
    async with above_walls(write=True) as session:
        token = await actions.sign_in(session, await queries.credentials(session, email), clock.now())
    return member.id, f"{auth.COOKIE}={token}"


@pytest.fixture
async def wire(town: Town):
    """Vendors who post at the house, and a workspace that gets what they tell."""
    from .wire import connected

    yield await connected(town)
    clock.shift(None)
