"""The database: one engine for reads, one for writes, sessions that stay inside a workspace.

SQLite takes one writer: writes queue for a single connection that locks at BEGIN, so no update is lost and none
fails with 'database is locked'. PostgreSQL uses one pool for both.
"""

import asyncio
import sqlite3
import time
from contextlib import nullcontext
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from crm_app.kit.errors import AppError
from crm_app.kit.settings import Settings
from crm_app.kit.walls import WalledAsyncSession

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",  # an acknowledged message survives a power cut
    "busy_timeout": 30_000,
    "foreign_keys": "ON",
    "cache_size": -65_536,
    "temp_store": "MEMORY",
    "mmap_size": 268_435_456,
    "journal_size_limit": 67_108_864,
}


class Database:
    """Opens sessions; `system_session` reaches only what stands above workspaces (accounts).

    `one_job`: held by the job that writes. Where there is one writer, others wait for one job at most.
    """

    def __init__(self, settings: Settings) -> None:
        self.is_sqlite = settings.is_sqlite
        self.one_job = asyncio.Lock() if self.is_sqlite else nullcontext()
        url = settings.async_database_url
        if self.is_sqlite:
            self.reader = _sqlite_engine(url, begin="BEGIN", pool_size=6)
            self.writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", pool_size=1)
        else:
            self.reader = self.writer = create_async_engine(
                url, pool_size=12, max_overflow=8, pool_pre_ping=True, hide_parameters=True
            )

    def session(self, workspace_id: int, *, write: bool, on: AsyncConnection | None = None) -> WalledAsyncSession:
        """A session behind the walls of one workspace; `on` a connection it is part of that one's transaction."""
        if not isinstance(workspace_id, int) or workspace_id <= 0:
            raise ValueError("workspace_id is a positive whole number")
        return WalledAsyncSession(
            on or (self.writer if write else self.reader), expire_on_commit=False,
            join_transaction_mode="create_savepoint", info={"workspace_id": workspace_id},
        )  # fmt: skip

    def system_session(self, *, write: bool) -> AsyncSession:
        """A session for the tables above workspaces. Row-level security hides all others from it on PostgreSQL."""
        return AsyncSession(self.writer if write else self.reader, expire_on_commit=False)

    async def check(self) -> None:
        """Raise AppError when the database does not answer, or when its role could walk through the walls."""
        try:
            async with self.reader.connect() as connection:
                await connection.execute(sa.text("SELECT 1"))
                if not self.is_sqlite:
                    await _refuse_superuser(connection)
        except sa.exc.SQLAlchemyError as error:
            raise AppError("database_down", "The database does not answer. Check DATABASE_URL.", status=503) from error

    async def dispose(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()


async def _refuse_superuser(connection: Any) -> None:
    role = (
        await connection.execute(sa.text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
    ).scalar()
    if role:
        raise SystemExit(
            "DATABASE_URL names a PostgreSQL superuser, or a role with BYPASSRLS: it would see through the walls "
            "between workspaces. Create an ordinary role that owns the database and name that one."
        )


def _sqlite_engine(url: str, *, begin: str, pool_size: int) -> AsyncEngine:
    # Parameters hold message texts, which no log may quote.
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,
        connect_args={"isolation_level": None},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for name, value in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()
        if sqlite3.sqlite_version_info < (3, 42):
            connection.create_function("unixepoch", -1, _unixepoch)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _unixepoch(*_: Any) -> float:
    """The job engine calls unixepoch('subsec'), which SQLite learnt in 3.42."""
    return time.time()


@event.listens_for(sa.Engine, "connect")
def _prepare_blocking(connection: Any, _record: Any) -> None:
    """The job engine and migrations open their own blocking connections; they get the same manners."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout={PRAGMAS['busy_timeout']}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        if sqlite3.sqlite_version_info < (3, 42):
            connection.create_function("unixepoch", -1, _unixepoch)
