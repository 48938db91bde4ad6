"""Which words close an address, and which are only words."""

import pytest

from crm_app.channels.opting import wish


@pytest.mark.parametrize(
    "text", ["STOP", " stop. ", "Stop!", "StopAll", "BAJA", "إيقاف", "الغاء الاشتراك", "No más mensajes"]
)
@pytest.mark.parametrize("channel", ["sms", "whatsapp", "telegram"])
def test_who_writes_stop_and_nothing_else_wants_no_more(channel, text):
    assert wish(channel, text) == "out"


@pytest.mark.parametrize("text", ["cancel", "END", "quit"])
def test_carriers_words_count_on_sms_alone(text):
    assert wish("sms", text) == "out"
    assert wish("whatsapp", text) == ""


@pytest.mark.parametrize(
    "text", ["please stop by at noon", "Is there a bus stop?", "", "don't stop", "stop " * 30, "لا تتوقف"]
)
def test_the_word_among_others_is_no_wish(text):
    assert wish("sms", text) == ""


def test_start_opens_it_again():
    assert wish("sms", "Start") == wish("whatsapp", "UNSTOP") == "in"
