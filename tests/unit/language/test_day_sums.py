"""Calendar arithmetic."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.day_sums import added, easter, islamic, next_islamic, part_of, period_at


@pytest.mark.parametrize(
    ("day", "count", "unit", "later"),
    [
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2026, 3, 2), -2, "week", date(2026, 2, 16)),
        (date(2026, 3, 2), 5, "minute", date(2026, 3, 2)),
        (date(2026, 3, 2), 30, "hour", date(2026, 3, 3)),
        (date(2026, 11, 15), 1, "quarter", date(2027, 2, 15)),
    ],
)
def test_added(day: date, count: int, unit: str, later: date) -> None:
    assert added(day, count, unit) == later


def test_feasts() -> None:
    assert [easter(year) for year in (2018, 2026, 2027)] == [date(2018, 4, 1), date(2026, 4, 5), date(2027, 3, 28)]
    assert islamic(1447, 9, 1) == date(2026, 2, 18)
    assert next_islamic(date(2026, 4, 1), 9, 1, 30)[0] == date(2027, 2, 8)


def test_parts_of_a_period() -> None:
    march = period_at(date(2026, 3, 9), "month", 0)
    assert [part_of(march, part)[0].day for part in ("begin", "middle", "end", "")] == [1, 10, 16, 1]


@given(
    st.dates(date(1, 1, 1), date(9000, 12, 31)),
    st.integers(-10_000, 10_000),
    st.sampled_from(["day", "week", "month", "year"]),
)
def test_adding_never_leaves_the_calendar(day: date, count: int, unit: str) -> None:
    assert isinstance(added(day, count, unit), date)


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.sampled_from(["week", "weekend", "month", "quarter", "year"]))
def test_the_present_period_holds_the_day_and_the_next_follows(day: date, unit: str) -> None:
    first, last = period_at(day, unit, 0)
    assert first <= day <= last or unit == "weekend"
    assert period_at(day, unit, 1)[0] > last
