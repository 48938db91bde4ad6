"""The language of short and long messages, of mixtures, and of hostile text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.detect import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello, where is my order?", "en"),
        ("refund", "en"),
        ("hi", "en"),
        ("Hiii!", "en"),
        ("hi sir", "en"),
        ("hi kifak", "arabizi"),
        ("Thanks", "en"),
        ("NEED HELP ASAP", "en"),
        ("I live in San Francisco, California and my order #4512 has not arrived", "en"),
        ("Please refund, it's been 3 weeks. Regards, Ahmed Al-Masri", "en"),
        ("¿Dónde está mi pedido?", "es"),
        ("donde esta mi pedido", "es"),
        ("talla equivocada", "es"),
        ("Hice un pedido online y no ha llegado el email de confirmación", "es"),
        ("شكرا", "ar"),
        ("وين طلبي لو سمحت", "ar"),
        ("fen el order beta3y ya gama3a", "arabizi"),
        ("ana 3ayez arga3 el montag", "arabizi"),
        ("Kifak? baddi e7ki ma3 7ada", "arabizi"),
        ("Hola, where is my order? No ha llegado", "mixed"),
        ("ابغى ارجع ال order حقي please", "mixed"),
        ("Bonjour, je voudrais savoir où est ma commande", "other"),
        ("Guten Tag, wo ist meine Bestellung?", "other"),
        ("Olá, onde está o meu pedido? Ainda não chegou", "other"),
        ("Goedemiddag, waar is mijn bestelling? Ik wacht al drie weken", "other"),
        ("Dzień dobry, gdzie jest moje zamówienie?", "other"),
        ("سفارش من کجاست؟ لطفا کمک کنید", "other"),
        ("میرا آرڈر کہاں ہے؟", "other"),
        ("Где мой заказ?", "other"),
        ("注文はどこですか", "other"),
        ("12345", "other"),
        ("😂😂", "other"),
        ("", "other"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect(text).language == language


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("Hola, where is my order? I have been waiting for two weeks", "en"),
        ("Hola, llevo dos semanas esperando mi pedido, please help", "es"),
        ("ابغى ارجع ال order حقي please", "ar"),
        ("Where is my order?", "en"),
    ],
)
def test_the_main_language_is_the_one_to_answer_in(text: str, main: str) -> None:
    assert detect(text).main == main


def test_the_reason_names_words_of_the_text() -> None:
    assert "order" in detect("where is my order").reason


@given(st.text(max_size=300))
def test_any_text_gets_one_of_six_languages(text: str) -> None:
    found = detect(text)
    assert found.language in {"ar", "en", "es", "arabizi", "mixed", "other"}
    assert 0 <= found.confidence <= 1
    assert found.reason
    assert found.main != "mixed"
