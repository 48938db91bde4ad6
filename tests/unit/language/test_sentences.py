"""Sentences with their folded words."""

from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.sentences import LONGEST, LONGEST_QUOTE, sentences


def test_sentences_in_order() -> None:
    assert sentences("Hola. ¿Qué tal?\nأين طلبي؟ ...") == [
        ("Hola.", ["hola"]),
        ("¿Qué tal?", ["que", "tal"]),
        ("أين طلبي؟", ["اين", "طلبي"]),
    ]


@given(st.text(max_size=600))
def test_every_sentence_stands_in_the_text_and_is_short(text: str) -> None:
    assert all(said in text and len(said) <= LONGEST_QUOTE and words for said, words in sentences(text))


def test_no_more_words_than_the_limit() -> None:
    assert sum(len(words) for _, words in sentences("a b. " * 5_000)) == LONGEST
