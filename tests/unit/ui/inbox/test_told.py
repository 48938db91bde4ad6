"""Amounts, days and spans as a reader expects them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_app.ui.inbox import told


@pytest.mark.parametrize(
    ("amount", "language", "said"),
    [(3500.0, "en", "$3,500"), (Decimal("156.99"), "en", "$156.99"), (3500.0, "es", "3.500 US$"), (0, "en", "$0")],
)
def test_whole_amounts_have_no_cents(amount, language, said):
    assert told.money(amount, "USD", language).replace("\xa0", " ") == said


def test_arabic_does_not_tear_a_foreign_dollar_apart():
    assert told.money(5, "USD", "ar").endswith("US$\N{LEFT-TO-RIGHT MARK}")


@pytest.mark.parametrize(
    ("minutes", "said", "exactly"),
    [
        (0, "0 min", "0 min"),
        (59, "59 min", "59 min"),
        (124, "2 h", "2 h 04 m"),
        (120, "2 h", "2 h"),
        (3000, "2 d", "2 d"),
    ],
)
def test_spans(minutes, said, exactly):
    time = timedelta(minutes=minutes)
    assert (told.span(time, "en"), told.span(time, "en", exact=True)) == (said, exactly)


def test_days_are_those_of_the_workspace():
    at = datetime(2026, 11, 17, 22, 30, tzinfo=UTC)
    assert told.day(at, ZoneInfo("Asia/Riyadh"), "en", weekday=True) == "Wednesday 18 November"
    assert told.day(at, ZoneInfo("Europe/London"), "en") == "17 Nov"
    assert told.day(at, ZoneInfo("UTC"), "es", weekday=True, year=True) == "martes 17 de noviembre de 2026"
    assert told.day(at, ZoneInfo("UTC"), "es", year=True) == "17 nov 2026"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Jane Rivera", "JR"), ("Cher", "CH"), ("أحمد الغامدي", "أح"), ("", "?"), ("…", "?"), ("j.doe@x", "JD")],
)
def test_initials(name, letters):
    assert told.initials(name) == letters


def test_words_in_a_row_have_the_comma_of_their_language():
    assert told.listed(["Ana", "", "email"], "en") == "Ana, email"
    assert told.listed(["آنا", "بريد"], "ar") == "آنا، بريد"
