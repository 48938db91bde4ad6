"""Which year is written out in words: "two thousand twenty-seven", "dos mil quince", "ألفين وستة وعشرين"?"""

import re

from crm_app.language.date_words import either
from crm_app.language.number_words import HUNDRED, HUNDREDS, TEENS, TENS, UNITS
from crm_app.language.numbers_said import numbers

_EARLIEST, _LATEST = 1900, 2100
_WORD = rf"(?:{either({*TENS, *TEENS, *UNITS, *HUNDREDS, *HUNDRED, 'thousand', 'mil', 'الف', 'الفين', 'الفان'})})"
_SAID = rf"(?:nineteen|twenty|(?:one|two) thousand|(?:dos )?mil|الفين|الفان|الف)(?:(?: and | y | و|[ -]){_WORD}){{1,6}}"
YEAR_SAID = re.compile(
    rf"(?<!\w)(?:in|of|since|until|before|after|by|year|del?|en|desde|hasta|año|عام|سنه|في) (?P<words>{_SAID})(?!\w)"
)
_BEHIND = re.compile(rf",? (?:(?:of|in|del?|del año|en|عام|سنه|من) )?(?P<words>{_SAID})(?!\w)")


def year_behind(said: str, begin: int) -> tuple[int, int] | None:
    """The year in words that follows at `begin`, and where it ends."""
    match = _BEHIND.match(said, begin)
    year = year_in_words(match["words"]) if match else None
    return (year, match.end()) if match and year else None


def year_in_words(said: str) -> int | None:
    """1900 to 2100, also as two halves: "nineteen eighty six"."""
    values = [int(number.value) for number in numbers(said)]
    if len(values) == 2 and values[0] in (19, 20) and values[1] < 100:
        values = [values[0] * 100 + values[1]]
    return values[0] if len(values) == 1 and _EARLIEST <= values[0] <= _LATEST else None
