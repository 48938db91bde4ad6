"""Numbers, money and lengths of time as three languages write them."""

from decimal import Decimal

import pytest

from crm_app.drafts.checking import numerals
from crm_app.language.traced import fold


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1,234.50", {"1234.50"}),
        ("1.234,50", {"1234.50"}),
        ("1.250", {"1250", "1.250"}),
        ("12,5", {"12.5"}),
        ("1.234.567", {"1234567"}),
        ("1'234", {"1234"}),
        ("twenty-five", {"25"}),
        ("two hundred", {"200"}),
        ("cuarenta y dos", {"42"}),
        ("three thousand two hundred", {"3200"}),
        ("خمسه", {"5"}),
    ],
)
def test_what_a_number_may_mean(written: str, meant: set[str]) -> None:
    assert numerals.values(written) == {Decimal(number) for number in meant}


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ("3-5 business days", (3, 5, "day", True)),
        ("5 días hábiles", (5, 5, "day", True)),
        ("٢٤ ساعة", (24, 24, "hour", False)),
        ("يومين", (2, 2, "day", False)),
        ("two weeks", (2, 2, "week", False)),
        ("48h", (48, 48, "hour", False)),
    ],
)
def test_lengths_of_time(said: str, length: tuple[object, ...]) -> None:
    match = numerals.DURATION.search(fold(said).text)
    assert match
    assert numerals.length(match) == length


@pytest.mark.parametrize(
    ("sign", "code"),
    [("$", "USD"), ("us$", "USD"), ("€", "EUR"), ("ريال", "SAR"), ("درهم", "AED"), ("pesos", "MXN"), ("£", "GBP")],
)
def test_currency_signs(sign: str, code: str) -> None:
    assert code in numerals.currencies(sign)


def test_an_unknown_sign_names_no_currency() -> None:
    assert numerals.currencies("doubloons") == frozenset()
