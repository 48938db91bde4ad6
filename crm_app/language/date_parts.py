"""What do the parts of a date that was found say: its year, its day, "the end of", "last", "two weeks"?"""

import re
from datetime import date

from crm_app.language import date_words as words
from crm_app.language.day_sums import Days, Part, added

_CENTURY_TURNS = 70
_HALVES = {
    "decade": (5, "year"), "year": (6, "month"), "quarter": (45, "day"), "month": (15, "day"), "fortnight": (7, "day"),
    "week": (4, "day"), "workday": (0, "day"), "day": (12, "hour"), "hour": (30, "minute"), "minute": (0, "minute"),
}  # fmt: skip


def year_of(said: str | None) -> int | None:
    if not said:
        return None
    # "'95" lies behind us, "'26" around us.
    return int(said) if len(said) == 4 else int(said) + (2000 if int(said) < _CENTURY_TURNS else 1900)


def coming(now: date, month: int, day: int, year: int | None) -> Days:
    """A day in its year; without a year in this one, or in the next where it lies behind."""
    if year:
        return one_day(year, month, day)
    for candidate in range(now.year, now.year + 9):
        try:
            made = date(candidate, month, day)
        except ValueError:
            continue
        if made >= now:
            return made, made
    raise ValueError("no such day")


def one_day(year: int, month: int, day: int) -> Days:
    made = date(year, month, day)
    return made, made


def day_number(said: str) -> int:
    digits = re.match(r"\d+", said)
    return int(digits[0]) if digits else words.ORDINALS[said]


def part(match: re.Match[str]) -> Part:
    groups = match.groupdict()
    return next((part for part in ("begin", "middle", "end") if groups.get(part)), "")  # type: ignore[return-value]


def says(which: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    pattern = re.compile(which)
    return any(pattern.fullmatch(groups.get(name) or "") for name in ("before", "after"))


def steps_of(match: re.Match[str]) -> list[tuple[int, str]]:
    """How many of which units, one after the other: the larger number of "two to three weeks", a half as days."""
    groups = match.groupdict()

    def got(name: str) -> str | None:
        return next((groups[name + tag] for tag in ("", "2", "3", "4", "5") if groups.get(name + tag)), None)

    if some := groups.get("some") or groups.get("some2") or groups.get("some3"):
        return [(words.COUNTS["a few"], unit_of(some))]
    if whole := got("halved"):
        return [_HALVES[unit_of(got("half_unit") or "")]]
    if whole := got("dual") or got("alone"):
        steps = [(2 if got("dual") else 1, unit_of(whole))]
    else:
        unit = unit_of(got("unit") or "")
        worked = unit == "day" and (got("laboral") or re.search(r"\b(?:business|working|work|week) ?days", match[0]))
        steps = [(count_of(got("more") or got("count") or "1"), "workday" if worked else unit)]
    if got("or_two"):
        steps = [(2, steps[0][1])]
    if got("half") or got("half_in"):
        steps.append(_HALVES[steps[0][1]])
    if also := got("also"):
        steps.append((count_of(also), unit_of(got("also_unit") or "")))
    return steps


def count_of(said: str) -> int:
    return int(said) if said.isdigit() else words.COUNTS.get(said, 100)


def unit_of(said: str) -> str:
    return next(unit for unit, pattern in words.UNIT_WORDS.items() if re.fullmatch(pattern, said))


def counted_on(match: re.Match[str], day: date, sign: int) -> date:
    """The day that lies the length of time of `match` after `day` (before it: `sign` -1)."""
    for count, unit in steps_of(match):
        day = added(day, sign * count, unit)
    return day
