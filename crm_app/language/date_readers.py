"""Which days does each way of saying a date mean? One reader a pattern of `date_words`, on folded text."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta

from crm_app.language import date_words as words
from crm_app.language.calendar_names import MONTHS
from crm_app.language.date_parts import (
    coming,
    counted_on,
    day_number,
    one_day,
    part,
    says,
    steps_of,
    year_of,
)  # fmt: skip
from crm_app.language.day_sums import Days, added, month_of, part_of, period_at
from crm_app.language.decades import DECADE, decade
from crm_app.language.feasts import FEAST, feast
from crm_app.language.money_words import MONTHLY
from crm_app.language.period_readers import day_of_month, half, month, period, quarter, season, week_number
from crm_app.language.present_period import PRESENT, present
from crm_app.language.years_said import YEAR_SAID, year_in_words

_FROM_TODAY = re.compile("within|in less|en menos|dentro|en un plazo|antes|خلال|في غضون|في خلال|ضمن|في ظرف")
_TELLS_YEAR = re.compile(r"(?<!\w)(?:in|since|until|by|before|after|of|en|desde|hasta|del?|في|منذ) $")
_SUM_BEFORE = re.compile(r"(?<!\d)(?!(?:19|20)\d\d\D)\d{3,5} ?(?:-|to|and|or|a|y|o|و|الي)? ?$")
_MONEY_BEFORE = re.compile(
    r"(?<!\w)(?:budget|rent|price|pay|presupuesto|precio|renta|alquiler|pagar|(?:ال)?(?:ميزاني|سعر|ايجار)\w*)"
    r"(?: (?:is|of|around|about|es|de|unos)){0,2}:? $"
)
_NUMBERED = re.compile(
    r"(?<!\w)(?:apartment|apt|flat|unit|suite|house|street|no|number|room|floor|plot|piso|depto|departamento|local|casa|calle"
    r"|n[úu]mero|apartado|puerta|(?:ال)?(?:شقه|بيت|فيلا|رقم|عماره|قطعه|غرفه|شارع))[.:#]? ?#?$|#$"
)
_ROOMS = re.compile(r"[ -]?(?:bed|room|bath|br\b|hab|dorm|rec[áa]m|bañ|people|persons?|personas|غرف|حمام|inch|\"|m2)")
# These are counted by the calendar: the next two quarters begin with the coming one.
_CALENDAR = ("quarter", "decade")


Reader = Callable[[re.Match[str], date], Days | None]


def readers(day_first: bool) -> Iterator[tuple[re.Pattern[str], Reader, bool]]:
    """Each pattern with its reader, and whether its digits are surely no sum; what is listed earlier wins a tie."""
    yield words.ISO_NAMED, _named, True
    yield words.WEEK_NUMBER, week_number, True
    yield words.ISO, lambda m, now: one_day(int(m["year"]), int(m["month"]), int(m["day"])), True
    yield words.NUMERIC, lambda m, now: _numeric(m, now, day_first), True
    yield words.DAY_MONTH, _named, True
    yield words.MONTH_DAY, _named, True
    yield words.NUMERIC_FULL, lambda m, now: _numeric(m, now, day_first), True
    yield words.DAY_NUMBER, lambda m, now: _numeric(m, now, True), True
    yield words.DAY_OR_DAY, _named, True
    yield words.MONTH_TO_MONTH, _months, True
    yield words.DAYS_MONTH, _days_of_month, True
    yield words.MONTH_DAYS, _days_of_month, True
    yield words.YEAR_MONTH, lambda m, now: month_of(int(m["year"]), MONTHS[m["name"].rstrip(".")]), True
    yield words.MONTH_THEN_DAY, day_of_month, True
    yield words.ISO_MONTH, lambda m, now: month_of(int(m["year"]), int(m["month"])), True
    yield words.DAY_OF_MONTH, day_of_month, True
    yield words.DAYS_ALONE, _days_alone, True
    yield words.DAY_ALONE, _day_alone, True
    yield words.QUARTER, quarter, True
    yield words.HALF, half, True
    yield DECADE, decade, True
    yield FEAST, feast, True
    yield words.YEARS, lambda m, now: (date(int(m["from"]), 1, 1), date(int(m["to"]), 12, 31)), True
    yield words.MONTH_ALONE, month, True
    yield words.WITHIN, _within, True
    yield words.AHEAD, _ahead, True
    yield words.AGO, lambda m, now: _ahead(m, now, sign=-1), True
    yield words.PAST_SPAN, _past, True
    yield words.SEASON, season, True
    yield words.YEAR, _year, False
    for pattern, shift in words.NEAR:
        yield pattern, lambda m, now, shift=shift: _day_from(now, shift), True
    yield PRESENT, present, True
    yield words.PERIOD, period, True
    yield YEAR_SAID, _year_said, True
    yield words.DAY_OF, _weekday, True


def _year(match: re.Match[str], now: date) -> Days | None:
    """A year in digits, unless it is the higher of two sums, a rent, or stands beside a word of money."""
    before = match.string[max(0, match.start() - 30) : match.start()]
    bare = match[0] == match["year"] and not _TELLS_YEAR.search(before)
    if _MONEY_BEFORE.search(before) or (
        bare and (_SUM_BEFORE.search(before) or MONTHLY.match(match.string, match.end()))
    ):
        return None
    return part_of(period_at(date(int(match["year"]), 1, 1), "year", 0), part(match))


def _year_said(match: re.Match[str], now: date) -> Days | None:
    year = year_in_words(match["words"])
    return period_at(date(year, 1, 1), "year", 0) if year else None


def _day_from(now: date, shift: int) -> Days:
    day = now + timedelta(days=shift)
    return day, day


def _numeric(match: re.Match[str], now: date, day_first: bool) -> Days | None:
    first, second, year = int(match["a"]), int(match["b"]), year_of(match["year"])
    if year is None and _is_no_day(match):
        return None
    weekday = match.groupdict().get("weekday")
    if year is None and match["sign"] not in ("/. " if weekday else "/ "):
        return None
    day, month = (first, second) if day_first else (second, first)
    if month > 12:
        day, month = month, day
    return _beside_weekday(match, now, month, day, year)


def _is_no_day(match: re.Match[str]) -> bool:
    """A house or flat, "24/7", "3/4 rooms": two numbers that count something else."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    told = re.search(r"(?<!\w)(?:on|by|until|el|del|al|hasta|يوم) $", before)
    always = (match["a"], match["b"]) == ("24", "7") and not told
    return always or bool(_NUMBERED.search(before) or _ROOMS.match(match.string, match.end()))


def _named(match: re.Match[str], now: date) -> Days:
    month, year = MONTHS[match["name"].rstrip(".")], year_of(match["year"])
    return _beside_weekday(match, now, month, day_number(match["day"]), year)


def _beside_weekday(match: re.Match[str], now: date, month: int, day: int, year: int | None) -> Days:
    """A day whose year a weekday may tell: "this Friday, 15 June" is of this year, even when it has just passed."""
    groups = match.groupdict()
    near = groups.get("this") or groups.get("near")
    return coming(now, month, day, year or (now.year if near else None))


def _months(match: re.Match[str], now: date) -> Days:
    first, last = (MONTHS[match[name].rstrip(".")] for name in ("from", "name"))
    year = year_of(match["year"])
    if year is None:
        year = now.year + (last < first or last < now.month)
        year -= last < first and now.month <= last
    return date(year - (last < first), first, 1), month_of(year, last)[1]


def _days_of_month(match: re.Match[str], now: date) -> Days | None:
    month, year = MONTHS[match["name"].rstrip(".")], year_of(match["year"])
    last, _ = coming(now, month, day_number(match["to"]), year)
    first = added(last.replace(day=1), -(day_number(match["from"]) > last.day), "month")
    first = first.replace(day=day_number(match["from"]))
    return (first, last) if first < last else None


def _day_alone(match: re.Match[str], now: date) -> Days:
    said = next(match[name] for name in ("the", "el", "yawm", "word", "dated", "bare") if match[name])
    weekday = words.DAYS[match["weekday"].rstrip(".")] if match["weekday"] else None
    made = []
    for months in range(-1 if match["weekday"] else 0, 13):
        with suppress(ValueError):
            made.append(added(now.replace(day=1), months, "month").replace(day=day_number(said)))
    if weekday is None:
        day = min(day for day in made if day >= now)
    else:
        # "Tuesday the 25th" said three days later is that Tuesday, not one three months ahead.
        day = min((day for day in made if day.weekday() == weekday), key=lambda day: abs((day - now).days))
    return day, day


def _days_alone(match: re.Match[str], now: date) -> Days:
    """ "From the 28th to the 3rd": the first such day from now on, and the first such day behind it."""
    begin, end = day_number(match["from"]), day_number(match["to"])
    days = [now + timedelta(days=shift) for shift in range(100)]
    first = next(day for day in days if day.day == begin)
    return first, next(day for day in days if day > first and day.day == end)


def _within(match: re.Match[str], now: date) -> Days | None:
    count, unit = steps_of(match)[0]
    if unit in ("hour", "minute"):
        return now, counted_on(match, now, 1)
    if unit in _CALENDAR:
        return period_at(now, unit, 1)[0], period_at(now, unit, count)[1]
    # "within 3 days" begins today, "the next 3 days" tomorrow.
    begins = now if _FROM_TODAY.match(match[0]) else now + timedelta(days=1)
    return begins, counted_on(match, now, 1)


def _ahead(match: re.Match[str], now: date, sign: int = 1) -> Days | None:
    day = counted_on(match, now, sign)
    return day, day


def _past(match: re.Match[str], now: date) -> Days | None:
    count, unit = steps_of(match)[0]
    if unit in _CALENDAR:
        return period_at(now, unit, -count)[0], period_at(now, unit, -1)[1]
    return counted_on(match, now, -1), now


def _weekday(match: re.Match[str], now: date) -> Days:
    said = (match["weekday"] or match["short"] or "").rstrip(".")
    number = words.DAYS[said] if said in words.DAYS else words.DAYS[said.rstrip("s")]
    away = (number - now.weekday()) % 7
    after = (match["after"] or "") + (match["weekly"] or "")
    if says(words.WHICH_LAST, match):
        return _day_from(now, number - now.weekday() - 7)
    if re.search("this week|esta semana|هذا", after):
        return _day_from(now, number - now.weekday())
    if re.search("last week|semana pasada|الماضي", after):
        return _day_from(now, number - now.weekday() - 7)
    if "week" in after or "semana" in after or "اسبوع" in after:
        return _day_from(now, number - now.weekday() + 7)
    if match["before"] == "next":
        # In English the next Friday is that of next week.
        return _day_from(now, number - now.weekday() + 7)
    return _day_from(now, away or (7 if says(words.WHICH_NEXT, match) else 0))
