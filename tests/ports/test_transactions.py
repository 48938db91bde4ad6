"""Transactions on both databases: no update is lost, nothing leaves before the commit, failures are sentences."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import ClassVar

import pytest
import sqlalchemy as sa
from sqlmodel import select

from crm_app.accounts.actions import change_workspace
from crm_app.accounts.queries import audit, workspace
from crm_app.contacts.models import Contact, Handle
from crm_app.conversations.changing import count
from crm_app.conversations.models import Tally
from crm_app.kit import clock, db
from crm_app.kit.errors import AppError, Conflict
from crm_app.kit.events import Event
from crm_app.kit.jobs import courtesy
from crm_app.kit.transaction import house, reading, transaction
from tests.places import Place, migrated_place
from tests.ports.whole_house import found_workspace, living_in


@dataclass(frozen=True)
class SomethingTold(Event):
    live: ClassVar[bool] = True
    number: int


async def add_contact(shop) -> int:
    async with transaction(shop.system) as tx:
        contact = Contact(name="", lifetime_value=0, created_at=clock.now())
        tx.session.add(contact)
        await tx.session.flush()
        return contact.id


async def test_32_writers_who_read_first_lose_no_update(shop):
    contact_id = await add_contact(shop)

    async def write() -> None:
        async with transaction(shop.system) as tx:
            query = select(Contact).where(Contact.id == contact_id).with_for_update()
            contact = (await tx.session.exec(query)).one()
            await asyncio.sleep(0.001)
            contact.lifetime_value += 1

    await asyncio.gather(*(write() for _ in range(32)))
    async with reading(shop.system) as tx:
        assert (await tx.session.exec(select(Contact.lifetime_value))).one() == 32


async def test_a_delivery_stands_behind_one_job_at_most(shop):
    done = []

    async def work() -> None:
        with courtesy.second():
            async with transaction(shop.system) as tx:
                await tx.session.exec(select(Contact.id))
                await asyncio.sleep(0.05)
        done.append("job")

    async def deliver() -> None:
        async with transaction(shop.system) as tx:
            await tx.session.exec(select(Contact.id))
        done.append("delivery")

    jobs = [asyncio.create_task(work()) for _ in range(8)]
    await asyncio.sleep(0.02)
    await asyncio.gather(deliver(), *jobs)
    assert done.index("delivery") <= 1


async def test_a_workspace_is_read_once_and_shows_what_has_changed(shop):
    async with transaction(shop.system) as tx:
        before = await workspace(tx)
        await change_workspace(tx, name="Another", settings={"reopen_days": 3})
        after = await workspace(tx)
        assert (before.name, after.name, after.settings["reopen_days"]) == ("Shop", "Another", 3)
        await change_workspace(tx, settings={"reopen_days": None})
        assert (await workspace(tx)).settings.get("reopen_days") is None


async def test_moves_in_opposite_directions_count_right_and_never_wait_for_each_other(shop):
    async def move(number: int) -> None:
        steps = [("open", 1), ("pending", -1), ("closed", 1)]
        async with transaction(shop.system) as tx:
            for status, change in steps if number % 2 else reversed(steps):
                await count(tx, status, "email", change)
                await asyncio.sleep(0.001)

    await asyncio.gather(*(move(n) for n in range(24)))
    async with reading(shop.system) as tx:
        rows = (await tx.session.exec(select(Tally.status, Tally.total))).all()
    assert dict(rows) == {"open": 24, "pending": -24, "closed": 24}


async def test_readers_do_not_wait_for_a_writer(shop):
    await add_contact(shop)
    async with transaction(shop.system) as tx:
        tx.session.add(Contact(name="half done", created_at=clock.now()))
        await tx.session.flush()
        async with reading(shop.system) as other:
            assert len((await other.session.exec(select(Contact))).all()) == 1


async def test_news_leaves_after_the_commit_and_only_then(shop):
    heard = []

    async def listen(_topic, news) -> None:
        async with reading(shop.system) as tx:
            heard.append((news["number"], (await tx.session.exec(select(Contact.name))).all()))

    house().bus.listen(listen)
    with pytest.raises(RuntimeError):
        async with transaction(shop.system) as tx:
            tx.emit(SomethingTold(1))
            raise RuntimeError
    async with transaction(shop.system) as tx:
        tx.session.add(Contact(name="Jane", created_at=clock.now()))
        tx.emit(SomethingTold(2))
        assert heard == []
    assert heard == [(2, ["Jane"])]


async def test_a_listener_that_fails_takes_nothing_back(shop):
    async def listen(_topic, _news) -> None:
        raise ConnectionError

    house().bus.listen(listen)
    async with transaction(shop.system) as tx:
        tx.session.add(Contact(name="Jane", created_at=clock.now()))
        tx.emit(SomethingTold(1))
    async with reading(shop.system) as tx:
        assert (await tx.session.exec(select(Contact.name))).all() == ["Jane"]


async def test_a_bug_passes_through_unchanged_and_writes_nothing(shop):
    with pytest.raises(sa.exc.IntegrityError):
        async with transaction(shop.system) as tx:
            tx.session.add(Contact(name="Jane", created_at=clock.now()))
            tx.session.add(Handle(kind="email", value="x", contact_id=999_999))
    async with reading(shop.system) as tx:
        assert (await tx.session.exec(select(Contact))).all() == []


async def test_what_somebody_stored_at_the_same_moment_is_a_conflict(shop):
    with pytest.raises(Conflict, match="Try again"):
        async with transaction(shop.system) as tx:
            tx.session.add(Contact(name="Jane", external_id="1", created_at=clock.now()))
            tx.session.add(Contact(name="Joan", external_id="1", created_at=clock.now()))
    async with reading(shop.system) as tx:
        assert (await tx.session.exec(select(Contact))).all() == []


async def test_the_founding_is_in_the_audit(shop):
    async with reading(shop.system) as tx:
        (entry,) = await audit(tx, "member", shop.admin.member_id)
    assert (entry.action, entry.actor, entry.changes) == ("member.invited", "system", {"role": "admin"})


@pytest.fixture
async def embedded(tmp_path, monkeypatch):
    monkeypatch.setitem(db.PRAGMAS, "busy_timeout", 50)
    with migrated_place(tmp_path) as place:
        async with living_in(place, run_jobs=False):
            yield await found_workspace("shop"), tmp_path / "tacit.db"


async def test_a_locked_database_is_a_sentence_and_works_again(embedded):
    shop, path = embedded
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(AppError, match="Nothing was saved") as refused:
            await add_contact(shop)
        assert refused.value.status == 503
    assert await add_contact(shop)


async def test_a_full_disk_is_a_sentence_and_works_again(embedded):
    shop, _ = embedded
    async with house().database.writer.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(AppError, match="busy, full or unreachable") as refused:
        async with transaction(shop.system) as tx:
            tx.session.add(Contact(name="x" * 190, address="y" * 100_000, created_at=clock.now()))
    assert refused.value.status == 503
    async with house().database.writer.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1000}")
    assert await add_contact(shop)


async def test_a_database_that_is_gone_stops_the_start_with_a_sentence(tmp_path, postgres_url):
    gone = Place(tmp_path, postgres_url.rpartition("/")[0] + "/gone")
    with pytest.raises(AppError, match="Check DATABASE_URL"):
        async with living_in(gone, run_jobs=False):
            pytest.fail("it opened")
