"""Numbers in digits and words, in three languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.numbers_said import numbers
from crm_app.language.traced import fold


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two hundred fifty thousand", [250_000]),
        ("one and a half million", [1_500_000]),
        ("a million and a half", [1_500_000]),
        ("quarter of a million", [250_000]),
        ("three thousand five hundred", [3_500]),
        ("one point three", ["1.3"]),
        ("ten grand", [10_000]),
        ("2 lakh", [200_000]),
        ("1.2M", [1_200_000]),
        ("10 and 20", [10, 20]),
        ("mil quinientos", [1_500]),
        ("treinta y cinco mil", [35_000]),
        ("millón y medio", [1_500_000]),
        ("un mil millones", [10**9]),
        ("2 millones 300 mil", [2_300_000]),
        ("48.000 millones", [48 * 10**9]),
        ("خمسة وعشرين ألف", [25_000]),
        ("خمسة عشر ألف", [15_000]),
        ("ثمانمائة وخمسين ألف", [850_000]),
        ("مليونين ونص", [2_500_000]),
        ("مليون ومئتين ألف", [1_200_000]),
        ("مليون وثمانمية", [1_800_000]),
        ("ربع مليون", [250_000]),
        ("ثلاثة ملايين", [3_000_000]),
        ("a and or k m", []),
        ("120 m2", [120, 2]),
        ("1.2.3.4", []),
    ],
)
def test_numbers(text: str, values: list[object]) -> None:
    assert [number.value for number in numbers(fold(text).text)] == [Decimal(str(value)) for value in values]


def test_a_number_of_too_many_digits_is_none() -> None:
    assert list(numbers("1" * 50_000)) == []


@given(st.text(alphabet=st.sampled_from("0123456789.,'  kmab-"), max_size=80))
def test_any_digits_and_signs_are_read_without_error(text: str) -> None:
    for number in numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert abs(number.value) <= 10**15
