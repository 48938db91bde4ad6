# ruff: noqa: E501 - word lists read better unbroken
"""Which days of a period are meant: "the first two weeks of ...", "the last Friday in ...", "week 27 of ..."?"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from crm_app.language.date_parts import count_of, part, unit_of
from crm_app.language.date_words import COUNT, DAYS, NTH, PART, UNIT, WEEKDAY, either
from crm_app.language.day_sums import Days, nth_weekday, part_of, period_at

LONGEST = 60
"""Letters before a period that are read."""

_LAST = frozenset("last final último última últimos últimas ultimo ultima ultimos ultimas اخر الاخير الاخيره".split())
_NTH = {
    **NTH,
    **{"اولي": 1, "ثاني": 2, "ثالث": 3, "رابع": 4, "خامس": 5},
}
_ORDER = rf"(?:\d{{1,2}}(?:st|nd|rd|th|[ºªoa°]|\.[ºª])|{either({*_NTH} | _LAST)})"
_PIECE = rf"(?:{UNIT}|weekend|fin(?:es)? de semana|نهايه اسبوع|عطله نهايه اسبوع)"
_HOURS = r"\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\.?|h)?"
_WHEN = rf"(?:,? (?:evening|morning|night|afternoon|noon|(?:por|en) la (?:ma[ñn]ana|tarde|noche)|مساء?|صباحا?|(?:from |de |at |a las )?{_HOURS}(?: ?(?:-|to|a|until|hasta) ?{_HOURS})?))?"
_HEAD = re.compile(
    rf"(?<!\w)(?:the |el |la |los |las |ال)?(?:"
    rf"(?P<order>{_ORDER})(?: (?P<count>{COUNT}))? (?:(?P<unit>{_PIECE})|(?P<weekday>{WEEKDAY}){_WHEN})"
    rf"|(?P<count2>{COUNT}) (?P<order2>{_ORDER}) (?P<unit2>{_PIECE})"
    rf"|(?P<unit3>{_PIECE}) (?P<order3>{_ORDER})"
    rf"|(?:week|semana|اسبوع|month|mes|شهر)(?: no\.?| number| n[úu]mero)? (?P<nth>\d{{1,2}}))"
    r"(?:,? (?:of|in|de|en|during|من|في|ب)(?: the| el| la| los| شهر| عام| سنه)?| del)? $"
)
_PARTED = re.compile(rf"(?<!\w)(?:{PART})(?:(?:[ -]?(?:of|de|del|in) | de |[ -])(?:the |el |la |this )?)$")
_DUALS = frozenset("يومين اسبوعين شهرين سنتين عامين".split())
_HALVES = ("fortnight", "quincena", "quincenas")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where the words begin that name a part of a period, and that part. `ending`: its end."""

    start: int
    first: date
    last: date
    ending: bool = False


def stretch_of(said: str, begin: int, days: Days) -> Stretch | None:
    """The part of the period at `begin` that the words before it name."""
    start = max(0, begin - LONGEST)
    match = _PARTED.search(said[start:begin])
    # "Fin de semana" is Saturday and Sunday, not the end of a week.
    if match and not (match["end"] in ("fin", "fines") and said.startswith("semana", begin)):
        return Stretch(start + match.start(), *part_of(days, part(match)), ending=part(match) == "end")
    match = _HEAD.search(said[start:begin])
    pieces = _part(match, days) if match else None
    return Stretch(start + match.start(), *pieces) if match and pieces else None


def _part(match: re.Match[str], days: Days) -> Days | None:
    if match["nth"]:
        unit = "month" if re.search("month|mes|شهر", match[0]) else "week"
        return _pieces(days, unit, int(match["nth"]), 1)
    order = match["order"] or match["order2"] or match["order3"]
    nth = -1 if order in _LAST else int(digits[0]) if (digits := re.match(r"\d+", order)) else _NTH[order]
    if match["weekday"]:
        day = nth_weekday(days, DAYS[match["weekday"].rstrip(".")], nth)
        return (day, day) if days[0] <= day <= days[1] else None
    unit = match["unit"] or match["unit2"] or match["unit3"]
    counted = match["count"] or match["count2"]
    count = count_of(counted) if counted else 2 if unit in _DUALS else 1
    if count > 1 and nth not in (1, -1):
        return None
    if unit in _HALVES and 28 <= (days[1] - days[0]).days + 1 <= 31:
        middle = days[0] + timedelta(days=14)
        return (days[0], middle) if nth == 1 else (middle + timedelta(days=1), days[1])
    return _pieces(days, "weekend" if re.search("weekend|fin|نهايه", unit) else unit_of(unit), nth, count)


def _pieces(days: Days, unit: str, nth: int, count: int) -> Days | None:
    """`count` units from the nth on, or the last `count`. A week belongs where its Thursday lies, as in ISO 8601."""
    anchor = days[1] if nth < 0 else days[0]
    if unit in ("week", "weekend"):
        anchor = nth_weekday(days, 3 if unit == "week" else 5, -1 if nth < 0 else 1)
    shifts = (1 - count, 0) if nth < 0 else (nth - 1, nth + count - 2)
    first, last = period_at(anchor, unit, shifts[0])[0], period_at(anchor, unit, shifts[1])[1]
    inside = first <= days[1] and days[0] <= last and last - first < days[1] - days[0]
    return (first, last) if inside and last - days[1] < timedelta(days=5) else None


WHOLE = re.compile(
    r"(?<!\w)(?:(?P<week>week|semana|الاسبوع)|(?P<month>month|mes|الشهر)|(?P<quarter>quarter|trimestre)|(?P<year>year|año|السنه|العام))(?!\w)"
)


def whole(match: re.Match[str], now: date) -> Days:
    """The present period behind "the first week of the ..."; alone such a word says nothing."""
    return period_at(now, next(name for name, word in match.groupdict().items() if word), 0)
