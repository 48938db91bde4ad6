"""What do the parts of a date that was found say: its year, its day, "the end of", "last", "two weeks"?"""

import re
from datetime import date

from crm_app.language import date_words as words
from crm_app.language.day_sums import Days, Part, added


def year_of(said: str | None) -> int | None:
    return (int(said) + 2000 if len(said) == 2 else int(said)) if said else None


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


def span_of(match: re.Match[str]) -> tuple[int, str]:
    """How many of which unit: the larger number of "two to three weeks"."""
    groups = match.groupdict()
    got = {
        name: next((groups[f"{name}{tag}"] for tag in ("", "2", "3", "4") if groups.get(f"{name}{tag}")), None)
        for name in ("count", "more", "unit", "dual", "alone")
    }
    if got["dual"]:
        return 2, unit_of(got["dual"])
    if got["alone"]:
        return 1, unit_of(got["alone"])
    return count_of(got["more"] or got["count"] or "1"), unit_of(got["unit"] or "")


def count_of(said: str) -> int:
    return int(said) if said.isdigit() else words.COUNTS.get(said, 100)


def unit_of(said: str) -> str:
    return next(unit for unit, pattern in words.UNIT_WORDS.items() if re.fullmatch(pattern, said))


def counted_on(match: re.Match[str], day: date, sign: int) -> date:
    """The day that lies the length of time of `match` after `day` (before it: `sign` -1)."""
    count, unit = span_of(match)
    return added(day, sign * count, unit)
