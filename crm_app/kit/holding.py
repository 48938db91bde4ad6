"""Which process does it? A name is held by one process at a time, and is free as soon as that process has died.

PostgreSQL keeps who holds what, by locks that end with a connection. SQLite has one process, which holds every name.
"""

from collections.abc import Collection
from contextlib import suppress

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from crm_app.kit.settings import Settings

log = structlog.get_logger()

LOCKS = 4712
"""Tells these locks from those of the job engine."""


class Holding:
    """The names that this process holds."""

    def __init__(self, settings: Settings) -> None:
        self._engine = None
        if not settings.is_sqlite:
            url = settings.async_database_url
            self._engine = create_async_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        self._connection: AsyncConnection | None = None
        self._held: set[str] = set()

    async def hold(self, names: Collection[str]) -> set[str]:
        """Take those of `names` that are free, and give back what is not named. Returns those held now: to be asked
        again every few seconds, for a connection that breaks has lost them all."""
        if self._engine is None:
            return set(names)
        try:
            return await self._take(self._engine, set(names))
        except sa.exc.SQLAlchemyError as error:
            log.warning("holding_lost", error=type(error).__name__)
            await self.close()
            return set()

    async def _take(self, engine: AsyncEngine, names: set[str]) -> set[str]:
        self._connection = self._connection or await engine.connect()
        await self._connection.execute(sa.text("SELECT 1"))  # still there?
        for name in self._held - names:
            await self._ask("SELECT pg_advisory_unlock(:locks, hashtext(:name))", name)
            self._held.remove(name)
        for name in sorted(names - self._held):
            if await self._ask("SELECT pg_try_advisory_lock(:locks, hashtext(:name))", name):
                self._held.add(name)
        return set(self._held)

    async def _ask(self, question: str, name: str) -> bool:
        return bool((await self._connection.execute(sa.text(question), {"locks": LOCKS, "name": name})).scalar())

    async def close(self) -> None:
        """Give everything back."""
        connection, self._connection = self._connection, None
        self._held.clear()
        if connection is not None:
            with suppress(sa.exc.SQLAlchemyError):  # now, and not when the server has noticed that we left
                await connection.execute(sa.text("SELECT pg_advisory_unlock_all()"))
            with suppress(sa.exc.SQLAlchemyError):
                await connection.close()
