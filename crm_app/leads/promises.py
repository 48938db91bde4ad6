"""What may be promised about when a person answers: only what the opening hours allow. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_app.conversations.hours import BusinessHours

LEAST_LEFT_H = 0.25
"""With less of the day left than this, the next opening is told."""


@dataclass(frozen=True)
class Promise:
    """`until`: open now, up to then. `opens`: closed, open again then. Both None: always open. Local time."""

    until: datetime | None = None
    opens: datetime | None = None


def promise(hours: BusinessHours, now: datetime) -> Promise:
    """What the hours allow at `now`."""
    if not hours.days:
        return Promise()
    zone = ZoneInfo(hours.zone)
    for opens, closes in hours.spans(now):
        if closes <= now:
            continue
        if opens > now:
            return Promise(opens=opens.astimezone(zone))
        if (closes - now).total_seconds() >= LEAST_LEFT_H * 3600:
            return Promise(until=closes.astimezone(zone))
    return Promise()
