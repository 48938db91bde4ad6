"""Which telephone numbers does a text give?

A number that follows its country's plan counts wherever it stands; one that merely could be a number only after
"phone", "WhatsApp", "call me"... or as the answer to the question for it. What is called an order, an account or a
card is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

MOST = 20
"""Numbers read of one text."""

_TRIES = 60
_CALLED_ELSE = re.compile(
    r"(?:\b(?:order|invoice|account|acct|card|iban|ref(?:erence)?|ticket|case|tracking|passport|licen[cs]e|id|sku|policy|"
    r"pedido|factura|cuenta|tarjeta|referencia|dni|nie|nif|rastreo)|(?:طلب|فاتورة|حساب|بطاقة|هوية|شحنة|تتبع|مرجع))"
    r"(?:[ ]?(?:number|no|num|nr|id|is|es|de|número|numero|رقم|رقمه|هو|code|رقمي)){0,2}[\s.:#ºo-]{0,4}$"
    r"|#\s?$|[$€£]\s?$|(?<!\w)-$",
    re.IGNORECASE,
)
_CALLED_PHONE = re.compile(
    r"(?:phone|mobile|cell|tel|whats ?app|wa\.me/|call|text|reach|ring|contact|number|office|fax|"
    r"tel[ée]fono|m[óo]vil|celular|ll[áa]m\w+|n[úu]mero|marcar|هاتف|جوال|موبايل|تلفون|واتس\w*|رقم\w*|اتصل\w*|كلم\w*|تواصل\w*)"
    r"[^\d\n+]{0,24}$",
    re.IGNORECASE,
)
_LIKE_A_PHONE = re.compile(
    r"(?:(?<![\w.,/#-])|(?<=wa\.me/))(?:\+|\(\+?)?\d(?:[\s().\-/]{0,3}\d){6,15}(?:\s?(?:x|ext\.?|فرعي)\s?(?P<ext>\d{1,6}))?(?!\w)"
)
_WRITTEN_AS_PHONE = re.compile(
    r"(?:(?<![\w])\+|(?<![\d.,])00)\d(?:[\s().-]{0,3}\d){6,14}|(?<![\w.,])\(?0\d{1,4}\)?(?:[\s.-]{0,2}\d){6,10}(?!\d)"
    r"|(?<![\w.,])\(?\d{3}\)?[\s.-]\d{3}[\s-]\d{4}(?!\d)|(?<![\w.,])\d{3}(?: \d\d){3}(?!\d)|(?<![\w.,])\d{9,}(?!\d)"
)
_EXTENSION = re.compile(r"\s?(?:فرعي|تحويلة|داخلي|extensi[óo]n|int\.?)\s?(\d{1,6})(?!\d)")
# Thousands in one style: a price. 1.198.000.000 would be a number in some country.
_SUM = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d\d)?")
_DATE = re.compile(r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d")
_CARD = re.compile(r"(?:\d{4}[ -]){3}\d{4}")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as E.164, with its extension where one is said."""

    e164: str
    extension: str
    start: int
    end: int
    text: str


def phones(
    text: str, region: str, *, asked: str | None = None, taken: Sequence[tuple[int, int]] = ()
) -> tuple[Phone, ...]:
    """Every number in `text`, in order, 20 at most. `region` (ISO 3166) reads those without a country code."""
    found = list(_valid(text, region))
    for phone in _possible(text, region, asked):
        if all(phone.end <= other.start or other.end <= phone.start for other in found):
            found.append(phone)
    free = [phone for phone in found if not any(phone.start < end and start < phone.end for start, end in taken)]
    return tuple(sorted(free, key=lambda phone: phone.start)[:MOST])


def lookalikes(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of digits written as a number, whether or not there is such a number: no sum is read from them."""
    for tried, match in enumerate(_WRITTEN_AS_PHONE.finditer(text)):
        if tried >= _TRIES:
            return
        if _SUM.fullmatch(match[0]) or _DATE.match(match[0]):
            continue
        if not _CALLED_ELSE.search(text[max(0, match.start() - 30) : match.start()]):
            yield match.span()
    for match in islice(_LIKE_A_PHONE.finditer(text), _TRIES):
        if not _SUM.fullmatch(match[0]) and _CALLED_PHONE.search(text[max(0, match.start() - 40) : match.start()]):
            yield match.span()


def _valid(text: str, region: str) -> Iterator[Phone]:
    for found in phonenumbers.PhoneNumberMatcher(text, region, max_tries=_TRIES):
        if not (_CALLED_ELSE.search(text[max(0, found.start - 30) : found.start]) or _SUM.fullmatch(found.raw_string)):
            yield _phone(found.number, text, found.start, found.end)


def _possible(text: str, region: str, asked: str | None) -> Iterator[Phone]:
    """Numbers with a country code but without its sign, and those that a word before them calls a number."""
    for tried, match in enumerate(_LIKE_A_PHONE.finditer(text)):
        if tried >= _TRIES:
            return
        before = text[max(0, match.start() - 40) : match.start()]
        if _SUM.fullmatch(match[0]) or _CALLED_ELSE.search(before) or _DATE.search(match[0]) or _CARD.search(match[0]):
            continue
        called = asked == "phone" or _CALLED_PHONE.search(before) is not None
        number = _read(match[0], region, called)
        if number:
            yield _phone(number, text, match.start(), match.end())


def _read(written: str, region: str, called: bool) -> PhoneNumber | None:
    digits = "".join(str(int(letter)) for letter in re.split(r"[xeف]", written)[0] if letter.isdigit())
    abroad = digits[2:] if digits.startswith("00") else digits
    if not written.lstrip("(").startswith("0") or digits.startswith("00"):
        number = _parsed("+" + abroad, None)
        if number and len(abroad) > 10 and phonenumbers.is_valid_number(number):
            return number
    if not called:
        return None
    readings = (_parsed(written, region), _parsed("+" + abroad, None))
    return next((number for number in readings if number and phonenumbers.is_possible_number(number)), None)


def _parsed(written: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(written, region)
    except NumberParseException:
        return None


def _phone(number: PhoneNumber, text: str, start: int, end: int) -> Phone:
    extension = number.extension or ""
    more = _EXTENSION.match(text, end)
    if more and not extension:
        extension, end = "".join(str(int(digit)) for digit in more[1]), more.end()
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), extension, start, end, text[start:end])
