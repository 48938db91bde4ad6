"""Dates as they are said, and the days they may mean. Today is Tuesday, 17 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.drafts.checking.dates_said import dates
from crm_app.drafts.offline.speech import Speech
from crm_app.language.traced import fold

TODAY = date(2026, 11, 17)


def days(said: str) -> list[set[date]]:
    return [set(found.days) for found in dates(fold(said).text, TODAY)]


@pytest.mark.parametrize(
    ("said", "shift"),
    [
        ("today", 0),
        ("tomorrow", 1),
        ("yesterday", -1),
        ("hoy", 0),
        ("mañana", 1),
        ("ayer", -1),
        ("pasado mañana", 2),
        ("اليوم", 0),
        ("غدًا", 1),
        ("أمس", -1),
        ("بعد غد", 2),
    ],
)
def test_words_for_days(said: str, shift: int) -> None:
    assert days(said)[0] == {TODAY + timedelta(days=shift)}


def test_a_weekday_is_the_last_or_the_next() -> None:
    assert days("on Friday") == [{date(2026, 11, 13), date(2026, 11, 20)}]
    assert days("last Friday") == [{date(2026, 11, 13)}]
    assert days("el viernes pasado") == [{date(2026, 11, 13)}]
    assert date(2026, 11, 20) in days("يوم الجمعة القادم")[0]
    assert days("by Fri")


def test_words_that_only_look_like_dates() -> None:
    for text in ("May I ask?", "He sat in the sun.", "por la mañana", "3-5 lamps", "it may"):
        assert days(text) == [], text


def test_day_and_month_may_stand_either_way_round() -> None:
    assert days("12/11") == [{date(2026, 11, 12), date(2026, 12, 11)}]
    assert days("31/12/2025") == [{date(2025, 12, 31)}]


def test_a_day_that_does_not_exist_means_none() -> None:
    assert days("31 November")[0] == set()
    assert days("Friday 12 November")[0] == set()


PIECES = [
    "luness", "vierness", "martess", "fridays", "los lunes", "next", "last", "pasado", "el", "يوم", "الجمعة", "since",
    "may", "mar.", "de", "0000", "0001", "9999", "2026", "31", "0", "12/31/0000", "30.02.2026", "december", "este mes",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join))
def test_no_slip_of_the_pen_is_an_error(said: str) -> None:
    days(said)


def test_without_a_year_the_nearest_is_meant() -> None:
    assert days("3 January") == [{date(2027, 1, 3)}]


@given(st.dates(date(2020, 1, 1), date(2033, 1, 1)), st.sampled_from(("en", "es", "ar")))
def test_what_the_offline_writer_writes_is_read_back(day: date, language: str) -> None:
    assert {day} in days(Speech(language, 0, TODAY).date(day))
