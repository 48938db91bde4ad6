"""Which days does a month, quarter, half-year, week or season that is said mean?"""

import re
from datetime import date, timedelta

from crm_app.language import date_words as words
from crm_app.language.calendar_names import MONTHS
from crm_app.language.date_parts import day_number, part, says, year_of
from crm_app.language.day_sums import Days, month_of, part_of, period_at

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
_QUARTERS = {
    "first": 1, "primer": 1, "الاول": 1, "second": 2, "segundo": 2, "الثاني": 2, "third": 3, "tercer": 3, "الثالث": 3,
    "fourth": 4, "cuarto": 4, "الرابع": 4, "last": 4, "último": 4, "ultimo": 4, "الاخير": 4,
}  # fmt: skip
_THIS = frozenset("this este esta هذا هذه هذي".split())
_SECOND = frozenset("second segundo segunda 2do 2o الثاني".split())
_WEEKEND = ("weekend", "fin de semana", "عطله نهايه الاسبوع", "نهايه الاسبوع", "ويكند")
_UNITS = {
    **dict.fromkeys(_WEEKEND, "weekend"), **dict.fromkeys(("week", "semana", "اسبوع"), "week"),
    **dict.fromkeys(("month", "mes", "شهر"), "month"), **dict.fromkeys(("quarter", "trimestre", "ربع سنه"), "quarter"),
    **dict.fromkeys(("fortnight", "quincena"), "fortnight"),
    **dict.fromkeys(("year", "año", "calendario año", "سنه", "عام"), "year"),
    "semestre": "half", **dict.fromkeys(("decade", "decenio", "década", "decada", "عقد"), "decade"),
}  # fmt: skip


def month(match: re.Match[str], now: date) -> Days:
    name = (match["clear"] or match["name"] or match["dated"] or "").rstrip(".")
    month = MONTHS[name] if name else int(match["number"])
    year = year_of(match["year"])
    if year is None:
        year = now.year if month >= now.month or (match["before"] or "") in _THIS else now.year + 1
        if says(words.WHICH_LAST, match):
            year = now.year if month < now.month else now.year - 1
    return part_of(month_of(year, month), part(match))


def quarter(match: re.Match[str], now: date) -> Days:
    number = match["n"] or match["n2"]
    quarter = int(number) if number else _QUARTERS[match["word"] or match["ar"]]
    year = year_of(match["year"] or match["year0"])
    if year is None:
        year = now.year + (3 * quarter < now.month)
    return date(year, 3 * quarter - 2, 1), month_of(year, 3 * quarter)[1]


def half(match: re.Match[str], now: date) -> Days | None:
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


def week_number(match: re.Match[str], now: date) -> Days:
    monday = date.fromisocalendar(year_of(match["year"]) or now.year, int(match["week"]), 1)
    return monday, monday + timedelta(days=6)


def season(match: re.Match[str], now: date) -> Days | None:
    year, last = year_of(match["year"]), says(words.WHICH_LAST, match)
    first, end = next(months for name, months in _SEASONS.items() if match[name])
    year = year or (now.year if end >= now.month or end < first else now.year + 1)
    if last:
        year -= 1
    return date(year, first, 1), month_of(year + (1 if end < first else 0), end)[1]


def day_of_month(match: re.Match[str], now: date) -> Days | None:
    """ "the 5th of next month", "من ٤ الى ٢٣ في الشهر القادم"."""
    first, _ = period_at(now, "month", 1 if match["next"] else 0)
    begins = first.replace(day=day_number(match["from"]))
    ends = first.replace(day=day_number(match["to"])) if match["to"] else begins
    return (begins, ends) if begins <= ends else None


def period(match: re.Match[str], now: date) -> Days | None:
    """The week, month, quarter or year meant by "next week", "the end of the month". A bare "month" says nothing."""
    before, unit, stretch = match["before"] or "", _UNITS[match["what"].removeprefix("calendar ")], part(match)
    shift = 1 if says(words.WHICH_NEXT, match) else -1 if says(words.WHICH_LAST, match) else 0
    told = shift or stretch or re.fullmatch(r"this|current|est[ea]|هذا|هذه|هذي|هال|this (?:coming|upcoming)", before)
    told = told or match["after"] or re.search("later|earlier|más t", match[0]) or (unit == "weekend" and before)
    definite = before or match["article"] or match["after"] or re.search(r"\bthe |del? (?:la )?|^fin", match[0])
    if not told or (stretch and not definite):
        return None
    if stretch == "begin" and not shift and unit == "week":
        return None
    days = period_at(now, unit, shift)
    middle = date(days[0].year, 7, 1) if unit == "year" else days[0] + (days[1] - days[0] + timedelta(days=1)) // 2
    if re.search("later|más tarde|mas tarde", match[0]):
        return max(now, middle) if days[0] <= now <= days[1] else middle, days[1]
    if re.search("earlier|más temprano", match[0]):
        return days[0], min(now, middle - timedelta(days=1))
    return part_of(days, stretch)
