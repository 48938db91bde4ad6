"""One line says what the channel allows; the templates come where free text may not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_app.channels.templates import StoredTemplate
from crm_app.conversations.limits import ReplyLimits
from crm_app.ui.inbox import room

NOW = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")
SMS = ReplyLimits("sms", "twilio_sms", 1600)
WHATSAPP = ReplyLimits("whatsapp", "meta_whatsapp", 4096, window_until=NOW + timedelta(hours=3))
VISIT = StoredTemplate("visit", "es", "Hola {{2}}, le espera {{1}}.")


def line(limits: ReplyLimits, text: str = "Hello", language: str = "en") -> str:
    return room.line(limits, text, NOW, MADRID, language)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1 text message, room for 160 more characters"),
        ("x" * 159, "1 text message, room for 1 more character"),
        ("x" * 161, "2 text messages, room for 145 more characters"),
        ("x" * 69 + "—", "1 text message, room for 0 more characters · — halves the room"),
        ("سعر الشقة", "1 text message, room for 61 more characters"),
    ],
)
def test_texts_are_counted_as_the_network_does(text, said):
    assert line(SMS, text) == said


def test_characters_and_the_window_of_whatsapp():
    assert line(WHATSAPP) == "5 of 4096 characters · free text until 16:00"
    assert line(WHATSAPP, "word " * 1000).startswith("leaves as 2 messages")
    tomorrow = ReplyLimits("whatsapp", "meta_whatsapp", 4096, window_until=NOW + timedelta(hours=23))
    assert line(tomorrow).endswith("free text until 10 Nov, 12:00")
    assert line(tomorrow, language="ar").endswith("10 نوفمبر، 12:00") and "," not in line(SMS, language="ar")


def test_mail_has_no_limits_and_what_keeps_a_reply_is_told():
    assert line(ReplyLimits("email"), "x" * 9000) == ""
    assert line(ReplyLimits("sms", refusal="Stopped.", held="Down.")) == "Stopped."
    assert line(ReplyLimits("sms", held="Down.")) == "Down."


def test_only_a_shut_window_brings_the_templates():
    closed = ReplyLimits("whatsapp", "meta_whatsapp", free_text_refusal="Closed.", templates=(VISIT,))
    assert room.shut(closed, "en") == "Closed." and room.shut(WHATSAPP, "en") == ""
    assert room.shut(ReplyLimits("whatsapp", refusal="Stopped.", free_text_refusal="Stopped."), "en") == ""
    (approved,) = room.offered(closed)
    assert room.typed({"value_1": "a", "value_2": "b", "more": "c"}, approved) == ["a", "b"]
