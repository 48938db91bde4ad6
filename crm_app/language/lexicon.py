"""Which words carry feeling, and how much? Lists written by hand, one file a language, -3 (bad) to +3 (good)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crm_app.language.fold import words

_FOLDER = Path(__file__).parent / "lexicons"
_SHORTEST_STEM = 3
_ARABIC_PREFIXES = ("و", "ب", "ل", "ف")


@dataclass(frozen=True)
class Lexicon:
    """Whole words and beginnings of words with their value."""

    whole: dict[str, int]
    stems: dict[str, int]

    def value(self, word: str) -> int:
        """-3 to +3 for a folded word, 0 for one that is not listed."""
        if word in self.whole:
            return self.whole[word]
        for size in range(min(len(word), 20), _SHORTEST_STEM - 1, -1):
            if word[:size] in self.stems:
                return self.stems[word[:size]]
        return self.whole.get(word[1:], 0) if word.startswith(_ARABIC_PREFIXES) else 0


@cache
def load(language: str) -> Lexicon:
    """The list for "en", "es", "ar" or "arabizi". A word listed twice keeps its stronger value."""
    lexicon = Lexicon({}, {})
    for line in (_FOLDER / f"feeling_{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            value, *entries = line.split()
            for entry in entries:
                _add(lexicon, entry, int(value))
    return lexicon


def _add(lexicon: Lexicon, entry: str, value: int) -> None:
    target = lexicon.stems if entry.endswith("*") else lexicon.whole
    folded = words(entry)
    if len(folded) == 1 and abs(value) > abs(target.get(folded[0], 0)):
        target[folded[0]] = value
