"""Dates as people say them in English, Spanish and Arabic, with every day each may mean.

Patterns read folded text (see `language.traced`). "12/11" may be two days, "Friday" the last or the next one: a date
that is said means a set of days, and the records support it when they hold one of them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crm_app.language.calendar_names import MONTHS, WEEKDAYS


def _either(names: dict[str, int], prefix: str = "") -> str:
    return "|".join(prefix + re.escape(name) for name in sorted(names, key=len, reverse=True))


_MONTH = rf"(?:{_either(MONTHS)})\b\.?"
# Some short names are words of their own ("sat", "mar", "sun"): those count only after "by", "on", "el"...
_WORDS_TOO = ("mon", "sat", "sun", "lun", "mar", "dom", "احد")
_CLEAR_DAYS = {name: n for name, n in WEEKDAYS.items() if name not in _WORDS_TOO}
_AFTER = "".join(
    rf"|(?<=\b{word} )(?:{'|'.join(_WORDS_TOO)})" for word in ("by", "on", "this", "next", "last", "el", "يوم")
)
_WEEKDAY = rf"(?:(?:{_either(_CLEAR_DAYS)})s?{_AFTER})\b"
_ANY_DAY = rf"(?:(?:يوم |el )?(?P<weekday>{_either(WEEKDAYS)})\b\.?,? ?(?:the |el |الموافق )?)?"
_TH = r"(?:st|nd|rd|th|º|\.º|ro)?"
_NEXT = r"next|this|this coming|coming|próximo|proximo|este|القادم|المقبل"
_LAST = r"last|past|pasado|الماضي"

_ISO = re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\w-])")
_NUMERIC = re.compile(
    r"(?<![\w./-])(?P<a>\d{1,2})(?:/(?P<b>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?"
    r"|(?P<sign>[.-])(?P<c>\d{1,2})(?P=sign)(?P<long>\d{4}|\d{2}))(?![\w/-]|\.\d)"
)
_YEAR = r"(?:(?:,| de| del| of)? (?P<year>[1-9]\d{3})(?!\d))?"
_DAY_MONTH = re.compile(
    rf"(?<![\w])(?:{_ANY_DAY}(?<!\w))(?P<day>\d{{1,2}}){_TH}(?: of| de| من)?[ -](?:شهر )?(?P<name>{_MONTH}){_YEAR}"
)
_MONTH_DAY = re.compile(rf"\b{_ANY_DAY}(?P<name>{_MONTH}) (?:the )?(?P<day>\d{{1,2}}){_TH}(?![\w:]){_YEAR}")
_WEEKDAY_ALONE = re.compile(
    rf"(?:\b(?P<before>{_NEXT}|{_LAST}) )?\b(?P<article>on |el |los |يوم )?(?P<weekday>{_WEEKDAY})"
    rf"(?: (?P<after>que viene|{_NEXT}|{_LAST}))?(?!\w)"
)
_MONTH_ALONE = re.compile(
    rf"\b(?:in|since|until|by|of|en|desde|hasta|في|منذ|شهر|late|early"
    rf"|mid)[ -](?:شهر )?(?P<name>{_MONTH}){_YEAR}(?!\w| \d)"
)
_RELATIVE: dict[str, tuple[int, ...]] = {
    r"the day after tomorrow|pasado mañana|بعد غدا?": (2,),
    r"the day before yesterday|anteayer|antes de ayer|اول امس|اول من امس": (-2,),
    r"today|tonight|this (?:morning|afternoon|evening)|hoy|esta (?:mañana|tarde|noche)|اليوم|الليله": (0,),
    r"tomorrow|(?<!la )(?<!esta )mañana|غدا|يوم غد": (1,),
    r"yesterday|last night|ayer|anoche|امس|البارحه": (-1,),
}
_RELATIVES = [(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), shift) for pattern, shift in _RELATIVE.items()]
_WEEK: dict[str, int] = {
    r"next week|(?:la )?próxima semana|(?:la )?semana (?:que viene|próxima)|الاسبوع (?:القادم|المقبل)": 1,
    r"(?:later )?this week(?:end)?|(?:the )?end of (?:the|this) week|(?:the )?weekend|esta semana|(?:este "
    r"|el )?fin de semana"
    r"|هذا الاسبوع|نهايه الاسبوع|عطله نهايه الاسبوع": 0,
    r"last week|(?:la )?semana pasada|الاسبوع الماضي": -1,
}
_WEEKS = [(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), shift) for pattern, shift in _WEEK.items()]
_MONTHS_AWAY: dict[str, int] = {
    r"next month|(?:el )?próximo mes|(?:el )?mes (?:que viene|próximo)|الشهر (?:القادم|المقبل)": 1,
    r"this month|(?:the )?end of (?:the|this) month|este mes|fin de mes|هذا الشهر|نهايه الشهر": 0,
    r"last month|(?:el )?mes pasado|الشهر الماضي": -1,
}
_MONTHS_FROM_NOW = [(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), shift) for pattern, shift in _MONTHS_AWAY.items()]


@dataclass(frozen=True, slots=True)
class DateSaid:
    """A date in folded text: its offsets, and every day it may mean (none when no such day exists)."""

    start: int
    end: int
    days: frozenset[date]


def dates(text: str, now: date) -> Iterator[DateSaid]:
    """Every date said in folded `text`, those written out first; what overlaps is for the caller to settle."""
    readers: list[tuple[re.Pattern[str], Callable[[re.Match[str]], frozenset[date]]]] = [
        (_ISO, lambda m: _days(now, m["day"], int(m["month"]), m["year"])),
        (_NUMERIC, lambda m: _numeric(now, m)),
        (_DAY_MONTH, lambda m: _named(now, m)),
        (_MONTH_DAY, lambda m: _named(now, m)),
        *((p, lambda m, s=s: frozenset(now + timedelta(days=n) for n in s)) for p, s in _RELATIVES),
        *((p, lambda m, s=s: _week(now, s)) for p, s in _WEEKS),
        *((p, lambda m, s=s: _month(now.year + (now.month - 1 + s) // 12, (now.month - 1 + s) % 12 + 1))
          for p, s in _MONTHS_FROM_NOW),
        (_WEEKDAY_ALONE, lambda m: _weekday(now, m)),
        (_MONTH_ALONE, lambda m: _whole_month(now, m)),
    ]  # fmt: skip
    for pattern, read in readers:
        for match in pattern.finditer(text):
            start = match.start("name") if pattern is _MONTH_ALONE else match.start()
            yield DateSaid(start, match.end(), read(match))


def _days(now: date, day: str, month: int, year: str | None, weekday: str | None = None) -> frozenset[date]:
    """The days that a day and month mean: in the year that is said, else this year or a neighbour."""
    full = int(year) + (2000 if len(year) == 2 else 0) if year else None
    found = []
    for candidate in (full,) if full else (now.year - 1, now.year, now.year + 1):
        try:
            found.append(date(candidate, month, int(day)))
        except ValueError:
            continue
    if not year and found:
        # Without a year the nearest is meant: two of three would support what nobody said.
        found = [min(found, key=lambda found_day: abs(found_day - now))]
    return frozenset(d for d in found if weekday is None or d.weekday() == WEEKDAYS[weekday])


def _numeric(now: date, match: re.Match[str]) -> frozenset[date]:
    first, second = match["a"], match["b"] or match["c"]
    year = match["year"] or match["long"]
    return _days(now, first, int(second), year) | _days(now, second, int(first), year)


def _named(now: date, match: re.Match[str]) -> frozenset[date]:
    return _days(now, match["day"], MONTHS[match["name"].rstrip(".")], match["year"], match["weekday"])


def _weekday(now: date, match: re.Match[str]) -> frozenset[date]:
    name = match["weekday"]
    number = WEEKDAYS[name if name in WEEKDAYS else name.removesuffix("s")]
    ahead = now + timedelta(days=(number - now.weekday()) % 7)
    behind = now - timedelta(days=(now.weekday() - number) % 7 or 7)
    said = f"{match['before'] or ''} {match['after'] or ''}".split()
    if any(word in _LAST.split("|") for word in said):
        return frozenset({behind})
    return frozenset({ahead, ahead + timedelta(days=7)} if said else {ahead, behind})


def _week(now: date, shift: int) -> frozenset[date]:
    monday = now - timedelta(days=now.weekday()) + timedelta(weeks=shift)
    return frozenset(monday + timedelta(days=n) for n in range(7))


def _month(year: int, month: int) -> frozenset[date]:
    first = date(year, month, 1)
    return frozenset(d for n in range(31) if (d := first + timedelta(days=n)).month == month)


def _whole_month(now: date, match: re.Match[str]) -> frozenset[date]:
    month = MONTHS[match["name"].rstrip(".")]
    years = (int(match["year"]),) if match["year"] else (now.year, now.year - 1 if month > now.month else now.year)
    return frozenset().union(*(_month(year, month) for year in years))
