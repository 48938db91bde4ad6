"""Which sums of money does a text speak of? With bounds, ranges and currency, in English, Spanish and Arabic.

A number is a sum when a currency stands beside it, when it is counted in thousands or millions and counts nothing
else, or when the words around it (or the question just asked) speak of a budget or a price. Never a sum: what belongs
to an address, an order, a telephone, a date, a time, a size, a share.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Literal

from crm_app.language import currencies
from crm_app.language.money_words import (
    BOUND_AFTER,
    BOUND_BEFORE,
    COUNTED,
    MONTHLY,
    NOT_MONEY_BEFORE,
    RANGE_AND,
    RANGE_BEGINS,
    RANGE_TO,
    SPEAKS_OF_MONEY,
    STREET,
    SUBUNIT,
)
from crm_app.language.numbers_said import Number, numbers
from crm_app.language.traced import Folded

Bound = Literal["exact", "about", "from", "up_to", "between"]

MOST = 50
"""Sums read of one text; a longer list is a price list and no wish."""

MOST_NUMBERS = 150
"""Numbers looked at, whatever they are."""

_NEAR = 45
_CLOSE = 14
_LEAST_WITHOUT_CURRENCY = 50
_GAP = re.compile(r"[ \u00a0]{0,2}(?:-|of |de |d')?[ \u00a0]?")
_SENTENCE_END = re.compile(r"[!?;\n]|\.(?=\s|$)")
_PARTICLES = frozenset(("و", "ب", "ل", "ال", "ك", "وب", "بال"))
_AFTER_IN = re.compile(r"(?<!\w)(?:in|since|by|year|en|del?|año|desde|في|عام|سنه|من) $")
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


@dataclass(frozen=True, slots=True)
class _Sum:
    """A number that may be money: folded offsets with its currency's, and what speaks for it."""

    number: Number
    value: Decimal
    start: int
    end: int
    code: str | None
    excluded: bool


def amounts(
    text: str, folded: Folded, currency: str, *, asked: str | None = None, taken: Sequence[tuple[int, int]] = ()
) -> tuple[Amount, ...]:
    """Every sum in `text`, in order, 50 at most. `currency` is the workspace's, meant by "$" or "pesos" in its country
    and by sums without one. `taken` are the offsets of what is something else (a phone, a date)."""
    reader = _Reader(text, folded, currency, asked == "budget")
    sums = [found for found in reader.sums() if not _overlaps(folded, found, taken)]
    if any(found.code is not None or found.number.scale > 1 for found in sums):
        # Beside a clear sum a bare number is one only right after "budget" or "price".
        reader = replace(reader, asked=False, near=_CLOSE)
    made: list[Amount] = []
    place = 0
    while place < len(sums) and len(made) < MOST:
        one, other = sums[place], sums[place + 1] if place + 1 < len(sums) else None
        pair = other is not None and reader.is_range(one, other)
        amount = reader.ranged(one, other) if pair and other else reader.single(one)
        if amount:
            made.append(amount)
        place += 2 if pair else 1
    return tuple(made)


def _overlaps(folded: Folded, found: _Sum, taken: Sequence[tuple[int, int]]) -> bool:
    start, end = folded.span(found.number.start, found.number.end)
    return any(start < last and first < end for first, last in taken)


@dataclass(frozen=True)
class _Reader:
    text: str
    folded: Folded
    own: str
    asked: bool
    near: int = _NEAR

    def sums(self) -> Iterator[_Sum]:
        """The numbers of the text with the currency beside each; cents are joined to what they belong to."""
        found: list[_Sum] = []
        for number in islice(numbers(self.folded.text), MOST_NUMBERS):
            if found and number.start < found[-1].end:
                continue
            one = self._with_currency(number, found[-1].end if found else 0)
            if found and self._is_cents(found[-1], one):
                before = found.pop()
                # The cents' own currency word ends the sum.
                end = max(one.end, self._cents_end(one))
                found.append(replace(before, value=before.value + one.number.value / 100, end=end))
            else:
                found.append(one)
        return iter(found)

    def _with_currency(self, number: Number, used: int) -> _Sum:
        said = self.folded.text
        start, end, code, value = number.start, number.end, None, number.value
        ahead = currencies.before(self.text, said, start, self.own, origin=self.folded.origin)
        if ahead and ahead.start < used:
            ahead = None
        gap = _GAP.match(said, end)
        place = gap.end() if gap else end
        behind = currencies.after(self.text, said, place, self.own, origin=self.folded.origin)
        if behind is None and place > end:
            behind = currencies.after(self.text, said, end, self.own, origin=self.folded.origin)
        if behind and _goes_on(said, behind, bool(ahead)):
            behind = None
        if behind:
            code, end = behind.code, behind.end
            more = re.compile(r" ?(millions?|millones|thousand|mil|k|mn|bn|billion)\b").match(said, end)
            if more and number.scale == 1:
                value, end = value * _SCALE[more[1][:4]], more.end()
            if ahead:
                start = ahead.start
        elif ahead:
            code, start = ahead.code, ahead.start
        cents = SUBUNIT.match(said, number.end)
        if cents and not code:
            code, value, end = self.own, value / 100, cents.end()
        return _Sum(number, value, start, end, code, self._excluded(number, start, end, code))

    def _is_cents(self, before: _Sum, one: _Sum) -> bool:
        said = self.folded.text
        named = SUBUNIT.match(said, one.number.end)
        if before.code is None or before.value % 1 or before.number.scale > 1 or one.number.value % 1:
            return False
        gap = re.fullmatch(r" ?(and |y |con |with |و ?)?", said[before.end : one.number.start])
        if gap is None or one.number.value >= 100 or (one.code is not None and not named):
            return False
        at_end = re.compile(r"\s*(?:$|[.!?;\n])").match(said, one.number.end)
        two_digits = re.fullmatch(r"\d\d", said[one.number.start : one.number.end])
        bare = two_digits and not gap[1] and before.end > before.number.end and not one.excluded
        return bool(named or at_end or bare)

    def _cents_end(self, one: _Sum) -> int:
        cents = SUBUNIT.match(self.folded.text, one.number.end)
        return cents.end() if cents else one.number.end

    def _excluded(self, number: Number, start: int, end: int, code: str | None) -> bool:
        """Whether the number belongs to something that is no money."""
        said = self.folded.text
        if number.glued and start >= number.start and not self._is_loose(number):
            return True
        if number.bare and COUNTED.match(said, end):
            return True
        if code is not None:
            return bool(re.match(r"\s?(?:%|/\d)", said[number.end : number.end + 4]))
        if said[end : end + 1].isalpha() or (number.scale == 1 and STREET.match(said[end : end + 60])):
            return True
        if COUNTED.match(said, end) or NOT_MONEY_BEFORE.search(said[max(0, start - 30) : start]):
            return True
        if re.search(r"\d[:./-]$", said[max(0, start - 2) : start]) or re.match(
            r"[:/]\d|(?:st|nd|rd|th)\b", said[end : end + 4]
        ):
            return True
        return False

    def _is_loose(self, number: Number) -> bool:
        """Whether what touches a number is a particle, or the dash of a range, and not part of a code ("CN-003")."""
        if number.glued == "-":
            return not re.search(r"(?<!\w)[^\W\d_]+-$", self.folded.text[max(0, number.start - 14) : number.start])
        return number.glued in _PARTICLES

    def is_range(self, one: _Sum, other: _Sum) -> bool:
        """Whether two sums are the ends of one range."""
        gap = self.folded.text[one.end : other.start]
        if one.end > other.start or len(gap) > 12 or one.value > other.value * 1_000_000:
            return False
        begins = RANGE_BEGINS.search(self.folded.text[max(0, one.start - 16) : one.start])
        low, high = _aligned(one, other)
        if low >= high:
            return False
        return bool(RANGE_TO.fullmatch(gap) or (begins and RANGE_AND.fullmatch(gap)))

    def ranged(self, one: _Sum, other: _Sum) -> Amount | None:
        """The range from `one` to `other`, if it is money."""
        low, high = _aligned(one, other)
        code = one.code if one.code is not None else other.code
        whole = _Sum(
            replace(other.number, scale=max(one.number.scale, other.number.scale)),
            high,
            one.start,
            other.end,
            code,
            False,
        )
        if other.excluded or (one.excluded and one.code is None) or not self._is_money(whole):
            return None
        begins = RANGE_BEGINS.search(self.folded.text[max(0, one.start - 16) : one.start])
        about = bool(_bound_before(self.folded.text, one.start - (len(begins[0]) if begins else 0)) == "about")
        return self._amount(one.start, other.end, low, high, code, "between", about)

    def single(self, one: _Sum) -> Amount | None:
        """One sum with its bound, if it is money."""
        if one.excluded or not self._is_money(one):
            return None
        said = self.folded.text
        bound: str | None = _bound_before(said, one.start)
        later = BOUND_AFTER.match(said, one.end)
        if later and bound in (None, "about"):
            bound = later.lastgroup
        about = bound == "about" or bool(later and later.lastgroup == "about")
        low = None if bound == "up_to" else one.value
        high = None if bound == "from" else one.value
        kept: Bound = bound if bound in ("about", "from", "up_to") else "exact"  # type: ignore[assignment]
        return self._amount(one.start, one.end, low, high, one.code, kept, about)

    def _is_money(self, one: _Sum) -> bool:
        """Whether currency, size or the words around say that a number is a sum."""
        if one.code is not None:
            return not one.number.bare or one.number.scale > 1 or one.code != ""
        if one.number.metres and not self._is_capital(one.number.end - 1):
            return self._speaks_of_money(one) and not _is_size(self.folded.text, one.end)
        if one.number.scale >= 1_000 and (not one.number.bare or self._is_bound(one)):
            return True
        digits = self.folded.text[one.number.start : one.number.end]
        if one.value % 1 and one.value.as_tuple().exponent < -2:  # type: ignore[operator]
            return False
        if _YEAR.fullmatch(digits) and _AFTER_IN.search(self.folded.text[: one.number.start][-8:]):
            return False
        if not self.asked and _YEAR.fullmatch(digits) and not self._speaks_of_money(one, _CLOSE):
            return False
        if one.value < _LEAST_WITHOUT_CURRENCY and not self.asked:
            return False
        return self.asked or self._speaks_of_money(one)

    def _is_bound(self, one: _Sum) -> bool:
        """Whether a lone "million" has a limit beside it, or says money by itself."""
        said = self.folded.text
        return bool(
            _bound_before(said, one.start) or BOUND_AFTER.match(said, one.end) or said[: one.end].endswith("grand")
        )

    def _is_capital(self, place: int) -> bool:
        return self.text[self.folded.origin[place]].isupper()

    def _speaks_of_money(self, one: _Sum, near: int | None = None) -> bool:
        """Whether a word of budget or price stands in the same sentence, not far before or right after."""
        before = self.folded.text[max(0, one.start - (near or self.near)) : one.start]
        before = _SENTENCE_END.split(before)[-1]
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


_SCALE = {"mill": 10**6, "thou": 1_000, "mil": 1_000, "k": 1_000, "mn": 10**6, "bn": 10**9, "bill": 10**9}


def _plain(value: Decimal | None) -> Decimal | None:
    """Without needless zeros or exponent: 1.2E+6 is 1200000."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _aligned(one: _Sum, other: _Sum) -> tuple[Decimal, Decimal]:
    """The two ends, each with the multiplier that the other one says: "500 to 700k", "1.2M to 1.5"."""
    low, high = one.value, other.value
    if one.number.scale == 1 and other.number.scale > 1:
        fitting = (scale for scale in (other.number.scale, Decimal(1_000)) if low * scale < high)
        low *= next(fitting, Decimal(1))
    elif one.number.scale > 1 and other.number.scale == 1 and high < low:
        high *= one.number.scale
    return low, high


def _goes_on(said: str, behind: currencies.Currency, has_own: bool) -> bool:
    """Whether a currency after a number is that of the next number: "3 USD50 cards", "$ 20 $ 37"."""
    glued = said[behind.end : behind.end + 1].isdigit() and said[behind.end - 1].isalpha()
    return glued or (has_own and re.match(r" ?\d", said[behind.end : behind.end + 2]) is not None)


def _bound_before(said: str, start: int) -> str | None:
    match = BOUND_BEFORE.search(said[max(0, start - 34) : max(0, start)])
    return match.lastgroup if match else None


def _is_size(said: str, end: int) -> bool:
    return COUNTED.match(said, end) is not None
