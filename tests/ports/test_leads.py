"""Leads on both databases: a talk is read, answered, scored and moved; what a person says stands."""

from datetime import timedelta

import pytest
from sqlmodel import select

from crm_app.accounts import actions as accounts
from crm_app.channels.port import Inbound, Sender
from crm_app.contacts import actions as contacts
from crm_app.conversations import receiving, replying
from crm_app.conversations.models import Delivery, Direction, Message
from crm_app.drafts import tasks as writing
from crm_app.kit import clock
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.paging import Page
from crm_app.kit.transaction import reading, transaction
from crm_app.language.understanding import understand
from crm_app.leads import actions, queries, tasks
from crm_app.leads.knowing import Fact
from crm_app.leads.models import FactName as F
from tests.places import migrated_place
from tests.ports.lead_talks import SCRIPTS, Visitor, found_broker
from tests.ports.whole_house import found_workspace, living_in, workspace_settings

KNOWN = {
    "en": {"high": 1_200_000, "currency": "AED"},
    "es": {"high": 350_000, "currency": "EUR"},
    "ar": {"high": 900_000, "currency": "SAR"},
}
PHONES = {"en": "+971501234567", "es": "+34612345678", "ar": "+966505550111"}


@pytest.fixture(params=["sqlite", "postgresql"])
async def broker(request, tmp_path):
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=False):
            yield await found_broker()
    clock.shift(None)


async def messages(broker, direction: str) -> list[Message]:
    async with reading(broker.system) as tx:
        query = select(Message).where(Message.direction == direction).order_by(Message.id)
        return [*(await tx.session.exec(query)).all()]


@pytest.mark.parametrize("language", SCRIPTS)
async def test_a_talk_of_eight_turns_ends_qualified_and_hot(broker, language):
    visitor = Visitor(broker, "v")
    said = [await visitor.talk(line) for line in SCRIPTS[language]]
    card = await visitor.card()
    assert (card.lifecycle, card.temperature, card.stopped, card.missing) == ("QUALIFIED", "HOT", "done", ())
    known = {fact.name: fact for fact in card.known}
    assert known[F.BUDGET].value.items() >= KNOWN[language].items() and known[F.BUDGET].value["low"] is None
    assert known[F.DECISION_MAKER].value == {"who": "joint"} and known[F.URGENCY].value == {"level": "high"}
    assert known[F.PHONE].value == {"text": PHONES[language]}
    assert {F.SERVICE_INTEREST, F.LOCATION, F.TIMELINE} <= set(known)
    asked = [line.splitlines()[-1] for line in said[:6]]
    assert all(line.endswith(("?", "؟")) for line in asked) and len(set(asked)) == 6
    assert not said[-1].endswith(("?", "؟"))
    inbound = {message.id: message.text for message in await messages(broker, Direction.INBOUND)}
    assert all(fact.quote in inbound[fact.message_id] for fact in card.known)
    assert [move.after for move in reversed(card.moves)] == ["NEW", "QUALIFYING", "QUALIFIED"]


async def test_greeted_once_and_what_was_said_is_said_back(broker):
    visitor = Visitor(broker, "v")
    first = await visitor.talk("Hello, I am looking for a small villa")
    second = await visitor.talk("something else")
    assert first.startswith("Hello.") and "small villa" in first
    assert not second.startswith("Hello")


async def test_a_correction_is_never_overwritten_and_taking_it_away_asks_anew(broker):
    visitor = Visitor(broker, "v")
    await visitor.talk("I look for a studio")
    card = await visitor.card()
    async with transaction(broker.admin) as tx:
        await actions.correct(tx, card.id, "service_interest", {"text": "penthouse"})
    await visitor.talk("I said that I look for a small flat")
    fact = (await visitor.card()).known[0]
    assert (fact.value, fact.corrected) == ({"text": "penthouse"}, True)
    async with transaction(broker.admin) as tx:
        with pytest.raises(Invalid):
            await actions.correct(tx, card.id, "budget", {"high": "much"})
        await actions.correct(tx, card.id, "service_interest", None)
    card = await visitor.card()
    assert card.known == () and card.missing[0] == card.ask == "service_interest"


async def test_a_move_outside_the_table_is_refused_and_every_move_is_remembered(broker):
    visitor = Visitor(broker, "v")
    await visitor.say("I look for a studio")
    card = await visitor.card()
    async with transaction(broker.admin) as tx:
        for state in ("HANDED_OFF", "NEW", "QUALIFYING", "SOLD"):
            with pytest.raises(Conflict) as refused:
                await actions.move(tx, card.id, state, "because")
            assert refused.value.code == "move_refused" and len(refused.value.sentence) > 20
        await actions.move(tx, card.id, "NURTURING", "Wants to wait.")
        with pytest.raises(NotFound):
            await actions.move(tx, card.id + 99, "NURTURING", "")
    newest = (await visitor.card()).moves[0]
    assert (newest.before, newest.after, newest.by) == ("QUALIFYING", "NURTURING", broker.admin.label)
    await visitor.say("We want a villa after all")
    assert (await visitor.card()).lifecycle == "QUALIFYING"


async def test_reading_a_message_twice_changes_nothing(broker):
    visitor = Visitor(broker, "v")
    message = await visitor.write("I look for a studio")
    for _ in range(2):
        await tasks.qualify.run(broker.id, message.conversation_id, message.id)
    card = await visitor.card()
    assert card.exchanges == 1 and len(card.moves) == 2


async def test_who_stops_is_asked_nothing_more_and_may_come_back(broker):
    visitor = Visitor(broker, "v")
    await visitor.talk("I look for a studio")
    goodbye = await visitor.talk("stop")
    card = await visitor.card()
    assert (card.lifecycle, card.temperature, card.stopped) == ("DISQUALIFIED", "COLD", "stop")
    assert "not write to you again" in goodbye and "?" not in goodbye
    await visitor.talk("Hello again, now I want a villa")
    assert ((await visitor.card()).lifecycle, (await visitor.card()).stopped) == ("QUALIFYING", "")


async def test_who_wants_a_person_gets_one_until_a_member_lets_the_software_go_on(broker):
    visitor = Visitor(broker, "v")
    await visitor.talk("I look for a studio")
    assert "colleague" in await visitor.talk("person")
    await visitor.talk("I look for a villa")
    card = await visitor.card()
    assert (card.stopped, card.ask) == ("person", "")
    async with transaction(broker.admin) as tx:
        await actions.resume(tx, card.id)
    assert (await visitor.card()).ask


async def test_a_customers_own_matter_begins_no_lead(broker):
    async with transaction(broker.system) as tx:
        await contacts.upsert_contact(tx, "c1", name="Huda", email="huda@mail.example")
        await contacts.upsert_order(tx, "o1", "c1", number="DB-1166", total=42_000, status="active")
        for number, text in enumerate(("When can I renew DB-1166?", "Where is my invoice?"), 1):
            sender = Sender("Huda", "huda@mail.example")
            inbound = Inbound("email", f"<m{number}@x>", sender, "Lease", text, message_id=f"<m{number}@x>")
            message = await receiving.receive(tx, inbound, understand(text), joins=None)
    await tasks.qualify.run(broker.id, message.conversation_id, message.id)
    async with reading(broker.system) as tx:
        assert await queries.card(tx, message.conversation_id) is None
        assert (await queries.listed(tx, Page())).total == 0


async def test_a_program_makes_a_lead_and_tells_of_it(broker):
    async with transaction(broker.system) as tx:
        contact = await contacts.find_or_create(tx, email="sam@mail.example", name="Sam")
        lead = await actions.open_lead(tx, contact.id, "web_form", external_id="crm-1")
        await actions.tell(tx, lead.id, [Fact(F.BUDGET, {"low": 5, "high": 9, "currency": "AED"}, 0.9)])
        with pytest.raises(Conflict):
            await actions.open_lead(tx, contact.id, "web_form", external_id="crm-1")
    async with reading(broker.system) as tx:
        card = await queries.lead_card(tx, lead.id)
        page = await queries.listed(tx, Page(), temperature="COLD")
        assert [row.name for row in page.rows] == ["Sam"] and page.total == 1
    assert (card.conversation_id, card.lifecycle, card.known[0].value["high"]) == (None, "QUALIFYING", 9)


async def replied_by_itself(broker) -> list[Message]:
    return [message for message in await messages(broker, Direction.OUTBOUND) if message.member_id is None]


async def test_an_answer_leaves_by_itself_once_and_says_so(broker):
    await workspace_settings(broker, autonomy={"live_chat": "reply_and_tell"})
    visitor = Visitor(broker, "v")
    message = await visitor.write("I look for a studio")
    await tasks.qualify.run(broker.id, message.conversation_id, message.id)
    for _ in range(3):
        await writing.write_draft.run(broker.id, message.conversation_id, message.id)
    (sent,) = await replied_by_itself(broker)
    assert (sent.author, sent.state, sent.headers) == ("Tacit", Delivery.QUEUED, {"sent": "by itself"})
    assert sent.text.endswith("?") and (await visitor.card()).exchanges == 1


@pytest.mark.parametrize("against", ["default", "off", "paused", "stop", "member", "newer"])
async def test_an_answer_stays_where_something_speaks_against_it(broker, against):
    mode = {"default": "draft_only", "off": "off"}.get(against, "reply_and_tell")
    await workspace_settings(broker, autonomy={"live_chat": mode})
    visitor = Visitor(broker, "v")
    if against == "paused":
        async with transaction(broker.system) as tx:
            await accounts.pause(tx)
    first = await visitor.write("I look for a studio")
    if against == "member":
        async with transaction(broker.admin) as tx:
            how = {"seen_message_id": first.id, "keep_open": True, "undo_seconds": 0}
            await replying.queue_reply(tx, first.conversation_id, "Hello, this is Ada.", **how)
    message = await visitor.write("stop" if against == "stop" else "Something with a garden")
    if against == "newer":
        await visitor.write("and with a garage")
    await tasks.qualify.run(broker.id, message.conversation_id, message.id)
    await writing.write_draft.run(broker.id, message.conversation_id, message.id)
    assert await replied_by_itself(broker) == []


async def test_who_asks_for_a_person_hears_once_that_one_comes(broker):
    await workspace_settings(broker, autonomy={"default": "reply_and_tell"})
    visitor = Visitor(broker, "v")
    for text in ("I look for a studio", "I want to talk to a person", "Hello? Are you there?"):
        await visitor.say(text)
    sent = await replied_by_itself(broker)
    assert len(sent) == 2 and "colleague" in sent[-1].text


async def test_the_software_goes_on_some_time_after_a_person_replied(broker):
    await workspace_settings(broker, autonomy={"default": "reply_and_tell"})
    visitor = Visitor(broker, "v")
    first = await visitor.write("I look for a studio")
    async with transaction(broker.admin) as tx:
        how = {"seen_message_id": first.id, "keep_open": True, "undo_seconds": 0}
        await replying.queue_reply(tx, first.conversation_id, "Hello, this is Ada.", **how)
    await visitor.say("In the city centre")
    assert await replied_by_itself(broker) == []
    clock.shift(timedelta(hours=2))
    await visitor.say("With a garden")
    assert len(await replied_by_itself(broker)) == 1


async def test_without_qualification_nothing_is_read_before_the_draft(broker):
    shop = await found_workspace("shop")
    message = await Visitor(shop, "s").write("I look for a lamp")
    await tasks.qualify.run(shop.id, message.conversation_id, message.id)
    async with reading(shop.system) as tx:
        assert await queries.card(tx, message.conversation_id) is None
