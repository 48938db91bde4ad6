"""All judgements in one call, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.understanding import CHARACTERS_READ, understand

MAIL = """Hi,

I ordered a blue jacket two weeks ago (order 5512) and it still hasn't arrived.
This is the second time I write. I am really disappointed and want my money back.

Best,
Anna"""


def test_a_real_mail() -> None:
    judged = understand(MAIL)
    assert judged.language.language == "en"
    assert judged.sentiment.score < 0.3
    assert judged.category.name in {"order", "delivery", "refund"}
    assert judged.priority.name == "high"
    assert judged.difficulty.name == "complex"


@pytest.mark.parametrize(
    "unit", ["a", "a ", "? ", "ا", "\u200d", ".\n", "order ", "😂", "\x00", "@", "a@", "\ud800", "3a"]
)
def test_a_megabyte_of_anything_is_judged(unit: str) -> None:
    assert understand(unit * (1_000_000 // len(unit))).priority.name in {"urgent", "high", "normal", "low"}


def test_only_the_beginning_is_read() -> None:
    beginning = ("Where is my order? " * CHARACTERS_READ)[:CHARACTERS_READ]
    assert understand(beginning + " URGENT") == understand(beginning)


@given(st.text())
def test_the_same_text_gets_the_same_judgement(text: str) -> None:
    assert understand(text) == understand(text)
