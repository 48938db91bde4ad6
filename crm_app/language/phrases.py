"""Which telling phrases does a message hold (fraud, a deadline, a broken item...), in English, Arabic and Spanish?"""

import re
from functools import cache
from pathlib import Path

from crm_app.language.fold import words

_LISTED = Path(__file__).parent / "lexicons" / "signs.txt"
# Within this many words before a sign, these turn it off: "not urgent".
_TURNED_OFF = re.compile(
    r"(?:^| )(?:not|no|isn t|never|sin|ليس|مش|مو|غير)(?: (?:so|that|very|es|an?|the|really|al))? $"
)


def found(text: str) -> dict[str, str]:
    """The signs in a text, each with the first phrase that showed it."""
    folded = f" {' '.join(words(text))} "
    signs: dict[str, str] = {}
    for sign, pattern in _patterns():
        for match in pattern.finditer(folded):
            if not _TURNED_OFF.search(folded[max(0, match.start() - 16) : match.start()]):
                signs[sign] = match.group(1)
                break
    return signs


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    signs: dict[str, list[str]] = {}
    for line in _LISTED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sign, listed = line.split(":")
            signs.setdefault(sign, []).extend(listed.split())
    return [(sign, _pattern(entries)) for sign, entries in signs.items()]


def _pattern(entries: list[str]) -> re.Pattern[str]:
    phrases = sorted((_phrase(entry) for entry in entries), key=len, reverse=True)
    return re.compile(rf"(?<= )({'|'.join(phrases)})(?= )")


def _phrase(entry: str) -> str:
    return re.escape(" ".join(words(entry))).replace(r"\ ", " ") + (r"\w*" if entry.endswith("*") else "")
