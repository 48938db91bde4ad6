"""Which days does each way of saying a date mean? One reader a pattern of `date_words`, on folded text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crm_app.language import date_words as words
from crm_app.language.calendar_names import MONTHS
from crm_app.language.date_parts import coming, count_of, day_number, one_day, part, says, span_of, unit_of, year_of
from crm_app.language.day_sums import Days, added, month_of, part_of, period_at
from crm_app.language.period_readers import day_of_month, half, month, period, quarter, season, week_number, week_of

_FROM_TODAY = re.compile("within|in less|en menos|dentro|en un plazo|antes|خلال|في غضون|في خلال|ضمن|في ظرف")


@dataclass(frozen=True, slots=True)
class Read:
    """Days that are said, with folded offsets. `plain`: written as a date. `within`: a length of
    time from now. `ranged`: two days said in one breath. `ending`: the end of a period. `dated`: the
    year is said. `yearless`: a day or month whose year had to be guessed."""

    start: int
    end: int
    first: date
    last: date
    plain: bool = False
    within: bool = False
    ranged: bool = False
    ending: bool = False
    dated: bool = False
    yearless: bool = False


Reader = Callable[[re.Match[str], date], Days | None]


def read(folded: str, now: date, day_first: bool) -> list[Read]:
    """What is said of days, in order; where two readings overlap, the longer one, else the one listed first."""
    found: list[Read] = []
    for pattern, reader, plain in _readers(day_first):
        for match in pattern.finditer(folded):
            days = _safe(reader, match, now)
            if days and match.end() > match.start():
                ranged = pattern in (words.DAYS_MONTH, words.MONTH_DAYS)
                within, ending = pattern is words.WITHIN, part(match) == "end"
                dated = bool(match.groupdict().get("year"))
                found.append(
                    Read(match.start(), match.end(), *days, plain, within, ranged, ending, dated, _is_yearless(match))
                )
    return _apart(found)


def _is_yearless(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return "year" in groups and not groups["year"] and any(groups.get(name) for name in ("name", "clear", "dated", "a"))


def _safe(reader: Reader, match: re.Match[str], now: date) -> Days | None:
    try:
        return reader(match, now)
    except (ValueError, OverflowError):
        # No such day: the 31st of June, the year 0.
        return None


def _apart(found: list[Read]) -> list[Read]:
    kept: list[Read] = []
    for one in sorted(found, key=lambda read: (read.start - read.end, read.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda read: read.start)


def _readers(day_first: bool) -> Iterator[tuple[re.Pattern[str], Reader, bool]]:
    yield words.ISO_NAMED, _named, True
    yield words.WEEK_NUMBER, week_number, True
    yield words.ISO, lambda m, now: one_day(int(m["year"]), int(m["month"]), int(m["day"])), True
    yield words.NUMERIC, lambda m, now: _numeric(m, now, day_first), True
    yield words.DAY_MONTH, _named, True
    yield words.MONTH_DAY, _named, True
    yield words.DAYS_MONTH, _days_of_month, True
    yield words.MONTH_DAYS, _days_of_month, True
    yield words.ISO_MONTH, lambda m, now: month_of(int(m["year"]), int(m["month"])), True
    yield words.DAY_OF_MONTH, day_of_month, True
    yield words.DAY_ALONE, _day_alone, True
    yield words.QUARTER, quarter, True
    yield words.HALF, half, True
    yield words.WEEK_OF, week_of, True
    yield words.YEARS, lambda m, now: (date(int(m["from"]), 1, 1), date(int(m["to"]), 12, 31)), True
    yield words.MONTH_ALONE, month, True
    yield words.WITHIN, _within, True
    yield words.AHEAD, _ahead, True
    yield words.AGO, lambda m, now: _ahead(m, now, sign=-1), True
    yield words.PAST_SPAN, _past, True
    yield words.SEASON, season, True
    yield words.YEAR, lambda m, now: part_of(period_at(date(int(m["year"]), 1, 1), "year", 0), part(m)), False
    for pattern, shift in words.NEAR:
        yield pattern, lambda m, now, shift=shift: _day_from(now, shift), True
    yield words.PERIOD, period, True
    yield words.DAY_OF, _weekday, True


def _day_from(now: date, shift: int) -> Days:
    day = now + timedelta(days=shift)
    return day, day


def _numeric(match: re.Match[str], now: date, day_first: bool) -> Days | None:
    first, second, year = int(match["a"]), int(match["b"]), year_of(match["year"])
    if year is None and match["sign"] != "/":
        return None
    day, month = (first, second) if day_first else (second, first)
    if month > 12:
        day, month = month, day
    return coming(now, month, day, year)


def _named(match: re.Match[str], now: date) -> Days:
    return coming(now, MONTHS[match["name"].rstrip(".")], day_number(match["day"]), year_of(match["year"]))


def _days_of_month(match: re.Match[str], now: date) -> Days | None:
    month, year = MONTHS[match["name"].rstrip(".")], year_of(match["year"])
    last, _ = coming(now, month, day_number(match["to"]), year)
    first = date(last.year, month, day_number(match["from"]))
    return (first, last) if first < last else None


def _day_alone(match: re.Match[str], now: date) -> Days:
    said = match["the"] or match["el"] or match["yawm"] or match["word"] or match["dated"]
    day = day_number(said)
    for months in range(13):
        moved = added(now.replace(day=1), months, "month")
        try:
            made = moved.replace(day=day)
        except ValueError:
            continue
        fits = match["weekday"] is None or made.weekday() == words.DAYS[match["weekday"].rstrip(".")]
        if made >= now and fits:
            return made, made
    raise ValueError("no such day")


def _within(match: re.Match[str], now: date) -> Days | None:
    count, unit = span_of(match)
    if unit in ("hour", "minute"):
        return now, now
    # "within 3 days" begins today, "the next 3 days" tomorrow.
    begins = now if _FROM_TODAY.match(match[0]) else now + timedelta(days=1)
    return begins, added(now, count, unit)


def _ahead(match: re.Match[str], now: date, sign: int = 1) -> Days | None:
    count, unit = span_of(match)
    day = added(now, sign * count, unit)
    return day, day


def _past(match: re.Match[str], now: date) -> Days | None:
    if match["ar"]:
        said = re.fullmatch(rf"(?P<count>{words.COUNT}) (?P<unit>{words.UNIT})", match["ar"])
        count, unit = (count_of(said["count"]), unit_of(said["unit"])) if said else (1, "day")
    else:
        count, unit = span_of(match)
    return added(now, -count, unit), now


def _weekday(match: re.Match[str], now: date) -> Days:
    said = (match["weekday"] or match["short"] or "").rstrip(".")
    number = words.DAYS[said] if said in words.DAYS else words.DAYS[said.rstrip("s")]
    away = (number - now.weekday()) % 7
    after = (match["after"] or "") + (match["weekly"] or "")
    if says(words.WHICH_LAST, match):
        return _day_from(now, number - now.weekday() - 7)
    if "this week" in after:
        return _day_from(now, number - now.weekday())
    if "last week" in after:
        return _day_from(now, number - now.weekday() - 7)
    if "week" in after or "semana" in after or "اسبوع" in after:
        return _day_from(now, number - now.weekday() + 7)
    if match["before"] == "next":
        # In English the next Friday is that of next week.
        return _day_from(now, number - now.weekday() + 7)
    return _day_from(now, away or (7 if says(words.WHICH_NEXT, match) else 0))
