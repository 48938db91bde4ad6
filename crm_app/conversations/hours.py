"""Business hours: when is a reply due, and how many working hours lie between two instants? Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HORIZON_DAYS = 400
_A_MONDAY = datetime(2001, 1, 1)


@dataclass(frozen=True)
class BusinessHours:
    """Opening hours a weekday, local time; no `days` at all means always open."""

    zone: str = "UTC"
    days: tuple[tuple[tuple[time, time], ...], ...] = ()

    @classmethod
    def read(cls, stored: dict[str, Any], zone: str) -> "BusinessHours":
        """From a workspace's setting: {"mon": [["09:00", "17:00"]], ...}; an empty one is always open."""
        if not any(stored.get(day) for day in DAYS):
            return cls(zone)
        week = tuple(tuple((_time(a), _time(b)) for a, b in stored.get(day) or ()) for day in DAYS)
        return cls(zone, week)

    def spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans in UTC from the day of `start` on."""
        zone = ZoneInfo(self.zone)
        day = start.astimezone(zone).date()
        for _ in range(HORIZON_DAYS):
            for opens, closes in self.days[day.weekday()]:
                yield (
                    datetime.combine(day, opens, zone).astimezone(UTC),
                    datetime.combine(day, closes, zone).astimezone(UTC),
                )
            day += timedelta(days=1)

    def after(self, start: datetime, hours: float) -> datetime:
        """The instant `hours` of opening time after `start`."""
        left = timedelta(hours=hours)
        if not self.days:
            return start + left
        for opens, closes in self.spans(start):
            begin = max(opens, start)
            if closes <= begin:
                continue
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
        return start + timedelta(days=HORIZON_DAYS)

    def between(self, start: datetime, end: datetime) -> float:
        """Opening hours between two instants, by the local clock; 0 when `end` comes first."""
        if not self.days:
            return max(0.0, (end - start).total_seconds() / 3600)
        return max(0.0, self._opened_by(end) - self._opened_by(start)) if end > start else 0.0

    def _opened_by(self, at: datetime) -> float:
        """Opening hours from a Monday long ago to `at`: whole weeks, then what of this week has passed."""
        local = at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        weeks, left = divmod((local - _A_MONDAY).total_seconds() / 3600, 168)
        return weeks * self._week_hours(168) + self._week_hours(left)

    def _week_hours(self, until: float) -> float:
        """Opening hours in the first `until` hours of a week."""
        return sum(
            max(0.0, min(until, 24 * day + _hour(closes)) - (24 * day + _hour(opens)))
            for day, spans in enumerate(self.days)
            for opens, closes in spans
        )

    def is_open(self, at: datetime) -> bool:
        """Whether the workspace works at this instant."""
        return not self.days or any(opens <= at < closes for opens, closes in islice(self.spans(at), 8))


def _time(text: str) -> time:
    return time(23, 59, 59, 999999) if text == "24:00" else time.fromisoformat(text)


def _hour(at: time) -> float:
    return at.hour + at.minute / 60 + (at.second + at.microsecond / 1e6) / 3600
