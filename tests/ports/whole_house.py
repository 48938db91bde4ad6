"""The whole product without its shells, on a migrated database of its own: what the tests of the core stand on."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TypeVar

import pytest
import sqlalchemy as sa

from crm_app.accounts import actions as accounts
from crm_app.bootstrap import close_runtime, open_runtime
from crm_app.channels.models import Mailbox
from crm_app.channels.wires import envelope
from crm_app.conversations.intake import FORM
from crm_app.conversations.ledger import Arrival, Receipt, doorstep
from crm_app.kit import clock
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, above_walls, transaction
from tests.places import Place

PASSWORD = "correct horse battery"
SETTINGS = ("DATABASE_URL", "REDIS_URL", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "PUBLIC_URL")
T = TypeVar("T")


@dataclass(frozen=True)
class Tenant:
    """A workspace with its admin, and the product itself at work in it."""

    id: int
    admin: Actor
    system: Actor


@asynccontextmanager
async def living_in(place: Place, *, run_jobs: bool) -> AsyncIterator[None]:
    """This process at home in a place: settings read anew, the runtime open."""
    with pytest.MonkeyPatch.context() as patch:
        for name in SETTINGS:
            patch.delenv(name, raising=False)
        for name, value in place.environment.items():
            patch.setenv(name, value)
        settings.cache_clear()
        try:
            await open_runtime(run_jobs=run_jobs)
            try:
                yield
            finally:
                await close_runtime()
        finally:
            settings.cache_clear()


async def found_workspace(slug: str, **traits: object) -> Tenant:
    """A workspace with an admin and a practice outbox."""
    async with above_walls(write=True) as session:
        workspace = await accounts.create_workspace(session, slug=slug, name=slug.title(), now=clock.now(), **traits)
        workspace_id = workspace.id
    system = Actor.system(workspace_id)
    async with transaction(system) as tx:
        email = f"ada@{slug}.example"
        hashed = await accounts.password_hash(PASSWORD, email, "Ada Admin")
        member = await accounts.invite_member(tx, email=email, name="Ada Admin", role="admin", hashed=hashed)
        tx.session.add(Mailbox(address=f"support@{slug}.example", name=slug.title(), smtp_security="folder"))
    return Tenant(workspace_id, Actor(workspace_id, "admin", member.email, member.id), system)


async def add_member(tenant: Tenant, name: str, role: str = "agent") -> Actor:
    """Another member of the workspace, as an actor."""
    email = f"{name.casefold()}@{tenant.id}.example"
    async with transaction(tenant.system) as tx:
        hashed = await accounts.password_hash(PASSWORD, email, name)
        member = await accounts.invite_member(tx, email=email, name=name, role=role, hashed=hashed)
    return Actor(tenant.id, role, member.email, member.id)


async def post_form(tenant: Tenant, number: int, message: str, **fields: str) -> Receipt:
    """What the web form's route does with a delivery."""
    payload = {"email": "jane@customer.example", "name": "Jane Rivera", "message": message, **fields}
    arrival = Arrival("web_form", f"id:{number}", f"id:{number}", payload["email"], envelope(FORM, 0, body=payload))
    return await doorstep.accept(tenant.system, arrival)


@contextmanager
def engine_tables():
    """A connection to the engine's tables, and how their names begin."""
    url = settings().sync_database_url
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        yield connection, "" if url.startswith("sqlite") else "dbos."


async def eventually(ask: Callable[[], Awaitable[T]], seconds: float = 30) -> T:
    """The first answer that is not empty; fails when there is none for long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := await ask():
            return answer
        await asyncio.sleep(0.05)
    pytest.fail(f"{getattr(ask, '__qualname__', ask)} never came true")


async def workspace_settings(tenant: Tenant, **changes: object) -> None:
    """Change settings of the workspace as its admin does."""
    async with transaction(tenant.system) as tx:
        await accounts.change_workspace(tx, settings=changes)
