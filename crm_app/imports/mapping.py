"""Which column means what? Guessed from its heading in English, Arabic or Spanish, or from its cells. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from crm_app.imports.values import Ground, Parser, line, sound
from crm_app.language.fold import fold

ALIKE = 86.0
"""From this likeness on, 0..100, a heading is taken for a name that is spelt otherwise."""

MISSING = "it is missing"

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+")


@dataclass(frozen=True)
class Field:
    """What a column may mean: our name for it, its label on screen, the headings it goes by, and how it is read."""

    key: str
    label: str
    names: tuple[str, ...]
    parse: Parser = field(default=line)


def guess(columns: Sequence[str], fields: Sequence[Field], samples: Sequence[Sequence[str]] = ()) -> dict[str, str]:
    """Field keys by column number (as text, since JSON keeps it); no field twice, the surest first."""
    names = {plain(name): one.key for one in fields for name in (one.key, *one.names)}
    likely = []
    for number, column in enumerate(columns):
        for name, key in names.items():
            if (score := _likeness(plain(column), name)) >= ALIKE:
                likely.append((-score, number, key))
    chosen: dict[str, str] = {}
    for _, number, key in sorted(likely):
        if str(number) not in chosen and key not in chosen.values():
            chosen[str(number)] = key
    return chosen | _by_content(columns, fields, samples, chosen)


def _likeness(a: str, b: str) -> float:
    if a == b:
        return 100.0
    return fuzz.ratio(a, b) - 1 if min(len(a), len(b)) > 3 else 0.0


def _by_content(
    columns: Sequence[str], fields: Sequence[Field], samples: Sequence[Sequence[str]], chosen: dict[str, str]
) -> dict[str, str]:
    """A column of addresses is the e-mail, whatever stands above it."""
    if "email" in chosen.values() or not any(one.key == "email" for one in fields):
        return {}
    for number in range(len(columns)):
        cells = [row[number].strip() for row in samples if number < len(row) and row[number].strip()]
        if str(number) not in chosen and cells and all(_EMAIL.fullmatch(cell) for cell in cells):
            return {str(number): "email"}
    return {}


def plain(heading: str) -> str:
    """A heading in one spelling: no accents, case, marks or article."""
    words = re.sub(r"[\W_]+", " ", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading))).split()
    return " ".join(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)


def read(cells: Sequence[str], mapping: dict[str, str], fields: Sequence[Field], ground: Ground) -> dict[str, object]:
    """What the cells of one row say, by field; empty ones are absent. ValueError names the field that is wrong."""
    by_key = {one.key: one for one in fields}
    found: dict[str, object] = {}
    for number, key in mapping.items():
        cell = cells[int(number)] if int(number) < len(cells) else ""
        if not cell.strip() or key not in by_key:
            continue
        try:
            found[key] = by_key[key].parse(sound(cell), ground)
        except ValueError as reason:
            raise ValueError(f"{key}: {reason}") from None
    return found
