"""One request, event handler or job is one transaction, opened by the shell or task and committed here alone.

`tx` is the first argument of every action and query: who asks, the session behind the walls, the time, and `emit`.
Jobs are put down inside the commit; live news leaves after it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from crm_app.kit import clock
from crm_app.kit.bus import Bus
from crm_app.kit.db import Database
from crm_app.kit.errors import AppError, Conflict
from crm_app.kit.events import Event
from crm_app.kit.jobs import Job, JobEngine, courtesy
from crm_app.kit.walls import WalledAsyncSession

log = structlog.get_logger()

STORED_MEANWHILE = "stored_meanwhile"


@dataclass(frozen=True)
class Actor:
    """Who asks. `role` decides the rights; `label` names them in the audit."""

    workspace_id: int
    role: str
    label: str
    member_id: int | None = None
    language: str = "en"

    @classmethod
    def system(cls, workspace_id: int) -> "Actor":
        """The product itself, at work for one workspace."""
        return cls(workspace_id, "system", "system")


@dataclass
class Transaction:
    """Handed to actions and queries."""

    session: WalledAsyncSession
    actor: Actor
    now: datetime
    events: list[Event] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)

    @property
    def workspace_id(self) -> int:
        return self.actor.workspace_id

    def emit(self, event: Event) -> None:
        """Tell, once committed, that something happened."""
        self.events.append(event)


Reactions = Callable[[Transaction, Event], Awaitable[list[Job]]]
"""What an event brings about: changes in the same transaction, and jobs put down with it."""


@dataclass(frozen=True)
class House:
    """What transactions stand on; set once by the composition root."""

    database: Database
    jobs: JobEngine
    bus: Bus
    reactions: Reactions


_house: House | None = None


def settle(house: House | None) -> None:
    """Make `house` the ground for all transactions of this process."""
    global _house
    _house = house


def house() -> House:
    if _house is None:
        raise RuntimeError("no runtime: call bootstrap first")
    return _house


@asynccontextmanager
async def transaction(actor: Actor) -> AsyncIterator[Transaction]:
    """A transaction that writes. Commits when the block ends well; raises AppError when the database cannot."""
    ground = house()
    with _storage_errors():
        async with (
            _turn(ground.database),
            ground.database.session(actor.workspace_id, write=True) as session,
            session.begin(),
        ):
            tx = Transaction(session, actor, clock.now())
            yield tx
            for event in tx.events:  # grows while it is read: a reaction may emit
                tx.jobs.extend(await ground.reactions(tx, event))
            await session.flush()
            await ground.jobs.put(session, tx.jobs)
    for event in tx.events:
        if event.live:
            await _publish(ground.bus, actor.workspace_id, event)


@asynccontextmanager
async def _turn(database: Database) -> AsyncIterator[None]:
    """A job lets go first who must."""
    if not courtesy.due:
        yield
        return
    await courtesy.wait()
    async with database.one_job:
        yield


@asynccontextmanager
async def reading(actor: Actor) -> AsyncIterator[Transaction]:
    """A transaction that only reads; never waits for writers on SQLite."""
    with _storage_errors():
        async with house().database.session(actor.workspace_id, write=False) as session:
            yield Transaction(session, actor, clock.now())


@asynccontextmanager
async def above_walls(*, write: bool = False) -> AsyncIterator[AsyncSession]:
    """A session for what stands above workspaces: sign-in, keys, the list of workspaces."""
    with _storage_errors():
        async with house().database.system_session(write=write) as session:
            async with session.begin():
                yield session


@asynccontextmanager
async def behind_new_walls(session: AsyncSession, workspace_id: int) -> AsyncIterator[Transaction]:
    """In a workspace that a session above the walls has just made, as part of its transaction: both are stored, or
    neither. For what emits no events."""
    connection = await session.connection()
    async with house().database.session(workspace_id, write=True, on=connection) as inside, inside.begin():
        yield Transaction(inside, Actor.system(workspace_id), clock.now())


async def _publish(bus: Bus, workspace_id: int, event: Event) -> None:
    try:
        await bus.publish(f"workspace:{workspace_id}", {"event": event.name, **event.payload()})
    except Exception as error:  # news may be lost, the commit may not
        log.warning("news_lost", news=event.name, error=type(error).__name__)


class _storage_errors:
    """Turns a database that cannot answer into a sentence; everything else passes through untouched."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, (sa.exc.OperationalError, sa.exc.TimeoutError, sa.exc.InterfaceError)):
            log.error("database_unavailable", error=str(error.__cause__ or error)[:200])
            sentence = "The database is busy, full or unreachable. Nothing was saved; try again in a moment."
            raise AppError("database_unavailable", sentence, status=503) from error
        if isinstance(error, sa.exc.IntegrityError) and "unique constraint" in str(error.orig).lower():
            # two who wrote the same thing at once; one of them did
            log.info("stored_meanwhile")  # the database's own words would quote the row
            raise Conflict(STORED_MEANWHILE, "The same thing was stored at this moment. Try again.") from error
