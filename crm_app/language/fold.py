"""How is a text folded so that two spellings of one word become equal?"""

import re
import unicodedata
from functools import cache

_WORD = re.compile(r"[^\W_]+")
_ARABIC_PREFIX = re.compile(r"[وف]?(?:بال|كال|لل|ال)(?=[^\W\d_]{3})")
# Letters that carry no decomposition of their own: wasla alef, Persian ya and kaf, final forms, lone hamza.
_LETTERS = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ء": "", "ـ": ""}
_UNSEEN = {"Mn", "Me", "Cf"}


@cache
def _table() -> dict[int, str]:
    """Code point to its folded form. Covers every plane in which marks, digits and invisible characters live."""
    table = {ord(letter): plain for letter, plain in _LETTERS.items()}
    for code in (*range(0x80, 0x20000), *range(0xE0000, 0xE0200)):
        letter = chr(code)
        category = unicodedata.category(letter)
        if category in _UNSEEN:
            table[code] = ""
        elif category == "Nd":
            table[code] = str(unicodedata.decimal(letter))
    return table


def fold(text: str) -> str:
    """The text in one spelling: lower case, no accents, tashkeel, tatweel or invisible characters, one form of
    each Arabic letter, ASCII digits. Linear in its length; word borders stay where they were."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", decomposed.translate(_table()))


def words(text: str) -> list[str]:
    """The folded words of a text in order, each of letters and digits only. Arabic words lose the article and what
    is written onto it, so that "والاحتيال" and "احتيال" are one word."""
    found = _WORD.findall(fold(text))
    return [_without_article(word) if word[0] in "ابكلوف" else word for word in found]


def _without_article(word: str) -> str:
    article = _ARABIC_PREFIX.match(word)
    return word[article.end() :] if article else word
