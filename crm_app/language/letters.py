"""Which words and letter groups does a language model look at? Case and accents count here, unlike in `fold`."""

import html
import re
from dataclasses import dataclass

WORDS_READ = 300

_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|[^\s@]{1,64}@\S+|@\w+|\bRT\b")
_TOKEN = re.compile(r"#?[^\W_]+(?:['’`][^\W_]+)*")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_MOJIBAKE = re.compile("[\xc2\xc3][\x80-\xbf]")
_CODE = re.compile(r"[014]|\d\d\d|^\d+(?:st|nd|rd|th|hrs?|k|am|pm|gb|mb|kg|cm|mm|ml|x)$", re.IGNORECASE)
_SENTENCE_START = frozenset('.!?:\n"“¡¿')


@dataclass(frozen=True)
class Word:
    """One word as a language model reads it, and whether it looks like a name (a capital where none belongs)."""

    text: str
    is_name: bool


def read_words(text: str) -> list[Word]:
    """The first words of a text, lower-cased, drawn-out letters cut to two; no links, addresses, mentions, numbers."""
    plain = _NOT_WORDS.sub(" ", _MOJIBAKE.sub(_repair, html.unescape(text)))
    shouting = plain.isupper()
    found: list[Word] = []
    end = 0
    for match in _TOKEN.finditer(plain):
        between, end = plain[end : match.start()], match.end()
        opens = not found or not _SENTENCE_START.isdisjoint(between)
        found += _as_words(match.group(), opens, shouting)
        if len(found) >= WORDS_READ:
            break
    return found


def _as_words(token: str, opens_sentence: bool, shouting: bool) -> list[Word]:
    parts = _CAMEL.split(token[1:]) if token.startswith("#") else [token]
    inside = any(letter.isupper() for letter in token[1:]) and not shouting
    named = token[0] != "#" and (inside or (token[0].isupper() and not opens_sentence and not shouting))
    return [Word(_DRAWN_OUT.sub(r"\1\1", part.lower())[:40], named) for part in parts if _is_word(part)]


def _is_word(part: str) -> bool:
    """Codes and measures ("UA116", "2nd", "24hrs") are no words; Arabizi, which writes 3 for ع, is."""
    digits = sum(letter.isdigit() for letter in part)
    return bool(part) and (digits == 0 or (2 * digits < len(part) + 1 and len(part) > 2 and not _CODE.search(part)))


def _repair(match: re.Match[str]) -> str:
    return match.group().encode("latin-1").decode("utf-8", "replace")


def letter_groups(word: str) -> list[str]:
    """The word itself and its groups of 1 to 5 letters, its borders marked."""
    marked = f"^{word}$"
    groups = [marked[start : start + size] for size in range(2, 6) for start in range(len(marked) - size + 1)]
    return [marked, *word, *groups]
