"""Digits with either decimal sign."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.digits_said import value_of


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.250", "1250"), ("1,250", "1250"), ("1.25", "1.25"), ("1,5", "1.5"), ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"), ("5,00,000", "500000"), ("1 250 000", "1250000"), ("0.500", "0.500"),
        ("1'200", "1200"), ("1.11000000000000009770", "1.11000000000000009770"),
    ],
)  # fmt: skip
def test_either_sign(written: str, value: str) -> None:
    assert value_of(written) == Decimal(value)


def test_before_a_multiplier_a_sign_parts_decimals_unless_spanish_parts_thousands_so() -> None:
    assert value_of("1.250", before_scale="million") == Decimal("1.250")
    assert value_of("48.000", before_scale="millones") == 48_000


def test_what_is_no_number() -> None:
    assert value_of("1.2.3.4") is None
    assert value_of("9" * 16) is None


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_both_groupings_are_read_back(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02}"
    assert value_of(english) == Decimal(f"{whole}.{cents:02}")
    assert value_of(english.translate(str.maketrans(",.", ".,"))) == Decimal(f"{whole}.{cents:02}")
