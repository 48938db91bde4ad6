# ruff: noqa: E501 - word lists read better unbroken
"""Which year stands beside a day or month in words: "two thousand twenty-seven", "dos mil quince", "next year"?"""

import re
from datetime import date

from crm_app.language.date_words import either
from crm_app.language.number_words import HUNDRED, HUNDREDS, TEENS, TENS, UNITS
from crm_app.language.numbers_said import numbers

_EARLIEST, _LATEST = 1900, 2100
_WORD = rf"(?:{either({*TENS, *TEENS, *UNITS, *HUNDREDS, *HUNDRED, 'thousand', 'mil', 'الف', 'الفين', 'الفان'})})"
_SAID = rf"(?:nineteen|twenty|(?:one|two) thousand|(?:dos )?mil|الفين|الفان|الف)(?:(?: and | y | و|[ -]){_WORD}){{1,6}}"
_MONEY = "(?:mil|million|millones|dollars?|euros?|pounds?|pesos?|dirhams?|riyals?|usd|eur|aed|sar|ريال|درهم|دولار|دينار|جنيه)"
YEAR_SAID = re.compile(
    rf"(?<!\w)(?:in|of|since|until|before|after|by|year|del?|en|desde|hasta|año|عام|سنه|في) (?P<words>{_SAID})(?!\w)(?! {_MONEY})"
)
_AR_YEAR = "(?:السنه|العام)"
_RELATIVE = (
    rf"(?P<next>(?:next|the following|the coming) year|pr[óo]ximo año|año (?:que viene|pr[óo]ximo|siguiente|entrante)|{_AR_YEAR} (?:القادمه?|المقبله?|الجايه?))"
    rf"|(?P<this>this (?:calendar )?year|este (?:mismo )?año|año en curso|(?:هذا|هذه) {_AR_YEAR}|{_AR_YEAR} الحاليه?)|(?P<last>last year|año pasado|{_AR_YEAR} الماضيه?)"
)
_BEHIND = re.compile(
    rf",? (?:(?:of|in|del?(?: año)?|en|عام|سنه|من|في) )?(?:(?P<words>{_SAID})|(?:el )?(?:{_RELATIVE}))(?!\w)"
)
_BEFORE = re.compile(rf"(?<!\w)(?:the )?(?:{_RELATIVE})(?:.?s)? $")


def year_beside(said: str, start: int, end: int, now: date) -> tuple[int, int, int] | None:
    """The year that stands beside said[start:end] as words or as "next year", and where both then begin and end."""
    if match := _BEHIND.match(said, end):
        year = year_in_words(match["words"]) if match["words"] else _relative(match, now)
        return (year, start, match.end()) if year else None
    begin = max(0, start - 24)
    if match := _BEFORE.search(said[begin:start]):
        return _relative(match, now), begin + match.start(), end
    return None


def _relative(match: re.Match[str], now: date) -> int:
    return now.year + (1 if match["next"] else -1 if match["last"] else 0)


def year_in_words(said: str) -> int | None:
    """1900 to 2100, also as two halves: "nineteen eighty six"."""
    values = [int(number.value) for number in numbers(said)]
    if len(values) == 2 and values[0] in (19, 20) and values[1] < 100:
        values = [values[0] * 100 + values[1]]
    return values[0] if len(values) == 1 and _EARLIEST <= values[0] <= _LATEST else None
