"""Folding makes spellings equal, loses no words, and stays linear on hostile input."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.fold import fold, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Año Nuevo", "ANO nuevo"),
        ("الإحتيال", "الاحتيال"),
        ("اِحْتِيَال", "احتيال"),
        ("فاتـــورة", "فاتوره"),
        ("مصطفى", "مصطفي"),
        ("کتاب", "كتاب"),
        ("١٢٣", "123"),
        ("fra\u200bud", "fraud"),
        ("\u202efraud\u202c", "fraud"),
        ("ﬁne", "fine"),
        ("ｆｒａｕｄ", "fraud"),
        ("STRASSE", "straße"),
    ],
)
def test_spellings_of_one_word_are_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "written", ["احتيال", "الاحتيال", "والاحتيال", "بالاحتيال", "فالاحتيال", "كالاحتيال", "وبالاحتيال"]
)
def test_the_arabic_article_does_not_change_the_word(written: str) -> None:
    assert words(written) == ["احتيال"]


def test_short_arabic_words_keep_their_letters() -> None:
    assert words("الو وال فالح") == ["الو", "وال", "فالح"]


def test_words_are_letters_and_digits_in_order() -> None:
    assert words("Order #4,512: don't_panic!") == ["order", "4", "512", "don", "t", "panic"]


@given(st.text())
def test_words_are_alphanumeric_and_folded(text: str) -> None:
    found = words(text)
    assert all(word.isalnum() for word in found)
    assert all(not unicodedata.combining(letter) for word in found for letter in unicodedata.normalize("NFKD", word))


@given(st.text())
def test_case_makes_no_difference_in_ascii(text: str) -> None:
    ascii_only = text.encode("ascii", "ignore").decode()
    assert fold(ascii_only) == fold(ascii_only.upper())


@pytest.mark.parametrize("unit", ["a", "ا\u0651", "\u202e", "ﷺ", "e\u0301"])
def test_a_word_of_a_million_characters_is_folded(unit: str) -> None:
    assert len(fold(unit * (1_000_000 // len(unit)))) <= 18_000_000
