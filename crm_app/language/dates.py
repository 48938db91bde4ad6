"""Which days or periods does a text speak of, counted from now? English, Spanish and Arabic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from crm_app.language.date_bounds import BETWEEN, OPENS_RANGE, Said, opened
from crm_app.language.date_words import DAYPART, OCLOCK, TIME
from crm_app.language.days_found import Read, read
from crm_app.language.traced import Folded

MOST = 40
"""Dates read of one text."""

_NEAR_TIME = 24
_AFTERNOON = re.compile(r"p|de la (?:tarde|noche)|in the (?:afternoon|evening)|مساء|بالليل|ليلا|العصر|عصرا|المغرب|م$")
_OR_LATER = r"(?:(?:or|o|او) (?:later|after|earlier|before|m[áa]s tarde|antes|despu[ée]s|بعد|قبل),? ?)?"
_GAP = re.compile(rf",? ?{_OR_LATER}(?:on|el|de|del|of|يوم)? ?")
_LATE = re.compile(r"(?:afternoon|evening|night|tarde|noche|مساء?)$")
_BETWEEN_TIMES = re.compile(r"\s*(?:-|to|until|till|and|a|hasta|y|الي|حتي|و)(?: las?)?\s*")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; one of them None for "from ..." or "until ...". `at` and `until`
    are times of day where they are said. `plain`: its digits are nothing else."""

    first: date | None
    last: date | None
    at: time | None
    until: time | None
    is_past: bool
    plain: bool
    start: int
    end: int
    text: str


def dates(
    text: str,
    folded: Folded,
    now: datetime,
    *,
    day_first: bool = True,
    asked: str | None = None,
    taken: Sequence[tuple[int, int]] = (),
) -> tuple[Period, ...]:
    """Every day or period in `text`, in order, 40 at most. `taken` are the offsets of what is something else (a
    phone). `day_first`: 3/4 is the third of April. With `asked` "timeline" a bare "3 months" is a period too."""
    today, folded = now.date(), folded.single_spaced()
    found = [each for each in read(folded.text, today, day_first) if not _overlaps(folded, each, taken)][:MOST]
    if asked == "timeline" and not found:
        found = _bare_span(folded.text, today)
    said = [_timed(folded.text, one) for one in _bounded(folded.text, found, today)]
    return tuple(_period(text, folded, one, today) for one in said)


def _bare_span(said: str, today: date) -> list[Read]:
    """A length of time alone, as the answer to "when?": "3 months" is "within 3 months"."""
    ahead = "within "
    found = read(ahead + said.lstrip(), today, True)
    lost = len(said) - len(said.lstrip())
    return [
        replace(one, start=max(0, one.start - len(ahead)) + lost, end=one.end - len(ahead) + lost)
        for one in found
        if one.within and one.start == 0
    ]


def _overlaps(folded: Folded, each: Read, taken: Sequence[tuple[int, int]]) -> bool:
    start, end = folded.span(each.start, each.end)
    return any(start < last and first < end for first, last in taken)


def _bounded(said: str, found: Sequence[Read], today: date) -> list[Said]:
    """Ranges of two dates joined, and dates with the word before them that leaves one end open."""
    made: list[Said] = []
    for one in found:
        before = made[-1] if made else None
        if before and _is_range(said, before, one):
            last = _end_of_range(before.read, one)
            made[-1] = replace(before, end=one.end, last=last, first=_start_of_range(before.read, one))
            continue
        new = opened(said, one, today)
        while made and made[-1].end > new.start:
            made.pop()
        made.append(new)
    return made


def _is_range(said: str, before: Said, one: Read) -> bool:
    gap = said[before.end : one.start]
    if (
        len(gap) > 14
        or _start_of_range(before.read, one) > _end_of_range(before.read, one)
        or before.read.within
        or before.end != before.read.end
    ):
        return False
    match = BETWEEN.fullmatch(gap)
    if not match:
        return False
    opened = before.start < before.read.start or OPENS_RANGE.search(
        said[max(0, before.read.start - 16) : before.read.start]
    )
    return bool(opened) or match["sure"] is not None


def _start_of_range(first: Read, last: Read) -> date:
    """The first day, its year taken from the end of the range where only that one says it ("from May to Oct 2020")."""
    if not first.yearless or (first.first <= last.last and not last.dated):
        return first.first
    day = first.first.replace(day=min(first.first.day, 28)) if first.first.month == 2 else first.first
    same = day.replace(year=last.last.year)
    return same if same <= last.last else same.replace(year=last.last.year - 1)


def _end_of_range(first: Read, last: Read) -> date:
    """ "from next Monday to Friday": the Friday after that Monday."""
    weekday = last.first == last.last and not last.yearless and not last.dated
    return last.last + timedelta(days=7) if weekday and 0 < (first.first - last.last).days < 7 else last.last


def _timed(said: str, one: Said) -> Said:
    """The time of day that stands right behind a date, or right before it."""
    if one.first != one.last and None not in (one.first, one.last):
        return one
    daypart = DAYPART.match(said, one.end)
    behind = TIME.match(said, daypart.end() if daypart else one.end)
    more = _BETWEEN_TIMES.match(said, behind.end()) if behind else None
    until = TIME.match(said, more.end()) if more else None
    # "5 to 7 pm": the second hour tells that the first is one.
    hours = behind is not None and until is not None and bool(until["sign"] or behind["opens"])
    if behind and _is_time(said, behind, follows=hours):
        last = until if until and _is_time(said, until, follows=True) else None
        late = bool(daypart and daypart["late"]) or bool(_LATE.search(said, one.start, one.end))
        return _at(replace(one, end=(last or behind).end()), behind, last, late)
    begin = max(0, one.start - _NEAR_TIME)
    for match in TIME.finditer(said[begin : one.start]):
        gap = said[begin + match.end() : one.start]
        if _GAP.fullmatch(gap) and _is_time(said[begin:], match):
            begins = begin + match.start() + len(match[0]) - len(match[0].lstrip(" ,"))
            return _at(replace(one, start=begins), match, None)
    return one


def _at(one: Said, first: re.Match[str], last: re.Match[str] | None, late: bool = False) -> Said:
    """The times of a day: "before 5 pm" is only the end; `late`: after noon, where no am or pm tells."""
    if first["till"]:
        return replace(one, until=_clock(first, None, late))
    return replace(one, at=_clock(first, last, late), until=_clock(last, None, late) if last else None)


def _is_time(said: str, match: re.Match[str], follows: bool = False) -> bool:
    """Whether an hour is said as one: with minutes, with am or pm, or after "at"."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59 or said[match.end() : match.end() + 1].isdigit():
        return False
    return bool(
        match["sign"] or match["minute"] or match["half"] or follows or OCLOCK.search(said[: match.start("hour")][-14:])
    )


def _clock(match: re.Match[str], last: re.Match[str] | None, late: bool = False) -> time:
    """ "2 to 4 pm" is in the afternoon both times."""
    hour, minute = int(match["hour"]) % 24, int(match["minute"] or 0)
    half = match["half"] or ""
    if half:
        minute = 15 if "cuarto" in half or "ربع" in half else 30
    sign = match["sign"] or (last["sign"] if last else "") or ""
    if (_AFTERNOON.match(sign.strip()) or (late and not sign)) and hour < 12:
        hour += 12
    return time(hour, minute)


def _period(text: str, folded: Folded, one: Said, today: date) -> Period:
    start, end = folded.span(one.start, one.end)
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,"):
        end -= 1
    final = one.last or one.first
    is_past = one.last is not None and final is not None and final < today
    return Period(one.first, one.last, one.at, one.until, is_past, one.read.plain, start, end, text[start:end])
