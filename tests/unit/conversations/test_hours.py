"""Business hours: counted by the local clock, in weeks that begin on different days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm_app.conversations.hours import BusinessHours

RIYADH = BusinessHours.read({d: [["09:00", "17:00"]] for d in ("sun", "mon", "tue", "wed", "thu")}, "Asia/Riyadh")
MADRID = BusinessHours.read(
    {d: [["09:30", "14:00"], ["16:00", "19:30"]] for d in ("mon", "tue", "wed", "thu", "fri")}, "Europe/Madrid"
)
NIGHTLY = BusinessHours.read({"sat": [["00:00", "24:00"]], "wed": [["22:00", "24:00"]]}, "America/New_York")
WEEKS = [RIYADH, MADRID, NIGHTLY, BusinessHours()]
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))


def at(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "start", "count", "end"),
    [
        # Friday and Saturday are the weekend in Riyadh, Saturday and Sunday in Madrid
        (RIYADH, at("Asia/Riyadh", 2026, 3, 5, 16), 2, at("Asia/Riyadh", 2026, 3, 8, 10)),
        (MADRID, at("Europe/Madrid", 2026, 3, 6, 18), 4, at("Europe/Madrid", 2026, 3, 9, 12)),
        (MADRID, at("Europe/Madrid", 2026, 3, 6, 13), 2, at("Europe/Madrid", 2026, 3, 6, 17)),
        (MADRID, at("Europe/Madrid", 2026, 3, 28, 12), 1, at("Europe/Madrid", 2026, 3, 30, 10, 30)),  # clocks change
        (BusinessHours(), at("UTC", 2026, 3, 6, 13), 30, at("UTC", 2026, 3, 7, 19)),
    ],
)
def test_hours_after(hours, start, count, end):
    assert hours.after(start, count) == end
    assert hours.between(start, end) == pytest.approx(count)


@given(st.sampled_from(WEEKS), moments, st.floats(0.01, 200))
def test_after_and_between_agree(hours, start, count):
    end = hours.after(start, count)
    assert end > start
    assert hours.between(start, end) == pytest.approx(count, abs=1.01)  # an hour when the clocks change within hours


@given(st.sampled_from([RIYADH, BusinessHours("Asia/Riyadh")]), moments, st.floats(0.01, 200))
def test_after_and_between_agree_exactly_where_clocks_never_change(hours, start, count):
    assert hours.between(start, hours.after(start, count)) == pytest.approx(count, abs=1e-4)


@given(st.sampled_from(WEEKS), st.lists(moments, min_size=3, max_size=3).map(sorted))
def test_between_adds_up_and_never_falls(hours, three):
    a, b, c = three
    whole = hours.between(a, c)
    assert whole == pytest.approx(hours.between(a, b) + hours.between(b, c), abs=1.01)
    assert hours.between(a, c) + 1e-9 >= hours.between(b, c)
    assert hours.between(c, a) == 0 or a == c


@given(moments)
def test_weekends_are_closed(moment):
    day = moment.astimezone(ZoneInfo("Asia/Riyadh")).weekday()
    assume(day in (4, 5))
    assert not RIYADH.is_open(moment)
    assert RIYADH.between(moment, moment + timedelta(minutes=1)) in (0, pytest.approx(0, abs=1e-9))


def test_open_and_closed():
    assert MADRID.is_open(at("Europe/Madrid", 2026, 3, 6, 10))
    assert not MADRID.is_open(at("Europe/Madrid", 2026, 3, 6, 15))
    assert MADRID.is_open(at("Europe/Madrid", 2026, 3, 6, 16))
    assert BusinessHours().is_open(at("UTC", 2026, 3, 7, 3))


def test_a_week_that_never_opens_still_has_a_far_end():
    never = BusinessHours.read({"mon": [["17:00", "09:00"]]}, "UTC")
    start = at("UTC", 2026, 3, 6, 10)
    assert never.after(start, 1) > start + timedelta(days=300)
    assert never.between(start, start + timedelta(days=30)) == 0
