"""A settled house on a fresh database, for tests of what the gateway reads and writes."""

import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncSession

from crm_app.accounts.models import Workspace
from crm_app.kit import clock
from crm_app.kit.bus import InProcessBus
from crm_app.kit.db import Database
from crm_app.kit.jobs import Job
from crm_app.kit.settings import Settings
from crm_app.kit.transaction import Actor, House, above_walls, settle
from crm_app.tables import metadata


class NoJobs:
    """The gateway puts no jobs down."""

    async def put(self, session: AsyncSession, jobs: Sequence[Job]) -> None:
        assert not jobs

    async def replay(self, key: str) -> None: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


@contextmanager
def own_database(server_url: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that goes again."""
    name = f"ground_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@asynccontextmanager
async def ground(folder: Path, url: str = "") -> AsyncIterator[tuple[Database, Actor, Actor]]:
    """The database, and the product itself in each of two workspaces."""
    database = Database(Settings(_env_file=None, data_dir=folder, database_url=url))
    async with database.writer.begin() as connection:
        await connection.run_sync(metadata.create_all)
    settle(House(database, jobs=NoJobs(), bus=InProcessBus(), reactions=lambda tx, event: ()))
    workspaces = [Workspace(slug=slug, name=slug, created_at=clock.now()) for slug in ("acme", "other")]
    async with above_walls(write=True) as session:
        session.add_all(workspaces)
    try:
        yield database, *(Actor.system(workspace.id) for workspace in workspaces)
    finally:
        settle(None)
        await database.dispose()
