"""One spelling for many, without losing the place: folded text that remembers where each letter stood.

`fold` serves search and forgets offsets; what is found must be underlined exactly, so this one keeps them.
"""

import re
import unicodedata
from dataclasses import dataclass

_SAME = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´", "'"),
        **dict.fromkeys("–—‑−‒", "-"),
        **dict.fromkeys("أإآٱ", "ا"),
        **{"ى": "ي", "ة": "ه", "٫": ".", "٬": ",", "،": ",", "؛": ";", "؟": "?", "٪": "%"},
    }
)
_TATWEEL = "ـ"
_MARKS_AND_CONTROLS = ("Mn", "Me", "Cf")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is lower case with ASCII digits and one form per Arabic letter; `origin[i]` is where text[i] stood."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of text[start:end], marks that were dropped after its last letter included."""
        return self.origin[start], max(self.origin[end - 1] + 1, self.origin[end])

    def single_spaced(self) -> "Folded":
        """The same text with one space where several follow each other."""
        if "  " not in self.text:
            return self
        kept = [at for at, letter in enumerate(self.text) if letter != " " or self.text[at - 1 : at] != " "]
        return Folded("".join(self.text[at] for at in kept), (*(self.origin[at] for at in kept), self.origin[-1]))


def fold(source: str) -> Folded:
    """Fold `source`; Spanish accents stay, since they tell a future from a wish. Linear time."""
    letters: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(source):
        if char == _TATWEEL:
            continue
        if unicodedata.category(char) in _MARKS_AND_CONTROLS:
            _compose(letters, char)
            continue
        for letter in _letters(char):
            letters.append(letter)
            origin.append(index)
    return Folded("".join(letters), (*origin, len(source)))


def words(source: str) -> str:
    """The words of `source`, folded, accents off, between single spaces and with one at each end."""
    plain = unicodedata.normalize("NFD", fold(source).text)
    plain = "".join(char for char in plain if unicodedata.category(char) != "Mn")
    return " ".join(["", *re.findall(r"[^\W_]+", plain), ""])


def _letters(char: str) -> str:
    if char.isascii():
        return char.lower()
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if char.isspace():
        return "\n" if char in "\n\u2028\u2029\x85" else " "
    # Chosen after translation: NFKC would split the hamza forms' neighbours into letter and mark.
    return unicodedata.normalize("NFKC", char.translate(_SAME)).lower().translate(_SAME)


def _compose(letters: list[str], mark: str) -> None:
    """Join a Latin letter with the accent that follows it; all other marks are dropped."""
    if letters:
        joined = unicodedata.normalize("NFC", letters[-1] + mark)
        if len(joined) == 1:
            letters[-1] = joined.translate(_SAME)
