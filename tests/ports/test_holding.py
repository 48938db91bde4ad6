"""A name is held by one process at a time, and by another one as soon as the first has died."""

from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest

from crm_app.kit.holding import LOCKS, Holding
from crm_app.kit.settings import Settings
from tests.unit.ai.ground import own_database

NAMES = {"mailbox:1:1", "mailbox:1:2"}


@asynccontextmanager
async def two(folder: Path, url: str):
    known = Settings(_env_file=None, data_dir=folder, database_url=url)
    first, second = Holding(known), Holding(known)
    yield first, second
    await first.close()
    await second.close()


@pytest.fixture
def url(postgres_url: str):
    with own_database(postgres_url) as url:
        yield url


async def test_one_holds_and_gives_back(url: str, tmp_path: Path) -> None:
    async with two(tmp_path, url) as (first, second):
        assert await first.hold(NAMES) == NAMES
        assert await second.hold(NAMES) == set()
        assert await first.hold({"mailbox:1:1"}) == {"mailbox:1:1"}
        assert await second.hold(NAMES) == {"mailbox:1:2"}
        await first.close()
        assert await second.hold(NAMES) == NAMES


async def test_the_dead_hold_nothing_and_who_was_cut_off_knows(url: str, tmp_path: Path) -> None:
    async with two(tmp_path, url) as (first, second):
        assert await first.hold(NAMES) == NAMES
        with psycopg.connect(url, autocommit=True) as server:
            holders = (
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            )
            server.execute(holders, [LOCKS])
        assert await second.hold(NAMES) == NAMES
        assert await first.hold(NAMES) == set()  # it finds out
        assert await first.hold(NAMES) == set()  # and is back, but too late


async def test_on_sqlite_the_one_process_holds_all(tmp_path: Path) -> None:
    assert await Holding(Settings(_env_file=None, data_dir=tmp_path)).hold(NAMES) == NAMES
