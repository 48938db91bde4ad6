"""Parts of a text message: the counts that a phone bill shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels.segments import segments


@pytest.mark.parametrize(
    ("text", "alphabet", "count", "left"),
    [
        ("", "GSM-7", 0, 160),
        ("a" * 160, "GSM-7", 1, 0),
        ("a" * 161, "GSM-7", 2, 145),
        ("a" * 306, "GSM-7", 2, 0),
        ("a" * 307, "GSM-7", 3, 152),
        ("€" * 80, "GSM-7", 1, 0),
        ("€" * 81, "GSM-7", 2, 143),
        ("¿Sigue libre? àèìòù ÄÖÜ ñ", "GSM-7", 1, 135),
        ("á" + "a" * 69, "UCS-2", 1, 0),
        ("مرحبا", "UCS-2", 1, 65),
        ("م" * 71, "UCS-2", 2, 63),
        ("😀" * 35, "UCS-2", 1, 0),
        ("😀" * 36, "UCS-2", 2, 61),
    ],
)
def test_counts(text, alphabet, count, left):
    told = segments(text)
    assert (told.alphabet, told.count, told.left) == (alphabet, count, left)


def test_what_made_it_costly_is_told_once():
    assert segments("Hola, ¿qué tál? “sí” á").costly == ("á", "“", "í", "”")
    assert segments("plain").costly == ()


def test_a_character_of_two_units_is_not_torn_apart():
    """33 pairs fill 66 of 67 units, the 34th begins the next part."""
    assert segments("😀" * 66).count == 2
    assert segments("😀" * 67).count == 3


@given(st.text(max_size=600))
def test_the_room_is_never_less_than_the_text(text):
    told = segments(text)
    single, each = (160, 153) if told.alphabet == "GSM-7" else (70, 67)
    room = single if told.count <= 1 else told.count * each
    assert told.units + told.left <= room and told.units <= room
    assert (told.count == 0) == (text == "")


@given(st.text(max_size=300), st.characters())
def test_more_text_never_makes_fewer(text, more):
    assert segments(text + more).count >= segments(text).count
