"""Every recorded sample is posted as the vendor posts it, and what it asks for is found in the database."""

import pytest
from sqlmodel import select

from crm_app.channels.problems import sentence
from crm_app.contacts import actions as contacts
from crm_app.contacts.models import Contact, Order
from crm_app.conversations.models import Attachment, DeliveryReport, FileState, IntakeState, Message
from crm_app.kit.transaction import transaction

from .wire import CALLER, samples

TWO_HUNDRED = {200, 204}
ASKED_OR_PASSING = ("voice_incoming", "transcript")
"""Answered, and kept nowhere."""


pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def post(wire, folder, name):
    """One sample in a workspace of its own, understood."""
    await wire.begin_anew()
    answer = await wire.sample(folder, name)
    assert answer.status_code in TWO_HUNDRED, (name, answer.text)
    await wire.understand()
    rows = await wire.ledger()
    assert {row.state for row in rows} <= {IntakeState.STORED}, [(row.state, row.reason) for row in rows]
    return answer


async def only_message(wire, folder, name):
    await post(wire, folder, name)
    [message] = await wire.messages()
    return message


async def test_every_sample_is_taken_in_once_however_often_it_comes(wire):
    for folder in ("twilio", "meta", "telegram", "shopify", "tracking", "vapi", "calcom", "hubspot", "standard"):
        for name in samples(folder):
            await wire.begin_anew()
            for _ in range(3):
                answer = await wire.sample(folder, name)
                assert answer.status_code in TWO_HUNDRED, (folder, name)
            rows = await wire.ledger()
            assert [row.repeats for row in rows] == ([] if name in ASKED_OR_PASSING else [2]), (folder, name)
            await wire.understand()
            assert {row.state for row in await wire.ledger()} <= {IntakeState.STORED}


async def test_twilio_texts(wire):
    answer = await post(wire, "twilio", "sms_inbound")
    assert answer.content == b""
    [message] = await wire.messages()
    assert (message.channel, message.external_id) == ("sms", "SMa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1")
    assert message.text == "Hi, is the 2-bed flat on Elm St still free? 😀"
    [thread] = await wire.conversations()
    assert (thread.channel, thread.handle, thread.status) == ("sms", CALLER, "open")

    message = await only_message(wire, "twilio", "mms_inbound")
    [file] = await wire.rows(select(Attachment))
    assert (file.message_id, file.state, file.media_type) == (message.id, FileState.PENDING, "image/jpeg")
    assert file.source["ref"].endswith("/Media/ME1")


async def test_twilio_stop(wire):
    message = await only_message(wire, "twilio", "sms_stop")
    assert message.automatic
    handles = await wire.handles()
    assert handles["phone", CALLER].opted_out_at is not None
    [thread] = await wire.conversations()
    assert (thread.status, thread.waiting_since) == ("pending", None)


@pytest.mark.parametrize(
    ("name", "state", "problem"),
    [("sent", "sent", ""), ("delivered", "delivered", ""), ("undelivered", "failed", "switched off"),
     ("failed", "failed", "STOP")],
)  # fmt: skip
async def test_twilio_statuses_of_messages_that_are_not_known_yet_are_kept(wire, name, state, problem):
    await post(wire, "twilio", f"status_{name}")
    [kept] = await wire.rows(select(DeliveryReport))
    assert (kept.outside_id, kept.state) == ("SMa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1", state)
    assert problem in sentence(kept.problem)
    assert await wire.messages() == []


async def test_twilio_whatsapp(wire):
    await wire.begin_anew()
    for name in ("sms_inbound", "whatsapp_inbound"):
        assert (await wire.sample("twilio", name)).status_code == 204
    await wire.understand()
    [contact] = await wire.rows(select(Contact))
    assert (contact.phone, contact.name) == (CALLER, "Ana Pérez")
    assert [thread.channel for thread in await wire.conversations()] == ["sms", "whatsapp"]

    message = await only_message(wire, "twilio", "whatsapp_button")
    assert message.text == "Yes"
    assert message.details == {"kind": "button", "payload": "visit:42:yes", "reply_to": "SMorig"}


async def test_twilio_calls(wire):
    answer = await post(wire, "twilio", "voice_incoming")
    assert answer.headers["content-type"].startswith("text/xml")
    assert '<Dial action="https://crm.example.com/webhooks/missed-call" timeout="20">' in answer.text
    assert await wire.messages() == []

    answer = await post(wire, "twilio", "voice_missed")
    assert answer.headers["content-type"].startswith("text/xml")
    [message] = await wire.messages()
    assert (message.channel, message.text) == ("phone", f"Missed call from {CALLER}")
    [thread] = await wire.conversations()
    assert (thread.channel, thread.subject, thread.status) == ("phone", f"Missed call from {CALLER}", "open")

    await post(wire, "twilio", "voice_status")
    assert await wire.messages() == []
    assert (await wire.ledger())[0].reason == "A call that was completed."


TEXTS = {
    "msg_text": "¿Sigue libre el piso? https://x.example/42 😀",
    "msg_image": "mi salón",
    "msg_audio": "🎤",
    "msg_document": "📄 nómina.pdf",
    "msg_location": "📍 Tahrir, Cairo (30.0444, 31.2357)",
    "msg_contacts": "👤 Omar Ali +20 100 123 4567",
    "msg_button": "Yes",
    "msg_interactive": "Tue 10:00",
    "msg_interactive_button": "Yes",
    "msg_no_phone": "hi",
}


async def test_meta_messages(wire):
    for name, text in TEXTS.items():
        message = await only_message(wire, "meta", name)
        assert message.text == text
        assert message.sent_at.timestamp() == 1_795_000_000
        [contact] = await wire.rows(select(Contact))
        handles = await wire.handles()
        if name == "msg_no_phone":
            assert (contact.name, contact.phone) == ("Sheena", None)
            assert ("whatsapp", "US.1349") in handles
            assert [thread.handle for thread in await wire.conversations()] == ["US.1349"]
        else:
            assert (contact.name, contact.phone) == ("Ana Pérez", CALLER)
            assert handles.keys() == {("whatsapp", "US.13491208655302741918"), ("phone", CALLER)}


async def test_meta_files_wait_to_be_fetched(wire):
    for name, kind, file_name in (
        ("msg_image", "image/jpeg", "image-1"), ("msg_audio", "audio/ogg", "audio-1"),
        ("msg_document", "application/pdf", "nómina.pdf"),
    ):  # fmt: skip
        message = await only_message(wire, "meta", name)
        [file] = await wire.rows(select(Attachment))
        assert (file.state, file.media_type, file.name) == (FileState.PENDING, kind, file_name)
        assert file.source["ref"]
    assert message.details["forwarded"] is True
    assert (await only_message(wire, "meta", "msg_audio")).details["voice"] is True


async def test_meta_what_is_not_handed_over_leaves_a_mark(wire):
    message = await only_message(wire, "meta", "msg_unsupported")
    assert "does not hand this kind of message over" in message.text
    assert message.details["code"] == "131051"


async def test_meta_reactions_are_no_messages(wire):
    await post(wire, "meta", "msg_reaction")
    assert await wire.messages() == []
    assert (await wire.ledger())[0].reason == "About a message that is not here."


async def test_meta_edits_replace_the_text_and_keep_the_older_one(wire):
    await wire.begin_anew()
    for name in ("msg_text", "msg_edit"):
        assert (await wire.sample("meta", name)).status_code == 200
    await wire.understand()
    [message] = await wire.messages()
    assert message.text == "new text"
    assert [earlier["text"] for earlier in message.details["earlier"]] == [TEXTS["msg_text"]]
    [thread] = await wire.conversations()
    assert thread.preview == "new text"


async def test_meta_statuses(wire):
    for name, problem in (("sent", ""), ("delivered", ""), ("read", ""), ("failed", "template")):
        await post(wire, "meta", f"status_{name}")
        [kept] = await wire.rows(select(DeliveryReport))
        assert (kept.state, kept.at.timestamp()) == (name, 1_795_000_000)
        assert problem in sentence(kept.problem)
        assert await wire.messages() == []


async def test_telegram_messages(wire):
    for name, text, kind in (
        ("text", "Hola, busco piso 😀", "text"), ("command", "/start ref_42", "command"), ("edited", "new", "text"),
        ("callback", "visit:42:yes", "button"), ("photo", "salón", "media"), ("voice", "🎤 0:07", "media"),
        ("location", "📍 30.04, 31.23", "location"), ("contact", "👤 Ana 15551230001", "contacts"),
    ):  # fmt: skip
        message = await only_message(wire, "telegram", name)
        assert (message.text, message.details["kind"]) == (text, kind)
        [thread] = await wire.conversations()
        assert (thread.channel, thread.handle) == ("telegram", "5550001")
        handles = await wire.handles()
        assert ("telegram", "5550001") in handles
        assert (("phone", CALLER) in handles) == (name == "contact")


async def test_telegram_files_wait_to_be_fetched(wire):
    for name, ref, size in (("photo", "b", 120_000), ("voice", "v", 0)):
        await only_message(wire, "telegram", name)
        [file] = await wire.rows(select(Attachment))
        assert (file.source["ref"], file.size, file.state) == (ref, size, FileState.PENDING)


async def test_telegram_groups_are_recorded_and_nothing_more(wire):
    await post(wire, "telegram", "group")
    assert await wire.messages() == []
    assert "groups are not answered" in (await wire.ledger())[0].reason


async def test_telegram_blocking_closes_the_address(wire):
    await wire.begin_anew()
    for name in ("text", "blocked"):
        assert (await wire.sample("telegram", name)).status_code == 200
    await wire.understand()
    handle = (await wire.handles())["telegram", "5550001"]
    assert (handle.opt_out_reason, handle.opted_out_at is not None) == ("blocked", True)


async def test_orders_and_their_parcels(wire):
    await wire.begin_anew()
    for folder, name in (("tracking", "tracker_updated"), ("shopify", "orders_create")):
        assert (await wire.sample(folder, name)).status_code == 200
        await wire.understand()
    [order] = await wire.rows(select(Order))
    assert (order.number, str(order.total), order.currency) == ("1001", "199.95", "EUR")
    assert (order.carrier, order.tracking_number, order.status) == ("USPS", "EZ1000000001", "in transit")
    assert order.events == [{"at": "2026-11-20T18:00:00+00:00", "place": "CAIRO, EG", "text": "Arrived"}]
    assert order.expected_at.date().isoformat() == "2026-11-23"
    [contact] = await wire.rows(select(Contact))
    assert (contact.email, contact.name) == ("ana@example.com", "Ana")


async def test_standard_webhooks_make_people_known(wire):
    await post(wire, "standard", "lead_created")
    [contact] = await wire.rows(select(Contact))
    assert (contact.email, contact.name) == ("ana@example.com", "")
    assert await wire.conversations() == []
    [row] = await wire.ledger()
    assert (row.channel, row.reason) == ("web_form", "A person who has not written yet.")


async def test_vapi_calls(wire):
    message = await only_message(wire, "vapi", "end_of_call_report")
    assert (message.channel, message.text, message.author) == ("phone", "Quiero visitar", "Ana")
    assert message.quoted == "AI: Hola\nUser: Quiero visitar"
    assert message.details["call"] == {
        "seconds": 180, "ended": "customer-ended-call", "summary": "Wants a visit",
        "recording": "https://storage.vapi.ai/x.wav",
    }  # fmt: skip
    assert (message.language, message.sent_at.isoformat()) == ("es", "2026-11-20T20:03:00+00:00")
    [thread] = await wire.conversations()
    assert (thread.channel, thread.handle, thread.subject) == ("phone", CALLER, "Quiero visitar")
    assert (thread.status, thread.language) == ("open", "es")
    [contact] = await wire.rows(select(Contact))
    assert (contact.phone, contact.name) == (CALLER, "Ana")


async def test_vapi_what_goes_on_in_a_call_is_no_message(wire):
    await post(wire, "vapi", "status_update")
    assert [row.reason for row in await wire.ledger()] == ["A call that is in-progress."]
    answer = await post(wire, "vapi", "tool_calls")
    assert answer.json() == {"results": [{"toolCallId": "tc_1", "error": "No such tool is connected."}]}
    [row] = await wire.ledger()
    assert row.reason == "The assistant asked for a tool that is not connected: book_visit."
    answer = await post(wire, "vapi", "transcript")
    assert (answer.status_code, answer.content, await wire.ledger()) == (204, b"", [])
    assert await wire.messages() == []


BOOKED = "?when=2026-12-01T10:00&title=Visit between Sofia and Ana"


async def test_calcom_appointments_are_told_in_the_conversation(wire):
    for name, remark, words in (
        ("created", "booking_made", ""),
        ("rescheduled", "booking_moved", ""),
        ("cancelled", "booking_cancelled", "ill"),
    ):
        await post(wire, "calcom", f"booking_{name}")
        [note] = await wire.rows(select(Message))
        assert (note.direction, note.details["remark"], note.text) == ("note", remark + BOOKED, words)
        [contact] = await wire.rows(select(Contact))
        assert (contact.email, contact.name) == ("ana@example.com", "Ana")
        [thread] = await wire.conversations()
        assert (thread.channel, thread.subject, thread.status) == ("email", "Visit between Sofia and Ana", "open")
        assert thread.waiting_since is None


async def test_hubspot_changes_whom_it_knows(wire):
    await post(wire, "hubspot", "webhook_batch")
    assert [row.reason for row in await wire.ledger()] == ["Nobody here is known as hubspot:101."]
    assert await wire.rows(select(Contact)) == []

    await wire.begin_anew()
    async with transaction(wire.actor) as tx:
        await contacts.upsert_contact(tx, "hubspot:101", name="Anna Pérez", email="ana@example.com")
    assert (await wire.sample("hubspot", "webhook_batch")).status_code == 204
    await wire.understand()
    [contact] = await wire.rows(select(Contact))
    assert (contact.name, contact.email) == ("Ana Pérez", "ana@example.com")
    assert await wire.messages() == []
