"""Signs, codes and words of currencies."""

import pytest

from crm_app.language import currencies
from crm_app.language.traced import fold


def _after(text: str, own: str = "USD") -> str | None:
    folded = fold(text)
    found = currencies.after(text, folded.text, 0, own, origin=folded.origin)
    return found.code if found else None


def _before(text: str, own: str = "USD") -> str | None:
    folded = fold(text)
    found = currencies.before(text, folded.text, len(folded.text), own, origin=folded.origin)
    return found.code if found else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("euros", "EUR"), ("ريال قطري", "QAR"), ("دينار أردني", "JOD"), ("pesos colombianos", "COP"), ("AED", "AED"),
        ("aed", "AED"), ("MAD", "MAD"), ("mad", None), ("ALL of", None), ("le dije", None), ("LE", "EGP"), ("ft", None),
        ("جنيه استرليني", "GBP"), ("bucks", "USD"), ("dollarish", None), ("₭", ""),
    ],
)  # fmt: skip
def test_after_a_number(text: str, code: str | None) -> None:
    assert _after(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("for $", "USD"), ("US$ ", "USD"), ("C$", "CAD"), ("Rs. ", "INR"), ("RM", "MYR"), ("the ", None), ("R$", "BRL")],
)
def test_before_a_number(text: str, code: str | None) -> None:
    assert _before(text) == code


def test_a_shared_word_is_the_own_currency_or_the_usual_one() -> None:
    assert (_after("ريال", "OMR"), _after("ريال", "USD")) == ("OMR", "SAR")
    assert (_after("pesos", "COP"), _after("pesos", "EUR")) == ("COP", "MXN")
