"""Which currency does a sign, a code or a word stand for? What several countries share is the workspace's own."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

_LISTED = Path(__file__).parent / "lexicons" / "currencies.txt"
_COMMON = frozenset(
    "usd eur gbp aed sar qar kwd omr bhd egp jod mxn cop ars clp inr pkr cad aud nzd chf jpy cny sgd myr lbp ils brl "
    "dkk nok sek czk huf pln zar uyu thb mnt bgn lkr bdt idr".split()
)
# Short words of another meaning, unless they are written as a sign: 1200 ft, "le", "sr".
_AS_A_SIGN = frozenset("le sr bd dt kd qr ft tl rp r".split())
_NEVER_CODES = frozenset("all top try cup sos".split())
_LONGEST = 28


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency that is said: its ISO 4217 code ("" where the word does not tell), and its offsets."""

    code: str
    start: int
    end: int


@cache
def _iso() -> frozenset[str]:
    return frozenset(code.lower() for code in Locale("en").currencies)


@cache
def _entries() -> list[tuple[list[str], str]]:
    """The codes and the pattern of each line."""
    lines = _LISTED.read_text(encoding="utf-8").splitlines()
    parts = [line.split(": ", 1) for line in lines if not line.startswith("#")]
    return [(codes.split(), pattern) for codes, pattern in parts]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One pattern to stand before a number, one to stand after it."""
    listed = "|".join(f"(?P<c{place}>{pattern})" for place, (_, pattern) in enumerate(_entries()))
    whole = rf"{listed}|(?P<iso>[a-z]{{3}})(?:\s?[$€£])?"
    return (
        re.compile(rf"(?<![^\W\d_])(?:{whole})(?=[ \u00a0]{{0,2}}$|[.:] ?$)"),
        re.compile(rf"(?:{whole})(?![^\W\d_])"),
    )


def before(text: str, folded: str, place: int, own: str, *, origin: tuple[int, ...]) -> Currency | None:
    """The currency that stands right before `place` in folded text. `own` is the workspace's currency."""
    begin = max(0, place - _LONGEST)
    ahead, at = folded[begin:place], 0
    while match := _patterns()[0].search(ahead, at):
        found = _found(match, own, text, begin, origin)
        if found:
            return found
        at = match.start() + 1
    return None


def after(text: str, folded: str, place: int, own: str, *, origin: tuple[int, ...]) -> Currency | None:
    """The currency that stands at `place` in folded text."""
    match = _patterns()[1].match(folded[place : place + 2 * _LONGEST])
    return _found(match, own, text, place, origin) if match and match[0] else None


def _found(match: re.Match[str], own: str, text: str, begin: int, origin: tuple[int, ...]) -> Currency | None:
    start, end = begin + match.start(), begin + match.end()
    written = text[origin[start] : origin[end - 1] + 1]
    if match["iso"]:
        code = match["iso"]
        # Many codes are words too ("all", "top", "mad"): they count in capitals.
        known = code in _COMMON or (code in _iso() and written[:3].isupper() and code not in _NEVER_CODES)
        return Currency(code.upper(), start, end) if known else None
    if match[0].rstrip(".") in _AS_A_SIGN and written.islower():
        return None
    codes, _ = _entries()[int(str(match.lastgroup).removeprefix("c"))]
    code = own if own in codes else codes[0]
    return Currency("" if code == "XFR" else code, start, end)
