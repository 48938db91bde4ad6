"""Which sum does "no, 95 not 90" mean, when a budget is known already? Pure.

Such a line names no currency and leaves out the thousands: both are those of the sum that it takes back.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from crm_app.language.digits_said import value_of
from crm_app.language.traced import fold
from crm_app.leads.knowing import Fact

_DIGITS = r"\d{1,12}(?:[.,]\d{1,3})*"
_ONE_NOT_OTHER = re.compile(
    rf"(?<![\w.,])(?P<meant>{_DIGITS})k?,? (?:and )?(?:not|no|instead of|rather than|en vez de|y no|بدل"
    rf"|و?(?:مو|موب|مب|مش|ليس|لا)) (?:de )?(?P<wrong>{_DIGITS})(?![\w])"
)
_NOT_OTHER_BUT_ONE = re.compile(
    rf"(?:not|no son|no eran|no|مو|موب|مب|مش|ليس|لا) (?P<wrong>{_DIGITS})k?,? ?"
    rf"(?:but|it.?s|sino|son|بل|لكن|انما|الا)? ?(?P<meant>{_DIGITS})(?![\w])"
)
_SCALES = (1, 1_000, 1_000_000)
_SURE = 0.9


def corrected(text: str, budget: Fact | None) -> Fact | None:
    """The budget with the sum that was taken back replaced; None where the text takes back none of it."""
    if budget is None or budget.corrected:
        return None
    folded = fold(text)
    match = _ONE_NOT_OTHER.search(folded.text) or _NOT_OTHER_BUT_ONE.search(folded.text)
    if match is None:
        return None
    meant, wrong = value_of(match["meant"]), value_of(match["wrong"])
    if meant is None or wrong is None:
        return None
    for scale in _scales(wrong, budget):
        bounds = {end: _replaced(budget.value.get(end), wrong * scale, meant * scale) for end in ("low", "high")}
        known = [bound for bound in bounds.values() if bound is not None]
        if known == sorted(known):
            start, end = folded.span(match.start(), match.end())
            return Fact(budget.name, {**budget.value, **bounds}, _SURE, quote=text[start:end].strip())
    return None


def _scales(wrong: Decimal, budget: Fact) -> Iterator[int]:
    """By what the sum that was taken back must be multiplied to be one that is known."""
    ends = {Decimal(str(end)) for end in (budget.value.get("low"), budget.value.get("high")) if end is not None}
    yield from (scale for scale in _SCALES if wrong * scale in ends)


def _replaced(bound: float | None, wrong: Decimal, meant: Decimal) -> float | int | None:
    if bound is None or Decimal(str(bound)) != wrong:
        return bound
    return int(meant) if meant == meant.to_integral_value() else float(meant)
