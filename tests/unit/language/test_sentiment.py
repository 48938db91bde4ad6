"""The feeling in support messages, in every language that the product reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.sentiment import sentiment
from crm_app.language.tone import pieces


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "This is the second time, I'm really disappointed"),
        ("en", "I am not happy"),
        ("en", "FRAUD!!! You stole my money"),
        ("es", "Llevo dos semanas esperando y nadie responde, esto es una vergüenza"),
        ("ar", "الخدمة سيئة جدا ولن اتعامل معكم"),
        ("arabizi", "khedma zay el zeft, harameya"),
        ("mixed", "Hola the product is broken, estoy muy enfadado"),
    ],
)
def test_unhappy_writers_score_low(language: str, text: str) -> None:
    found = sentiment(text, language)
    assert found.score < 0.3
    assert found.label == "negative"
    assert found.reasons


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "thank you, works great"),
        ("en", "Not bad at all, I love it"),
        ("es", "Gracias, todo perfecto"),
        ("ar", "شكرا جزيلا خدمة رائعة"),
        ("arabizi", "shukran awy, khedma momtaza"),
    ],
)
def test_happy_writers_score_high(language: str, text: str) -> None:
    found = sentiment(text, language)
    assert found.score > 0.7
    assert found.label == "positive"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Where is my order?"),
        ("en", "Can you tell me your opening hours?"),
        ("es", "¿Cuánto cuesta el envío a Madrid?"),
        ("ar", "متى يصل الطلب؟"),
        ("arabizi", "fen el order"),
        ("other", "Wo ist meine Bestellung? Das ist schlecht"),
        ("en", ""),
    ],
)
def test_plain_questions_are_in_the_middle(language: str, text: str) -> None:
    found = sentiment(text, language)
    assert 0.35 <= found.score <= 0.65
    assert found.label == "neutral"


@given(st.text(max_size=200), st.sampled_from(["ar", "en", "es", "arabizi", "mixed", "other"]))
def test_the_score_stays_between_bad_and_good(text: str, language: str) -> None:
    assert 0 <= sentiment(text, language).score <= 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I want to buy"),
        ("en", "I'd like to rent a flat"),
        ("en", "I need an appointment"),
        ("en", "Do you have it in blue?"),
        ("es", "Quiero comprar"),
        ("ar", "كم السعر"),
    ],
)
def test_a_plain_wish_is_neutral(language: str, text: str) -> None:
    assert sentiment(text, language).label == "neutral"


def test_only_verbs_are_negated_by_their_last_letters() -> None:
    assert pieces("I want an excellent apartment") == ["i", "want", "an", "excellent", "apartment"]
    assert pieces("I don't, it isnt, we can't") == ["i", "do", "not", ",", "it", "is", "not", ",", "we", "ca", "not"]
