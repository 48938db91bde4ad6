"""The inbox's pages are exactly the order that scoring every row one by one gives, on both databases."""

import random
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.contacts.models import Contact
from crm_app.conversations.changing import count
from crm_app.conversations.indexing import search_body
from crm_app.conversations.models import Conversation, SearchText
from crm_app.inbox import actions, finding, queries, scoring, tasks
from crm_app.inbox.events import AlertsChanged
from crm_app.inbox.finding import View
from crm_app.inbox.ordering import DUE, IDLE, WAITING, Candidate, Stream
from crm_app.inbox.rules import rules_of
from crm_app.inbox.topic_alerts import matching, phrases
from crm_app.kit import clock
from crm_app.kit.errors import Invalid
from crm_app.kit.paging import Page
from crm_app.kit.transaction import reading, transaction
from crm_app.kit.walls import UNSCOPED
from tests.places import migrated_place
from tests.ports.whole_house import found_workspace, living_in

TEXTS = (
    "my chargeback is open", "FRAUD, I say", "the wrong  address!", "wrong or address", "احتيال في البطاقة",
    "dirección equivocada", "nothing special", "defrauded", "والاحتيال مرفوض",
)  # fmt: skip
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
async def shop(request, tmp_path, monkeypatch):
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(finding, "_counts", {})
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=False):
            yield await found_workspace("shop")


@pytest.fixture
def small_batches(monkeypatch):
    """Read the indexes in small steps even where scoring everything would be cheaper."""
    monkeypatch.setattr(finding, "CHEAP", 5)
    monkeypatch.setattr(Stream.__init__, "__defaults__", (None, 7))


async def fill(shop, seed: int, rows: int = 300) -> None:
    """Random conversations, many of them alike so that ties are common."""
    dice = random.Random(seed)
    async with transaction(shop.system) as tx:
        people = [
            Contact(name=f"c{n}", churn_risk=n % 3 / 4, lifetime_value=n % 4 * 1100, created_at=NOW) for n in range(12)
        ]
        tx.session.add_all(people)
        await tx.session.flush()
        talks = [_talk(dice, dice.choice(people).id) for _ in range(rows)]
        tx.session.add_all(talks)
        await tx.session.flush()
        for talk in talks:
            text = dice.choice(TEXTS)
            body = search_body(shop.id, talk.status, talk.channel, talk.subject, "Rose Fraud", [text])
            tx.session.add(SearchText(id=talk.id, body=body))
            await count(tx, talk.status, talk.channel, 1)
        await tx.session.flush()
        await actions.rank_all(tx, [t.id for t in talks])


def _talk(dice: random.Random, contact_id: int) -> Conversation:
    status = dice.choice(["open"] * 6 + ["pending", "closed"])
    waits = status == "open" and dice.random() < 0.8
    since = NOW - timedelta(minutes=dice.choice([0, 10, 29, 31, 60, 600, dice.randint(0, 30_000)])) if waits else None
    return Conversation(
        contact_id=contact_id, channel=dice.choice(["email", "web_form", "live_chat"]), subject="Hello", status=status,
        priority=dice.choice(["low", "normal", "normal", "high", "urgent"]), sentiment=dice.choice([0.1, 0.5]),
        difficulty=dice.choice(["easy", "normal", "complex"]), waiting_since=since, created_at=NOW, last_message_at=NOW,
    )  # fmt: skip


async def brute_force(tx, status: str, wanted: dict) -> list[tuple[float, int, str, bool]]:
    """Whole scores (with their sign turned), ids, channels and whether a wanted word is held, best first, ties by
    lower id."""
    rules = rules_of(await accounts.workspace(tx))
    query = (
        select(Conversation, Contact, SearchText.body)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(SearchText, SearchText.id == Conversation.id)
        .where(Conversation.status == status)
    )
    scored = []
    for talk, contact, body in (await tx.session.exec(query)).all():
        held = tuple(matching(wanted, body))
        traits = scoring.Traits(
            contact.churn_risk, contact.lifetime_value, talk.priority, talk.difficulty, talk.sentiment,
            None, None, held,
        )  # fmt: skip
        due = scoring.reply_due(talk.waiting_since, talk.priority, rules.hours, rules.targets_h)
        candidate = Candidate(talk.id, scoring.standing(traits, rules.weights), talk.waiting_since, due)
        scored.append((-rules.clockwork(NOW).score(candidate), talk.id, talk.channel, bool(held)))
    return sorted(scored)


async def pages_agree(shop, *, watch: str | None = None) -> None:
    """Every page of every status and channel is the brute force's."""
    async with reading(shop.admin) as tx:
        wanted = phrases(watch) if watch is not None else await queries.watched_phrases(tx)
        for status in ("open", "pending", "closed"):
            scored = await brute_force(tx, status, wanted)
            for channel in (None, "email", "live_chat"):
                every = {id_: round(score, 9) for score, id_, its, _ in scored if channel in (None, its)}
                matches = sum(held for *_, its, held in scored if channel in (None, its))
                for page in (Page(1, 10), Page(2, 10), Page(1, 200), Page(3, 97)):
                    found = await queries.page(tx, page, status=status, channel=channel, watch=watch)
                    ids, wanted_ids = [r.id for r in found.rows], [*every][page.start : page.end]
                    if watch is None:
                        assert ids == wanted_ids, (status, channel, page)
                    # Taking a boost away again leaves the last bit of a score open, so equals may change places.
                    assert [every[i] for i in ids] == [every[i] for i in wanted_ids] and len({*ids}) == len(ids)
                    assert (found.total, found.matches) == (len(every), matches)
                    assert all(bool(row.parts.topic_alert) == bool(row.alerts) for row in found.rows)


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_page_is_the_brute_forces(shop, small_batches, seed):
    await fill(shop, seed)
    await pages_agree(shop)
    await pages_agree(shop, watch="fraud, wrong address")
    await change_alerts(shop, lambda tx: actions.watch(tx, "Fraud, wrong address, احتيال"))
    await pages_agree(shop)
    await pages_agree(shop, watch="chargeback, DIRECCION equivocada")
    await pages_agree(shop, watch="")


async def test_own_weights_targets_and_hours_order_anew(shop, small_batches):
    await fill(shop, 3, rows=150)
    async with transaction(shop.admin) as tx:
        await actions.change_rules(tx, weights={"churn_weight": 0.5, "value_weight": 9}, targets_h={"low": 1})
    await tasks.rank_all.run(shop.id)
    await pages_agree(shop)


async def test_watching_and_clearing_in_three_languages(shop):
    await fill(shop, 4, rows=60)

    async def marked() -> set[str]:
        async with reading(shop.admin) as tx:
            rows = (await tx.session.exec(
                select(SearchText.body).join(Conversation, Conversation.id == SearchText.id)
                .where(Conversation.alerted.is_(True), Conversation.status == "open")
            )).all()  # fmt: skip
            return set(rows)

    for typed, holds, lacks in (
        ("fraud", "fraud", "defrauded"), ("wrong address", "wrong address", "wrong or address"),
        ("احتيال", "احتيال", "nothing"), ("Dirección Equivocada", "direccion equivocada", "nothing"),
    ):  # fmt: skip
        async with transaction(shop.admin) as tx:
            await actions.watch(tx, typed)
        found = await marked()
        assert found and all(f" {holds} " in f" {body} " for body in found)
        assert not any(f" {lacks} " in f" {body} " for body in found)
        async with transaction(shop.admin) as tx:
            await actions.unwatch(tx, None)
        assert await marked() == set()


async def test_more_matches_than_are_ranked_at_once_go_on_in_the_job(shop, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 20)
    await fill(shop, 5, rows=400)
    await change_alerts(shop, lambda tx: actions.watch(tx, "fraud, nothing"))
    await pages_agree(shop)
    await change_alerts(shop, lambda tx: actions.unwatch(tx, "fraud"))
    await pages_agree(shop)


async def change_alerts(shop, change) -> None:
    """Make a change of the watched words, and run the job that it puts down."""
    async with transaction(shop.admin) as tx:
        await change(tx)
        (event,) = [e for e in tx.events if isinstance(e, AlertsChanged)]
    assert event.below is not None
    await tasks.rank_holding.run(shop.id, list(event.phrases), event.below)


async def test_too_many_words_are_refused(shop):
    with pytest.raises(Invalid, match="at most 50"):
        async with transaction(shop.admin) as tx:
            await actions.watch(tx, ", ".join(f"word{n}" for n in range(51)))


async def test_the_row_above_explains(shop):
    await fill(shop, 6, rows=40)
    async with reading(shop.admin) as tx:
        rows = (await queries.page(tx, Page())).rows
        assert await queries.row_above(tx, rows[0].id) is None
        above = await queries.row_above(tx, rows[5].id)
        assert above.id == rows[4].id
        assert scoring.compare(above.parts, rows[5].parts).ahead_by >= -1e-9


async def test_the_streams_and_bands_are_read_from_their_indexes(shop):
    await fill(shop, 7, rows=300)
    async with reading(shop.admin) as tx:
        view = View(tx, rules_of(await accounts.workspace(tx)), "open", None)
        after = Candidate(5, 1.5, NOW, NOW)
        for kind, index in ((IDLE, "idle"), (WAITING, "waiting"), (DUE, "due")):
            statement = view._part(0, Stream(kind, 3, 0, after))
            plan = await explained(tx, statement)
            assert f"ix_conversation_{index}" in plan, plan


async def explained(tx, statement: sa.Select) -> str:
    bind = tx.session.bind
    text = str(statement.compile(dialect=bind.dialect, compile_kwargs={"literal_binds": True}))
    if bind.dialect.name == "sqlite":
        rows = await tx.session.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"), execution_options={UNSCOPED: "a test"})
    else:
        await tx.session.execute(
            sa.text("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"),
            execution_options={UNSCOPED: "a test"},
        )
        rows = await tx.session.execute(sa.text(f"EXPLAIN {text}"), execution_options={UNSCOPED: "a test"})
    return "\n".join(str(row) for row in rows.all())


async def test_a_page_past_the_end_is_empty_and_one_that_is_too_deep_is_refused(shop, monkeypatch):
    await fill(shop, 5, rows=30)
    async with reading(shop.admin) as tx:
        for watch in (None, "chargeback, fraud"):
            first, past = [await queries.page(tx, Page(number, 200), watch=watch) for number in (1, 9)]
            assert first.rows and not past.rows
            assert (past.total, past.matches, past.alerts) == (first.total, first.matches, first.alerts)
        monkeypatch.setattr(queries, "DEEPEST", 20)
        with pytest.raises(Invalid, match="20th row"):
            await queries.page(tx, Page(3, 10))
