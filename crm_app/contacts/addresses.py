"""How alike are two postal addresses, however they are written? Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from crm_app.language.fold import fold

_KINDS = {
    "street": "st str strt", "avenue": "ave av avda avenida", "road": "rd", "boulevard": "blvd boul", "drive": "dr",
    "place": "pl plz", "court": "ct crt", "lane": "ln", "crescent": "cres crs", "circuit": "cct", "highway": "hwy",
    "parkway": "pkwy", "terrace": "tce ter", "square": "sq", "calle": "c cl", "north": "n", "south": "s", "east": "e",
    "west": "w", "village": "vlge", "شارع": "ش",
}  # fmt: skip
WHOLE = {short: whole for whole, shorts in _KINDS.items() for short in shorts.split()}
PLAIN = frozenset([*_KINDS, "floor", "site", "apt", "unit", "suite", "way", "close", "piso", "طريق"])
"""Words that most addresses have: they tell none apart."""

_CODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|\b[a-z]\d[a-z] ?\d[a-z]\d\b")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


@dataclass(frozen=True)
class Address:
    """`number` is the house's, `code` the postcode; `words` are the rest but for street, avenue and their like."""

    number: str
    code: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class Likeness:
    """`words` 0..1, and whether both have any (`told`); `number` and `code` are True, False, or None where one of the
    two says nothing."""

    words: float
    told: bool
    number: bool | None
    code: bool | None


@lru_cache(maxsize=200_000)
def read(text: str) -> Address:
    """The parts of an address in one spelling. The postcode is the last number of four digits or more,
    or what the British and Canadians have."""
    plain = _ORDINAL.sub("", fold(text))
    lettered = _CODE.search(plain)
    found = [WHOLE.get(word, word) for word in _WORD.findall(_CODE.sub(" ", plain))]
    digits = [word for word in found if word.isdecimal()]
    coded = [word for word in digits[1:] or digits if len(word) >= (4 if len(digits) > 1 else 5)]
    code = lettered.group().replace(" ", "") if lettered else (coded or [""])[-1]
    number = next((word for word in digits if word != code), "")
    kept = [word for word in found if word not in (number, code)]
    return Address(number, code, tuple([word for word in kept if word not in PLAIN] or kept))


def compare(a: Address, b: Address) -> Likeness | None:
    """How alike two addresses are; None where one of them is empty."""
    if not (a.words or a.number or a.code) or not (b.words or b.number or b.code):
        return None
    told = bool(a.words and b.words)
    words = max(fuzz.token_sort_ratio(a.text, b.text), 0.97 * _part(a, b)) / 100 if told else 0.0
    return Likeness(words, told, _same(a.number, b.number), _same(a.code, b.code))


def _part(a: Address, b: Address) -> float:
    """One address may leave out the quarter or the city."""
    return fuzz.token_set_ratio(a.text, b.text) if min(len(a.text), len(b.text)) > 3 else 0.0


def _same(a: str, b: str) -> bool | None:
    return a == b if a and b else None
