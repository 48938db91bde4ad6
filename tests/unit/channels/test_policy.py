"""Each channel has its length."""

import pytest

from crm_app.channels.policy import CHANNELS, fits, policy, reply_channel


@pytest.mark.parametrize(
    ("channel", "words"), [("email", 200), ("web_form", 200), ("live_chat", 100), ("whatsapp", 100), ("phone", 75)]
)
def test_words(channel: str, words: int) -> None:
    assert fits(channel, "word " * words).ok
    over = fits(channel, "word " * (words + 1))
    assert not over.ok and str(words + 1) in over.reason and str(words) in over.reason


def test_sms_counts_characters() -> None:
    assert fits("sms", "x" * 160).ok
    assert not fits("sms", "x" * 161).ok


@pytest.mark.parametrize("channel", CHANNELS)
def test_an_empty_text_fits_nowhere(channel: str) -> None:
    assert not fits(channel, " \n").ok


def test_tone() -> None:
    assert policy("email").greeting and policy("email").signature
    assert policy("sms").tone == "casual" and policy("phone").empathy and policy("live_chat").short_paragraphs


def test_a_form_is_answered_by_mail_when_there_is_an_address() -> None:
    assert reply_channel("web_form", "ana@customer.example") == "email"
    assert reply_channel("web_form", "") == "web_form"
    assert reply_channel("sms", "ana@customer.example") == "sms"
