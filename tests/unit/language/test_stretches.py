"""Parts of a period, of May 2026 and of the year 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.day_sums import period_at
from crm_app.language.stretches import stretch_of

MAY, YEAR = period_at(date(2026, 5, 1), "month", 0), period_at(date(2026, 5, 1), "year", 0)


@pytest.mark.parametrize(
    ("said", "days", "first", "last"),
    [
        ("the first week of ", MAY, "2026-05-04", "2026-05-10"),
        ("the last week of ", MAY, "2026-05-25", "2026-05-31"),
        ("the first two weeks of ", MAY, "2026-05-04", "2026-05-17"),
        ("the last friday in ", MAY, "2026-05-29", "2026-05-29"),
        ("first monday 1pm to 3pm of ", MAY, "2026-05-04", "2026-05-04"),
        ("week 27 of ", YEAR, "2026-06-29", "2026-07-05"),
        ("the third month of ", YEAR, "2026-03-01", "2026-03-31"),
        ("los últimos 3 días de ", MAY, "2026-05-29", "2026-05-31"),
        ("la primera quincena de ", MAY, "2026-05-01", "2026-05-15"),
        ("la segunda quincena de ", MAY, "2026-05-16", "2026-05-31"),
        ("el primer fin de semana de ", MAY, "2026-05-02", "2026-05-03"),
        ("a finales de ", MAY, "2026-05-16", "2026-05-31"),
        ("اخر جمعه من ", MAY, "2026-05-29", "2026-05-29"),
        ("الاسبوع الاول من ", MAY, "2026-05-04", "2026-05-10"),
    ],
)
def test_parts(said: str, days: tuple[date, date], first: str, last: str) -> None:
    part = stretch_of(f"{said}it", len(said), days)
    assert part
    assert (str(part.first), str(part.last)) == (first, last)


@pytest.mark.parametrize("said", ["two weeks of ", "the ninth week of ", "start in ", "the fifth friday of the last "])
def test_what_names_no_part(said: str) -> None:
    assert stretch_of(f"{said}it", len(said), MAY) is None


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.sampled_from(["first", "second", "third", "last"]))
def test_a_week_of_a_month_has_most_of_its_days_there(day: date, which: str) -> None:
    days = period_at(day, "month", 0)
    said = f"the {which} week of "
    part = stretch_of(f"{said}it", len(said), days)
    assert part
    assert (min(part.last, days[1]) - max(part.first, days[0])).days >= 3
