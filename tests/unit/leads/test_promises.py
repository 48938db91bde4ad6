"""Nothing is promised outside the opening hours."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_app.conversations.hours import BusinessHours
from crm_app.leads.promises import promise

RIYADH = BusinessHours.read(
    {"sun": [["09:00", "18:00"]], "mon": [["09:00", "12:00"], ["13:00", "18:00"]]}, "Asia/Riyadh"
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026 by Riyadh's clock (UTC+3); the 1st is a Sunday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


def test_open_closed_and_between():
    assert promise(RIYADH, at(1, 10)).until.strftime("%a %H:%M") == "Sun 18:00"
    assert promise(RIYADH, at(1, 20)).opens.strftime("%a %H:%M") == "Mon 09:00"
    assert promise(RIYADH, at(2, 12, 30)).opens.strftime("%a %H:%M") == "Mon 13:00"
    assert promise(RIYADH, at(2, 17, 50)).opens.strftime("%a %d %H:%M") == "Sun 08 09:00"  # ten minutes are no promise
    assert promise(BusinessHours("UTC"), at(1, 3)) == promise(BusinessHours("UTC"), at(2, 23))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_what_is_promised_holds(now):
    told = promise(RIYADH, now)
    assert (told.until is None) != (told.opens is None)
    if told.until:
        assert RIYADH.is_open(now) and RIYADH.is_open(told.until - timedelta(seconds=1)) and told.until > now
    else:
        assert told.opens > now and RIYADH.is_open(told.opens)
