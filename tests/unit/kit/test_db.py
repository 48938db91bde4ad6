"""Every connection to SQLite has its manners: nothing acknowledged is lost, no reader waits, no stray rows."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from crm_app.kit.db import PRAGMAS, Database
from crm_app.kit.errors import AppError
from crm_app.kit.settings import Settings

TOLD = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2}
"""What SQLite calls some of them when it is asked."""


@pytest.fixture
async def database(tmp_path: Path):
    database = Database(Settings(_env_file=None, data_dir=tmp_path))
    yield database
    await database.dispose()


@pytest.mark.parametrize("engine", ["reader", "writer"])
async def test_each_connection_is_set_up(database: Database, engine: str) -> None:
    async with getattr(database, engine).connect() as connection:
        for name, value in PRAGMAS.items():
            told = (await connection.execute(sa.text(f"PRAGMA {name}"))).scalar()
            assert told == TOLD.get(name, value), name


def test_blocking_connections_are_set_up_too(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'jobs.db'}")
    with engine.connect() as connection:
        told = [connection.execute(sa.text(f"PRAGMA {n}")).scalar() for n in ("journal_mode", "synchronous")]
        assert told == ["wal", 2]
        assert connection.execute(sa.text("PRAGMA busy_timeout")).scalar() == PRAGMAS["busy_timeout"]
    engine.dispose()


async def test_no_update_is_lost_between_writers(database: Database) -> None:
    async with database.writer.begin() as connection:
        await connection.execute(sa.text("CREATE TABLE tally (n INTEGER)"))
        await connection.execute(sa.text("INSERT INTO tally VALUES (0)"))

    async def add_one() -> None:
        async with database.writer.begin() as connection:
            n = (await connection.execute(sa.text("SELECT n FROM tally"))).scalar()
            await asyncio.sleep(0)
            await connection.execute(sa.text("UPDATE tally SET n = :n"), {"n": n + 1})

    await asyncio.gather(*(add_one() for _ in range(30)))
    async with database.reader.connect() as connection:
        assert (await connection.execute(sa.text("SELECT n FROM tally"))).scalar() == 30


async def test_a_reader_does_not_wait_for_the_writer(database: Database) -> None:
    async with database.writer.begin() as writing, database.reader.connect() as reading:
        await writing.execute(sa.text("CREATE TABLE later (n INTEGER)"))
        assert not (await reading.execute(sa.text("SELECT count(*) FROM sqlite_master"))).scalar()


@pytest.mark.parametrize("workspace_id", [0, -1, None, "1"])
def test_a_session_belongs_to_a_workspace(database: Database, workspace_id: object) -> None:
    with pytest.raises(ValueError):
        database.session(workspace_id, write=False)


async def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    nowhere = Database(Settings(_env_file=None, data_dir=tmp_path, database_url=f"sqlite:///{tmp_path}/no/such.db"))
    with pytest.raises(AppError, match="DATABASE_URL"):
        await nowhere.check()
    await nowhere.dispose()
