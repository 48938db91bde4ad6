"""Which sums of money does a text speak of? With bounds, ranges and currency, in English, Spanish and Arabic.

A number is a sum when a currency stands beside it, when it is counted in thousands or millions and counts nothing
else, or when the words around it (or the question just asked) speak of a budget or a price. Never a sum: what belongs
to an address, an order, a telephone, a date, a time, a size, a share.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from crm_app.language.money_words import (
    BOUND_AFTER,
    BOUND_BEFORE,
    MONTHLY,
    NOT_THAT,
    RANGE_AND,
    RANGE_BEGINS,
    RANGE_OR,
    RANGE_TO,
    SPEAKS_OF_MONEY,
    STANDS_FREE,
)
from crm_app.language.sums_said import Sum
from crm_app.language.sums_said import sums as sums_said
from crm_app.language.traced import Folded

Bound = Literal["exact", "about", "from", "up_to", "between"]

MOST = 50
"""Sums read of one text; a longer list is a price list and no wish."""

_NEAR = 45
_CLOSE = 14
_LEAST_WITHOUT_CURRENCY = 50
_LEAST_SPELLED = 10
_SENTENCE_END = re.compile(r"[!?;\n]|\.(?=\s|$)")
_AFTER_IN = re.compile(r"(?<!\w)(?:in|since|by|year|en|del?|año|desde|في|عام|سنه|من) $")
_WRITTEN_AS_MONEY = re.compile(
    r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?|\d{3,}[.,]\d{2}|(?:2[5-9]|[3-9]\d)[.,]\d{2}|\d{1,2}[.,][6-9]\d"
)
_VAGUE = re.compile(r"(?:thousands|millions|billions|hundreds|millones|ملايين|الاف|مليارات)$")
_GRAND = re.compile(r"\b(?:an?|one) grand$")
_MOST_MILLIONS = 100 * 10**6
_GROUPED = re.compile(r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?|\d{5,7}")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as it was said. `low` is None for "up to ...", `high` for "from ..."; both are equal for one sum.
    `currency` is an ISO 4217 code; `said_currency` tells whether the text names it or the workspace's was taken."""

    low: Decimal | None
    high: Decimal | None
    currency: str
    said_currency: bool
    bound: Bound
    approximate: bool
    per_month: bool
    start: int
    end: int
    text: str


def amounts(
    text: str, folded: Folded, currency: str, *, asked: str | None = None, taken: Sequence[tuple[int, int]] = ()
) -> tuple[Amount, ...]:
    """Every sum in `text`, in order, 50 at most. `currency` is the workspace's, meant by "$" or "pesos" in its country
    and by sums without one. `taken` are the offsets of what is something else (a phone, a date)."""
    reader = _Reader(text, folded, currency, asked == "budget")
    said = [found for found in sums_said(text, folded, currency) if not _overlaps(folded, found, taken)]
    if any(found.code is not None or found.number.scale > 1 for found in said):
        # Beside a clear sum a bare number is one only right after "budget" or "price".
        reader = replace(reader, asked=False, near=_CLOSE)
    made: list[Amount] = []
    place = 0
    while place < len(said) and len(made) < MOST:
        one, other = said[place], said[place + 1] if place + 1 < len(said) else None
        pair = other is not None and reader.is_range(one, other)
        if other and not pair and reader.is_correction(one, other):
            one, pair = _as_said_of(one, other), True
            amount = reader.single(one)
        else:
            amount = reader.ranged(one, other) if pair and other else reader.single(one)
        if amount:
            made.append(amount)
        place += 2 if pair else 1
    return tuple(made)


def _overlaps(folded: Folded, found: Sum, taken: Sequence[tuple[int, int]]) -> bool:
    start, end = folded.span(found.number.start, found.number.end)
    return any(start < last and first < end for first, last in taken)


@dataclass(frozen=True)
class _Reader:
    text: str
    folded: Folded
    own: str
    asked: bool
    near: int = _NEAR

    def is_range(self, one: Sum, other: Sum) -> bool:
        """Whether two sums are the ends of one range."""
        gap = self.folded.text[one.end : other.start]
        if one.end > other.start or len(gap) > 12 or one.value > other.value * 1_000_000:
            return False
        begins = RANGE_BEGINS.search(self.folded.text[max(0, one.start - 16) : one.start])
        low, high = _aligned(one, other)
        if low >= high:
            return False
        if one.code is None and one.number.scale == 1 < other.number.scale and RANGE_OR.fullmatch(gap):
            return True
        return bool(RANGE_TO.fullmatch(gap) or (begins and RANGE_AND.fullmatch(gap)))

    def is_correction(self, one: Sum, other: Sum) -> bool:
        """Whether the first of two sums takes the place of the second: "900 not 800 dollars"."""
        return one.end <= other.start and bool(NOT_THAT.fullmatch(self.folded.text[one.end : other.start]))

    def ranged(self, one: Sum, other: Sum) -> Amount | None:
        """The range from `one` to `other`, if it is money."""
        low, high = _aligned(one, other)
        code = one.code if one.code is not None else other.code
        whole = Sum(
            replace(other.number, scale=max(one.number.scale, other.number.scale)),
            high,
            one.start,
            other.end,
            code,
            False,
            one.value,
        )
        if other.excluded or (one.excluded and one.code is None) or not self._is_money(whole):
            return None
        begins = RANGE_BEGINS.search(self.folded.text[max(0, one.start - 16) : one.start])
        about = bool(_bound_before(self.folded.text, one.start - (len(begins[0]) if begins else 0)) == "about")
        return self._amount(one.start, other.end, low, high, code, "between", about)

    def single(self, one: Sum) -> Amount | None:
        """One sum with its bound, if it is money."""
        if one.excluded or not self._is_money(one):
            return None
        said = self.folded.text
        bound: str | None = _bound_before(said, one.start)
        monthly = MONTHLY.match(said, one.end)
        later = BOUND_AFTER.match(said, one.end) or (monthly and BOUND_AFTER.match(said, monthly.end()))
        if later and bound in (None, "about"):
            bound = later.lastgroup
        about = bound == "about" or bool(later and later.lastgroup == "about")
        low = None if bound == "up_to" else one.value
        high = None if bound == "from" else one.value
        kept: Bound = bound if bound in ("about", "from", "up_to") else "exact"  # type: ignore[assignment]
        return self._amount(one.start, one.end, low, high, one.code, kept, about)

    def _is_money(self, one: Sum) -> bool:
        """Whether currency, size or the words around say that a number is a sum."""
        if one.code is not None:
            return not (one.number.bare and _VAGUE.search(self.folded.text[: one.number.end][-10:]))
        if one.number.metres and not self._is_capital(one.number.end - 1):
            million = one.value < _MOST_MILLIONS and self._stands_free(one)
            alone = self.folded.text.strip() == self.folded.text[one.number.start : one.number.end]
            return self._speaks_of_money(one) or (million and (alone or self.asked or self._is_bound(one)))
        if one.number.scale >= 1_000 and (not one.number.bare or self._is_bound(one)):
            return True
        digits = self.folded.text[one.number.start : one.number.end]
        if one.value % 1 and one.value.as_tuple().exponent < -2:  # type: ignore[operator]
            return False
        if one.value >= _LEAST_WITHOUT_CURRENCY and MONTHLY.match(self.folded.text, one.end):
            return True
        if _YEAR.fullmatch(digits) and _AFTER_IN.search(self.folded.text[: one.number.start][-8:]):
            return False
        if not self.asked and _YEAR.fullmatch(digits) and not self._speaks_of_money(one, _CLOSE):
            return False
        if not one.number.digits and one.value < _LEAST_SPELLED and self.folded.text.strip() != digits:
            return False
        if self._is_all(digits):
            return True
        if one.value < _LEAST_WITHOUT_CURRENCY and not self.asked:
            return False
        if _GROUPED.fullmatch(digits) and self._stands_free(one) and self._is_bound(one):
            return True
        return self.asked or self._speaks_of_money(one)

    def _is_all(self, digits: str) -> bool:
        """Whether the message is nothing but a number with thousands or cents: "1.250.000", "64,90"."""
        return self.folded.text.strip() == digits and _WRITTEN_AS_MONEY.fullmatch(digits) is not None

    def _is_bound(self, one: Sum) -> bool:
        """Whether a sum has a limit beside it, is a range, or says money by itself ("a grand")."""
        said = self.folded.text
        return bool(
            one.other is not None
            or _bound_before(said, one.start)
            or BOUND_AFTER.match(said, one.end)
            or _GRAND.search(said[: one.end][-8:])
        )

    def _stands_free(self, one: Sum) -> bool:
        """Whether no noun follows that the number could count ("over 5,000 reviews")."""
        return STANDS_FREE.match(self.folded.text, one.end) is not None

    def _is_capital(self, place: int) -> bool:
        return self.text[self.folded.origin[place]].isupper()

    def _speaks_of_money(self, one: Sum, near: int | None = None) -> bool:
        """Whether a word of budget or price stands in the same sentence, not far before or right after."""
        before = self.folded.text[max(0, one.start - (near or self.near)) : one.start]
        before = _SENTENCE_END.split(before)[-1]
        if near or self.near == _CLOSE:
            return bool(SPEAKS_OF_MONEY.search(before))
        behind = _SENTENCE_END.split(self.folded.text[one.end : one.end + 20])[0]
        return bool(SPEAKS_OF_MONEY.search(before) or SPEAKS_OF_MONEY.search(behind))

    def _amount(
        self,
        start: int,
        end: int,
        low: Decimal | None,
        high: Decimal | None,
        code: str | None,
        bound: Bound,
        about: bool,
    ) -> Amount:
        monthly = MONTHLY.match(self.folded.text, end) is not None
        first, last = self.folded.span(start, end)
        return Amount(
            _plain(low),
            _plain(high),
            code or self.own,
            bool(code),
            bound,
            about,
            monthly,
            first,
            last,
            self.text[first:last],
        )


def _plain(value: Decimal | None) -> Decimal | None:
    """Without needless zeros or exponent: 1.2E+6 is 1200000."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _aligned(one: Sum, other: Sum) -> tuple[Decimal, Decimal]:
    """The two ends, each with the multiplier that the other one says: "500 to 700k", "1.2M to 1.5"."""
    low, high = one.value, other.value
    if one.number.scale == 1 and other.number.scale > 1:
        fitting = (scale for scale in (other.number.scale, Decimal(1_000)) if low * scale < high)
        low *= next(fitting, Decimal(1))
    elif one.number.scale > 1 and other.number.scale == 1 and high < low:
        high *= one.number.scale
    return low, high


def _as_said_of(one: Sum, other: Sum) -> Sum:
    """The sum that is meant, in the currency and the multiplier that only the wrong one was said with."""
    value = one.value
    if one.number.scale == 1 < other.number.scale and value < other.number.scale:
        value *= other.number.scale
    return replace(one, value=value, code=one.code if one.code is not None else other.code)


def _bound_before(said: str, start: int) -> str | None:
    match = BOUND_BEFORE.search(said[max(0, start - 34) : max(0, start)])
    return match.lastgroup if match else None
