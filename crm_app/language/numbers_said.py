"""Which numbers does a text say, in digits or in English, Spanish and Arabic words ("half a million", "مليون ونص")?

Reads folded text (see `traced`). A number is built from atoms that follow each other; what the number counts is for
the caller to tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crm_app.language.digits_said import MOST_DIGITS, value_of
from crm_app.language.number_words import (
    HUNDRED,
    HUNDREDS,
    LATIN_ARABIC,
    LESS,
    ONE,
    PARTS,
    POINT,
    SCALES,
    TEENS,
    TENS,
    TWICE,
    UNITS,
)

Kind = Literal["digits", "unit", "teen", "ten", "hundreds", "hundred", "scale", "part", "one", "point"]

_MOST = 10**MOST_DIGITS


_JOINING = frozenset("and y و".split())
_SHORT_SCALES = {"k": 4, "ك": 4, "m": 3, "mm": 3, "mn": 3, "b": 3, "bn": 3}
"""Marks of thousands and more, and how many digits one counts: "1500k" is a number, "2351b" belongs to a code."""

_COMPOUND = re.compile(r"(?:k|mm|m|bn)(?=(?:usd|eur|gbp|aed|sar|qar|kwd|egp|mxn|cop|clp|ars|inr)(?![^\W_]))")
_DIGITS = (
    r"\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d{1,2})?(?![\d.,]*\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d{1,3}(?:(?P<sign>[.,'])\d{3})(?:(?P=sign)\d{3})*(?:[.,]\d{1,2})?(?![.,']?\d)"
    r"|\d+(?:[.,]\d+)*"
)
_TOKEN = re.compile(rf"(?P<digits>{_DIGITS})|{_COMPOUND.pattern}|الا (?:ربع|نص|نصف)\b|[^\W\d_]+")
_WHOLE = re.compile(r"\d*")
_GAP = re.compile(r"[ \u00a0-]{0,3}")
_BEFORE_PART = re.compile(r" (?:half|quarter)\b")
_POWER = re.compile(r"[ ^]?[23](?!\d)")
_SPANISH = re.compile(r"\b(?:de|el|la|para|un|con|que|en)\b")
_ENGLISH = re.compile(r"\b(?:the|my|is|for|budget|around|with|and|i)\b")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is said: its value, its last multiplier (1 when there is none), and its offsets in folded text.
    `bare`: nothing but a multiplier ("a thousand" has a count, "thousand" none). `glued`: letters or signs touch it.
    `metres`: an "m" that may as well be metres."""

    value: Decimal
    scale: Decimal
    start: int
    end: int
    digits: bool = False
    bare: bool = False
    glued: str = ""
    metres: bool = False


@dataclass(frozen=True, slots=True)
class _Atom:
    kind: Kind
    value: Decimal
    start: int
    end: int
    word: str
    joined: bool
    touches: bool


def numbers(folded: str) -> Iterator[Number]:
    """Every number in folded text, in order. Linear time; a number of more than 15 digits is none."""
    run: list[_Atom] = []
    for atom in _atoms(folded):
        if run and not _may_follow(run, atom, folded):
            yield from _numbers_of(run, folded)
            run = []
        run.append(atom)
    yield from _numbers_of(run, folded)


def _atoms(folded: str) -> Iterator[_Atom]:
    ends, joined = -1, False
    million_is_mil = _says_mil_for_million(folded)
    for match in _TOKEN.finditer(folded):
        word, start = match[0], match.start()
        if ends < 0 or not _GAP.fullmatch(folded, ends, start):
            joined = False
        atom = None
        if match["digits"]:
            atom = _Atom("digits", Decimal(0), start, match.end(), word, joined, start == ends)
        elif not _means_nothing(word, folded, start, match.end()):
            atom = _word_atom(word, start, match.end(), joined, start == ends, million_is_mil)
        if atom:
            yield atom
        # An article keeps what joins: "one and a half".
        joined = word in _JOINING or (word in ONE and joined)
        ends = match.end()


def _says_mil_for_million(folded: str) -> bool:
    return " mil" in folded and bool(_ENGLISH.search(folded)) and not _SPANISH.search(folded)


def _means_nothing(word: str, folded: str, start: int, end: int) -> bool:
    """The article of "a half", the "m" of "m2", and Alf."""
    if word in LATIN_ARABIC:
        return not folded[:start].rstrip()[-1:].isdigit()
    if word in ONE:
        return bool(_BEFORE_PART.match(folded, end))
    return word in ("m", "mm") and bool(_POWER.match(folded, end))


def _word_atom(word: str, start: int, end: int, joined: bool, touches: bool, million_is_mil: bool) -> _Atom | None:
    joined = joined or word in LESS
    for skip, stem in _stems(word):
        kind, value = _meaning(stem, million_is_mil)
        if kind is not None:
            # "وثلاثين" is joined by its first letter, "بمليون" and "المليون" only carry a particle.
            return _Atom(kind, value, start + skip, end, stem, joined or (word.startswith("و") and skip > 0), touches)
    return None


def _stems(word: str) -> Iterator[tuple[int, str]]:
    yield 0, word
    for prefix in ("وال", "بال", "ال", "و", "ب", "ل", "ك"):
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            yield len(prefix), word[len(prefix) :]


def _meaning(word: str, million_is_mil: bool) -> tuple[Kind | None, Decimal]:
    if word in ONE:
        return "one", Decimal(1)
    if word in PARTS:
        return "part", PARTS[word]
    if word in POINT:
        return "point", Decimal(0)
    if word in LESS:
        return "part", -PARTS[word.split()[1]]
    if word == "mil" and million_is_mil:
        return "scale", Decimal(10**6)
    if word in TWICE:
        return "scale", Decimal(TWICE[word])
    listed: tuple[tuple[Kind, dict[str, int]], ...] = (
        ("unit", UNITS), ("ten", TENS), ("hundreds", HUNDREDS), ("hundred", HUNDRED), ("scale", SCALES),
        ("teen", TEENS),
    )  # fmt: skip
    return next(((kind, Decimal(table[word])) for kind, table in listed if word in table), (None, Decimal(0)))


def _may_follow(run: list[_Atom], atom: _Atom, folded: str) -> bool:
    """Whether an atom goes on with the number that `run` began."""
    before = run[-1]
    gap = folded[before.end : atom.start]
    if not re.fullmatch(r"[ \u00a0-]{0,3}(?:(?:and|y|و|of|de) ?)?(?:an? )?(?:و|ال|وال)?", gap):
        return False
    if atom.kind == "point":
        return before.kind in ("unit", "teen", "digits") and all(one.kind != "point" for one in run)
    if before.kind == "point":
        return atom.kind == "unit" or (atom.kind == "digits" and atom.word.isdigit() and len(atom.word) < 3)
    if atom.kind == "digits":
        # "1 million 200 thousand" is one number, "10 and 20" are two.
        return (
            before.kind == "scale"
            and bool(re.match(r"\d+ ?(?:k|mil|thousand|الف|الاف)\b", folded[atom.start :][:30]))
            and (before.value > 1_000)
        )
    if atom.kind == "scale" and atom.word in _SHORT_SCALES:
        # Short marks count only right after digits.
        return (
            before.kind == "digits"
            and ("-" not in gap)
            and len(_WHOLE.match(before.word)[0]) <= _SHORT_SCALES[atom.word]  # type: ignore[index]
            and (atom.touches or atom.word not in ("m", "b", "ك") or folded[atom.end : atom.end + 1].isalpha())
        )
    if before.kind == "digits":
        return (atom.kind in ("scale", "hundred") and "-" not in gap and not atom.joined) or (
            atom.kind == "part" and atom.joined
        )
    return _fits(before, atom)


def _fits(before: _Atom, atom: _Atom) -> bool:
    if atom.kind in ("scale", "hundred"):
        if before.kind == "scale":
            return atom.value < before.value if atom.joined else atom.value > before.value
        return not atom.joined
    if atom.kind == "part":
        return (atom.joined and before.kind in ("unit", "scale", "digits", "part")) or before.kind == "one"
    if atom.kind == "one":
        return before.kind in ("part", "scale") and (before.kind == "part" or atom.joined)
    if before.kind == "one":
        return False
    if before.kind == "scale":
        return atom.kind in ("unit", "teen", "ten", "hundreds")
    if before.kind in ("hundreds", "hundred"):
        return atom.kind in ("unit", "teen", "ten")
    if before.kind == "ten":
        return atom.kind == "unit"
    if before.kind == "unit":
        # Arabic says the unit first: "خمسة وعشرين", "ثلاثة عشر".
        arabic = before.word[0] >= "\u0600"
        return arabic and ((atom.kind == "ten" and atom.joined) or (atom.word in ("عشر", "عشره") and not atom.joined))
    return False


def _numbers_of(run: list[_Atom], folded: str) -> Iterator[Number]:
    while run and run[0].kind == "point":
        run = run[1:]
    while run and (run[-1].kind in ("one", "point") or (run[-1].kind == "part" and len(run) == 1)):
        run = run[:-1]
    if not run or all(atom.kind in ("one", "part") for atom in run):
        return
    made = _sum(run)
    if made is None or made[0] > _MOST or run[0].word in _SHORT_SCALES:
        return
    value, scale = made
    first = run[0]
    glued = (
        re.search(r"[^\W\d_]+$|[#/:_@-]$", folded[max(0, first.start - 12) : first.start])
        if first.kind == "digits"
        else None
    )
    last = run[-1]
    yield Number(
        value,
        scale,
        first.start,
        last.end,
        digits=first.kind == "digits",
        bare=all(atom.kind in ("scale", "hundred", "one") for atom in run) and first.word not in TWICE,
        glued=glued[0] if glued else "",
        metres=last.word == "m",
    )


def _sum(run: list[_Atom]) -> tuple[Decimal, Decimal] | None:
    """The value of a run of atoms and its last multiplier."""
    total, current, scale = Decimal(0), None, Decimal(1)
    for place, atom in enumerate(run):
        if place and run[place - 1].kind == "point":
            part = atom.word if atom.kind == "digits" else str(atom.value)
            current = (current or Decimal(0)) + Decimal(f"0.{part}")
            continue
        if atom.kind == "point":
            continue
        after = run[place + 1].word if place + 1 < len(run) else ""
        if atom.kind == "digits":
            current = value_of(atom.word, before_scale=after if after in SCALES else "")
            if current is None:
                return None
        elif atom.kind == "part":
            total, current = _with_part(total, current, scale, atom, after)
        elif atom.kind == "hundred":
            current = (current or Decimal(1)) * 100
        elif atom.kind == "scale":
            counted = Decimal(2) if atom.word in TWICE else current if current is not None else Decimal(1)
            if total and atom.value > scale > 1:
                total = (total + (current or 0)) * atom.value
            else:
                total += counted * atom.value
            current, scale = None, atom.value
        elif atom.kind != "one" or current is None:
            current = atom.value if atom.kind == "one" else (current or Decimal(0)) + atom.value
        if atom.kind == "one" and place and run[place - 1].kind == "part":
            current = run[place - 1].value
    if _is_short_for_thousands(run, current, scale):
        current = (current or Decimal(0)) * 1_000
    return total + (current or 0), scale


def _is_short_for_thousands(run: list[_Atom], current: Decimal | None, scale: Decimal) -> bool:
    """ "مليون وثمانمية", "un millón doscientos": the thousands go without saying."""
    return run[-1].kind in ("hundreds", "hundred") and scale == 10**6 and current is not None and current < 1_000


def _with_part(
    total: Decimal, current: Decimal | None, scale: Decimal, atom: _Atom, after: str
) -> tuple[Decimal, Decimal | None]:
    """A half or a quarter: of the multiplier before it ("مليون ونص"), or of the one to come ("half a million")."""
    if current is None and scale > 1:
        return total + atom.value * scale, None
    if current == 1 and after and not total and not atom.joined:
        return total, atom.value
    return total, (current or Decimal(0)) + atom.value
