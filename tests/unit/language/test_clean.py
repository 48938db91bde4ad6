"""What is stored holds nothing that a database refuses or a reader cannot see, and keeps what people wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.clean import clean, storable

_HIDDEN = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff\U000e0041"


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("pay\u202eevil\u202c", "payevil"),
        ("fra\u200bud", "fraud"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("a\u200db", "ab"),
        ("\x1b[31mred", "[31mred"),
    ],
)
def test_what_cannot_stay(raw: str, stored: str) -> None:
    assert clean(raw) == stored


@pytest.mark.parametrize(
    "text", ["👩\u200d👩\u200d👧", "❤️", "می\u200cخواهم", "क्\u200dष", "tab\there", "¿Qué tal? 你好"]
)
def test_what_stays(text: str) -> None:
    assert clean(text) == text


@given(st.text(alphabet=st.characters() | st.sampled_from(_HIDDEN + "\x00\ud800\u200c\u200d\r\n")))
def test_cleaned_text_can_be_stored_and_is_stable(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert not set(cleaned) & set(_HIDDEN)
    assert clean(cleaned) == cleaned


@given(st.text(), st.integers(0, 50))
def test_the_limit_holds(text: str, limit: int) -> None:
    assert len(clean(text, limit=limit)) <= limit


@pytest.mark.parametrize("unit", ["a", "\u200d", "ا\u200c", "\x00", "\r"])
def test_a_word_of_a_megabyte_is_cleaned(unit: str) -> None:
    assert len(clean(unit * 1_000_000, limit=5_000)) <= 5_000


def test_whatever_a_browser_sends_can_be_stored() -> None:
    sent = {"a\x00": ["x\ud83d", 5, None, {"text": "whole 😀"}], "kept": "a\u200bb\r\n"}
    assert storable(sent) == {"a\ufffd": ["x\ufffd", 5, None, {"text": "whole 😀"}], "kept": "a\u200bb\r\n"}
