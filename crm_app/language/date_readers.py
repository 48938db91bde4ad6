"""Which days does each way of saying a date mean? One reader a pattern of `date_words`, on folded text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crm_app.language import date_words as words
from crm_app.language.calendar_names import MONTHS
from crm_app.language.day_sums import Days, Part, added, month_of, next_islamic, part_of, period_at

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
_QUARTERS = {
    "first": 1, "primer": 1, "الاول": 1, "second": 2, "segundo": 2, "الثاني": 2, "third": 3, "tercer": 3, "الثالث": 3,
    "fourth": 4, "cuarto": 4, "الرابع": 4, "last": 4, "último": 4, "ultimo": 4, "الاخير": 4,
}  # fmt: skip
_FROM_TODAY = re.compile("within|in less|en menos|dentro|en un plazo|antes|خلال|في غضون|في خلال|ضمن|في ظرف")
_THIS = frozenset("this este esta هذا هذه هذي".split())
_WHICH_WEEK = {
    **dict.fromkeys("first 1st primera اول الاول".split(), 0),
    **dict.fromkeys("second 2nd segunda ثاني الثاني".split(), 1),
    **dict.fromkeys("third 3rd tercera ثالث الثالث".split(), 2),
    **dict.fromkeys("fourth 4th cuarta رابع الرابع".split(), 3),
}  # fmt: skip
_SECOND = frozenset("second segundo segunda الثاني".split())
_WEEKEND = ("weekend", "fin de semana", "عطله نهايه الاسبوع", "نهايه الاسبوع", "ويكند")
_UNITS = {
    **dict.fromkeys(_WEEKEND, "weekend"), **dict.fromkeys(("week", "semana", "اسبوع"), "week"),
    **dict.fromkeys(("month", "mes", "شهر"), "month"), **dict.fromkeys(("quarter", "trimestre", "ربع سنه"), "quarter"),
    **dict.fromkeys(("fortnight", "quincena"), "fortnight"), **dict.fromkeys(("year", "año", "سنه", "عام"), "year"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """Days that are said, with folded offsets. `plain`: written as a date. `within`: a length of
    time from now. `ranged`: two days said in one breath. `ending`: the end of a period. `dated`: the
    year is said."""

    start: int
    end: int
    first: date
    last: date
    plain: bool = False
    within: bool = False
    ranged: bool = False
    ending: bool = False
    dated: bool = False


Reader = Callable[[re.Match[str], date], Days | None]


def read(folded: str, now: date, day_first: bool) -> list[Read]:
    """What is said of days, in order; where two readings overlap, the longer one, else the one listed first."""
    found: list[Read] = []
    for pattern, reader, plain in _readers(day_first):
        for match in pattern.finditer(folded):
            days = _safe(reader, match, now)
            if days and match.end() > match.start():
                ranged = pattern in (words.DAYS_MONTH, words.MONTH_DAYS)
                within, ending = pattern is words.WITHIN, _part(match) == "end"
                dated = bool(match.groupdict().get("year"))
                found.append(Read(match.start(), match.end(), *days, plain, within, ranged, ending, dated))
    return _apart(found)


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
    yield words.WEEK_NUMBER, _week_number, True
    yield words.ISO, lambda m, now: _day(int(m["year"]), int(m["month"]), int(m["day"])), True
    yield words.NUMERIC, lambda m, now: _numeric(m, now, day_first), True
    yield words.DAYS_MONTH, _days_of_month, True
    yield words.MONTH_DAYS, _days_of_month, True
    yield words.DAY_MONTH, _named, True
    yield words.MONTH_DAY, _named, True
    yield words.DAY_ALONE, _day_alone, True
    yield words.QUARTER, _quarter, True
    yield words.HALF, _half, True
    yield words.WEEK_OF, _week_of, True
    yield words.YEARS, lambda m, now: (date(int(m["from"]), 1, 1), date(int(m["to"]), 12, 31)), True
    yield words.MONTH_ALONE, _month, True
    yield words.WITHIN, _within, True
    yield words.AHEAD, _ahead, True
    yield words.AGO, lambda m, now: _ahead(m, now, sign=-1), True
    yield words.PAST_SPAN, _past, True
    yield words.SEASON, _season, True
    yield words.YEAR, lambda m, now: part_of(period_at(date(int(m["year"]), 1, 1), "year", 0), _part(m)), False
    for pattern, shift in words.NEAR:
        yield pattern, lambda m, now, shift=shift: _day_from(now, shift), True
    yield words.PERIOD, _period, True
    yield words.DAY_OF, _weekday, True


def _day(year: int, month: int, day: int) -> Days:
    made = date(year, month, day)
    return made, made


def _day_from(now: date, shift: int) -> Days:
    day = now + timedelta(days=shift)
    return day, day


def _year(said: str | None) -> int | None:
    return (int(said) + 2000 if len(said) == 2 else int(said)) if said else None


def _coming(now: date, month: int, day: int, year: int | None) -> Days:
    """A day in its year; without a year in this one, or in the next where it lies behind."""
    if year:
        return _day(year, month, day)
    for candidate in range(now.year, now.year + 9):
        try:
            made = date(candidate, month, day)
        except ValueError:
            continue
        if made >= now:
            return made, made
    raise ValueError("no such day")


def _numeric(match: re.Match[str], now: date, day_first: bool) -> Days | None:
    first, second, year = int(match["a"]), int(match["b"]), _year(match["year"])
    if year is None and match["sign"] != "/":
        return None
    day, month = (first, second) if day_first else (second, first)
    if month > 12:
        day, month = month, day
    return _coming(now, month, day, year)


def _day_number(said: str) -> int:
    digits = re.match(r"\d+", said)
    return int(digits[0]) if digits else words.ORDINALS[said]


def _named(match: re.Match[str], now: date) -> Days:
    return _coming(now, MONTHS[match["name"].rstrip(".")], _day_number(match["day"]), _year(match["year"]))


def _days_of_month(match: re.Match[str], now: date) -> Days | None:
    month, year = MONTHS[match["name"].rstrip(".")], _year(match["year"])
    last, _ = _coming(now, month, _day_number(match["to"]), year)
    first = date(last.year, month, _day_number(match["from"]))
    return (first, last) if first < last else None


def _day_alone(match: re.Match[str], now: date) -> Days:
    said = match["the"] or match["el"] or match["yawm"] or match["dated"]
    day = _day_number(said)
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


def _part(match: re.Match[str]) -> Part:
    groups = match.groupdict()
    return next((part for part in ("begin", "middle", "end") if groups.get(part)), "")  # type: ignore[return-value]


def _is(which: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    pattern = re.compile(which)
    return any(pattern.fullmatch(groups.get(name) or "") for name in ("before", "after"))


def _month(match: re.Match[str], now: date) -> Days:
    name = (match["clear"] or match["name"] or match["dated"] or "").rstrip(".")
    month = MONTHS[name] if name else int(match["number"])
    year = _year(match["year"])
    if year is None:
        year = now.year if month >= now.month or (match["before"] or "") in _THIS else now.year + 1
        if _is(words.WHICH_LAST, match):
            year = now.year if month < now.month else now.year - 1
    return part_of(month_of(year, month), _part(match))


def _quarter(match: re.Match[str], now: date) -> Days:
    number = match["n"] or match["n2"]
    quarter = int(number) if number else _QUARTERS[match["word"] or match["ar"]]
    year = _year(match["year"] or match["year0"])
    if year is None:
        ahead = bool(match["rel"]) and match["rel"] not in ("this year", "este año")
        year = now.year + (1 if ahead or 3 * quarter < now.month else 0)
    return date(year, 3 * quarter - 2, 1), month_of(year, 3 * quarter)[1]


def _week_number(match: re.Match[str], now: date) -> Days:
    monday = date.fromisocalendar(_year(match["year"]) or now.year, int(match["week"]), 1)
    return monday, monday + timedelta(days=6)


def _half(match: re.Match[str], now: date) -> Days | None:
    if match["word"] and not match["year"]:
        return None
    second = match["n"] == "2" or (match["word"] or match["es"] or match["esm"] or match["ar"]) in _SECOND
    said = match["year"] or match["year0"]
    if match["esm"] and not said:
        return None
    year = int(said) if said and said.isdigit() else now.year
    if not (said and said.isdigit()) and ("next" in (said or "") or "próximo" in (said or "")):
        year += 1
    return (date(year, 7, 1), date(year, 12, 31)) if second else (date(year, 1, 1), date(year, 6, 30))


def _week_of(match: re.Match[str], now: date) -> Days:
    """The weeks of a month run from its first day: "the first week of January" is the 1st to the 7th."""
    if match["only"]:
        first, last = period_at(date(int(match["only"]), 1, 1), "year", 0)
    elif match["name"]:
        month, year = MONTHS[match["name"].rstrip(".")], _year(match["year"])
        first, last = month_of(year or (now.year if month >= now.month else now.year + 1), month)
    else:
        ahead = re.search("next|pr[óo]ximo|viene|القادم|الجاي", match["rel"])
        first, last = period_at(now, "month", 1 if ahead else 0)
    which = _WHICH_WEEK.get(match["word"] or match["ar"] or match["ar2"])
    if which is None:
        return last - timedelta(days=6), last
    return first + timedelta(days=7 * which), first + timedelta(days=7 * which + 6)


def _span(match: re.Match[str]) -> tuple[int, str]:
    """How many of which unit: the larger number of "two to three weeks"."""
    groups = match.groupdict()
    got = {
        name: next((groups[f"{name}{tag}"] for tag in ("", "2", "3", "4") if groups.get(f"{name}{tag}")), None)
        for name in ("count", "more", "unit", "dual", "alone")
    }
    if got["dual"]:
        return 2, _unit(got["dual"])
    if got["alone"]:
        return 1, _unit(got["alone"])
    return _count(got["more"] or got["count"] or "1"), _unit(got["unit"] or "")


def _count(said: str) -> int:
    return int(said) if said.isdigit() else words.COUNTS.get(said, 100)


def _unit(said: str) -> str:
    return next(unit for unit, pattern in words.UNIT_WORDS.items() if re.fullmatch(pattern, said))


def _within(match: re.Match[str], now: date) -> Days | None:
    count, unit = _span(match)
    if unit == "hour":
        return now, now
    # "within 3 days" begins today, "the next 3 days" tomorrow.
    begins = now if _FROM_TODAY.match(match[0]) else now + timedelta(days=1)
    return begins, added(now, count, unit)


def _ahead(match: re.Match[str], now: date, sign: int = 1) -> Days | None:
    count, unit = _span(match)
    day = added(now, sign * count, unit)
    return day, day


def counted_on(match: re.Match[str], day: date, sign: int) -> date:
    """The day that lies the length of time of `match` after `day` (before it: `sign` -1)."""
    count, unit = _span(match)
    return added(day, sign * count, unit)


def _past(match: re.Match[str], now: date) -> Days | None:
    if match["ar"]:
        said = re.fullmatch(rf"(?P<count>{words.COUNT}) (?P<unit>{words.UNIT})", match["ar"])
        count, unit = (_count(said["count"]), _unit(said["unit"])) if said else (1, "day")
    else:
        count, unit = _span(match)
    return added(now, -count, unit), now


def _season(match: re.Match[str], now: date) -> Days | None:
    year, last = _year(match["year"]), _is(words.WHICH_LAST, match)
    if match["eid"]:
        return min(next_islamic(now, 10, 3), next_islamic(now, 12, 4))
    if match["ramadan"] or match["fitr"] or match["adha"]:
        month, length = (9, 30) if match["ramadan"] else (10, 3) if match["fitr"] else (12, 4)
        return next_islamic(date(year, 1, 1) if year else now, month, length)
    if match["eve"]:
        return _coming(now, 12, 24, year)
    if match["christmas"] or match["newyear"]:
        return _coming(now, *((12, 25) if match["christmas"] else (1, 1)), year)
    first, end = next(months for name, months in _SEASONS.items() if match[name])
    year = year or (now.year if end >= now.month or end < first else now.year + 1)
    if last:
        year -= 1
    return date(year, first, 1), month_of(year + (1 if end < first else 0), end)[1]


def _period(match: re.Match[str], now: date) -> Days | None:
    """ "next week", "the end of the month". A bare "month" says nothing."""
    before, unit, part = match["before"] or "", _UNITS[match["what"]], _part(match)
    shift = 1 if _is(words.WHICH_NEXT, match) else -1 if _is(words.WHICH_LAST, match) else 0
    told = shift or part or re.fullmatch(r"this|current|est[ea]|هذا|هذه|هذي|هال|this (?:coming|upcoming)", before)
    told = told or match["after"] or (unit == "weekend" and before)
    definite = before or match["article"] or match["after"] or re.search(r"\bthe |del? (?:la )?|^fin", match[0])
    if not told or (part and not definite):
        return None
    if part == "begin" and not shift and unit == "week":
        return None
    days = period_at(now, unit, shift)
    if re.search("later|más tarde|mas tarde", match[0]):
        return now, days[1]
    if re.search("earlier|más temprano", match[0]):
        return days[0], now
    return part_of(days, part)


def _weekday(match: re.Match[str], now: date) -> Days:
    said = (match["weekday"] or match["short"] or "").rstrip(".")
    number = words.DAYS[said] if said in words.DAYS else words.DAYS[said.rstrip("s")]
    away = (number - now.weekday()) % 7
    after = (match["after"] or "") + (match["weekly"] or "")
    if _is(words.WHICH_LAST, match):
        return _day_from(now, away - 7)
    if "this week" in after:
        return _day_from(now, number - now.weekday())
    if "last week" in after:
        return _day_from(now, number - now.weekday() - 7)
    if "week" in after or "semana" in after or "اسبوع" in after:
        return _day_from(now, number - now.weekday() + 7)
    if match["before"] == "next":
        # In English the next Friday is that of next week.
        return _day_from(now, number - now.weekday() + 7)
    return _day_from(now, away or (7 if _is(words.WHICH_NEXT, match) else 0))
