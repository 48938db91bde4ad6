"""Which ten years does "the 1990s", "los años noventa" or "الثمانينات" mean?"""

import re
from datetime import date

from crm_app.language.date_parts import part
from crm_app.language.date_words import PARTED, either
from crm_app.language.day_sums import Days, part_of, period_at

_ENGLISH = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_SPANISH = "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_ARABIC = "عشرين ثلاثين اربعين خمسين ستين سبعين ثمانين تسعين".split()
_TENS = {
    **{name: 20 + 10 * n for names in (_ENGLISH, _SPANISH) for n, name in enumerate(names)},
    **{name + tail: 20 + 10 * n for n, name in enumerate(_ARABIC) for tail in ("ات", "يات")},
}
_LATEST = 30
"""Tens up to here are of this century: "the twenties" lie ahead or around us, "the thirties" far behind."""

DECADE = re.compile(
    rf"(?<!\w){PARTED}(?:(?:the |los |las )?(?:(?:d[ée]cada|decenio) de(?: los)? (?:años )?|los años |decade of the )"
    rf"(?P<said>(?:19|20)?\d0|{either(_SPANISH)}|{either(_ENGLISH)})"
    rf"|(?:the )?(?P<full>(?:19|20)\d0) ?'?s|(?:the |the '|'|early |late |mid[ -])(?P<short>[2-9]0) ?'?s"
    rf"|(?:(?:in |from )?the |in |early |late |mid[ -])(?P<name>{either(_ENGLISH)})"
    rf"|(?:عقد |اعوام |سنوات )?(?:ال)(?P<ar>{either([n for n in _TENS if not n.isascii()])}))(?!\w)"
)


def decade(match: re.Match[str], now: date) -> Days:
    """All ten years; where the century is not said, the nearest that people mean by the word."""
    said = match["said"] or match["full"] or match["short"] or match["name"] or match["ar"]
    year = int(said) if said.isdigit() else _TENS[said]
    if year < 100:
        century = now.year // 100 * 100
        year += century if year < _LATEST else century - 100
    return part_of(period_at(date(year, 1, 1), "decade", 0), part(match))
