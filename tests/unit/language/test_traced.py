"""One spelling for many, with every letter's place kept."""

from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.traced import fold, words


def test_digits_marks_and_letter_forms() -> None:
    assert fold("سَنُعيد ٢٤ ساعة، أحمد؟").text == "سنعيد 24 ساعه, احمد?"
    assert fold("I’ll WAIT\u00a0— １２²").text == "i'll wait - 122"
    assert words("Envío: «Sí», día 5!") == " envio si dia 5 "


def test_an_accent_written_apart_joins_its_letter() -> None:
    assert fold("devolvere\u0301").text == "devolveré"


@given(st.text())
def test_every_folded_letter_points_back_into_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.origin) == len(folded.text) + 1
    assert list(folded.origin) == sorted(folded.origin)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)
