# ruff: noqa: E501 - word lists read better unbroken
"""How soon does a lead want it?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crm_app.language.dates import Period
from crm_app.language.traced import Folded

Level = Literal["none", "low", "normal", "high"]

_SOON_DAYS, _LATER_DAYS = 14, 183
_LOW = re.compile(
    r"(?<!\w)(?:no (?:rush|hurry)|not (?:in a (?:rush|hurry)|urgent|that urgent)|isn.?t urgent|no urgency|just (?:looking|browsing|curious|"
    r"exploring|checking)|(?:only|still) (?:looking|browsing)|some ?day|eventually|whenever|take your time|down the (?:road|line)|"
    r"no (?:tengo|hay|corre) prisa|sin prisas?|no (?:es|corre) urgente|no me urge|no urge|s[óo]lo (?:estoy )?(?:mirando|viendo|"
    r"curioseando)|m[áa]s adelante|alg[úu]n d[íi]a|con calma|"
    r"(?:مو|مش|غير|ليس|لست|ماني|منيب|ما ?ني) (?:مستعجل\w*|عاجل\w*|ضروري)|على مهل\w*|علي مهل\w*|ما (?:في|فيه|عندي) (?:استعجال|عجله)|بدون استعجال|"
    r"لا يوجد استعجال|بس (?:استفسار|اتفرج|اسال)|مجرد استفسار|بعدين)(?!\w)"
)
_HIGH = re.compile(
    r"(?<!\w)(?:asap|a\.s\.a\.p|urgent(?:ly)?|urgency|immediate(?:ly)?|right away|right now|straight ?away|as soon as possible|"
    r"as quickly as possible|very soon|can.?t wait|in a (?:rush|hurry)|emergency|at once|need it now|move in now|"
    r"urgente(?:mente)?|urge|me urge|cuanto antes|lo antes posible|lo m[áa]s pronto posible|a la brevedad|de inmediato|inmediat[oa](?:mente)?|"
    r"ya mismo|ahora mismo|con prisa|tengo prisa|para ya|"
    r"عاجل\w*|مستعجل\w*|ضروري(?: جدا)?|بسرعه|باسرع وقت|اسرع وقت|في اقرب وقت|باقرب وقت|اقرب فرصه|حالا|فورا|فوري\w*|(?:الحين|دلوقتي|هلا)(?! (?:ما|مو|مش|مب|عندي|انا|احنا|ساكن\w*|اسكن|ادرس|اشتغل))|علي وجه السرعه)(?!\w)"
)
_NORMAL = re.compile(
    r"(?<!\w)(?:soon|in the near future|coming (?:weeks|months)|pronto|pr[óo]ximamente|en breve|قريبا(?! من)|الفتره القادمه|عن قريب)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Urgency:
    """How pressing, with the words that say so. "none": nothing is said of time."""

    level: Level
    start: int
    end: int
    text: str


def urgency(text: str, folded: Folded, when: Sequence[Period], now: datetime) -> Urgency:
    """high: now or within two weeks. normal: within half a year. low: later, or in no hurry. Words go before dates."""
    for level, pattern in (("low", _LOW), ("high", _HIGH)):
        match = pattern.search(folded.text)
        if match:
            return _said(text, folded, match, level)  # type: ignore[arg-type]
    dated = next((period for period in when if _is_ahead(period, now)), None)
    if dated:
        last = dated.last or dated.first
        away = (last - now.date()).days if last else 0
        level: Level = "high" if away <= _SOON_DAYS else "normal" if away <= _LATER_DAYS else "low"
        return Urgency(level, dated.start, dated.end, dated.text)
    match = _NORMAL.search(folded.text)
    return _said(text, folded, match, "normal") if match else Urgency("none", 0, 0, "")


def _is_ahead(period: Period, now: datetime) -> bool:
    day = period.last or period.first
    return day is not None and day >= now.date()


def _said(text: str, folded: Folded, match: re.Match[str], level: Level) -> Urgency:
    start, end = folded.span(match.start(), match.end())
    return Urgency(level, start, end, text[start:end])
