"""Files, places, reactions and edits stand beside the words of a message."""

from datetime import UTC, datetime

from crm_app.conversations.media import GAVE_UP
from crm_app.conversations.queries import AttachmentView, MessageView
from crm_app.ui.inbox import brought
from crm_app.ui.inbox.brought import Call, FileLine

NOW = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)


def message(**details) -> MessageView:
    return MessageView(
        1, "inbound", "whatsapp", "Ana", "Hola", "", "", "received", "", None, None, NOW, (), (), details
    )  # fmt: skip


def file(**traits) -> AttachmentView:
    return AttachmentView(**({"id": 7, "name": "", "media_type": "image/jpeg", "size": 0, "stored_as": ""} | traits))


def test_a_file_is_opened_once_it_is_here():
    assert brought.file_line(file(size=2_000_000, stored_as="x"), "en") == FileLine("/files/7", "Picture", "2.0 MB")
    waiting = brought.file_line(file(state="pending", name="plan.pdf"), "en")
    assert waiting == FileLine("", "plan.pdf", "", "is being fetched")
    assert brought.file_line(file(state="refused", problem=GAVE_UP), "en").note.startswith("The file could not")
    assert brought.file_line(file(state="refused", problem=GAVE_UP), "es").note.startswith("No se")


def test_a_place_leads_to_a_map_and_nothing_else_does():
    found = brought.place({"location": {"latitude": 33.5, "longitude": -70, "name": "Home"}})
    assert found.point == "33.50000, -70.00000" and "mlat=33.5&mlon=-70" in found.url
    assert brought.place({}).url == brought.place({"location": {"latitude": "javascript:", "longitude": 1}}).url == ""


def test_reactions_are_counted():
    assert brought.reactions({"reactions": {"a": "👍", "b": "👍", "c": "❤️"}}) == "👍 2 ❤️"
    assert brought.reactions({}) == ""


def test_what_became_of_a_message_is_said():
    earlier = [{"text": "Hula", "until": NOW.isoformat()}]
    edited = message(earlier=earlier, revoked_at=NOW.isoformat(), forwarded="often")
    assert brought.marks(edited, "en") == "taken back by the customer, edited, forwarded"
    assert brought.before(edited.details) == ["Hula"]
    assert brought.marks(message(template={"name": "visit"}), "en") == "template visit"
    assert brought.marks(message(kind="text"), "en") == ""


def test_a_call_says_how_long_it_was_and_how_it_ended():
    call = {"seconds": 180, "ended": "customer-ended-call", "summary": "Wants a visit", "recording": "https://v.test/x"}
    assert brought.marks(message(call=call), "en") == "Call, 3 min, the customer hung up"
    assert brought.marks(message(call=call), "es") == "Llamada, 3\u00a0min, colgó el cliente"
    assert brought.marks(message(call={"seconds": 5, "ended": "pipeline-error-x"}), "en") == "Call, 1 min, broke off"
    assert brought.marks(message(call={"ended": "x"}), "en") == "Call"
    assert brought.call({"call": call}) == Call("Wants a visit", "https://v.test/x")
    assert brought.call({"call": {"recording": "javascript:alert(1)"}}) == brought.call({}) == Call()
