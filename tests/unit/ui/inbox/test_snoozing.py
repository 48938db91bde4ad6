"""Until when a conversation is put off, in the workspace's own time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from crm_app.ui.inbox.snoozing import picked, times

RIYADH = ZoneInfo("Asia/Riyadh")


def test_tomorrow_and_monday_at_nine_where_the_workspace_is():
    found = times(datetime(2026, 11, 20, 22, 30, tzinfo=UTC), RIYADH)  # Saturday 01:30 there
    assert {name: at.isoformat() for name, at in found.items()} == {
        "later": "2026-11-21T04:00:00+03:00",
        "tomorrow": "2026-11-22T09:00:00+03:00",
        "week": "2026-11-23T09:00:00+03:00",
    }


def test_late_in_the_evening_there_is_no_later_today():
    assert "later" not in times(datetime(2026, 11, 20, 19, 30, tzinfo=UTC), RIYADH)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_every_choice_is_still_to_come(now):
    assert all(at > now for at in times(now, ZoneInfo("Europe/Madrid")).values())


def test_what_was_picked_is_read_in_the_workspaces_zone():
    assert picked("2026-12-01T08:15", RIYADH).isoformat() == "2026-12-01T08:15:00+03:00"
    assert picked("soon", RIYADH) is None
    assert picked("9999-12-31T23:59", RIYADH) is None
