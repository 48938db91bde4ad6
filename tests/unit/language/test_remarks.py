"""What is said in passing, and what is left of a message without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.remarks import remarks, without_courtesies


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("How are you today btw?", {"well_being"}),
        ("¿Qué tal, todo bien?", {"well_being"}),
        ("شلونك اليوم", {"well_being"}),
        ("Are you a bot?", {"robot"}),
        ("¿eres un robot?", {"robot"}),
        ("انت روبوت؟", {"robot"}),
        ("hmm ok. I'll think about it", {"pause"}),
        ("perfecto, hasta el viernes", {"pause"}),
        ("طيب هفكر وأرد عليك", {"pause"}),
        ("that's too expensive", {"dear"}),
        ("me parece caro", {"dear"}),
        ("غالي شوي", {"dear"}),
        ("my tooth is killing me", {"pain"}),
        ("me duele una muela", {"pain"}),
        ("ضرسي واجعني", {"pain"}),
        ("hasta 350.000 euros", set()),
        ("hasta el viernes", set()),
        ("es mucho mejor", set()),
        ("¿Cómo está la zona?", set()),
        ("I want to see it soon", set()),
        ("كيف أسجل", set()),
    ],
)
def test_remarks(text: str, kinds: set[str]) -> None:
    assert {remark.kind for remark in remarks(text)} == kinds


def test_a_courtesy_leaves_the_rest_where_it_was() -> None:
    text = "How are you today? I need it tomorrow."
    left = without_courtesies(text)
    assert left.split() == ["I", "need", "it", "tomorrow."]
    assert left.index("tomorrow") == text.index("tomorrow")


@given(st.text(max_size=200))
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(without_courtesies(text)) == len(text)
    assert all(0 <= remark.start < remark.end <= len(text) for remark in remarks(text))
