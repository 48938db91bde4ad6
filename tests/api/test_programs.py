"""What programs deliver by the doors that Standard Webhooks, telephone assistants, calendars and HubSpot knock at."""

import pytest
from sqlmodel import select

from crm_app.accounts import actions as accounts
from crm_app.channels import actions as channels
from crm_app.channels.queries import channel_accounts
from crm_app.contacts import actions as contacts
from crm_app.contacts.models import Contact
from crm_app.conversations import queries, replying, ways_out
from crm_app.conversations.limits import reply_limits
from crm_app.conversations.models import Direction, IntakeState, Message
from crm_app.kit import clock
from crm_app.kit.transaction import Actor, transaction
from crm_app.leads import actions as leads
from crm_app.leads.models import Lead, LeadMove

from .wire import CALLER, OURS

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

LEAD = {"name": "Ana Pérez", "email": "Ana@Example.com", "phone": CALLER, "subject": "Elm St"}


def lead(kind: str = "lead.created", **fields):
    return {"type": kind, "timestamp": "2026-11-20T20:00:00Z", "data": LEAD | fields}


async def test_a_signed_message_is_a_conversation_as_a_web_form_is(wire):
    for _ in range(3):
        assert (await wire.standard(lead(message="Is it free?"), "msg_1")).status_code == 204
    await wire.understand()
    [message] = await wire.messages()
    assert (message.channel, message.text, message.author) == ("web_form", "Is it free?", "Ana Pérez")
    [thread] = await wire.conversations()
    assert (thread.channel, thread.subject, thread.status) == ("web_form", "Elm St", "open")
    [contact] = await wire.rows(select(Contact))
    assert (contact.email, contact.phone) == ("ana@example.com", CALLER)
    [row] = await wire.ledger()
    assert (row.repeats, row.message_id) == (2, message.id)


async def test_a_person_without_a_message_is_known_and_nothing_else(wire):
    await wire.standard(lead(message="  ", phone=None, id=42), "msg_1")
    await wire.standard(lead("lead.updated", name="Somebody Else"), "msg_2")
    await wire.standard(lead("lead.deleted", email="gone@example.com", phone=None), "msg_3")
    await wire.understand()
    [contact] = await wire.rows(select(Contact))
    assert (contact.name, contact.email, contact.phone) == ("Ana Pérez", "ana@example.com", CALLER)
    assert await wire.conversations() == []
    assert [row.reason for row in await wire.ledger()][2] == "Filed: lead.deleted."


async def test_a_signed_delivery_that_cannot_be_used_is_kept_with_its_reason(wire):
    for number, body in enumerate(
        ({"data": 5}, {"data": {"name": "Ana"}}, {"data": {"email": "nobody"}}, {"data": {"message": "hi"}}, [], b"x")
    ):
        assert (await wire.standard(body, f"msg_{number}")).status_code == 204
    await wire.understand()
    rows = await wire.ledger()
    assert [row.state for row in rows] == [IntakeState.REFUSED] * 6
    fields = ["data", "email", "email", "email", "data", "The body is not JSON. Send one JSON object, in UTF-8."]
    assert [row.reason.partition(":")[0] for row in rows] == fields
    assert await wire.rows(select(Contact)) == []


async def test_a_signature_is_good_for_five_minutes_beside_others_and_for_its_own_body(wire):
    now = int(clock.now().timestamp())
    for sent, status in ((now - 400, 401), (now + 400, 401), (now - 200, 204), (now + 200, 204)):
        assert (await wire.standard(lead(), f"msg_{sent}", sent=sent)).status_code == status
    assert (await wire.standard(lead(), "msg_old", secret="whsec_" + "A" * 32)).status_code == 401
    assert (await wire.standard(lead(), "msg_new", before="v1,b2xk v1a,eDI=")).status_code == 204
    assert (await wire.standard(b"x" * 1_048_577, "msg_large")).status_code == 413
    assert len(await wire.ledger()) == 3


def report(id_: str = "call-1", said: tuple[str, ...] = ("I want to see it", "Tomorrow"), **more):
    turns = [turn for text in said for turn in ({"role": "bot", "message": "Yes?"}, {"role": "user", "message": text})]
    heard = {"transcript": "AI: Yes?\n" + "\n".join(f"User: {text}" for text in said), "messages": turns}
    call = {"id": id_, "customer": {"number": CALLER, "name": "Ana"}}
    times = {"startedAt": "2026-11-20T20:00:00Z", "endedAt": "2026-11-20T20:00:40Z"}
    return {"type": "end-of-call-report", "endedReason": "voicemail", "call": call, "artifact": heard} | times | more


async def test_a_call_is_one_message_whenever_and_however_often_it_is_reported(wire):
    call = {"id": "call-1", "customer": {"number": CALLER}}
    assert (await wire.vapi(report(), Authorization="Bearer vapi-secret")).status_code == 204
    for kind in ("status-update", "transcript", "conversation-update", "speech-update", "hang", "user-interrupted"):
        assert (await wire.vapi({"type": kind, "call": call, "timestamp": 1})).status_code == 204
    await wire.understand()
    assert (await wire.vapi(report(timestamp=1_795_000_000_000))).status_code == 204
    await wire.understand()
    [message] = await wire.messages()
    assert message.text == "I want to see it\nTomorrow"
    [thread] = await wire.conversations()
    assert (thread.channel, thread.contact_id) == ("phone", (await wire.rows(select(Contact)))[0].id)
    assert len(await wire.ledger()) == 3  # the report, the status and the end; what passes by is not kept
    await wire.vapi(report("call-2"))
    await wire.twilio("/webhooks/missed-call", {"CallSid": "CA1", "From": CALLER, "To": OURS, "DialCallStatus": "busy"})
    await wire.understand()
    assert len(await wire.messages()) == 3
    assert len(await wire.conversations()) == 1


async def test_a_call_in_which_the_customer_was_silent_is_told_by_its_summary_or_not_at_all(wire):
    await wire.vapi(report("call-1", said=(), summary="Reached a voicemail."))
    await wire.vapi(report("call-2", said=()))
    await wire.vapi(report("call-3", call={"id": "call-3", "type": "webCall"}))
    await wire.vapi(report("", call={}))
    await wire.understand()
    [message] = await wire.messages()
    assert (message.text, message.language) == ("Reached a voicemail.", "")
    assert [row.reason for row in await wire.ledger()] == [
        "", "A call in which nothing was said (voicemail).",
        "A call without a telephone number: nobody can be called back.",
        "This report does not say of which call it is.",
    ]  # fmt: skip


async def test_an_assistant_that_asks_is_always_answered(wire):
    asked = {"type": "tool-calls", "toolCallList": [{"id": "t1", "name": "a"}, {"id": "t2", "function": {"name": "b"}}]}
    answer = await wire.vapi(asked)
    assert [each["toolCallId"] for each in answer.json()["results"]] == ["t1", "t2"]
    for asked in ({"type": "tool-calls"}, {"type": "tool-calls", "toolCallList": "x"}):
        answer = await wire.vapi(asked)
        assert (answer.status_code, answer.json()) == (200, {"results": []})
    answer = await wire.vapi({"type": "assistant-request"})
    assert (answer.status_code, [*answer.json()]) == (200, ["error"])


async def test_nobody_is_written_to_by_telephone_without_another_address(wire):
    await wire.vapi(report())
    await wire.understand()
    [thread] = await wire.conversations()
    person = Actor(wire.actor.workspace_id, "agent", "ada")
    async with transaction(person) as tx:
        assert (await reply_limits(tx, thread.id)).refusal == ways_out.NO_WRITING
    with pytest.raises(ways_out.CannotLeave, match="no e-mail address"):
        await write(person, thread.id)
    await wire.standard(lead(), "msg_1")
    await wire.understand()
    async with transaction(person) as tx:
        assert (await reply_limits(tx, thread.id)).refusal == ""
    assert (await write(person, thread.id)).state == "queued"


async def write(actor: Actor, conversation_id: int):
    async with transaction(actor) as tx:
        seen = await queries.last_message_id(tx, conversation_id)
        return await replying.queue_reply(
            tx, conversation_id, "Hi", seen_message_id=seen, keep_open=False, undo_seconds=5
        )


def booking(trigger: str = "CREATED", uid: str = "b1", at: str = "2026-12-01T10:00:00Z", **more):
    ana = {"email": "Ana@Example.com", "name": "Ana Pérez", "phoneNumber": CALLER}
    told = {"uid": uid, "title": "Visit", "startTime": at, "attendees": [ana, {"email": "guest@example.com"}]}
    return {"triggerEvent": f"BOOKING_{trigger}", "createdAt": "2026-11-20T20:00:00Z", "payload": told | more}


async def notes(wire) -> list[tuple[str, str]]:
    """What the product noted, and in whose words."""
    query = select(Message).where(Message.direction == Direction.NOTE).order_by(Message.id)
    return [(note.details["remark"], note.text) for note in await wire.rows(query)]


async def test_an_appointment_is_told_once_in_the_newest_open_conversation(wire):
    async with transaction(wire.actor) as tx:
        await accounts.change_workspace(tx, time_zone="Africa/Cairo")
    await wire.standard(lead(message="Is it free?"), "msg_1")
    await wire.text("SM1", "Can I see it?")
    await wire.understand()
    for each in (booking(), booking(createdAt="later"), booking(description="another text")):
        assert (await wire.calcom(each)).status_code == 200
    moved = booking("RESCHEDULED", "b2", "2026-12-02T08:30:00Z", rescheduleUid="b1")
    await wire.calcom(moved)
    await wire.calcom(booking("CANCELLED", "b2", "2026-12-02T08:30:00Z", cancellationReason="ill"))
    await wire.understand()
    assert await notes(wire) == [
        ("booking_made?when=2026-12-01T12:00&title=Visit", ""),
        ("booking_moved?when=2026-12-02T10:30&title=Visit", ""),
        ("booking_cancelled?when=2026-12-02T10:30&title=Visit", "ill"),
    ]
    assert [row.channel for row in await wire.conversations()] == ["web_form", "sms"]
    [sms] = [row for row in await wire.conversations() if row.channel == "sms"]
    told_in = select(Message.conversation_id).where(Message.direction == Direction.NOTE).distinct()
    assert await wire.rows(told_in) == [sms.id]
    assert len(await wire.rows(select(Contact))) == 1


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("cancelled made", ["cancelled"]),
        ("moved made", ["moved"]),
        ("moved cancelled-old made", ["moved"]),
        ("cancelled-new moved made", ["cancelled", "made"]),
        ("made cancelled cancelled made", ["made", "cancelled"]),
    ],
)
async def test_what_comes_late_undoes_nothing(wire, order, told):
    events = {
        "made": booking(), "cancelled": booking("CANCELLED"), "cancelled-old": booking("CANCELLED"),
        "moved": booking("RESCHEDULED", "b2", rescheduleUid="b1"), "cancelled-new": booking("CANCELLED", "b2"),
    }  # fmt: skip
    for name in order.split():
        await wire.calcom(events[name])
        await wire.understand()
    assert [remark.partition("?")[0].removeprefix("booking_") for remark, _ in await notes(wire)] == told
    assert {row.state for row in await wire.ledger()} == {IntakeState.STORED}


async def test_who_books_by_telephone_alone_is_known_by_their_number(wire):
    made_up = {"email": "15551230001@sms.cal.com", "name": "Ana", "phoneNumber": CALLER}
    await wire.calcom(booking(attendees=[made_up]))
    await wire.understand()
    [contact] = await wire.rows(select(Contact))
    assert (contact.name, contact.email, contact.phone) == ("Ana", None, CALLER)
    assert [(row.channel, row.handle) for row in await wire.conversations()] == [("phone", CALLER)]
    assert len(await notes(wire)) == 1


async def test_everybody_who_takes_a_seat_is_told_of(wire):
    for name in ("ana", "omar", "omar"):
        await wire.calcom(booking(attendees=[], responses={"name": {"value": {"firstName": name, "lastName": "Ali"}},
                                                           "email": {"value": f"{name}@example.com"}}))  # fmt: skip
    await wire.understand()
    assert sorted(row.name for row in await wire.rows(select(Contact))) == ["ana Ali", "omar Ali"]
    assert len(await notes(wire)) == 2


async def test_a_workspaces_own_calendar_is_known_by_its_path_and_seen_to_be_heard(wire):
    async with transaction(wire.actor) as tx:
        own = await channels.save_channel_account(
            tx, None, kind="calcom", address=f"cal-{wire.actor.workspace_id}", secrets={"webhook_secret": "own"}
        )
    assert (await wire.calcom(booking(), token=own.token)).status_code == 401
    assert (await wire.calcom(booking(), "own", "guessed")).status_code == 401
    assert (await wire.calcom(booking(), "own", own.token)).status_code == 200
    await wire.understand()
    assert len(await notes(wire)) == 1
    async with transaction(wire.actor) as tx:
        [view] = await channel_accounts(tx)
    assert view.last_received_at is not None


async def test_what_else_a_calendar_tells_is_recorded(wire):
    for what in ("PING", "BOOKING_REQUESTED", "BOOKING_NO_SHOW_UPDATED", "MEETING_ENDED"):
        await wire.calcom({"triggerEvent": what, "payload": {"bookingUid": "b1", "message": "x"}})
    await wire.calcom({"hello": "a template of one's own"})
    await wire.calcom(booking(attendees=[]))
    await wire.calcom(booking(uid="b2", startTime="tomorrow"))
    await wire.understand()
    rows = await wire.ledger()
    assert [row.reason for row in rows[:4]] == ["Filed: PING.", "Filed: BOOKING_REQUESTED.",
                                                "Filed: BOOKING_NO_SHOW_UPDATED.", "Filed: MEETING_ENDED."]  # fmt: skip
    assert [row.state for row in rows[4:]] == [IntakeState.REFUSED] * 3
    assert await wire.rows(select(Contact)) == []


@pytest.mark.parametrize(("before", "after"), [("QUALIFIED", "APPOINTMENT_BOOKED"), ("NEW", "NEW")])
async def test_a_booking_moves_a_lead_where_the_lifecycle_lets_it(wire, before, after):
    await wire.standard(lead(), "msg_1")
    await wire.understand()
    [contact] = await wire.rows(select(Contact))
    async with transaction(wire.actor) as tx:
        opened = await leads.open_lead(tx, contact.id, "program")
        opened.lifecycle = before
    await wire.calcom(booking())
    await wire.understand()
    [found] = await wire.rows(select(Lead))
    assert found.lifecycle == after
    moves = await wire.rows(select(LeadMove).where(LeadMove.after == "APPOINTMENT_BOOKED"))
    assert [move.reason for move in moves] == ["An appointment was booked."] * (before != after)


def change(name: str, value: str, at: int = 1_795_000_000_000, **more):
    event = {"eventId": 100, "subscriptionType": "contact.propertyChange", "objectId": 101, "occurredAt": at}
    return event | {"propertyName": name, "propertyValue": value, "changeSource": "CRM_UI"} | more


async def known_at_hubspot(wire) -> Contact:
    async with transaction(wire.actor) as tx:
        await contacts.upsert_contact(tx, "shop-7", name="Anna Pérez Gil", email="anna@example.com", phone=CALLER)
        contact, _ = await contacts.upsert_contact(tx, "hubspot:101", email="anna@example.com")
    return contact


async def test_hubspot_changes_one_property_at_a_time(wire):
    await known_at_hubspot(wire)
    batch = [
        change("firstname", "Ana"), change("lastname", "Gil"), change("email", "ANA@example.com"),
        change("phone", "+34 612 345 678"), change("jobtitle", "Judge"), change("firstname", "X", objectId=202),
    ]  # fmt: skip
    for attempt in range(3):
        assert (await wire.hubspot([each | {"attemptNumber": attempt} for each in batch])).status_code == 204
    await wire.understand()
    [contact] = await wire.rows(select(Contact))
    assert (contact.name, contact.email, contact.phone) == ("Ana Gil", "ana@example.com", "+34612345678")
    rows = await wire.ledger()
    assert [row.repeats for row in rows] == [2] * 6
    assert sorted(row.reason for row in rows)[4:] == [
        "Filed: contact.propertyChange jobtitle.", "Nobody here is known as hubspot:202.",
    ]  # fmt: skip


async def test_of_two_changes_the_later_one_holds_in_whichever_order_they_come(wire):
    await known_at_hubspot(wire)
    for at, name in ((300, "Third"), (100, "First"), (200, "Second")):
        await wire.hubspot([change("firstname", name, 1_795_000_000_000 + at), change("lastname", "B", at)])
        await wire.understand()
    [contact] = await wire.rows(select(Contact))
    assert contact.name == "Third B"


async def test_a_wish_to_be_forgotten_waits_for_an_admin(wire):
    await wire.hubspot([{"eventId": 1, "subscriptionType": "contact.privacyDeletion", "objectId": 101}])
    await wire.understand()
    [row] = await wire.ledger()
    assert row.reason == "A privacy request (contact.privacyDeletion): an admin looks after it."


async def test_what_an_integration_wrote_or_nobody_can_have_changes_nothing(wire):
    before = await known_at_hubspot(wire)
    async with transaction(wire.actor) as tx:
        await contacts.upsert_contact(tx, "other", name="Omar", email="omar@example.com")
    await wire.hubspot([
        change("firstname", "Loop", changeSource="INTEGRATION"), change("email", "omar@example.com"),
        change("phone", "12"), change("email", "nobody", 1_795_000_000_001), {"subscriptionType": "contact.deletion"},
    ])  # fmt: skip
    await wire.understand()
    after = next(row for row in await wire.rows(select(Contact)) if row.id == before.id)
    assert (after.name, after.email, after.phone) == ("Anna Pérez Gil", "anna@example.com", CALLER)
    assert {row.state for row in await wire.ledger()} == {IntakeState.STORED}
    assert any("integration" in row.reason for row in await wire.ledger())


async def test_hubspot_signs_the_public_address_and_its_time(wire):
    now = int(clock.now().timestamp() * 1000)
    event = [change("firstname", "Ana")]
    answers = [
        await wire.hubspot(event, sent=now - 400_000), await wire.hubspot(event, sent=now + 400_000),
        await wire.hubspot(event, secret="guess"), await wire.hubspot(b"x" * 1_048_577),
        await wire.hubspot(event, query="?tenant=1"), await wire.hubspot(event, sent=now - 200_000),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [401, 401, 401, 413, 204, 204]
    await wire.hubspot({"eventId": 1})
    await wire.hubspot([change("firstname", "B", 1_795_000_000_002), "text"])
    assert sorted(row.state for row in await wire.ledger()) == ["refused", "refused", "waiting", "waiting"]
