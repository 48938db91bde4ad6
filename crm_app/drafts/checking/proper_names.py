# ruff: noqa: E501 - word lists read better unbroken
"""Names of people, places and things in a draft, and street addresses.

English and Spanish show a name by its capital letter; Arabic shows it by where it stands (after a greeting, under the
closing) or because it is a known place or given name. Offsets are those of the text itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from babel import Locale

from crm_app.language.calendar_names import MONTHS, WEEKDAYS
from crm_app.language.traced import fold, words

NameKind = Literal["name", "place", "address"]

_CAPITAL = re.compile(r"(?<![\w@'’/.-])[A-ZÁÉÍÓÚÑÜÀ-Þ][\w]*(?:[-'’][A-ZÁÉÍÓÚÑÀ-Þ]\w*)*(?:['’]s\b)?")
_JOINED = re.compile(r" (?:de la |de los |del |de |van |von |al-|bin |y )?$")
# Capitals that name nobody: courtesy, the house's own words, months and days (dates are judged as dates).
_NO_NAME = frozenset(
    "i im id ok faq pdf sms vip url usa usd eur sar aed am pm no sr sra srta don dona mr mrs ms miss mx dr prof sir madam usted ud uds"
    " ustedes english spanish arabic espanol ingles arabe hi hello hey dear hola estimado estimada estimados querido querida"
    " buenos buenas best kind warm regards wishes sincerely thanks thank gracias saludos atentamente cordialmente un una el la"
    " los las customer client cliente support soporte service servicio team equipo care atencion help ayuda the a an order pedido"
    " email phone whatsapp reference tracking re fw fwd ps internet"
    " in at on from to by for since with your our we you it its this that these those if when once as and but so or no not yes please"
    " after before my would could can do is are en de desde hasta su sus si cuando al del por para con sin es esta lo le se nos".split()
)
_GREETED = re.compile(
    r"(?m)^[^\S\n]*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hola|estimad[oa]|querid[oa]|buen(?:os|as) (?:días|dias|tardes|noches)"
    r"|مرحبا(?: بك)?|اهلا(?: بك)?(?: وسهلا)?|عزيزي|عزيزتي|السيده?|الاستاذه?|السلام عليكم) +(?P<name>[^\W\d_]{2,}(?: [^\W\d_]{2,})?)(?=[,،!:. \n]|$)"
)
_INTRODUCED = re.compile(
    r"(?<!\w)(?:السيده?|الاستاذه?|زميلي|زميلتي|زميلنا|زميلتنا|اسمي|المهندسه?|الدكتوره?|my colleague|my name is|mi colega|mi compañer[oa]|me llamo"
    r"|mr\.?|mrs\.?|ms\.?|sr\.?|sra\.?|señora?) (?P<name>[^\W\d_]{2,})"
)
_CLOSED = re.compile(
    r"(?m)(?:^|\n)[^\n]*(?:regards|sincerely|best wishes|best|thanks|thank you|yours|saludos|atentamente|cordialmente|gracias"
    r"|تحياتي|التحيه|تحيه|شكرا|الاحترام|التقدير)[^\n\w]*\n\s*(?P<name>[^\W\d_]+(?: [^\W\d_]+){0,3})\s*$"
)
# What follows a greeting or title without being a name.
_ADDRESSED = frozenset(
    "there all everyone again team customer sir madam and y cliente de nuevo الكريم الكريمه العميل العميله عزيزي عزيزتي بك وسهلا"
    " ورحمه شكرا thanks thank gracias for por لتواصلك فريق the our el nuestro your مره".split()
)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|to|through|via|outside|en|desde|hasta|hacia|a|por|في|من|الي)\s+(?:the\s+)?$", re.IGNORECASE
)
_STREET = r"street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|square|sq|place|pl|terrace|way|close|crescent|row|parkway|highway"
_ADDRESSES = (
    # Not from the middle of a sum, nor over the end of a sentence; "St." and "N." end none.
    re.compile(
        rf"(?<![\w#])(?<!\d[.,])\d{{1,6}}[a-z]? (?:[^\W\d_][\w'-]*(?:\.[\w'-]+)* |[^\W\d_]\w?\. ){{1,4}}(?:{_STREET})\b(?!')"
    ),
    re.compile(
        r"\b(?:calle|c/|avenida|avda\.?|av\.|carrera|cra\.?|plaza|paseo|camino|ronda|travesía)"
        r" ?(?:[^\W\d_][\w'.-]* ){0,5}(?:#|n\.?º ?|nº ?|número |no\. )?[\w'.-]*,? ?(?:#|n\.?º ?|nº ?)?\d{1,6}(?:-\d{1,4})?\b"
    ),
    re.compile(r"(?<!\w)(?:شارع|طريق|حي) \w+(?: \w+){0,2}(?:[ ,]+(?:رقم |مبني )?\d{1,6}\b)?"),
    re.compile(r"\bp\.? ?o\.? box \d+\b|\bapartado \d+\b|(?<!\w)ص\.? ?ب\.? ?\d+"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name, place or address found at text[start:end]."""

    start: int
    end: int
    kind: NameKind
    greeted: bool = False


def addresses(text: str) -> Iterator[Named]:
    """Street addresses and post boxes."""
    folded = fold(text)
    for pattern in _ADDRESSES:
        for match in pattern.finditer(folded.text):
            start, end = folded.span(match.start(), match.end())
            # "54321 is on its way" is no address: a street's name has a capital where the script has capitals.
            if pattern is not _ADDRESSES[0] or re.match(r"\w+ (?:[^\W\d_]*[^\Wa-z\d_]|\d)", text[start:end]):
                yield Named(start, end, "address")


def names(text: str) -> Iterator[Named]:
    """People, places, carriers, products: every proper name that the three languages let one see."""
    folded = fold(text)
    for pattern in (_GREETED, _INTRODUCED, _CLOSED):
        for match in pattern.finditer(folded.text):
            if found := _without_courtesy(folded.text, match):
                yield Named(*folded.span(*found), "name", greeted=pattern is _GREETED)
    yield from _capitalised(text)
    for match in re.finditer(r"[^\W\d_]+", folded.text):
        word = match[0]
        known = (
            word
            if word in _places() or word in _given()
            else word[1:]
            if word[:1] in "بلو" and word[1:] in _places()
            else ""
        )
        # In Latin letters a lower-case word is a word ("nice", "may"); Arabic has no case.
        if known and (not word.isascii() or text[folded.origin[match.start()]].isupper()):
            start = match.end() - len(known)
            yield Named(*folded.span(start, match.end()), "place" if known in _places() else "name")


def _without_courtesy(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The name's part of a greeting or signature: "Dear Ms Rivera" leaves "Rivera", "Hi there" nothing."""
    start, end = match.span("name")
    for word in re.finditer(r"\w+", match["name"]):
        if word[0] in _ADDRESSED:
            end = match.start("name") + word.start()
            break
        if words(word[0]).strip() in _NO_NAME:
            start = match.start("name") + word.end()
    found = text[start:end]
    start, end = start + len(found) - len(found.lstrip()), start + len(found.rstrip())
    return (start, end) if end > start else None


def _capitalised(text: str) -> Iterator[Named]:
    """Runs of capitalised words; a single one that opens a sentence counts only when it is a known name."""
    run: list[re.Match[str]] = []
    for match in [*_CAPITAL.finditer(text), None]:
        if run and (match is None or not _JOINED.match(text[run[-1].end() : match.start()])):
            yield from _named(text, run)
            run = []
        if match is not None:
            run.append(match)


def _named(text: str, run: list[re.Match[str]]) -> Iterator[Named]:
    opens = _opens_sentence(text, run[0].start())
    while run and _is_no_name(run[0][0]):
        run = run[1:]
        opens = False
    while run and _is_no_name(run[-1][0]):
        run = run[:-1]
    if not run:
        return
    if opens:
        first = words(re.sub(r"['’]s$", "", run[0][0])).strip()
        if (
            first not in _places()
            and first not in _given()
            and not (len(first) > 1 and run[0][0][: len(first)].isupper())
        ):
            # "Tracking shows", but "Jane Smith will call": the first word alone says nothing.
            if len(run) == 1 or not _follows_closely(text, run[0], run[1]):
                run = run[1:]
            if not run:
                return
    end = run[-1].end() - len(re.search(r"(?:['’]s)?$", run[-1][0])[0])
    start = run[0].start()
    place = _PLACED.search(text[max(0, start - 16) : start]) or words(text[start:end]).strip() in _places()
    yield Named(start, end, "place" if place else "name")


def _follows_closely(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    return text[first.end() : second.start()] == " "


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(" \t\"'“”«»¿¡([*-–—•")
    return not before or before[-1] in ".!?:;\n…؟。" or "\n" in text[max(0, start - 2) : start]


def _is_no_name(word: str) -> bool:
    folded = words(word).strip()
    return (
        folded in _NO_NAME
        or folded in MONTHS
        or folded in WEEKDAYS
        or len(folded) == 1
        or (" " in folded and folded[0] == "i")
    )


# Countries whose Arabic name is an everyday word: Mali is "financial".
_WORDS_TOO = ("ML",)


@cache
def _places() -> frozenset[str]:
    """Countries and the cities of the time zones in three languages, with some that customers of shops live in."""
    found: set[str] = set()
    for language in ("en", "es", "ar"):
        locale = Locale(language)
        found.update(name for code, name in locale.territories.items() if code.isalpha() and code not in _WORDS_TOO)
        found.update(zone["city"] for zone in locale.time_zones.values() if "city" in zone)
    # Left out of the locale's data where the name is the zone's own: Europe/Madrid.
    found.update(
        zone.rpartition("/")[2].replace("_", " ") for zone in available_timezones() if zone[0].isupper() and "/" in zone
    )
    long = {folded for place in found if len(folded := words(place).strip()) > 3}
    return frozenset(long | {words(place).strip() for place in _listed("places.txt")})


@cache
def _given() -> frozenset[str]:
    """Common given names, for the places where a capital says nothing."""
    return frozenset(words(name).strip() for name in _listed("given_names.txt"))


def _listed(file: str) -> list[str]:
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    return [
        item.strip()
        for line in text.splitlines()
        if not line.startswith("#")
        for item in line.split(",")
        if item.strip()
    ]
