# ruff: noqa: E501 - word lists read better unbroken
"""Which end does a word beside a date leave open, and what does "two weeks after" make of it?"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from crm_app.language.date_parts import counted_on
from crm_app.language.date_words import span
from crm_app.language.day_sums import period_at, weekend_of
from crm_app.language.days_found import Read

_NEAR, _FAR = 26, 60
"""Letters before a date that are read for a word, and for a length of time."""

_BEHIND = re.compile(
    r"(?:,? (?:and|or|y|o|او) (?P<since>after|later|onwards?|beyond|on|greater|en adelante|despu[ée]s|m[áa]s tarde|posterior|بعد)"
    r"|,? (?P<from>onwards?|en adelante|فصاعدا|وما بعد|وطالع)"
    r"|,? (?:and|or|y|o|او) (?P<until>before|earlier|antes|anterior|sooner|قبل))(?!\w)(?! (?:de|of|las?|el|\d))"
)
_COUNTED = re.compile(
    rf"(?<!\w)(?:(?:(?:the |el )?(?P<unit2>day|d[íi]a)|(?:the |el |la )(?:(?P<week>week|semana)|(?P<month>month|mes)))(?= (?:before|after|antes|despu[ée]s))|(?:(?P<over>more than|over|m[áa]s de|اكثر من) |(?P<under>less than|under|menos de|اقل من) |(?P<for>for|during|durante|por|لمده) )?{span()}) "
    r"(?P<how>after|following|later than|before|prior to|despu[ée]s de|posteriores (?:a|de)|antes de|anteriores (?:a|de)|بعد|قبل"
    r"|(?P<from>from|a partir de|desde|من)|(?P<starting>(?:starting|beginning|commencing)(?: from| on| in)?|empezando|comenzando|ابتداء من|بدءا من|اعتبارا من))(?:l| el| the| on| this| يوم)?\s*$"
)
_FROM_NOW = re.compile(
    r"(?<!\w)(?:(?:between|from|de|desde|entre) (?:now|today|ahora|hoy|aqu[íi])|(?:من|بين) (?:الان|اليوم|هلا|هسه)|(?:any ?time )?(?:between )?now) ?(?:-|and|y|to|until|till|through|a|al|hasta|و|الي|حتي|لـ?)(?: the| el| la| يوم| شهر)?\s*$"
)
_WEEK_OF = re.compile(
    r"(?<!\w)(?:(?P<end>(?:the )?weekend of|(?:el )?fin de semana del?|(?:عطله )?نهايه اسبوع)|(?:the )?week (?:of|commencing|starting|beginning)|(?:la )?semana (?:del?|que (?:inicia|empieza|comienza|va)(?: el| del)?|a partir del)|(?:ال)?اسبوع)(?: the| el)?\s*$"
)
_WORDS = {
    "until": r"by|until|till|up to|no later than|not later than|no m[áa]s tarde (?:de|que)|latest(?: by)?|hasta|a m[áa]s tardar|antes de que acabe|لغايه|حتي|بحلول|لحد|لين|في موعد اقصاه|(?:as|so) late as|tan tarde como",
    "since": r"(?:not|no) (?:before|antes de)|(?:مو|مش|ليس|لا) قبل|starting(?: from| on| in)?|as of|beginning|commencing|as from|onwards from|as early as|tan pronto como|desde|a partir de|a contar de|empezando(?: en| por)?|comenzando(?: en| por)?|ابتداء من|بدءا من|اعتبارا من",
    "before": r"before|prior to|antes de|previo a|anterior(?:es)? (?:a|de)|earlier than|قبل|ahead of",
    "after": r"after|later than|greater than|despu[ée]s de|luego de|tras|pasado|posterior(?:es)? (?:a|de)|بعد|عقب",
    "gone": r"since|منذ",
    "from": r"from|من",
}
_BEFORE = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
    + r")(?:l| el| la| los| las| the| يوم| شهر|l d[íi]a|l año)?\s*$"
)
BETWEEN = re.compile(
    r"\s*(?:(?P<sure>-|~|to|until|till|through|thru|hasta|hacia|al|الي|حتي|لغايه|لـ|ل|لين)|a|y|and|و)"
    r"(?: the| el| la| los| يوم| شهر)?\s*"
)
OPENS_RANGE = re.compile(r"(?<!\w)(?:from|between|de|del|desde|entre|من|بين|ما بين)(?: the| el| la|l| يوم| شهر)?\s*$")


@dataclass(frozen=True, slots=True)
class Said:
    """A date with what stands beside it, by folded offsets; `at` and `until` are times of day."""

    read: Read
    start: int
    end: int
    first: date | None
    last: date | None
    at: time | None = None
    until: time | None = None


def opened(said: str, one: Read, today: date) -> Said:
    """A date with "by", "before", "after", "since" or "two weeks after" in front of it, or "and later" behind it."""
    near, far = max(0, one.start - _NEAR), max(0, one.start - _FAR)
    now = _FROM_NOW.search(said[near : one.start])
    if now and not one.within:
        return Said(one, near + now.start(), one.end, today, one.last)
    # "La semana del 4": the article belongs to the day that was read.
    week = _WEEK_OF.search(said[far : one.start + 4 * said.startswith("del ", one.start)])
    if week and one.first == one.last:
        days = weekend_of(one.first) if week["end"] else period_at(one.first, "week", 0)
        return Said(one, far + week.start(), one.end, *days)
    if counted := _COUNTED.search(said[far : one.start]):
        return Said(one, far + counted.start(), one.end, *_counted(counted, one))
    behind = _BEHIND.match(said, one.end)
    if behind and not one.within:
        since = behind.lastgroup != "until"
        return Said(one, one.start, behind.end(), one.first if since else None, None if since else one.last)
    match = _BEFORE.search(said[near : one.start])
    kind = match.lastgroup if match else None
    if match is None or kind is None or one.within:
        return Said(one, one.start, one.end, one.first, one.last)
    return Said(one, *_bound(kind, one, near + match.start(), today))


def _bound(kind: str, one: Read, start: int, today: date) -> tuple[int, int, date | None, date | None]:
    """Where the words begin and end, and the days."""
    # "From last month" is that month: what is over has its end. "From 3 to 5 May" has it too.
    closed = kind == "from" and one.first < one.last < today
    if closed or (one.ranged and kind in ("since", "gone", "from")):
        return one.start, one.end, one.first, one.last
    if kind == "gone":
        return start, one.end, _gone(one, today), None
    if kind == "until":
        return start, one.end, None, one.last
    if kind == "before":
        return start, one.end, None, one.last if one.ending else one.first - timedelta(days=1)
    if kind == "after":
        return start, one.end, one.last + timedelta(days=1), None
    return start, one.end, one.first, None


def _gone(one: Read, today: date) -> date:
    """ "Since January", "since Monday": the last one, not the coming one."""
    if one.first <= today:
        return one.first
    if one.yearless:
        return one.first.replace(year=one.first.year - 1)
    return one.first - timedelta(days=7) if one.first == one.last and (one.first - today).days <= 7 else one.first


def _counted(match: re.Match[str], one: Read) -> tuple[date | None, date | None]:
    """The day so far from a date; with "more than" all beyond it, with "for" or "starting" the days in between."""
    back = re.search(r"before|prior|antes|anteriores|قبل", match["how"])
    if unit := "week" if match["week"] else "month" if match["month"] else None:
        return period_at(one.first if back else one.last, unit, -1 if back else 1)
    far = counted_on(match, one.first if back or match["starting"] else one.last, -1 if back else 1)
    if match["starting"] or (match["for"] and match["from"]):
        return one.first, max(one.first, far - timedelta(days=1))
    if match["over"]:
        return (None, far) if back else (far, None)
    if match["under"]:
        return (far, one.first) if back else (one.last, far)
    return far, far
