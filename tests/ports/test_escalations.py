"""Calling a person, on both databases: whom, once, in time, passed on, taken, closed, and how often that held."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from crm_app.accounts import actions as accounts
from crm_app.accounts.queries import audit
from crm_app.channels.policy import RETRY_AFTER_S
from crm_app.channels.port import Sender, Sent
from crm_app.conversations import actions as steering
from crm_app.conversations import remarks
from crm_app.conversations.models import Conversation, Direction, Message
from crm_app.kit import clock
from crm_app.kit.errors import Conflict, Forbidden, NotFound
from crm_app.kit.transaction import above_walls, reading, transaction
from crm_app.leads import actions as leads
from crm_app.leads import deciding, escalating, escalation_queries, escalation_tasks
from crm_app.leads.models import Escalation
from crm_app.notices import actions as notices
from crm_app.notices.models import Notice, NoticeState
from crm_app.notices.tasks import send_notice
from tests.ports.test_conversations import mail, notes, receive, reply, stored
from tests.ports.whole_house import add_member, found_workspace, workspace_settings

ASKS = "Hello. I want to speak to a manager."


async def open_ones(shop):
    async with reading(shop.system) as tx:
        return await escalation_queries.open_ones(tx)


async def letters(shop) -> list[Notice]:
    async with reading(shop.system) as tx:
        return [*(await tx.session.exec(select(Notice).order_by(Notice.id))).all()]


async def is_here(*actors) -> None:
    async with above_walls(write=True) as session:
        for actor in actors:
            await accounts.note_seen(session, actor.member_id, clock.now())


async def act(actor, action, *args):
    async with transaction(actor) as tx:
        return await action(tx, *args)


async def remind(shop, row) -> bool:
    async with transaction(shop.system) as tx:
        return await escalating.remind(tx, row.id, row.passes)


async def test_a_wish_calls_the_least_busy_of_those_who_are_here(shop):
    bob, cleo = await add_member(shop, "Bob"), await add_member(shop, "Cleo")
    await is_here(bob, cleo)
    for number in range(4):
        await receive(shop, mail(number, ASKS, sender=Sender("P", f"p{number}@x.example")))
    found = await open_ones(shop)
    assert [row.assigned for row in found] == ["Bob", "Cleo", "Bob", "Cleo"]
    assert {(row.kind, row.quote, row.urgent) for row in found} == {("asked", "I want to speak to a manager.", True)}
    conversation = await stored(shop, Conversation, found[0].conversation_id)
    assert (conversation.priority, conversation.assignee_id) == ("urgent", bob.member_id)
    (note,) = await notes(shop, conversation.id)
    assert remarks.text_of(note.text, note.details) == ("Escalated: Asks for a person. “I want to speak to a manager.”")
    assert set(note.mentions) == {bob.member_id, shop.admin.member_id}  # managers hear of it, too
    assert [letter.member_id for letter in await letters(shop)] == [bob.member_id, cleo.member_id] * 2


async def test_one_conversation_has_one_open_until_a_person_has_answered(shop):
    first = await receive(shop, mail(1, ASKS))
    again = await receive(shop, mail(2, "I SAID a manager! Talk to me, human."), first.conversation_id)
    (row,) = await open_ones(shop)
    await reply(shop, again)
    (row,) = await open_ones(shop)
    assert row.acknowledged_at and row.assigned_id == shop.admin.member_id
    await receive(shop, mail(3, "thanks, when?"), first.conversation_id)
    assert [r.id for r in await open_ones(shop)] == [row.id]
    await receive(shop, mail(4, "I want to talk to your supervisor"), first.conversation_id)
    (newer,) = await open_ones(shop)
    assert newer.id > row.id and newer.quote == "I want to talk to your supervisor"


async def test_what_nobody_took_grows_when_the_customer_asks(shop):
    first = await receive(shop, mail(1, "This is unacceptable. You are useless!"))
    (row,) = await open_ones(shop)
    assert (row.kind, row.quote, row.urgent) == ("sentiment", "This is unacceptable.", False)
    await receive(shop, mail(2, ASKS), first.conversation_id)
    (grown,) = await open_ones(shop)
    assert (grown.id, grown.kind, grown.urgent) == (row.id, "asked", True)
    assert grown.due_at < row.due_at
    assert not await remind(shop, row)  # the timer of the old time is behind
    assert await remind(shop, grown) is False  # there is nobody else


async def test_a_wish_in_so_many_words_counts_above_heat(shop):
    first = await receive(shop, mail(1))
    await act(shop.system, escalating.heat, first.conversation_id)
    (row,) = await open_ones(shop)
    assert (row.kind, row.urgent) == ("hot", True)
    await receive(shop, mail(2, ASKS), first.conversation_id)
    (grown,) = await open_ones(shop)
    assert (grown.id, grown.kind, grown.quote) == (row.id, "asked", "I want to speak to a manager.")
    assert (grown.passes, grown.due_at) == (row.passes, row.due_at)  # who was called in time is called in time
    assert len(await notes(shop, first.conversation_id)) == 2


async def test_a_lead_that_somebody_calls_hot_calls_a_person(shop):
    await workspace_settings(shop, qualification={"on": True})
    first = await receive(shop, mail(1, "I look for a two bedroom flat in Reno"))
    async with transaction(shop.system) as tx:
        contact_id = (await stored(shop, Conversation, first.conversation_id)).contact_id
        lead = await leads.open_lead(tx, contact_id, "email", conversation_id=first.conversation_id)
    async with transaction(shop.admin) as tx:
        await deciding.set_score(tx, lead.id, temperature="HOT", score=None, confidence=None, reason="Came by.")
    assert [(row.kind, row.conversation_id) for row in await open_ones(shop)] == [("hot", first.conversation_id)]


async def test_whoever_does_not_come_is_followed_by_the_next_and_never_twice(shop):
    bob, cleo = await add_member(shop, "Bob"), await add_member(shop, "Cleo")
    await is_here(bob, cleo)
    first = await receive(shop, mail(1, ASKS))
    (row,) = await open_ones(shop)
    await escalation_tasks.call_the_next.run(workspace_id=shop.id, escalation_id=row.id, passes=0)
    await escalation_tasks.call_the_next.run(workspace_id=shop.id, escalation_id=row.id, passes=0)
    (passed,) = await open_ones(shop)
    assert (passed.assigned_id, passed.passes, passed.due_at) == (cleo.member_id, 1, row.due_at)
    assert (await stored(shop, Conversation, first.conversation_id)).assignee_id == cleo.member_id
    assert [letter.member_id for letter in await letters(shop)] == [bob.member_id, cleo.member_id]
    await act(cleo, escalating.acknowledge, row.id)
    assert not await remind(shop, passed)


async def test_everybody_is_called_once_before_anybody_is_called_again(shop):
    bob, cleo = await add_member(shop, "Bob"), await add_member(shop, "Cleo")
    everybody = {shop.admin.member_id, bob.member_id, cleo.member_id}
    await receive(shop, mail(1, ASKS))
    (busy,) = await open_ones(shop)
    await act(shop.admin, escalating.pass_on, busy.id, cleo.member_id)
    second = await receive(shop, mail(2, ASKS, sender=Sender("P", "p@x.example")))
    called = []
    for _ in range(6):
        (row,) = (row for row in await open_ones(shop) if row.conversation_id == second.conversation_id)
        called.append(row.assigned_id)
        await remind(shop, row)
    assert set(called[:3]) == set(called[3:]) == everybody and called[2] != called[3]


async def test_a_person_takes_passes_on_and_closes_and_the_audit_knows(shop):
    bob = await add_member(shop, "Bob")
    await receive(shop, mail(1, ASKS))
    (row,) = await open_ones(shop)
    await act(bob, escalating.acknowledge, row.id)
    await act(bob, escalating.acknowledge, row.id)
    with pytest.raises(Conflict):
        await act(shop.admin, escalating.acknowledge, row.id)
    with pytest.raises(Forbidden):
        await act(shop.system, escalating.acknowledge, row.id)
    await act(bob, escalating.pass_on, row.id, shop.admin.member_id)
    (passed,) = await open_ones(shop)
    assert (passed.assigned_id, passed.acknowledged_at) == (shop.admin.member_id, None)
    await act(shop.admin, escalating.close, row.id)
    await act(shop.admin, escalating.close, row.id)
    assert await open_ones(shop) == []
    with pytest.raises(Conflict):
        await act(bob, escalating.pass_on, row.id)
    async with reading(shop.system) as tx:
        told = [entry.action for entry in await audit(tx, "escalation", row.id)]
    assert told == ["escalation.closed", "escalation.passed_on", "escalation.acknowledged"]


async def test_resolving_ends_it_and_another_workspace_never_sees_it(shop):
    first = await receive(shop, mail(1, ASKS))
    (row,) = await open_ones(shop)
    other = await found_workspace("other")
    for action in (escalating.acknowledge, escalating.close, escalating.pass_on):
        with pytest.raises(NotFound):
            await act(other.admin, action, row.id)
    await act(shop.admin, steering.resolve, first.conversation_id)
    assert await open_ones(shop) == []


async def test_many_messages_without_a_person_and_a_valuable_customer(shop):
    first = await receive(shop, mail(1, "Do you ship to Muscat?"))
    for number in range(2, 22):
        await receive(shop, mail(number, f"And size {number}?"), first.conversation_id)
    (row,) = await open_ones(shop)
    assert (row.kind, row.quote) == ("exchanges", "And size 21?")
    await act(shop.admin, escalating.close, row.id)
    await workspace_settings(shop, qualification={"high_value": 0})
    assert (await receive(shop, mail(22, "And 22?"), first.conversation_id)) is not None
    assert await open_ones(shop) == []  # somebody was here today
    await receive(shop, mail(30, "Do you ship?", sender=Sender("V", "vip@x.example")))
    (row,) = await open_ones(shop)
    assert (row.kind, row.assigned_id) == ("value", shop.admin.member_id)


async def test_outside_the_hours_the_time_begins_with_the_opening(shop):
    monday = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    clock.shift(monday - datetime.now(UTC))
    async with transaction(shop.system) as tx:
        await accounts.change_workspace(tx, business_hours={"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]})
    await receive(shop, mail(1, ASKS))
    (row,) = await open_ones(shop)
    assert row.due_at == datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


async def test_how_often_the_promise_held(shop):
    minutes = timedelta(minutes=1)
    message = await receive(shop, mail(1))
    kept = [(True, 2), (True, 9), (True, None), (False, 1)]
    async with transaction(shop.system) as tx:
        for urgent, after in kept:
            began = tx.now - 60 * minutes
            tx.session.add(
                Escalation(
                    conversation_id=message.conversation_id, kind="asked", urgent=urgent, created_at=began,
                    due_at=began + 5 * minutes, closed_at=tx.now,
                    acknowledged_at=began + after * minutes if after else None,
                )
            )  # fmt: skip
    async with reading(shop.system) as tx:
        weeks = await escalation_queries.promise_by_week(tx)
    assert len(weeks) == 8
    assert (sum(week.promised for week in weeks), sum(week.held for week in weeks)) == (3, 1)


async def test_a_letter_leaves_once(shop, tmp_path):
    await receive(shop, mail(1, ASKS))
    (letter,) = await letters(shop)
    await send_notice.run(workspace_id=shop.id, notice_id=letter.id)
    await send_notice.run(workspace_id=shop.id, notice_id=letter.id)
    sent = [path.read_text() for path in (tmp_path / "outbox").rglob("*.eml")]
    assert len(sent) == 1 and "Jane Rivera needs you" in sent[0]
    assert (await stored(shop, Notice, letter.id)).state == NoticeState.SENT


async def test_a_letter_is_tried_again_for_days(shop):
    await receive(shop, mail(1, ASKS))
    (letter,) = await letters(shop)
    for attempt in range(len(RETRY_AFTER_S) + 1):
        async with transaction(shop.system) as tx:
            assert await notices.take(tx, letter.id)
            await notices.note(tx, letter.id, attempt, Sent("retry", reason="mail_no_line"))
            asked = [event.attempt for event in tx.events]
        assert asked == ([attempt + 1] if attempt < len(RETRY_AFTER_S) else [])
    assert (await stored(shop, Notice, letter.id)).state == NoticeState.FAILED


async def test_a_letter_that_was_half_sent_is_not_sent_again(shop, tmp_path):
    await receive(shop, mail(1, ASKS))
    (letter,) = await letters(shop)
    async with transaction(shop.system) as tx:
        (await tx.session.exec(select(Notice))).one().state = NoticeState.SENDING
    await send_notice.run(workspace_id=shop.id, notice_id=letter.id)
    assert not [*(tmp_path / "outbox").rglob("*.eml")]
    assert (await stored(shop, Notice, letter.id)).state == NoticeState.UNKNOWN


async def test_called_by_hand_once(shop):
    message = await receive(shop, mail(1))
    await act(shop.admin, escalating.by_hand, message.conversation_id, "Legal question")
    with pytest.raises(Conflict):
        await act(shop.admin, escalating.by_hand, message.conversation_id, "again")
    (row,) = await open_ones(shop)
    assert (row.kind, row.quote) == ("hand", "Legal question")
    async with reading(shop.system) as tx:
        said = select(Message.id).where(Message.direction == Direction.NOTE)
        assert len((await tx.session.exec(said)).all()) == 1
