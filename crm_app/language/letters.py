"""Which words and letter groups does a language model look at? Case and accents count here, unlike in `fold`."""

import re
from dataclasses import dataclass

WORDS_READ = 300

_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|@\w+|\bRT\b")
_TOKEN = re.compile(r"#?[^\W_]+(?:['’`][^\W_]+)*")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_MOJIBAKE = re.compile("[\xc2\xc3][\x80-\xbf]")
_SENTENCE_START = frozenset('.!?:\n"“¡¿')


@dataclass(frozen=True)
class Word:
    """One word as a language model reads it, and whether it looks like a name (a capital where none belongs)."""

    text: str
    is_name: bool


def read_words(text: str) -> list[Word]:
    """The first words of a text, lower-cased, drawn-out letters cut to two; no links, addresses, mentions, numbers."""
    plain = _NOT_WORDS.sub(" ", _MOJIBAKE.sub(_repair, text))
    found: list[Word] = []
    end = 0
    for match in _TOKEN.finditer(plain):
        between, end = plain[end : match.start()], match.end()
        opens = not found or not _SENTENCE_START.isdisjoint(between)
        found += _as_words(match.group(), opens)
        if len(found) >= WORDS_READ:
            break
    return found


def _as_words(token: str, opens_sentence: bool) -> list[Word]:
    if token.startswith("#"):
        parts = _CAMEL.split(token[1:])
    elif token.isdigit():
        return []
    else:
        parts = [token]
    inside = any(letter.isupper() for letter in token[1:])
    named = not token.isupper() and (inside or (token[0].isupper() and not opens_sentence))
    return [Word(_DRAWN_OUT.sub(r"\1\1", part.lower())[:40], named) for part in parts if part]


def _repair(match: re.Match[str]) -> str:
    return match.group().encode("latin-1").decode("utf-8", "replace")


def letter_groups(word: str) -> list[str]:
    """The word itself and its groups of 1 to 5 letters, its borders marked."""
    marked = f"^{word}$"
    groups = [marked[start : start + size] for size in range(2, 6) for start in range(len(marked) - size + 1)]
    return [marked, *word, *groups]
