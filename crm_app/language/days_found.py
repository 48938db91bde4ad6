"""Which sayings of days stand in a text, and which holds where two overlap? On folded text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from crm_app.language import date_words as words
from crm_app.language.date_parts import part
from crm_app.language.date_readers import Reader, readers
from crm_app.language.day_sums import Days
from crm_app.language.stretches import WHOLE, stretch_of, whole
from crm_app.language.years_said import year_beside

_RANGED = (words.DAYS_MONTH, words.MONTH_DAYS, words.YEARS, words.MONTH_TO_MONTH)


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


def read(folded: str, now: date, day_first: bool) -> list[Read]:
    """What is said of days, in order; where two readings overlap, the longer one, else the one listed first."""
    found: list[Read] = []
    for pattern, reader, plain in readers(day_first):
        for match in pattern.finditer(folded):
            if match.end() > match.start() and (one := _read(folded, match, reader, now)):
                ranged = pattern in _RANGED or bool(match.groupdict().get("to"))
                found.append(replace(one, plain=plain, within=pattern is words.WITHIN, ranged=ranged))
    found += _stretches(folded, now, found)
    return _apart(found)


def _read(folded: str, match: re.Match[str], reader: Reader, now: date) -> Read | None:
    """One saying, its year taken from the words beside it where it holds none itself."""
    groups = match.groupdict()
    start, end, dated = match.start(), match.end(), bool(groups.get("year"))
    beside = year_beside(folded, start, end, now) if "year" in groups and not dated else None
    if beside:
        year, start, end = beside
        now, dated = date(year, 1, 1), True
    days = _safe(reader, match, now)
    yearless = "year" in groups and not dated and any(groups.get(name) for name in ("name", "clear", "dated", "a"))
    return Read(start, end, *days, ending=part(match) == "end", dated=dated, yearless=yearless) if days else None


def _safe(reader: Reader, match: re.Match[str], now: date) -> Days | None:
    try:
        return reader(match, now)
    except (ValueError, OverflowError, StopIteration):
        # No such day: the 31st of June, the year 0.
        return None


def _stretches(folded: str, now: date, found: list[Read]) -> Iterator[Read]:
    """Parts of a period that are named before it: "the last Friday in" May."""
    wholes = [Read(match.start(), match.end(), *whole(match, now)) for match in WHOLE.finditer(folded)]
    for one in (*found, *wholes):
        if one.first < one.last and not one.within and (part := stretch_of(folded, one.start, (one.first, one.last))):
            yield replace(one, start=part.start, first=part.first, last=part.last, ending=part.ending, plain=True)


def _apart(found: list[Read]) -> list[Read]:
    kept: list[Read] = []
    for one in sorted(found, key=lambda read: (read.start - read.end, read.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda read: read.start)
