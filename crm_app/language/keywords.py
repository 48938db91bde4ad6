"""Which category do listed words point to? For languages without a training set."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crm_app.language.fold import words

_FOLDER = Path(__file__).parent / "lexicons"
_WORD_WEIGHT, _PHRASE_WEIGHT = 1.0, 1.8


@dataclass(frozen=True)
class Pointer:
    """How strongly the words of a text point to a category, and which words those are."""

    category: str
    weight: float
    words: tuple[str, ...]


def pointers(text: str, languages: tuple[str, ...]) -> list[Pointer]:
    """The categories that listed words of these languages point to, strongest first. A phrase counts nearly double."""
    folded = f" {' '.join(words(text))} "
    found: dict[str, dict[str, float]] = {}
    for language in languages:
        for category, pattern in _patterns(language):
            for match in pattern.finditer(folded):
                phrase = match.group(1)
                found.setdefault(category, {})[phrase] = _PHRASE_WEIGHT if " " in phrase else _WORD_WEIGHT
    listed = [Pointer(category, sum(hits.values()), tuple(hits)) for category, hits in found.items()]
    return sorted(listed, key=lambda pointer: -pointer.weight)


@cache
def _patterns(language: str) -> list[tuple[str, re.Pattern[str]]]:
    lines = (_FOLDER / f"category_{language}.txt").read_text(encoding="utf-8").splitlines()
    return [_pattern(line) for line in lines if not line.startswith("#")]


def _pattern(line: str) -> tuple[str, re.Pattern[str]]:
    category, listed = line.split(":")
    phrases = sorted((_phrase(entry) for entry in listed.split()), key=len, reverse=True)
    return category, re.compile(rf"(?<= )({'|'.join(phrases)})(?= )")


def _phrase(entry: str) -> str:
    return re.escape(" ".join(words(entry))).replace(r"\ ", " ") + (r"\w*" if entry.endswith("*") else "")
