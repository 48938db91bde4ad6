"""Who decides."""

import pytest

from crm_app.language.decision_maker import decision_maker
from crm_app.language.traced import fold


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("I need to ask my wife", "shared"),
        ("my husband and I are looking", "shared"),
        ("It's my call", "yes"),
        ("I'm the owner", "yes"),
        ("my boss makes the final decision", "no"),
        ("it's not up to me", "no"),
        ("on behalf of a client", "no"),
        ("tengo que consultarlo con mi mujer", "shared"),
        ("mi socio decide", "no"),
        ("la decisión es mía", "yes"),
        ("no depende de mí", "no"),
        ("لازم اشاور زوجتي", "shared"),
        ("القرار لي", "yes"),
        ("القرار مو بيدي", "no"),
        ("والدي صاحب القرار", "no"),
        ("the two of us decide", "shared"),
        ("it is for my mother, she'll decide", "no"),
        ("es para mi madre, decide ella", "no"),
        ("المدير هو اللي يوافق", "no"),
        ("اسأل عن شقة لأمي وهي اللي بتقرر", "no"),
        ("وأنا صاحب القرار", "yes"),
        ("a flat for my wife", "unknown"),
        ("busco piso", "unknown"),
    ],
)
def test_decides(text: str, decides: str) -> None:
    found = decision_maker(text, fold(text))
    assert found.decides == decides
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(("text", "decides"), [("yes", "yes"), ("my wife", "shared"), ("no", "no"), ("نعم", "yes")])
def test_a_bare_answer(text: str, decides: str) -> None:
    assert decision_maker(text, fold(text)).decides == "unknown"
    assert decision_maker(text, fold(text), asked="decision_maker").decides == decides
