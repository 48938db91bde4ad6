"""Which instants are kept, and in which zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crm_app.kit.clock import in_utc


def test_an_instant_is_kept_in_utc() -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=4)))
    assert in_utc(noon) == noon and in_utc(noon).tzinfo is UTC
    assert in_utc(datetime(2026, 11, 21)) == datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize("never", [datetime.min, datetime.max, datetime(1899, 12, 31), datetime(2201, 1, 1)])
def test_the_ends_of_the_calendar_are_no_instants(never: datetime) -> None:
    with pytest.raises(ValueError, match="before 1900"):
        in_utc(never)
