"""What becomes of what vendors tell, from the door to the conversation: on both databases."""

from datetime import timedelta

import pytest
from sqlmodel import select, update

from crm_app.accounts import actions as accounts
from crm_app.channels import actions as channels
from crm_app.contacts.models import Contact, Order
from crm_app.conversations import actions, missed_calls, remarks
from crm_app.conversations.models import Attachment, Conversation, DeliveryReport, Direction, Message
from crm_app.conversations.tasks import follow_missed_call
from crm_app.kit import clock
from crm_app.kit.coded import coded
from crm_app.kit.transaction import transaction

from .wire import CALLER, OURS, tg_message, wa_text

MISSED = "/webhooks/missed-call"
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def clock_again():
    yield
    clock.shift(None)


async def notes(wire) -> list[str]:
    found = await wire.rows(select(Message).where(Message.direction == Direction.NOTE).order_by(Message.id))
    return [remarks.of(note.details) or note.text for note in found]


async def replies(wire) -> list[Message]:
    return await wire.rows(select(Message).where(Message.direction == Direction.OUTBOUND).order_by(Message.id))


async def ring(wire, call: str = "CA1", caller: str = CALLER, **form: str):
    answer = await wire.twilio(MISSED, {"CallSid": call, "From": caller, "To": OURS, "DialCallStatus": "busy", **form})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    await wire.understand()


async def follow(wire, call: str = "CA1") -> Message | None:
    [thread] = [row for row in await wire.conversations() if row.channel == "phone"]
    await follow_missed_call.run(wire.actor.workspace_id, thread.id, call, CALLER)
    found = await replies(wire)
    return found[-1] if found else None


@SQLITE
async def test_one_person_and_channel_is_one_conversation_until_it_was_closed_long_ago(wire):
    for number in range(3):
        await wire.text(f"SM{number}", f"text {number}")
    await wire.understand()
    [thread] = await wire.conversations()
    async with transaction(wire.actor) as tx:
        await actions.resolve(tx, thread.id)
    clock.shift(timedelta(days=20))
    await wire.text("SM3", "me again")
    await wire.understand()
    [thread] = await wire.conversations()
    assert thread.status == "open"
    async with transaction(wire.actor) as tx:
        await actions.resolve(tx, thread.id)
    clock.shift(timedelta(days=60))
    await wire.text("SM4", "something else")
    await wire.understand()
    assert len(await wire.conversations()) == 2


@SQLITE
async def test_messages_stand_in_the_order_in_which_they_were_written(wire):
    for id_, at in (("w2", 1_795_000_020), ("w1", 1_795_000_010), ("future", 4_000_000_000), ("old", 1_600_000_000)):
        await wire.meta(wa_text(id_, id_, at=at))
    await wire.understand()
    shown = sorted(await wire.messages(), key=lambda message: (message.sent_at, message.id))
    assert [message.text for message in shown] == ["old", "w1", "w2", "future"]
    assert shown[-1].sent_at <= clock.now()


@SQLITE
async def test_stop_closes_the_address_and_start_opens_it(wire):
    await wire.text("SM1", "Is it free?")
    await wire.text("SM2", "Stop.")
    await wire.understand()
    assert len(await wire.conversations()) == 1
    assert (await wire.handles())["phone", CALLER].opt_out_reason == "stopped"
    assert [bool(message.automatic) for message in await wire.messages()] == [False, True]
    await wire.text("SM3", "START", OptOutType="START")
    await wire.understand()
    assert (await wire.handles())["phone", CALLER].opted_out_at is None
    assert await replies(wire) == []


@SQLITE
async def test_who_writes_again_has_not_blocked_us(wire):
    chat = {"id": 5550001, "type": "private"}
    await wire.telegram(tg_message(1, "hola"))
    change = {"chat": chat, "from": {"id": 5550001}, "new_chat_member": {"status": "kicked"}}
    await wire.telegram({"update_id": 700_000_050, "my_chat_member": change})
    await wire.understand()
    assert (await wire.handles())["telegram", "5550001"].opt_out_reason == "blocked"
    await wire.telegram(tg_message(2, "/start"))
    await wire.understand()
    assert (await wire.handles())["telegram", "5550001"].opted_out_at is None


async def test_edits_reactions_and_what_is_taken_back_change_the_message_alone(wire):
    await wire.telegram(tg_message(1, "The flat in Elm St"))
    await wire.understand()
    edited = tg_message(1, "The flat in Oak St")
    edited["edited_message"] = edited.pop("message") | {"edit_date": 1_795_000_100}
    chat = {"id": 5550001, "type": "private"}
    liked = {"chat": chat, "message_id": 1, "user": {"id": 5550001}, "new_reaction": [{"type": "emoji", "emoji": "👍"}]}
    await wire.telegram(edited | {"update_id": 700_000_090})
    await wire.telegram({"update_id": 700_000_091, "message_reaction": liked})
    await wire.understand()
    [message] = await wire.messages()
    assert message.text == "The flat in Oak St"
    assert [earlier["text"] for earlier in message.details["earlier"]] == ["The flat in Elm St"]
    assert message.details["reactions"] == {"5550001": "👍"}
    await wire.telegram({"update_id": 700_000_092, "message_reaction": liked | {"new_reaction": []}})
    await wire.meta(wa_text("w1", "secret"))
    taken = {"from": "15551230001", "id": "r1", "type": "revoke", "revoke": {"original_message_id": "w1"}}
    await wire.meta({"messages": [taken]})
    await wire.understand()
    first, second = await wire.messages()
    assert first.details["reactions"] == {}
    assert second.text == "secret" and second.details["revoked_at"]


@SQLITE
async def test_an_edit_that_comes_first_is_the_message(wire):
    edit = {"original_message_id": "w1", "message": {"type": "text", "text": {"body": "as changed"}}}
    await wire.meta({"messages": [{"from": "15551230001", "id": "e1", "type": "edit", "edit": edit}]})
    await wire.understand()
    await wire.meta(wa_text("w1", "as first written"))
    await wire.understand()
    [message] = await wire.messages()
    assert message.text == "as changed" and message.details["edited"]


async def test_a_user_without_a_number_is_found_again_once_they_show_it(wire):
    await wire.text("SM1", "by text")
    nameless = {"from_user_id": "US.7", "id": "w1", "type": "text", "text": {"body": "no number"}}
    await wire.meta({"contacts": [{"user_id": "US.7", "profile": {"name": "Ana"}}], "messages": [nameless]})
    await wire.understand()
    assert len(await wire.rows(select(Contact))) == 2
    await wire.meta(wa_text("w2", "with number", from_user_id="US.7"))
    await wire.understand()
    contacts = [row for row in await wire.rows(select(Contact)) if row.merged_into is None]
    assert [(row.name, row.phone) for row in contacts] == [("Ana", CALLER)]
    threads = await wire.conversations()
    assert {(row.channel, row.contact_id) for row in threads} == {("sms", contacts[0].id), ("whatsapp", contacts[0].id)}
    assert [row.handle for row in threads if row.channel == "whatsapp"] == [CALLER]


@SQLITE
async def test_a_telegram_user_who_shares_their_number_is_who_was_known_by_it(wire):
    await wire.text("SM1", "by text")
    await wire.telegram(tg_message(1, "hola"))
    own = {"phone_number": CALLER[1:], "user_id": 5550001, "first_name": "Ana"}
    await wire.telegram(tg_message(2, None, contact=own | {"user_id": 42}))
    await wire.understand()
    assert len([row for row in await wire.rows(select(Contact)) if row.merged_into is None]) == 2
    await wire.telegram(tg_message(3, None, contact=own))
    await wire.understand()
    assert len([row for row in await wire.rows(select(Contact)) if row.merged_into is None]) == 1


@SQLITE
async def test_a_changed_number_stays_the_same_person(wire):
    await wire.meta(wa_text("w1", "hi"))
    system = {"type": "user_changed_number", "wa_id": "15559990000", "body": "changed"}
    await wire.meta({"messages": [{"from": "15551230001", "id": "s1", "type": "system", "system": system}]})
    await wire.meta(wa_text("w2", "it is me", phone="15559990000"))
    await wire.understand()
    [contact] = await wire.rows(select(Contact))
    [thread] = await wire.conversations()
    assert (contact.phone, thread.handle) == ("+15559990000", "+15559990000")
    assert await notes(wire) == [coded("moved", new="+15559990000", old=CALLER)]


@SQLITE
async def test_a_user_without_a_number_who_gets_another_id_stays_the_same_person(wire):
    def text(user: str, number: str, **more):
        message = {"from_user_id": user, "id": number, "type": "text", "text": {"body": "hi"}}
        return {"contacts": [{"user_id": user}], "messages": [message | more]}

    await wire.meta(text("US.1", "w1"))
    system = {"type": "user_changed_user_id", "previous_user_id": "US.1", "user_id": "US.2"}
    for _ in range(2):
        await wire.meta({"messages": [{"id": "s1", "type": "system", "system": system}]})
    await wire.meta(text("US.2", "w2"))
    await wire.understand()
    assert len(await wire.rows(select(Contact))) == 1
    [thread] = await wire.conversations()
    assert thread.handle == "US.2"
    assert len(await wire.messages()) == 2 and await notes(wire) == []


@SQLITE
async def test_a_bot_is_stopped_and_started_by_its_commands_too(wire):
    for number, text, closed in ((1, "/stop", True), (2, "hello?", True), (3, "/start", False)):
        await wire.telegram(tg_message(number, text))
        await wire.understand()
        assert ((await wire.handles())["telegram", "5550001"].opted_out_at is not None) == closed
    [thread] = await wire.conversations()
    assert thread.status == "open" and thread.waiting_since


@SQLITE
async def test_a_place_that_moves_on_is_shown_where_it_is_now(wire):
    here = tg_message(1, None, location={"latitude": 30.0, "longitude": 31.0, "live_period": 900})
    await wire.telegram(here)
    moved = here["message"] | {"edit_date": 1_795_000_060, "location": {"latitude": 30.5, "longitude": 31.0}}
    await wire.telegram({"update_id": 700_000_002, "edited_message": moved})
    await wire.understand()
    [message] = await wire.messages()
    assert (message.text, message.details["location"]["latitude"]) == ("📍 30.5, 31.0", 30.5)


@SQLITE
async def test_a_message_that_was_taken_back_before_it_came_is_taken_back(wire):
    revoke = {"from": "15551230001", "id": "w9", "type": "revoke", "revoke": {"original_message_id": "w1"}}
    await wire.meta({"messages": [revoke]})
    await wire.understand()
    for number in ("w0", "w1"):
        await wire.meta(wa_text(number, "hi"))
    await wire.understand()
    assert ["revoked_at" in message.details for message in await wire.messages()] == [False, True]
    assert (await wire.ledger())[0].reason == "A message was taken back."


async def test_a_file_larger_than_any_that_is_fetched_is_told_of(wire):
    film = {"file_id": "f", "file_name": "film.mp4", "mime_type": "video/mp4", "file_size": 3_900_000_000}
    await wire.telegram(tg_message(1, None, video=film))
    await wire.understand()
    assert [file.size for file in await wire.rows(select(Attachment))] == [3_900_000_000]


@SQLITE
async def test_who_wants_no_messages_wants_none_at_their_new_number_either(wire):
    await wire.meta(wa_text("w1", "STOP"))
    system = {"type": "user_changed_number", "wa_id": "15559990000"}
    await wire.meta({"messages": [{"from": "15551230001", "id": "s1", "type": "system", "system": system}]})
    await wire.understand()
    assert (await wire.handles())["phone", "+15559990000"].opt_out_reason == "stopped"
    await wire.meta(wa_text("w2", "START", phone="15559990000"))
    await wire.understand()
    assert (await wire.handles())["phone", "+15559990000"].opted_out_at is None


async def test_reports_of_what_is_not_known_move_forward_only(wire):
    for status in ("read", "sent", "delivered", "read"):
        await wire.meta({"statuses": [{"id": "o1", "status": status, "timestamp": "1795000000"}]})
        await wire.understand()
    for status in ("delivered", "failed"):
        await wire.twilio("/webhooks/sms/status", {"MessageSid": "SM9", "MessageStatus": status, "ErrorCode": "30008"})
        await wire.understand()
    kept = {row.outside_id: row.state for row in await wire.rows(select(DeliveryReport))}
    assert kept == {"o1": "read", "SM9": "delivered"}


async def test_a_missed_call_is_one_conversation_and_one_text(wire):
    async with transaction(wire.actor) as tx:
        await channels.save_channel_account(tx, None, kind="twilio_sms", address=f"+1500{wire.actor.workspace_id:07}")
    await ring(wire)
    await ring(wire, DialCallStatus="", CallStatus="no-answer")  # the call's own callback tells of it again
    [thread] = await wire.conversations()
    assert (thread.channel, thread.subject) == ("phone", f"Missed call from {CALLER}")
    for _ in range(3):
        text = await follow(wire)
    [message] = await replies(wire)
    assert message.id == text.id
    assert (message.channel, message.state, message.text) == ("sms", "queued", missed_calls.TEXTS["en"][0])
    assert {row.channel for row in await wire.conversations()} == {"phone", "sms"}
    await ring(wire, "CA2")
    await follow(wire, "CA2")
    assert len(await replies(wire)) == 2


@SQLITE
async def test_a_caller_who_wrote_on_whatsapp_is_answered_there_in_their_language_and_by_the_hours(wire):
    closed = {"business_hours": {"mon": [["00:00", "00:01"]]}, "language": "ar"}
    async with transaction(wire.actor) as tx:
        await accounts.change_workspace(tx, **closed)
    await wire.text("SM1", "Hola, ¿sigue libre el piso de la calle Mayor?", "/webhooks/whatsapp/inbound")
    await ring(wire)
    message = await follow(wire)
    assert (message.channel, message.text) == ("whatsapp", missed_calls.TEXTS["es"][1])
    async with transaction(wire.actor) as tx:
        await tx.session.exec(update(Message).values(sent_at=clock.now() - timedelta(hours=25)))
        await tx.session.exec(update(Conversation).values(language="ar"))
    later = await follow(wire, "CA2")  # a day on, WhatsApp takes no free text, and there is no number for SMS
    assert later.id == message.id
    assert await notes(wire) == [missed_calls.NO_NUMBER]


@SQLITE
async def test_who_hides_their_number_or_wants_nothing_is_not_written_to(wire):
    for number, caller in enumerate(("anonymous", "Restricted", "+266696687", "")):
        await ring(wire, f"CA{number}", caller)
    assert await wire.conversations() == [] and await wire.rows(select(Contact)) == []
    await wire.text("SM1", "STOP")
    await ring(wire, "CA9")
    assert await follow(wire, "CA9") is None
    assert await notes(wire) == [missed_calls.NOT_WANTED]


def order(updated: str, **more) -> dict:
    ana = {"id": 7123, "email": "ana@example.com", "first_name": "Ana"}
    return {
        "id": 99,
        "name": "#1001",
        "total_price": "10.00",
        "currency": "EUR",
        "updated_at": updated,
        "customer": ana,
    } | more


@SQLITE
async def test_newer_news_of_an_order_wins_whenever_it_comes(wire):
    await wire.shopify("orders/updated", order("2026-11-20T12:00:00+02:00", total_price="20.00"), "wh-2")
    await wire.understand()
    await wire.shopify("orders/create", order("2026-11-20T09:00:00Z"), "wh-1")
    await wire.understand()
    [row] = await wire.rows(select(Order))
    assert str(row.total) == "20.00"
    assert (await wire.ledger())[1].reason == "Older than what is known already."
    await wire.shopify("orders/cancelled", order("2026-11-21T09:00:00Z"), "wh-3")
    await wire.understand()
    [row] = await wire.rows(select(Order))
    assert (row.status, row.number) == ("cancelled", "1001")
    [contact] = await wire.rows(select(Contact))
    assert contact.email == "ana@example.com"


@SQLITE
async def test_an_order_without_a_customer_is_told_in_the_ledger_alone(wire):
    await wire.shopify("orders/create", order("2026-11-20T09:00:00Z", customer=None), "wh-1")
    await wire.understand()
    assert await wire.rows(select(Order)) == []
    assert (await wire.ledger())[0].reason == "No customer is named on this order."


def parcel(number: int, status: str, day: int, code: str = "EZ1") -> dict:
    scan = {"datetime": f"2026-11-{day}T18:00:00Z", "message": status, "tracking_location": {"city": "CAIRO"}}
    tracker = {"tracking_code": code, "carrier": "USPS", "status": status, "tracking_details": [scan]}
    return {"id": f"evt_{number}", "description": "tracker.updated", "result": tracker}


@SQLITE
@pytest.mark.parametrize(
    ("shops", "carriers"), [("DHL Express", "DHLExpress"), ("FedEx", "FedExDefault"), ("", "USPS")]
)
async def test_a_carrier_is_known_however_the_shop_writes_it(wire, shops, carriers):
    sent = {"status": "success", "tracking_company": shops, "tracking_number": "EZ1"}
    await wire.shopify("orders/create", order("2026-11-20T09:00:00Z", fulfillments=[sent]), "wh-1")
    news = parcel(1, "in_transit", 20)
    news["result"]["carrier"] = carriers
    await wire.tracking(news)
    await wire.understand()
    [row] = await wire.rows(select(Order))
    assert row.status == "in transit"


async def test_a_parcels_news_waits_for_its_order_and_never_goes_back(wire):
    await wire.tracking(parcel(1, "delivered", 20))
    sent = {"order_id": 99, "tracking_company": "USPS", "tracking_number": "EZ1", "updated_at": "2026-11-19T09:00:00Z"}
    await wire.shopify("fulfillments/create", {"id": 5, "status": "success"} | sent, "wh-2")
    await wire.understand()
    assert await wire.rows(select(Order)) == []
    await wire.shopify("orders/create", order("2026-11-18T09:00:00Z"), "wh-1")
    await wire.understand()
    await wire.tracking(parcel(2, "in_transit", 19))
    await wire.understand()
    [row] = await wire.rows(select(Order))
    assert (row.status, row.tracking_number) == ("delivered", "EZ1")
    assert [scan["text"] for scan in row.events] == ["in_transit", "delivered"]
