"""What in a text states a fact: every number, date, amount, name, place, address, link and promise, with its offsets.

Finding is greedy on purpose and knows no records. Where two finds overlap the one that says more wins (a date over its
number); whatever digits nobody claimed become numbers of their own, so that none slips through.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crm_app.drafts.checking import dates_said, numerals, proper_names
from crm_app.drafts.checking.promise_words import A_PERIOD, HARMLESS, LIMITS, PERIODS, PROMISES
from crm_app.language.traced import Folded, fold

Kind = Literal["number", "date", "amount", "order", "name", "place", "address", "promise", "link", "phone", "email"]

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_TLD = (
    "com|net|org|io|co|shop|store|app|dev|ai|me|info|biz|site|online|xyz|link|click|ly|gg|to|eu|uk|us|es|mx|ar"
    "|cl|pe|sa|ae|eg|ma|jo"
    "|kw|qa|om|bh|fr|de|it|ru|cn|in|top|live|support|help|pay"
)
_LINK = re.compile(
    rf"(?:\b[a-z][a-z0-9+.-]{{1,15}}://|\bwww\.)[^\s<>\"'“”«»]{{1,2000}}"
    rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_TLD})\b(?:/[^\s<>\"'“”«»]{{0,2000}})?"
)
_PHONE = re.compile(
    r"(?<![\w#.,-])(?:\+\d[\d ().-]{6,20}\d|00\d[\d ().-]{6,20}\d"
    r"|\(?\d{2,4}\)?[ .-]\d{2,4}(?:[ .-]\d{2,4}){1,3})(?![\w-])"
)
_ORDER_WORD = r"order(?: (?:number|no\.?|id))?|pedido|pedido n[.º°úu]*(?:mero)?\.?o?|orden|compra"
r"|(?:ال)?طلب\w{0,3}(?: رقم)?|رقم الطلب|purchase|invoice|factura|فاتوره"
_ORDER = re.compile(
    rf"(?:#|\bn\.?º ?|№ ?)(?P<hash>[a-z0-9](?:[\w-]{{0,30}}\w)?)|(?<!\w)(?:{_ORDER_WORD}):? (?:n\.?º |no\.? "
    rf"|number |id |رقم )?(?P<named>(?=[\w-]{{0,30}}\d{{2}})[\w-]{{3,32}})"
)
_DIGITS = re.compile(r"(?<![\w-])(?:[^\W_]{1,8}-)?[^\W_]*\d\w*(?:[-.:/]\w*\d\w*)*")


@dataclass(frozen=True, slots=True)
class Spot:
    """One find at text[start:end]. `value` is what it means: a set of days, (numbers, currencies), a length of time."""

    start: int
    end: int
    kind: Kind
    value: object = None


def spot(text: str, today: date) -> list[Spot]:
    """Every statement of fact in `text`, in order, none overlapping. `today` anchors words like "Friday"."""
    folded = fold(text)
    taken = bytearray(len(text))
    found: list[Spot] = []
    for finder in _FINDERS:
        for each in finder(text, folded, today):
            if each.end > each.start and not any(taken[each.start : each.end]):
                taken[each.start : each.end] = b"\1" * (each.end - each.start)
                found.append(each)
    for match in re.finditer(r"\d", folded.text):
        start, end = folded.span(*match.span())
        if not any(taken[start:end]):
            start, end = _token(folded, match.start(), taken)
            taken[start:end] = b"\1" * (end - start)
            found.append(Spot(start, end, "number"))
    return sorted(found, key=lambda each: each.start)


def _token(folded: Folded, at: int, taken: bytearray) -> tuple[int, int]:
    """The letters and digits around a digit, as far as nobody else has claimed them."""
    first = last = at
    while first > 0 and folded.text[first - 1].isalnum() and not taken[folded.origin[first - 1]]:
        first -= 1
    while last + 1 < len(folded.text) and folded.text[last + 1].isalnum() and not taken[folded.origin[last + 1]]:
        last += 1
    return folded.span(first, last + 1)


def _links(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    for pattern, kind in ((_EMAIL, "email"), (_LINK, "link")):
        for match in pattern.finditer(folded.text):
            end = match.start() + len(match[0].rstrip(".,;:!?)]}"))
            yield Spot(*folded.span(match.start(), end), kind, folded.text[match.start() : end])


def _addresses(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    for named in proper_names.addresses(text):
        yield Spot(named.start, named.end, "address")


def _orders(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    for match in _ORDER.finditer(folded.text):
        name = "hash" if match["hash"] else "named"
        start = match.start() if name == "hash" else match.start("named")
        yield Spot(*folded.span(start, match.end(name)), "order", match[name])


def _limits(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    """ "by Friday", "within 24 hours": the word that binds and what it binds to are one claim."""
    for said in dates_said.dates(folded.text, today):
        if before := LIMITS.search(folded.text, max(0, said.start - 40), said.start):
            yield Spot(*folded.span(before.start(), _trim(folded.text, said.end)), "promise", ("by", said.days))
    for match in numerals.DURATION.finditer(folded.text):
        if before := PERIODS.search(folded.text, max(0, match.start() - 40), match.start()):
            yield Spot(*folded.span(before.start(), match.end()), "promise", ("within", numerals.length(match)))
    for match in A_PERIOD.finditer(folded.text):
        yield Spot(*folded.span(*match.span()), "promise", ("within", None))


def _dates(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    for said in dates_said.dates(folded.text, today):
        yield Spot(*folded.span(said.start, _trim(folded.text, said.end)), "date", said.days)


def _phones(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    for match in _PHONE.finditer(folded.text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= 7:
            yield Spot(*folded.span(*match.span()), "phone", digits)


def _amounts(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    for match in numerals.AMOUNT.finditer(folded.text):
        number = match["low"] or match["number"]
        sign = match["also"] or match["before"] or match["after"]
        yield Spot(*folded.span(*match.span()), "amount", (numerals.values(number), numerals.currencies(sign)))


def _counts(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    for match in numerals.DURATION.finditer(folded.text):
        yield Spot(*folded.span(*match.span()), "number", ("time", numerals.length(match)))
    for match in numerals.PERCENT.finditer(folded.text):
        yield Spot(*folded.span(*match.span()), "number", ("percent", numerals.values(match["low"])))


def _promises(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    harmless = bytearray(len(folded.text))
    for match in HARMLESS.finditer(folded.text):
        harmless[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for pattern in PROMISES:
        for match in pattern.finditer(folded.text):
            if not any(harmless[match.start() : match.end()]) and match[0].strip():
                yield Spot(*folded.span(*match.span()), "promise", ("word", match[0]))


def _names(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    for named in proper_names.names(text):
        yield Spot(named.start, named.end, named.kind, "greeted" if named.greeted else None)


def _numbers(text: str, folded: Folded, today: date) -> Iterator[Spot]:
    """Codes with digits in them first ("1Z999AA1", "5pm"), so that none is taken for the number in its middle."""
    for match in _DIGITS.finditer(folded.text):
        code = match[0]
        plain = numerals.BARE.fullmatch(folded.text, match.start(), match.end())
        if not plain and not re.fullmatch(numerals.DIGITS, code):
            yield Spot(*folded.span(*match.span()), "number", ("code", code))
    for match in numerals.BARE.finditer(folded.text):
        yield Spot(*folded.span(*match.span()), "number", ("count", numerals.values(match[0])))


def _trim(text: str, end: int) -> int:
    """A short month's full stop may as well be the sentence's: it is left out."""
    return end - 1 if text[end - 1] == "." else end


_FINDERS: tuple[Callable[[str, Folded, date], Iterator[Spot]], ...] = (
    _links,
    _addresses,
    _orders,
    _limits,
    _dates,
    _amounts,
    _phones,
    _counts,
    _names,
    _promises,
    _numbers,
)
