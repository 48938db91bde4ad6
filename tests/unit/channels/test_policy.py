"""Each channel has its length."""

import pytest

from crm_app.channels.policy import CHANNELS, POLICIES, fits


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
    assert POLICIES["email"].greeting and POLICIES["email"].signature
    assert POLICIES["sms"].tone == "casual" and POLICIES["phone"].empathy and POLICIES["live_chat"].short_paragraphs
