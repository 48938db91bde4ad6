"""Telephone numbers, and digits that are none."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.amounts import amounts
from crm_app.language.extraction import extract
from crm_app.language.phones import MOST, phones
from crm_app.language.traced import fold
from tests.unit.language.test_dates import NOW


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("call 050 123 4567", "AE", ["+971501234567"]),
        ("رقمي ٠٥٥١٢٣٤٥٦٧", "SA", ["+966551234567"]),
        ("612 345 678 o 699112233", "ES", ["+34612345678", "+34699112233"]),
        ("+44 20 7946 0958", "US", ["+442079460958"]),
        ("00971 50 765 4321", "US", ["+971507654321"]),
        ("wa.me/971501234567", "US", ["+971501234567"]),
        ("tel:+54-11-2345-6789", "AR", ["+541123456789"]),
        ("(201) 555-0123", "US", ["+12015550123"]),
        ("my phone number is 1 (123) 456-7890", "US", ["+11234567890"]),
        ("order 2025550123", "US", []),
        ("my account is 2025550123", "US", []),
        ("Visa 5111 1111 1111 1111", "US", []),
        ("2012-01-02 08:00", "US", []),
        ("invoice #20020211895", "US", []),
        ("16/04/2010", "US", []),
        ("budget 1,500,000", "US", []),
    ],
)
def test_numbers(text: str, region: str, numbers: list[str]) -> None:
    assert [phone.e164 for phone in phones(text, region)] == numbers


def test_an_extension_is_told() -> None:
    assert phones("+44 2034567890 ext 456", "GB")[0].extension == "456"
    assert phones("(650) 253-0000 تحويلة ٨٩٧", "US")[0].extension == "897"


def test_a_bare_answer_counts_when_the_phone_was_asked_for() -> None:
    assert phones("123 456 7890", "US") == ()
    assert phones("123 456 7890", "US", asked="phone")[0].e164 == "+11234567890"


def test_offsets_give_the_words_and_a_flood_ends() -> None:
    text = "a +34 612 345 678, " * 40
    found = phones(text, "ES")
    assert len(found) == MOST
    assert all(text[phone.start : phone.end] == phone.text for phone in found)


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)), st.integers(0, 3))
def test_no_sum_is_read_from_a_phone(region: str, style: int) -> None:
    number = phonenumbers.example_number(region)
    text = f"my budget? call {phonenumbers.format_number(number, style)}"
    assert extract(text, now=NOW, region=region).amounts == ()


@given(st.from_regex(r"\+\d{2} \d{2,3} \d{3} \d{4}", fullmatch=True))
def test_no_sum_is_read_from_digits_written_as_a_phone(written: str) -> None:
    assert extract(f"{written} budget please", now=NOW).amounts == ()


def test_a_long_run_of_digits_is_nothing() -> None:
    digits = "7" * 50_000
    assert phones(digits, "US") == ()
    assert amounts(digits, fold(digits), "USD") == ()
