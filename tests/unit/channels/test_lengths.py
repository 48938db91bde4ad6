"""Long texts in pieces: nothing lost, nothing too long, in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels.lengths import split, units


def test_sentences_and_paragraphs_stay_whole():
    text = "First sentence here. Second one follows! A third?\n\nNew paragraph begins. And it ends."
    assert split(text, 60) == [
        "First sentence here. Second one follows! A third?",
        "New paragraph begins. And it ends.",
    ]
    assert split("One two three four. Five six seven eight nine.", 30) == [
        "One two three four.",
        "Five six seven eight nine.",
    ]
    assert split("كم سعر الشقة؟ أريد زيارتها غدا صباحا", 25) == ["كم سعر الشقة؟", "أريد زيارتها غدا صباحا"]


def test_short_and_empty():
    assert split("  Hello  ", 1600) == ["Hello"]
    assert split(" \n ", 10) == []


def test_one_endless_word_is_cut_but_never_inside_a_character():
    assert split("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
    assert split("😀" * 7, 5) == ["😀😀", "😀😀", "😀😀", "😀"]


@pytest.mark.parametrize("longest", [2, 7, 40])
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_pieces_fit_and_together_are_the_text(longest, text):
    pieces = split(text, longest)
    assert all(0 < units(piece) <= longest and piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
