"""How are days, months and seasons counted on from a day? Plain calendar arithmetic."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Part = Literal["begin", "middle", "end", ""]
Days = tuple[date, date]

_LAST_YEAR = 9_000
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_ISLAMIC_EPOCH = 227_014
"""The ordinal of the day before the first Islamic year."""


def added(day: date, count: int, unit: str) -> date:
    """`count` units after `day` (before it, when negative), in the last day of a shorter month. Hours stay the day.
    A day beyond the years 1 to 9000 is the nearest one in them."""
    if unit == "minute":
        return day
    if unit == "hour":
        return day + timedelta(days=int(count / 24))
    if unit == "workday":
        return _workdays(day, count)
    if unit in _DAYS:
        return date.fromordinal(min(max(1, day.toordinal() + count * _DAYS[unit]), 3_000_000))
    months = min(max(12, day.year * 12 + day.month - 1 + count * _MONTHS[unit]), _LAST_YEAR * 12)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _workdays(day: date, count: int) -> date:
    """Days from Monday to Friday counted on; 400 at most."""
    step = timedelta(days=1 if count > 0 else -1)
    left = min(abs(count), 400)
    while left:
        day += step
        left -= day.weekday() < 5
    return day


def month_of(year: int, month: int) -> Days:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def period_at(day: date, unit: str, shift: int) -> Days:
    """The week (from Monday), month, quarter, year or decade that holds `day`, or one `shift` units from it."""
    if unit == "day":
        return (day + timedelta(days=shift),) * 2
    if unit in ("week", "fortnight"):
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=13 if unit == "fortnight" else 6)
    if unit == "weekend":
        saturday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift, days=5)
        return saturday, saturday + timedelta(days=1)
    moved = added(day.replace(day=1), shift * 2 if unit == "half" else shift, "quarter" if unit == "half" else unit)
    if unit == "half":
        return (
            (date(moved.year, 1, 1), date(moved.year, 6, 30))
            if moved.month < 7
            else (date(moved.year, 7, 1), date(moved.year, 12, 31))
        )
    if unit == "month":
        return month_of(moved.year, moved.month)
    if unit == "quarter":
        first = (moved.month - 1) // 3 * 3 + 1
        return date(moved.year, first, 1), month_of(moved.year, first + 2)[1]
    if unit == "decade":
        return date(moved.year // 10 * 10, 1, 1), date(moved.year // 10 * 10 + 9, 12, 31)
    return date(moved.year, 1, 1), date(moved.year, 12, 31)


def weekend_of(day: date) -> Days:
    """The Saturday and Sunday nearest to a day, and the day too where it is the Friday before or the Monday after."""
    saturday = day + timedelta(days=(-2, -3, 3, 2, 1, 0, -1)[day.weekday()])
    days = [saturday, saturday + timedelta(days=1), *([day] if day.weekday() in (0, 4) else [])]
    return min(days), max(days)


def nth_weekday(days: Days, weekday: int, nth: int) -> date:
    """The nth weekday (0 is Monday) of a period, -1 its last; it may lie outside a short period."""
    first, last = days
    if nth < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def part_of(days: Days, part: Part) -> Days:
    """The beginning, middle or end of a period: halves and the middle third of a month, thirds of anything
    longer."""
    first, last = days
    length = (last - first).days + 1
    if not part or length < 5:
        return days
    if length > 3_000:
        years = {"begin": (0, 3), "middle": (4, 6), "end": (7, 9)}[part]
        return date(first.year + years[0], 1, 1), date(first.year + years[1], 12, 31)
    if length > 300:
        months = {"begin": (1, 4), "middle": (5, 8), "end": (9, 12)}[part]
        return date(first.year, months[0], 1), month_of(first.year, months[1])[1]
    if length > 31:
        third = length // 3
        cut = {"begin": (0, third - 1), "middle": (third, 2 * third - 1), "end": (2 * third, length - 1)}[part]
        return first + timedelta(days=cut[0]), first + timedelta(days=cut[1])
    if length > 20:
        cut = {"begin": (0, 14), "middle": (9, 19), "end": (15, length - 1)}[part]
    else:
        cut = {"begin": (0, 2), "middle": (2, 3), "end": (3, length - 1)}[part]
    return first + timedelta(days=cut[0]), first + timedelta(days=cut[1])


def islamic(year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar; the moon seen may differ by a day."""
    months = 29 * (month - 1) + month // 2
    return date.fromordinal(_ISLAMIC_EPOCH + day + months + (year - 1) * 354 + (3 + 11 * year) // 30)


def next_islamic(now: date, month: int, day: int, length: int) -> Days:
    """The next (or present) stretch of `length` days from a day of an Islamic month."""
    year = (now.year - 622) * 33 // 32
    while True:
        first = islamic(year, month, day)
        last = first + timedelta(days=length - 1)
        if last >= now:
            return first, last
        year += 1


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)
