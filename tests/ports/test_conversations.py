"""Conversations on both databases: what a message, a reply, a note, a snooze does to them."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from crm_app.accounts.models import Member
from crm_app.channels.models import Mailbox
from crm_app.channels.port import Bounce, Inbound, InboundFile, Sender
from crm_app.channels.problems import sentence
from crm_app.contacts.models import Contact
from crm_app.conversations import actions, indexing, queries, receiving, remarks, replying, sending, tasks, visitors
from crm_app.conversations.events import ReplySent
from crm_app.conversations.models import Attachment, Conversation, Delivery, Direction, Message, Tally
from crm_app.drafts import actions as drafts
from crm_app.drafts import tasks as writing
from crm_app.drafts.actions import Written
from crm_app.drafts.context import gather
from crm_app.drafts.leaving import BY_ITSELF
from crm_app.drafts.models import Draft
from crm_app.inbox import queries as inbox
from crm_app.kit import clock
from crm_app.kit.errors import Conflict, Forbidden, Invalid, NotFound
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.language.understanding import understand
from tests.ports.whole_house import add_member, workspace_settings


def mail(number: int, text: str = "Where is my parcel?", **traits) -> Inbound:
    given = {"sender": Sender("Jane Rivera", "jane@customer.example"), "subject": "Parcel", "content_id": f"c{number}"}
    return Inbound("email", f"<m{number}@x>", text=text, message_id=f"<m{number}@x>", **(given | traits))


async def receive(shop, inbound: Inbound, joins: int | None = None, files=()) -> Message | None:
    async with transaction(shop.system) as tx:
        return await receiving.receive(tx, inbound, understand(inbound.text), joins=joins, files=files)


async def reply(shop, message: Message, text: str = "On its way.", **how) -> Message:
    given = {"seen_message_id": message.id, "keep_open": False, "undo_seconds": 10}
    async with transaction(shop.admin) as tx:
        return await replying.queue_reply(tx, message.conversation_id, text, **(given | how))


async def stored(shop, model, row_id: int):
    async with reading(shop.system) as tx:
        return (await tx.session.exec(select(model).where(model.id == row_id))).one()


async def how_many(shop, model, *where) -> int:
    async with reading(shop.system) as tx:
        return (await tx.session.exec(select(func.count(model.id)).where(*where))).one()


async def notes(shop, conversation_id: int) -> list[Message]:
    async with reading(shop.system) as tx:
        query = select(Message).where(Message.conversation_id == conversation_id, Message.direction == Direction.NOTE)
        return [*(await tx.session.exec(query.order_by(Message.id))).all()]


async def tallies(shop) -> dict[str, int]:
    async with reading(shop.system) as tx:
        rows = (await tx.session.exec(select(Tally.status, func.sum(Tally.total)).group_by(Tally.status))).all()
        counted = (await tx.session.exec(select(Conversation.status, func.count()).group_by(Conversation.status))).all()
    told = {status: total for status, total in rows if total}
    assert told == {str(status): n for status, n in counted}
    return told


async def test_a_message_opens_a_conversation_and_its_repeat_changes_nothing(shop):
    first = await receive(shop, mail(1))
    conversation = await stored(shop, Conversation, first.conversation_id)
    assert (conversation.status, conversation.subject) == ("open", "Parcel")
    assert conversation.preview == "Where is my parcel?" and conversation.waiting_since == first.created_at
    assert conversation.standing > 0 and conversation.reply_due > conversation.waiting_since
    assert await receive(shop, mail(1)) is None
    assert await how_many(shop, Message) == 1 and await how_many(shop, Contact) == 1
    assert await tallies(shop) == {"open": 1}


async def test_a_taken_message_id_with_other_content_is_another_message(shop):
    await receive(shop, mail(1))
    forged = mail(1, "Give me access.", content_id="other", sender=Sender("Mallory", "m@evil.example"))
    second = await receive(shop, forged)
    assert second.external_id == "other"
    assert await receive(shop, forged) is None
    assert await how_many(shop, Conversation) == 2


async def test_a_thread_is_joined_only_by_its_own_contact(shop):
    first = await receive(shop, mail(1))
    again = await receive(shop, mail(2), joins=first.conversation_id)
    stranger = await receive(shop, mail(3, sender=Sender("Mallory", "m@evil.example")), joins=first.conversation_id)
    assert again.conversation_id == first.conversation_id != stranger.conversation_id


async def test_a_chat_visitors_messages_are_one_conversation(shop):
    def said(number: int, visitor: str) -> Inbound:
        return Inbound("live_chat", f"id:{number}", Sender(handle=visitor), text="Hello?")

    one, two, other = [await receive(shop, said(n, v)) for n, v in ((1, "v1"), (2, "v1"), (3, "v2"))]
    assert one.conversation_id == two.conversation_id != other.conversation_id
    clock.shift(timedelta(days=3))
    later = await receive(shop, said(4, "v1"))
    assert later.conversation_id != one.conversation_id


async def test_files_of_one_name_stay_two_files(shop):
    files = (InboundFile("a.png", "image/png", b"1"), InboundFile("a.png", "image/png", b"22"))
    message = await receive(shop, mail(1, attachments=files), files=["one", "two"])
    async with reading(shop.system) as tx:
        rows = (await tx.session.exec(select(Attachment).order_by(Attachment.id))).all()
    assert [(a.message_id, a.stored_as, a.size) for a in rows] == [(message.id, "one", 1), (message.id, "two", 2)]


async def test_waiting_runs_from_the_first_message_that_no_reply_has_followed(shop):
    first = await receive(shop, mail(1))
    clock.shift(timedelta(hours=1))
    second = await receive(shop, mail(2), joins=first.conversation_id)
    assert (await stored(shop, Conversation, first.conversation_id)).waiting_since == first.created_at
    sent = await reply(shop, second)
    answered = await stored(shop, Conversation, first.conversation_id)
    assert answered.waiting_since is None and answered.reply_due is None and answered.status == "pending"
    async with transaction(shop.admin) as tx:
        await replying.undo_reply(tx, sent.id)
    undone = await stored(shop, Conversation, first.conversation_id)
    assert undone.waiting_since == first.created_at and undone.status == "open"
    clock.shift(timedelta(hours=2))
    await reply(shop, second)
    third = await receive(shop, mail(3), joins=first.conversation_id)
    opened = await stored(shop, Conversation, first.conversation_id)
    assert opened.waiting_since == third.created_at and opened.status == "open"
    assert await tallies(shop) == {"open": 1}


async def test_a_reply_may_keep_the_conversation_open(shop):
    message = await receive(shop, mail(1))
    await reply(shop, message, keep_open=True)
    assert (await stored(shop, Conversation, message.conversation_id)).status == "open"


async def test_automatic_mail_opens_nothing_answers_nothing_and_is_never_drafted(shop):
    first = await receive(shop, mail(1))
    await reply(shop, first)
    away = mail(2, "I am on holiday.", automatic=True, automatic_reason="It says so.")
    robot = await receive(shop, away, joins=first.conversation_id)
    conversation = await stored(shop, Conversation, first.conversation_id)
    assert conversation.status == "pending" and conversation.waiting_since is None
    await writing.write_draft.run(shop.id, first.conversation_id, robot.id)
    assert await how_many(shop, Draft, Draft.for_message_id == robot.id) == 0


async def test_a_reply_to_a_thread_that_moved_on_is_refused(shop):
    first = await receive(shop, mail(1))
    await receive(shop, mail(2), joins=first.conversation_id)
    with pytest.raises(Conflict, match="Jane Rivera wrote here") as refused:
        await reply(shop, first)
    assert refused.value.code == "thread_moved_on"
    assert await how_many(shop, Message, Message.direction == Direction.OUTBOUND) == 0


async def test_delivery_moves_forward_only(shop):
    sent = await reply(shop, await receive(shop, mail(1)))
    steps = [Delivery.SENT, Delivery.SENDING, Delivery.SENT, Delivery.DELIVERED, Delivery.SENT, Delivery.READ]
    moved = []
    async with transaction(shop.system) as tx:
        assert not await replying.note_delivery(tx, sent.id, Delivery.SENT)
        assert await replying.advance(tx, sent.id, Delivery.QUEUED, Delivery.SENDING)
        assert not await replying.advance(tx, sent.id, Delivery.QUEUED, Delivery.SENDING)
    for state in steps:
        async with transaction(shop.system) as tx:
            moved.append(await replying.note_delivery(tx, sent.id, state))
    assert moved == [True, False, False, True, False, True]
    with pytest.raises(Conflict, match="Too late"):
        async with transaction(shop.admin) as tx:
            await replying.undo_reply(tx, sent.id)


async def test_a_failed_reply_comes_back_and_can_be_sent_again(shop):
    message = await receive(shop, mail(1))
    sent = await reply(shop, message)
    async with transaction(shop.system) as tx:
        await replying.note_delivery(tx, sent.id, Delivery.FAILED, "No such address.")
    failed = await stored(shop, Conversation, message.conversation_id)
    assert failed.status == "open" and failed.waiting_since == message.created_at
    async with transaction(shop.admin) as tx:
        await replying.retry_reply(tx, sent.id)
    assert (await stored(shop, Message, sent.id)).state == Delivery.QUEUED
    again = await stored(shop, Conversation, message.conversation_id)
    assert again.status == "pending" and again.waiting_since is None
    with pytest.raises(Conflict, match="has not failed"):
        async with transaction(shop.admin) as tx:
            await replying.retry_reply(tx, sent.id)


async def test_a_bounce_fails_the_reply_that_it_is_about(shop):
    message = await receive(shop, mail(1))
    sent = await reply(shop, message)
    async with transaction(shop.system) as tx:
        await replying.advance(tx, sent.id, Delivery.QUEUED, Delivery.SENDING)
        await replying.note_delivery(tx, sent.id, Delivery.SENT)
        await replying.note_bounce(tx, Bounce(sent.external_id, "jane@customer.example", "4.2.2", False))
        await replying.note_bounce(tx, Bounce("<nobody@x>", "jane@customer.example", "5.1.1", True))
    assert (await stored(shop, Message, sent.id)).state == Delivery.SENT
    async with transaction(shop.system) as tx:
        await replying.note_bounce(tx, Bounce(sent.external_id, "jane@customer.example", "5.1.1", True, "Unknown."))
    bounced = await stored(shop, Message, sent.id)
    assert bounced.state == Delivery.FAILED
    assert sentence(bounced.problem) == "jane@customer.example could not be reached: Unknown."


async def test_a_reply_without_a_way_out_waits_and_leaves_once_there_is_one(shop, tmp_path):
    async with transaction(shop.system) as tx:
        box = (await tx.session.exec(select(Mailbox))).one()
        box.enabled = False
    sent = await reply(shop, await receive(shop, mail(1)), undo_seconds=0)
    await tasks.send_reply.run(shop.id, sent.id, 0)
    held = await stored(shop, Message, sent.id)
    assert held.state == Delivery.QUEUED and held.problem == sending.NO_MAILBOX
    async with transaction(shop.system) as tx:
        box = (await tx.session.exec(select(Mailbox))).one()
        box.enabled = True
    await tasks.send_held_back.run(shop.id)
    released = await stored(shop, Message, sent.id)
    assert released.problem == "" and released.attempts == 1
    await tasks.send_reply.run(shop.id, sent.id, 1)
    assert (await stored(shop, Message, sent.id)).state == Delivery.SENT
    assert len([*(tmp_path / "outbox").glob("*.eml")]) == 1


async def test_a_mail_that_leaves_by_itself_says_so(shop, tmp_path):
    by_hand = await reply(shop, await receive(shop, mail(1)), undo_seconds=0)
    by_itself = await reply(shop, await receive(shop, mail(2)), undo_seconds=0)
    async with transaction(shop.system) as tx:
        (await tx.session.exec(select(Message).where(Message.id == by_itself.id))).one().headers = {"sent": BY_ITSELF}
    for sent in (by_hand, by_itself):
        await tasks.send_reply.run(shop.id, sent.id, 0)
    mails = [file.read_text() for file in sorted((tmp_path / "outbox").glob("*.eml"), key=lambda f: f.stat().st_mtime)]
    assert ["auto-submitted: auto-replied" in text.casefold() for text in mails] == [False, True]


async def test_a_chat_window_that_is_faster_than_our_own_note_loses_no_follow_up(shop):
    heard = await receive(shop, Inbound("live_chat", "id:1", Sender(handle="v1"), text="Hello?"))
    sent = await reply(shop, heard, undo_seconds=0)
    async with transaction(shop.system) as tx:
        await replying.advance(tx, sent.id, Delivery.QUEUED, Delivery.SENDING)
    async with transaction(shop.system) as tx:
        assert await visitors.confirm(tx, "v1", sent.id)
        assert [event.message_id for event in tx.events if isinstance(event, ReplySent)] == [sent.id]
    assert (await stored(shop, Message, sent.id)).state == Delivery.DELIVERED


async def test_a_contact_without_an_address_brings_the_reply_back(shop):
    form = Inbound("web_form", "id:1", Sender("Jane", phone="+966500000000"), text="Call me.")
    message = await receive(shop, form)
    sent = await reply(shop, message)
    await tasks.send_reply.run(shop.id, sent.id, 0)
    failed = await stored(shop, Message, sent.id)
    assert failed.state == Delivery.FAILED and failed.problem == sending.NO_ADDRESS
    assert (await stored(shop, Conversation, message.conversation_id)).status == "open"


async def test_a_send_that_begins_twice_leaves_once(shop, tmp_path):
    sent = await reply(shop, await receive(shop, mail(1)))
    await tasks.send_reply.run(shop.id, sent.id, 0)
    await tasks.send_reply.run(shop.id, sent.id, 0)
    assert len([*(tmp_path / "outbox").glob("*.eml")]) == 1
    assert (await stored(shop, Message, sent.id)).state == Delivery.SENT


@pytest.mark.parametrize(("before", "after"), [("sending", Delivery.UNKNOWN), ("queued", Delivery.FAILED)])
async def test_a_send_that_was_given_up_says_so(shop, before, after):
    sent = await reply(shop, await receive(shop, mail(1)))
    async with transaction(shop.system) as tx:
        if before == "sending":
            await replying.advance(tx, sent.id, Delivery.QUEUED, Delivery.SENDING)
    await tasks.send_reply.gave_up(shop.id, sent.id, 0, reason="The database is away.")
    told = await stored(shop, Message, sent.id)
    assert told.state == after and told.problem


async def test_snooze_wakes_at_its_time_and_only_then(shop):
    message = await receive(shop, mail(1))
    until = clock.now() + timedelta(hours=3)
    async with transaction(shop.admin) as tx:
        await actions.snooze(tx, message.conversation_id, until)
    asleep = await stored(shop, Conversation, message.conversation_id)
    assert asleep.status == "pending" and asleep.snoozed_until == until
    await tasks.wake_conversation.run(shop.id, message.conversation_id, (until - timedelta(hours=1)).isoformat())
    assert (await stored(shop, Conversation, message.conversation_id)).status == "pending"
    await tasks.wake_conversation.run(shop.id, message.conversation_id, asleep.snoozed_until.isoformat())
    awake = await stored(shop, Conversation, message.conversation_id)
    assert awake.status == "open" and awake.snoozed_until is None and awake.waiting_since == message.created_at
    with pytest.raises(Invalid, match="still to come"):
        async with transaction(shop.admin) as tx:
            await actions.snooze(tx, message.conversation_id, clock.now() - timedelta(seconds=1))
    assert await tallies(shop) == {"open": 1}


async def test_a_customer_who_writes_ends_a_snooze_and_a_closing(shop):
    message = await receive(shop, mail(1))
    async with transaction(shop.admin) as tx:
        await actions.snooze(tx, message.conversation_id, clock.now() + timedelta(hours=3))
    await receive(shop, mail(2), joins=message.conversation_id)
    awake = await stored(shop, Conversation, message.conversation_id)
    assert awake.status == "open" and awake.snoozed_until is None
    async with transaction(shop.admin) as tx:
        await actions.resolve(tx, message.conversation_id)
    closed = await stored(shop, Conversation, message.conversation_id)
    assert closed.status == "closed" and closed.closed_at is not None
    again = await receive(shop, mail(3), joins=message.conversation_id)
    assert again.conversation_id == message.conversation_id
    assert (await stored(shop, Conversation, message.conversation_id)).closed_at is None
    assert await tallies(shop) == {"open": 1}


@pytest.mark.parametrize(
    ("setting", "days", "same"), [(None, 29, True), (None, 31, False), (5, 6, False), (5, 4, True)]
)
async def test_a_mail_to_a_thread_closed_long_ago_begins_a_new_one(shop, setting, days, same):
    if setting:
        await workspace_settings(shop, reopen_days=setting)
    message = await receive(shop, mail(1))
    async with transaction(shop.admin) as tx:
        await actions.resolve(tx, message.conversation_id)
    clock.shift(timedelta(days=days))
    again = await receive(shop, mail(2), joins=message.conversation_id)
    assert (again.conversation_id == message.conversation_id) is same


async def test_assigning(shop):
    message = await receive(shop, mail(1))
    agent = await add_member(shop, "Bob")
    async with transaction(shop.admin) as tx:
        await actions.assign(tx, message.conversation_id, agent.member_id)
    async with reading(shop.admin) as tx:
        assert (await inbox.row(tx, message.conversation_id)).assignee == "Bob"
    with pytest.raises(NotFound):
        async with transaction(shop.admin) as tx:
            await actions.assign(tx, message.conversation_id, 999_999)
    async with transaction(shop.admin) as tx:
        await actions.assign(tx, message.conversation_id, None)
    async with reading(shop.admin) as tx:
        assert (await inbox.row(tx, message.conversation_id)).assignee == ""


async def test_notes_mention_members_and_stay_internal(shop):
    message = await receive(shop, mail(1))
    bob, _ = await add_member(shop, "Bob"), await add_member(shop, "Bobby")
    async with transaction(shop.admin) as tx:
        note = await actions.add_note(tx, message.conversation_id, "@bob please call her. me@bobmail.example")
    assert note.mentions == [bob.member_id]
    conversation = await stored(shop, Conversation, message.conversation_id)
    assert conversation.waiting_since == message.created_at and conversation.status == "open"
    async with reading(shop.system) as tx:
        assert await queries.last_message_id(tx, message.conversation_id) == message.id


async def test_a_mention_is_a_whole_word_and_calls_who_is_still_here(shop):
    message = await receive(shop, mail(1))
    async with transaction(shop.system) as tx:
        here = [Member(email="ann.lee@x.example", name="Ann Lee", role="agent", created_at=tx.now),
                Member(email="sara@x.example", name="سارة", role="agent", created_at=tx.now)]  # fmt: skip
        gone = Member(email="zoe@x.example", name="Zoe", role="agent", created_at=tx.now, disabled_at=tx.now)
        tx.session.add_all([*here, gone])
    ann, sara = [member.id for member in here]
    for text, called in (
        ("@ann, please", [ann]), ("(@Ann Lee)", [ann]), ("ask @ann.lee.", [ann]), ("@سارة!", [sara]),
        ("joanna@annapolis.example", []), ("me@ann.example", []), ("@anna", []), ("@zoe", []),
    ):  # fmt: skip
        async with transaction(shop.admin) as tx:
            note = await actions.add_note(tx, message.conversation_id, text)
        assert note.mentions == called, text


async def test_a_quiet_thread_comes_back_with_a_note(shop):
    sent = await reply(shop, await receive(shop, mail(1)))
    assert await follow_up(shop, sent)
    back = await stored(shop, Conversation, sent.conversation_id)
    assert back.status == "open" and back.waiting_since is None
    (note,) = await notes(shop, sent.conversation_id)
    assert remarks.text_of(note.text, note.details) == "Quiet for 3 days. Follow up?" and note.member_id is None
    assert not await follow_up(shop, sent)


@pytest.mark.parametrize("newer", ["message", "note", "closed", "snoozed"])
async def test_whatever_came_meanwhile_cancels_the_follow_up(shop, newer):
    sent = await reply(shop, await receive(shop, mail(1)))
    if newer == "message":
        await receive(shop, mail(2), joins=sent.conversation_id)
    async with transaction(shop.admin) as tx:
        if newer == "note":
            await actions.add_note(tx, sent.conversation_id, "I called her.")
        if newer == "closed":
            await actions.resolve(tx, sent.conversation_id)
        if newer == "snoozed":
            await actions.snooze(tx, sent.conversation_id, clock.now() + timedelta(days=9))
    before = await stored(shop, Conversation, sent.conversation_id)
    assert not await follow_up(shop, sent)
    assert (await stored(shop, Conversation, sent.conversation_id)).status == before.status


async def follow_up(shop, sent: Message) -> bool:
    async with transaction(shop.system) as tx:
        return await actions.follow_up(tx, sent.conversation_id, sent.id, 3)


async def test_who_asks_for_a_manager_is_brought_before_them_once(shop):
    message = await receive(shop, mail(1, "I want to speak to a manager!"))
    conversation = await stored(shop, Conversation, message.conversation_id)
    (note,) = await notes(shop, message.conversation_id)
    assert conversation.priority == "urgent" and note.mentions == [shop.admin.member_id]
    assert "Asks for a person" in remarks.text_of(note.text, note.details)
    again = await receive(shop, mail(2, "A manager, I want a manager!"), joins=message.conversation_id)
    assert len(await notes(shop, message.conversation_id)) == 1
    await reply(shop, again)
    await receive(shop, mail(3, "Again, I want a manager!"), joins=message.conversation_id)
    assert len(await notes(shop, message.conversation_id)) == 2


async def test_a_draft_that_was_dropped_gives_way_to_own_words(shop):
    message = await receive(shop, mail(1))
    await writing.write_draft.run(shop.id, message.conversation_id, message.id)
    async with transaction(shop.admin) as tx:
        await drafts.drop(tx, message.conversation_id)
    async with transaction(shop.admin) as tx:
        draft = await drafts.edit(tx, message.conversation_id, "My own words.")
    assert draft.content == "My own words." and draft.state == "ready"
    assert await how_many(shop, Draft) == 1


async def test_a_draft_that_was_dropped_is_taken_up_again_unless_there_is_another(shop):
    message = await receive(shop, mail(1))
    await writing.write_draft.run(shop.id, message.conversation_id, message.id)
    async with transaction(shop.admin) as tx:
        dropped = (await drafts.drop(tx, message.conversation_id)).id
        assert await drafts.current(tx, message.conversation_id) is None
    async with transaction(shop.admin) as tx:
        assert await drafts.take_up(tx, dropped) == message.conversation_id
        assert (await drafts.current(tx, message.conversation_id)).original
        await drafts.drop(tx, message.conversation_id)
        await drafts.edit(tx, message.conversation_id, "My own words.")
    async with transaction(shop.admin) as tx:
        await drafts.take_up(tx, dropped)
        assert (await drafts.current(tx, message.conversation_id)).content == "My own words."
    with pytest.raises(NotFound):
        async with transaction(shop.admin) as tx:
            await drafts.take_up(tx, dropped + 1000)


async def test_what_was_typed_survives_a_newer_message_and_its_draft(shop):
    message = await receive(shop, mail(1))
    await writing.write_draft.run(shop.id, message.conversation_id, message.id)
    async with transaction(shop.admin) as tx:
        await drafts.edit(tx, message.conversation_id, "Typed so far")
    newer = await receive(shop, mail(2), joins=message.conversation_id)
    await writing.write_draft.run(shop.id, message.conversation_id, message.id)  # late: gives way
    await writing.write_draft.run(shop.id, message.conversation_id, newer.id)
    async with reading(shop.admin) as tx:
        draft = await drafts.current(tx, message.conversation_id)
    assert draft.for_message_id == newer.id and draft.content == "Typed so far" != draft.original


async def test_a_draft_that_took_long_leaves_the_one_for_a_newer_message_standing(shop):
    message = await receive(shop, mail(1))
    newer = await receive(shop, mail(2), joins=message.conversation_id)
    await writing.write_draft.run(shop.id, message.conversation_id, newer.id)
    async with transaction(shop.system) as tx:
        late = Written("For the older message.", "calm", "", "offline")
        assert await drafts.store(tx, message.conversation_id, message.id, 0, late) is None
    async with reading(shop.admin) as tx:
        draft = await drafts.current(tx, message.conversation_id)
    assert (draft.for_message_id, draft.state) == (newer.id, "ready")


async def test_nothing_is_left_being_written_once_a_newer_message_is_answered(shop):
    message = await receive(shop, mail(1))
    await writing.write_draft.run(shop.id, message.conversation_id, message.id)
    async with transaction(shop.admin) as tx:
        await drafts.request(tx, message.conversation_id, "another")
    newer = await receive(shop, mail(2), joins=message.conversation_id)
    await writing.write_draft.run(shop.id, message.conversation_id, newer.id)
    await writing.write_draft.run(shop.id, message.conversation_id, message.id, 1, "another")  # late: gives way
    async with transaction(shop.admin) as tx:
        assert (await drafts.current(tx, message.conversation_id)).for_message_id == newer.id
        await drafts.send_own(tx, message.conversation_id, "Here it is.", seen_message_id=newer.id, keep_open=True)
        assert await drafts.current(tx, message.conversation_id) is None


@pytest.mark.parametrize("written", [False, True])
async def test_where_drafts_are_off_one_that_was_asked_for_and_comes_too_late_is_given_back(shop, written):
    await workspace_settings(shop, autonomy={"default": "off"})
    message = await receive(shop, mail(1))
    async with transaction(shop.admin) as tx:
        await drafts.edit(tx, message.conversation_id, "Dear Jane")
        await drafts.request(tx, message.conversation_id, "another")
    newer = await receive(shop, mail(2), joins=message.conversation_id)
    if written:
        async with transaction(shop.system) as tx:
            late = Written("Another way.", "calm", "", "offline")
            assert await drafts.store(tx, message.conversation_id, message.id, 1, late) is None
    else:
        await writing.write_draft.run(shop.id, message.conversation_id, message.id, 1, "another")
    await writing.write_draft.run(shop.id, message.conversation_id, newer.id)  # off: writes none
    async with reading(shop.admin) as tx:
        draft = await drafts.current(tx, message.conversation_id)
    assert (draft.for_message_id, draft.state) == (message.id, "ready")


async def test_what_is_called_back_stands_in_the_draft_for_what_came_meanwhile(shop):
    message = await receive(shop, mail(1))
    async with transaction(shop.admin) as tx:
        sent = await drafts.send(
            tx,
            message.conversation_id,
            "Thank you for writing.",
            seen_message_id=message.id,
            keep_open=False,
            undo_seconds=10,
        )
    newer = await receive(shop, mail(2), joins=message.conversation_id)
    await writing.write_draft.run(shop.id, message.conversation_id, newer.id)
    async with transaction(shop.admin) as tx:
        await drafts.undo(tx, sent.id)
    async with reading(shop.admin) as tx:
        draft = await drafts.current(tx, message.conversation_id)
    assert (draft.for_message_id, draft.content, draft.state) == (newer.id, "Thank you for writing.", "ready")


async def test_a_draft_that_could_not_be_written_anew_stands_as_it_was(shop):
    message = await receive(shop, mail(1))
    await writing.write_draft.run(shop.id, message.conversation_id, message.id)
    async with transaction(shop.admin) as tx:
        before = (await drafts.current(tx, message.conversation_id)).content
        await drafts.request(tx, message.conversation_id, "shorter")
    await writing.write_draft.gave_up(
        workspace_id=shop.id, conversation_id=message.conversation_id, message_id=message.id, number=1,
        variant="shorter", reason="no engine",
    )  # fmt: skip
    async with reading(shop.admin) as tx:
        draft = await drafts.current(tx, message.conversation_id)
    assert (draft.state, draft.content) == ("ready", before)


async def test_a_past_case_was_solved_by_what_reached_the_customer(shop):
    """Not by a reply that was called back, nor by one that failed."""
    solved = await receive(shop, mail(1, "The bronze kettle whistles"))
    await reply(shop, solved, "Descale it.")
    called_back = await reply(shop, solved, "Throw it away.", seen_message_id=drafts.NEWEST)
    failed = await reply(shop, solved, "Buy another.", seen_message_id=drafts.NEWEST)
    async with transaction(shop.admin) as tx:
        await replying.undo_reply(tx, called_back.id)
        await replying.note_delivery(tx, failed.id, Delivery.FAILED, "No such address.")
        await actions.resolve(tx, solved.conversation_id)
    message = await receive(shop, mail(2, "My bronze kettle whistles"))
    async with reading(shop.system) as tx:
        (case,) = (await gather(tx, message.conversation_id)).past
    assert (case.id, case.solution) == (solved.conversation_id, "Descale it.")


async def test_who_may_not_reply_changes_nothing(shop):
    message = await receive(shop, mail(1))
    nobody = Actor(shop.id, "visitor", "nobody")
    for attempt in (
        lambda tx: replying.queue_reply(
            tx, message.conversation_id, "x", seen_message_id=message.id, keep_open=False, undo_seconds=0
        ),
        lambda tx: actions.add_note(tx, message.conversation_id, "x"),
        lambda tx: actions.resolve(tx, message.conversation_id),
        lambda tx: actions.assign(tx, message.conversation_id, None),
    ):
        with pytest.raises(Forbidden):
            async with transaction(nobody) as tx:
                await attempt(tx)
    assert await how_many(shop, Message) == 1


async def test_an_empty_reply_is_refused(shop):
    message = await receive(shop, mail(1))
    with pytest.raises(Invalid, match="empty"):
        async with transaction(shop.admin) as tx:
            await replying.queue_reply(
                tx, message.conversation_id, " \n", seen_message_id=message.id, keep_open=False, undo_seconds=0
            )


async def test_search_follows_what_happens(shop):
    message = await receive(shop, mail(1, "The café lamp flickers"))
    sent = await reply(shop, message)
    async with transaction(shop.admin) as tx:
        assert [r.id for r in await inbox.search(tx, "CAFE lam")] == [message.conversation_id]
        assert [r.id for r in await inbox.search(tx, "rivera")] == [message.conversation_id]
        assert [r.id for r in await inbox.search(tx, "on its way")] == [message.conversation_id]
        await replying.undo_reply(tx, sent.id)
        assert await inbox.search(tx, "on its way") == []
        assert (await inbox.page(tx, Page())).total == 1


async def test_notes_are_not_searched_and_crowd_out_nothing_that_is(shop, monkeypatch):
    monkeypatch.setattr(indexing, "NEWEST", 2)
    message = await receive(shop, mail(1, "The café lamp flickers"))
    for word in ("zebra", "okapi"):
        async with transaction(shop.admin) as tx:
            await actions.add_note(tx, message.conversation_id, word)
    async with reading(shop.admin) as tx:
        assert await inbox.search(tx, "zebra") == []
        assert [r.id for r in await inbox.search(tx, "flickers")] == [message.conversation_id]


async def test_a_thread_of_endless_different_words_is_stored_and_found(shop):
    first = None
    for n in range(3):
        flood = " ".join(f"w{n}x{i}q{'é' * 40}" for i in range(2_200))
        message = await receive(shop, mail(n, flood), joins=first and first.conversation_id)
        first = first or message
    async with reading(shop.admin) as tx:
        assert [r.id for r in await inbox.search(tx, "rivera parcel")] == [first.conversation_id]
