# ruff: noqa: E501 - word lists read better unbroken
"""By which name does the writer call himself?"""

import re
from dataclasses import dataclass

from crm_app.language.fold import fold as folded_words

_CAPITAL = r"[A-ZÁÉÍÓÚÑÜÀÈÇÖ][\w'’-]{1,24}"
_ANY = r"[^\W\d_][\w'’-]{1,24}"
_BETWEEN = r"(?: (?:(?:de|del|la|los|al|el|bin|ibn|bint|abu|van|von|der|da|dos|y) ){1,2}(?=[A-ZÁÉÍÓÚÑ])| )"
_NAMES = rf"(?P<name>{_CAPITAL}(?:{_BETWEEN}{_CAPITAL}){{0,3}})"
_SURE = r"(?i:my (?:full )?name(?:'s|’s| is)|name ?:|i am called|call me|me llamo|mi nombre(?: completo)? es|nombre ?:|ll[áa]mame)"
_ALSO = r"(?:[Tt]his is|[Ii](?:'m|’m| am)|[Ss]oy|[Ll]e habla|[Ll]es habla|[Hh]abla|[Tt]e escribe|[Ll]e escribe)"
_ARABIC = r"[\u0621-\u064a][\u0621-\u0652]{1,18}"
_PATTERNS = (
    re.compile(rf"(?<!\w){_SURE} {_NAMES}"),
    re.compile(rf"(?<!\w)(?:{_SURE}) (?P<name>{_ANY}(?: {_ANY})?)(?=\s*(?:$|[.,;!\n]| and | y | from | de ))"),
    re.compile(rf"(?<!\w){_ALSO} {_NAMES}"),
    re.compile(
        rf"(?<!\w)(?:و?[اأ]?نا )?(?:[اإأ]سمي|الاسم ?:?|معك|معكم|معاك|معاكم|محدثك|يكلمك)(?: هو)? (?P<name>{_ARABIC}(?: {_ARABIC}){{0,2}})"
    ),
    re.compile(rf"(?<!\w)[اأ]نا (?P<name>{_ARABIC}(?: {_ARABIC})?)(?= من (?:طرف|شركة|مكتب))"),
)
# Words that begin or end where a name would, but are none.
_NOT_NAMES = frozenset(
    folded_words(
        "a an the from in at on of to and looking interested not very so just also here sure happy sorry new based "
        "calling writing trying buying selling living located moving relocating ready able afraid your you this that it "
        "interesado interesada buscando muy un una el la de en con para por que no nuevo nueva "
        "monday tuesday wednesday thursday friday saturday sunday dubai spain english american british arabic spanish "
        "من في على عن الى هنا مهتم مهتمه ابحث ابي ابغى اريد بدي عايز حاب محتاج ساكن مقيم و شكرا لو اذا كيف ما عندي و انا "
        "السلام مرحبا اهلا ودي احتاج ارغب رقمي جوالي"
    ).split()
)
_ANSWER = re.compile(rf"\s*(?P<name>{_ANY}(?: {_ANY}){{0,3}})[\s.!]*")


@dataclass(frozen=True, slots=True)
class NameGiven:
    """The name as it is written."""

    name: str
    start: int
    end: int
    text: str


def name_given(text: str, *, asked: str | None = None) -> NameGiven | None:
    """The first name that the writer gives of himself. With `asked` "name" a bare answer of up to four words is one."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = _cut(match)
            if found:
                return found
    match = _ANSWER.fullmatch(text) if asked == "name" else None
    return _cut(match) if match else None


def _cut(match: re.Match[str]) -> NameGiven | None:
    """The name up to the first word that is none."""
    words: list[str] = []
    for word in match["name"].split(" "):
        if folded_words(word) in _NOT_NAMES and not (words and word in ("de", "del", "la", "el", "y")):
            break
        words.append(word)
    while words and words[-1] in ("de", "del", "la", "el", "y", "and"):
        words.pop()
    name = " ".join(words)
    start = match.start("name")
    return NameGiven(name, start, start + len(name), name) if name else None
