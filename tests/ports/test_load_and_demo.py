"""Conversations from files and from the demo, on both databases: right at once, and the same when done again."""

import json
import math
from datetime import timedelta

import pytest
from sqlmodel import func, select

from crm_app.accounts import queries as accounts
from crm_app.contacts.models import Contact, Handle
from crm_app.conversations.models import Conversation, Message
from crm_app.demo.loading import PASSWORD, load_all
from crm_app.drafts import actions as drafts
from crm_app.drafts.models import Draft
from crm_app.inbox import actions, queries
from crm_app.kit import clock
from crm_app.kit.errors import AppError
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Actor, above_walls, reading, transaction
from crm_app.leads import queries as leads
from crm_app.loading import Report, load
from tests.places import migrated_place
from tests.ports.whole_house import eventually, found_workspace, living_in

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


@pytest.fixture
async def place(kind, request, tmp_path):
    server = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
    with migrated_place(tmp_path, server) as found:
        yield found


def conversation(number: int, **changes: object) -> dict:
    """A conversation of one of four customers, asked `number` hours ago."""
    asked = clock.now() - timedelta(hours=number)
    said = {"from": "customer", "at": asked.isoformat(), "body": f"Where is order {number}? I want a refund."}
    return {
        "id": f"T-{number}", "customer": f"c-{number % 4}", "name": f"Person {number % 4}", "subject": "Order",
        "email": f"c{number % 4}@mail.example", "status": "open", "messages": [said], **changes,
    }  # fmt: skip


def write(folder, rows: list) -> object:
    file = folder / "in.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return file


def hush(*_: object) -> None:
    """Nobody listens to the progress."""


@KINDS
async def test_a_file_is_stored_placed_and_drafted_once(place, tmp_path) -> None:
    reply = {"from": "agent", "at": clock.now().isoformat(), "body": "It is on its way."}
    rows = [conversation(number) for number in range(1, 12)]
    rows += [conversation(20, priority=1), conversation(21, status="closed"), conversation(22, priority=5)]
    rows.append(conversation(23, status="pending", messages=[*conversation(23)["messages"], reply]))
    file = write(tmp_path, [*rows, "nonsense", conversation(24, status="odd"), conversation(3), ""])
    async with living_in(place, run_jobs=True):
        shop = await found_workspace("northwind")
        async with transaction(shop.admin) as tx:
            await actions.watch(tx, "refund")
        report = await load(file, "northwind", hush)
        assert report == Report(18, 15, 1, 2, [(16, report.bad[0][1]), (17, report.bad[1][1])])
        assert report.bad[0][1].startswith("not JSON") and report.bad[1][1].startswith("status: ")
        again = await load(file, "northwind", hush)
        assert (again.stored, again.known, len(again.bad)) == (0, 16, 2)

        async with reading(shop.admin) as tx:
            page = await queries.page(tx, Page())
            assert page.total == len(page.rows) == page.matches == 13
            assert [row.priority for row in page.rows].count("urgent") >= 1
            assert page.rows == sorted(page.rows, key=lambda row: -row.score)
            stored = {row.external_id: row for row in (await tx.session.exec(select(Conversation))).all()}
            assert len(stored) == 15
            assert all(row.band == math.floor(row.standing) for row in stored.values())
            assert stored["T-23"].waiting_since is None and stored["T-21"].closed_at
            before = {key: (row.standing, row.reply_due, row.alerts) for key, row in stored.items()}
            assert (await tx.session.exec(select(func.count(Contact.id)))).one() == 4
            assert (await tx.session.exec(select(func.count(Handle.id)))).one() == 4
            assert (await tx.session.exec(select(func.count(Message.id)))).one() == 16
            assert [row.contact_name for row in await queries.search(tx, "person 3 order 11")] == ["Person 3"]
        async with transaction(shop.system) as tx:  # placed in bulk as one by one
            await actions.rank_all(tx, [row.id for row in stored.values()])
            after = (await tx.session.exec(select(Conversation))).all()
            assert {row.external_id: (row.standing, row.reply_due, row.alerts) for row in after} == before

        async def all_drafted():
            async with reading(shop.admin) as tx:
                return (await tx.session.exec(select(func.count(Draft.id)))).one() == 13

        await eventually(all_drafted)


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_contact_known_already_is_not_doubled(place, tmp_path) -> None:
    async with living_in(place, run_jobs=False):
        shop = await found_workspace("northwind")
        await load(write(tmp_path, [conversation(1)]), "northwind", hush)
        other = conversation(2, customer="x", name="", email="C1@mail.example", phone="+14155550134")
        third = conversation(3, customer="", email="", phone="+1 415 555 0134")
        await load(write(tmp_path, [other, third]), "northwind", hush)
        async with reading(shop.admin) as tx:
            people = (await tx.session.exec(select(Contact))).all()
        assert [(person.external_id, person.name) for person in people] == [("c-1", "Person 1")]


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_wrong_workspace_or_file_is_named(place, tmp_path) -> None:
    async with living_in(place, run_jobs=False):
        await found_workspace("northwind")
        with pytest.raises(AppError, match="there are: northwind"):
            await load(write(tmp_path, []), "southwind", hush)
        with pytest.raises(AppError, match="cannot be read"):
            await load(tmp_path / "missing.jsonl", "northwind", hush)


@KINDS
async def test_the_demo_stands_as_promised_twice_the_same_and_comes_back(place) -> None:
    async with living_in(place, run_jobs=False):
        loaded = await load_all(reset=False, tell=hush)
        assert [one.slug for one in loaded] == ["northwind-home", "dar-al-bahr", "academia-sol"]
        for one in loaded:
            await _looks_alive(one.id)
        await _jane_is_first(loaded[0].id)
        for one in loaded[1:]:
            await _has_leads(one.id)
        async with above_walls() as session:
            assert (await accounts.actor_of_key(session, loaded[0].api_key, clock.now())).workspace_id == loaded[0].id
        untouched = await _footprint(loaded[0].id)
        assert await load_all(reset=False, tell=hush) == loaded
        assert await _footprint(loaded[0].id) == untouched
        shop = Actor.system(loaded[0].id)
        async with transaction(shop) as tx:
            for row in (await queries.page(tx, Page())).rows:
                await drafts.drop(tx, row.id)
            await actions.watch(tx, "lamp")
        assert await load_all(reset=True, tell=hush) == loaded
        await _looks_alive(shop.workspace_id)
        async with reading(shop) as tx:
            assert (await queries.page(tx, Page())).alerts == ["chargeback", "fraud"]


async def _looks_alive(workspace_id: int) -> None:
    async with reading(Actor.system(workspace_id)) as tx:
        page = await queries.page(tx, Page())
        assert len(page.rows) == page.total >= 15
        assert all([(await drafts.current(tx, row.id)).content for row in page.rows])
        shown = {part for row in page.rows for part, points in vars_of(row).items() if points}
        assert shown == set(vars_of(page.rows[0]))
        assert {member.role for member in await accounts.members(tx)} == {"admin", "manager", "agent"}


async def _has_leads(workspace_id: int) -> None:
    """The broker and the school have leads of each kind, and no draft of theirs leaves by itself."""
    async with reading(Actor.system(workspace_id)) as tx:
        for heat in ("HOT", "WARM", "COLD"):
            assert (await leads.listed(tx, Page(), temperature=heat)).total >= 1
        assert (await leads.listed(tx, Page(), lifecycle="QUALIFIED")).total >= 1
        by_itself = select(func.count(Message.id)).where(Message.author == "Tacit", Message.direction == "outbound")
        assert (await tx.session.exec(by_itself)).one() == 0


def vars_of(row: queries.Row) -> dict[str, float]:
    return {part: getattr(row.parts, part) for part in row.parts.__dataclass_fields__}


async def _jane_is_first(workspace_id: int) -> None:
    async with reading(Actor.system(workspace_id)) as tx:
        first = (await queries.page(tx, Page())).rows[0]
        draft = await drafts.current(tx, first.id)
    assert (first.contact_name, first.priority, first.difficulty) == ("Jane Rivera", "urgent", "complex")
    assert first.score == pytest.approx(16.4, abs=0.05)
    assert "54321" in draft.content and "Reno" in draft.content


async def _footprint(workspace_id: int) -> list[int]:
    async with reading(Actor.system(workspace_id)) as tx:
        tables = (Conversation, Message, Contact, Draft)
        return [(await tx.session.exec(select(func.count(table.id)))).one() for table in tables]


def test_the_password_is_fit_to_print() -> None:
    assert PASSWORD.isascii() and " " not in PASSWORD
