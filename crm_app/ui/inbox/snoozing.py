"""Until when may a conversation be put off? Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_app.kit import clock

MORNING = time(9)
LATER = timedelta(hours=3)


def times(now: datetime, zone: ZoneInfo) -> dict[str, datetime]:
    """The choices by name: later today (three hours on, while that is still today), tomorrow, next week (Monday)."""
    local = now.astimezone(zone)
    later = (local + LATER).replace(minute=0, second=0, microsecond=0)
    choices = {"later": later} if later.date() == local.date() else {}
    for name, days in (("tomorrow", 1), ("week", 7 - local.weekday())):
        choices[name] = datetime.combine(local.date() + timedelta(days=days), MORNING, zone)
    return choices


def picked(text: str, zone: ZoneInfo) -> datetime | None:
    """What a date and time input gave, in the workspace's zone; None when it is no time."""
    try:
        read = datetime.fromisoformat(text)
        at = read if read.tzinfo else read.replace(tzinfo=zone)
        return clock.in_utc(at).astimezone(at.tzinfo)
    except ValueError:
        return None
