"""Sums of money as leads write them, and numbers that are none."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_app.language.amounts import MOST, Amount, amounts
from crm_app.language.traced import fold


def _read(text: str, currency: str = "USD", asked: str | None = None) -> tuple[Amount, ...]:
    return amounts(text, fold(text), currency, asked=asked)


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "bound"),
    [
        ("half a million dollars", 500_000, 500_000, "USD", "exact"),
        ("one point five million euros", 1_500_000, 1_500_000, "EUR", "exact"),
        ("USD115", 115, 115, "USD", "exact"),
        ("no less than $1.42", "1.42", None, "USD", "from"),
        ("under seven euros", None, 7, "EUR", "up_to"),
        ("500k or more", 500_000, None, "USD", "from"),
        ("around 800k", 800_000, 800_000, "USD", "about"),
        ("750,000 max", None, 750_000, "USD", "up_to"),
        ("10-20 dollars", 10, 20, "USD", "between"),
        ("500k to 1M", 500_000, 1_000_000, "USD", "between"),
        ("between 900 and 1.2M", 900_000, 1_200_000, "USD", "between"),
        ("20 dollars 43 cents", "20.43", "20.43", "USD", "exact"),
        ("75 USD million", 75_000_000, 75_000_000, "USD", "exact"),
        ("4 crores rupees", 40_000_000, 40_000_000, "INR", "exact"),
        ("de 200 a 300 mil euros", 200_000, 300_000, "EUR", "between"),
        ("hasta 1.200 euros", None, 1_200, "EUR", "up_to"),
        ("a partir de 90.000€", 90_000, None, "EUR", "from"),
        ("3 euros con 99 céntimos", "3.99", "3.99", "EUR", "exact"),
        ("un millón doscientos", 1_200_000, 1_200_000, "USD", "exact"),
        ("1.2 MDP", 1_200_000, 1_200_000, "MXN", "exact"),
        ("مليون ونص ريال قطري", 1_500_000, 1_500_000, "QAR", "exact"),
        ("ما يتعدى ٦٠٠ ألف درهم", None, 600_000, "AED", "up_to"),
        ("من ٥٠٠ الى ٧٠٠ ألف جنيه", 500_000, 700_000, "EGP", "between"),
        ("مليون الا ربع دينار كويتي", 750_000, 750_000, "KWD", "exact"),
        ("20 دولار و43 سنت", "20.43", "20.43", "USD", "exact"),
        ("3.42$ على الاقل", "3.42", None, "USD", "from"),
        ("no, 900 not 800 dollars", 900, 900, "USD", "exact"),
        ("700 no 800 mil euros", 700_000, 700_000, "EUR", "exact"),
        ("٩٠٠ مو ٨٠٠ ريال قطري", 900, 900, "QAR", "exact"),
        ("three or four thousand euros", 3_000, 4_000, "EUR", "between"),
        ("ثلاثة أو أربعة آلاف درهم", 3_000, 4_000, "AED", "between"),
        ("1,250 a month is my limit", None, 1_250, "USD", "up_to"),
        ("I dont have more then 1500 bucks", None, 1_500, "USD", "up_to"),
        ("no quiero pasar de 950 euros", None, 950, "EUR", "up_to"),
        ("un cuarto de millón de euros, tope", None, 250_000, "EUR", "up_to"),
        ("مش أكتر من 5000 جنيه مصري", None, 5_000, "EGP", "up_to"),
        ("مش أقل من 3 مليون درهم", 3_000_000, None, "AED", "from"),
        ("800 alf dirham", 800_000, 800_000, "AED", "exact"),
    ],
)
def test_sums(text: str, low: object, high: object, currency: str, bound: str) -> None:
    (found,) = _read(text)
    assert found.low == (None if low is None else Decimal(str(low)))
    assert found.high == (None if high is None else Decimal(str(high)))
    assert (found.currency, found.bound) == (currency, bound)


@pytest.mark.parametrize(
    "text",
    [
        "order 45000 please", "pedido nº 20345", "رقم الطلب ٤٥٨٢١", "invoice #20250317",
        "I live at 4512 Oak Street", "calle Mayor 25", "شارع ٢٠", "unit 1204, floor 23",
        "2 bedrooms, 1200 sqft", "120 m2 y 3 habitaciones", "٣ غرف و ١٥٠ متر", "200m from the beach",
        "at 10:30 on 12/04/2026", "since 1998", "en 2015", "20% off", "خصم ٢٠٪",
        "3 million people", "mil gracias", "thanks a million", "thousands of dollars", "un millón de gracias",
        "my postcode is 10115", "model CN-003", "over 5,000 reviews", "I am 35 years old", "Grand Oak Apartments",
        "2351b", "budget ref 4711m", "77b1d2",
    ],
)  # fmt: skip
def test_numbers_that_are_no_sums(text: str) -> None:
    assert _read(text) == ()


@pytest.mark.parametrize("text", ["my budget is 2000", "presupuesto: 2000", "ميزانيتي 2000", "4000-5000 monthly"])
def test_a_bare_number_counts_where_money_is_spoken_of(text: str) -> None:
    assert len(_read(text)) == 1


def test_a_bare_answer_counts_when_the_budget_was_asked_for() -> None:
    assert _read("around 900") == ()
    assert _read("around 900", asked="budget")[0].low == 900
    assert [_read(alone)[0].low for alone in ("1.2m", "1.2M", "850k")] == [1_200_000, 1_200_000, 850_000]
    assert _read("5m from the beach", asked="budget") == ()


def test_shared_words_mean_the_currency_of_the_workspace() -> None:
    assert [_read("500 riyals", own)[0].currency for own in ("QAR", "OMR", "USD")] == ["QAR", "OMR", "SAR"]
    assert [_read("$500", own)[0].currency for own in ("MXN", "AED")] == ["MXN", "USD"]
    assert [found.said_currency for found in (*_read("500k"), *_read("$500k"))] == [False, True]


def test_monthly_and_approximate_are_told() -> None:
    (rent,) = _read("about 4,500 dirhams a month")
    assert (rent.per_month, rent.approximate) == (True, True)


def test_what_is_taken_by_something_else_is_no_sum() -> None:
    text = "budget 2026"
    assert amounts(text, fold(text), "USD", taken=[(7, 11)]) == ()


def test_a_price_list_ends_somewhere() -> None:
    assert len(_read("$5 " * 300)) == MOST


@given(st.integers(1, 99_999_999), st.sampled_from(["{:,}", "{}", "DOTS", "SPACES", "ARABIC"]), st.integers(0, 1))
def test_a_sum_is_read_back_however_it_is_written(value: int, style: str, before: int) -> None:
    grouped = f"{value:,}"
    written = {
        "DOTS": grouped.replace(",", "."),
        "SPACES": grouped.replace(",", " "),
        "ARABIC": str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    }.get(style) or style.format(value)
    (found,) = _read(f"$ {written}" if before else f"{written} euros")
    assert found.low == found.high == value


@given(
    st.text(max_size=60),
    st.sampled_from(["1.2M", "half a million", "٨٠٠ ألف", "$500", "300 mil €"]),
    st.text(max_size=60),
)
def test_offsets_give_the_words(before: str, said: str, behind: str) -> None:
    text = f"{before} {said} {behind}"
    for found in _read(text):
        assert text[found.start : found.end] == found.text


@given(st.integers(10**4, 10**9), st.sampled_from(["order", "pedido", "invoice", "ref", "order number", "factura"]))
def test_no_sum_from_an_order_number(number: int, word: str) -> None:
    assert _read(f"my {word} {number} is late") == ()


@settings(max_examples=25)
@given(st.sampled_from(["1 ", "$", "1,", "million ", "من ", "500k ", "and a half ", "."]), st.integers(1_000, 20_000))
def test_hostile_repetition_is_bounded_work(piece: str, times: int) -> None:
    assert len(_read((piece * times)[:4_000])) <= MOST
