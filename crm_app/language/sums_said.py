"""Which numbers of a text have a currency beside them, and which belong to something that is no money?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from crm_app.language import currencies
from crm_app.language.money_words import COUNTED, NOT_MONEY_BEFORE, STREET, SUBUNIT
from crm_app.language.numbers_said import Number, numbers
from crm_app.language.traced import Folded

MOST_NUMBERS = 150
"""Numbers looked at, whatever they are."""

_ARTICLE = re.compile(r"(?<!\w)(an?) (?=(?:dollar|euro|pound|riyal|dirham|dinar|peso|rupee|buck)\b)")
_COINS = re.compile(r" (nickel|dime)s?\b")
_WORTH = {"nickel": Decimal("0.05"), "dime": Decimal("0.1")}
_GAP = re.compile(r"[ \u00a0]{0,2}(?:-|of |de |d')?[ \u00a0]?")
_PARTICLES = frozenset(("و", "ب", "ل", "ال", "ك", "وب", "بال"))
_SCALE_BEHIND = re.compile(r" ?(millions?|millones|thousand|mil|k|mn|bn|billion)\b")
_CENTS_JOIN = re.compile(r" ?(and |y |con |with |و ?)?")
_SENTENCE_ENDS = re.compile(r"\s*(?:$|[.!?;\n])")
_CODE_BEFORE = re.compile(r"(?<!\w)[^\W\d_]+-$")
_PART_BEFORE, _PART_BEHIND = re.compile(r"\d[:./]$"), re.compile(r"[:/]\d|(?:st|nd|rd|th)\b")
_SCALE = {"mill": 10**6, "thou": 1_000, "mil": 1_000, "k": 1_000, "mn": 10**6, "bn": 10**9, "bill": 10**9}


@dataclass(frozen=True, slots=True)
class Sum:
    """A number that may be money: folded offsets with its currency's, and what speaks for it. `other`: the
    lower end, where it is a range."""

    number: Number
    value: Decimal
    start: int
    end: int
    code: str | None
    excluded: bool
    other: Decimal | None = None


def sums(text: str, folded: Folded, own: str) -> Iterator[Sum]:
    """The numbers of the text, in order, 150 at most, with the currency beside each; cents are joined to what they
    belong to. `own` is the workspace's currency."""
    return _Reader(text, folded, own).sums()


@dataclass(frozen=True)
class _Reader:
    text: str
    folded: Folded
    own: str

    def sums(self) -> Iterator[Sum]:
        """The numbers of the text with the currency beside each; cents are joined to what they belong to."""
        found: list[Sum] = []
        for number in sorted(self._numbers(), key=lambda number: number.start):
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

    def _numbers(self) -> Iterator[Number]:
        """The numbers said, "a" in "a dollar" among them."""
        yield from islice(numbers(self.folded.text), MOST_NUMBERS)
        for article in islice(_ARTICLE.finditer(self.folded.text), MOST_NUMBERS):
            yield Number(Decimal(1), Decimal(1), article.start(), article.start() + len(article[1]))

    def _with_currency(self, number: Number, used: int) -> Sum:
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
            more = _SCALE_BEHIND.match(said, end)
            if said[behind.start : behind.end] == "mdp":
                value *= 10**6
            if more and number.scale == 1:
                value, end = value * _SCALE[more[1][:4]], more.end()
            if ahead:
                start = ahead.start
        elif ahead:
            code, start = ahead.code, ahead.start
        coin = _COINS.match(said, number.end)
        if coin and not code:
            return Sum(number, value * _WORTH[coin[1]], start, coin.end(), "USD", False)
        cents = SUBUNIT.match(said, number.end)
        if cents and not code:
            code, value, end = self.own, value / 100, cents.end()
        return Sum(number, value, start, end, code, self._excluded(number, start, end, code))

    def _is_cents(self, before: Sum, one: Sum) -> bool:
        said = self.folded.text
        named = SUBUNIT.match(said, one.number.end)
        if before.code is None or before.value % 1 or before.number.scale > 1 or one.number.value % 1:
            return False
        gap = _CENTS_JOIN.fullmatch(said, before.end, one.number.start)
        if gap is None or one.number.value >= 100 or (one.code is not None and not named):
            return False
        at_end = _SENTENCE_ENDS.match(said, one.number.end)
        two_digits = re.fullmatch(r"\d\d", said[one.number.start : one.number.end])
        bare = two_digits and not gap[1] and before.end > before.number.end and not one.excluded
        return bool(named or at_end or bare)

    def _cents_end(self, one: Sum) -> int:
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
        if said[end : end + 1].isalnum() or (number.scale == 1 and STREET.match(said[end : end + 60])):
            return True
        if COUNTED.match(said, end) or NOT_MONEY_BEFORE.search(said[max(0, start - 30) : start]):
            return True
        return bool(_PART_BEFORE.search(said[max(0, start - 2) : start]) or _PART_BEHIND.match(said[end : end + 4]))

    def _is_loose(self, number: Number) -> bool:
        """Whether what touches a number is a particle, or the dash of a range, and not part of a code ("CN-003")."""
        if number.glued == "-":
            return not _CODE_BEFORE.search(self.folded.text[max(0, number.start - 14) : number.start])
        return number.glued in _PARTICLES


def _goes_on(said: str, behind: currencies.Currency, has_own: bool) -> bool:
    """Whether a currency after a number is that of the next number: "3 USD50 cards", "$ 20 $ 37"."""
    glued = said[behind.end : behind.end + 1].isdigit() and said[behind.end - 1].isalpha()
    return glued or (has_own and re.match(r" ?\d", said[behind.end : behind.end + 2]) is not None)
