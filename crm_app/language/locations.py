# ruff: noqa: E501 - word lists read better unbroken
"""Which places does a lead ask about? Known cities and districts, and what merely follows "in", "en", "حي"."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crm_app.language.districts_said import MONEY, districts
from crm_app.language.traced import Folded, fold

MOST = 20
"""Places read of one text."""

_LISTED = Path(__file__).parent / "lexicons" / "places.txt"
_PLAIN = str.maketrans("áàâãéèêíìóòôõúùüñç", "aaaaeeeiioooouuunc")
_CAPITAL = r"[A-ZÁÉÍÓÚÑÜÇ][\w'’-]+"
_AFTER = re.compile(
    rf"(?<!\w)(?i:in|near|around|close to|located in|area of|en|cerca de)"
    rf" (?:(?i:the|el|la|los|las) )?(?P<name>{_CAPITAL}(?: (?:(?:de|del|la|las|los|el|of|al) )?{_CAPITAL}){{0,3}})"
)
_NO_PLACE = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday english spanish arabic cash euros dollars usd eur aed sar enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre lunes martes miercoles jueves viernes sabado domingo espanol ingles my our your this i "
    "general total case order advance ramadan christmas spring summer autumn winter q1 q2 q3 q4 venta renta alquiler whatsapp caso "
    "touch person stock efectivo navidad verano ingles".split()
)
_JOINING = re.compile(r"\s*(?:,|-|–|in|en|de|at|/|\(|،|ب|في|بمدينه|مدينه)?\s*(?:the |la |el )?")
_ANSWER = re.compile(r"\s*(?:(?:in|en|at|near|somewhere in|around|في|ب)\s+)?(?P<name>[^\W\d_][\w'’ -]{1,40}?)[\s.!]*")


@dataclass(frozen=True, slots=True)
class Location:
    """A place as it was said. `city`, `district` and `country` (ISO 3166) are "" where not known; `known` tells
    whether the place is on our list or merely follows a word like "in"."""

    name: str
    district: str
    city: str
    country: str
    known: bool
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    city: str
    district: str
    country: str


def locations(text: str, folded: Folded, *, asked: str | None = None) -> tuple[Location, ...]:
    """The places in `text`, in order, 20 at most; a district and its city said together are one. With `asked`
    "location" a bare answer of a few words is a place."""
    found = _together(_known(text, folded), text)
    after = (match.span("name") for match in _AFTER.finditer(text))
    for start, end in (*districts(text, folded), *after):
        if (
            _is_new(start, end, found)
            and _plain(text[start:end].split()[0]) not in _NO_PLACE
            and not _is_money(text[start:end])
        ):
            found.append(_unknown(text, start, end))
    if not found and asked == "location" and len(text.split()) <= 5 and (match := _ANSWER.fullmatch(text)):
        if not _is_money(match["name"]):
            found.append(_unknown(text, *match.span("name")))
    return tuple(sorted(found, key=lambda place: place.start)[:MOST])


def _plain(said: str) -> str:
    return fold(said).text.translate(_PLAIN)


@cache
def _listed() -> tuple[dict[str, list[_Place]], re.Pattern[str]]:
    """The places by their folded spelling, and the pattern that finds them, the longest first."""
    places: dict[str, list[_Place]] = {}
    country = city = ""
    for line in _LISTED.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("> "):
            for entry in line[2:].split(";"):
                name, _, others = entry.partition("=")
                _add(places, _Place(city, name.strip(), country), [name, *others.split(",")])
        else:
            country, _, named = line.partition(": ")
            city, _, others = (part.strip() for part in named.partition("="))
            _add(places, _Place(city, "", country), [city, *re.split("[,;]", others)])
    names = "|".join(re.escape(name) for name in sorted(places, key=len, reverse=True))
    return places, re.compile(rf"(?<!\w)(?:و?(?:ب|ل|في)?(?:حي )?)?(?P<name>{names})(?!\w)")


def _add(places: dict[str, list[_Place]], place: _Place, spellings: list[str]) -> None:
    for spelling in spellings:
        if spelling.strip():
            places.setdefault(_plain(spelling.strip()), []).append(place)


def _known(text: str, folded: Folded) -> list[tuple[Location, list[_Place]]]:
    places, pattern = _listed()
    found = []
    for match in pattern.finditer(folded.text.translate(_PLAIN)):
        start, end = folded.span(match.start("name"), match.end("name"))
        written = text[start:end]
        # Latin names are words too ("león", "cali", "the palm"): written small they count where no other word fits.
        if written.islower() and written.isascii() and match["name"] in _WORDS_TOO:
            continue
        options = places[match["name"]]
        found.append((_location(options[0], start, end, written), options))
    return found


_WORDS_TOO = frozenset(
    "retiro granada leon lima cali cuenca rosario belen guadalupe palma corniche concepcion mendoza salamanca merida cordoba providencia "
    "san pedro surco queens reading bath downtown la paz kennedy tigre rehab campbell concord richmond union city fairfield saratoga "
    "alameda napa dublin orlando phoenix charlotte houston austin cumbres laureles santa fe del valle el carmen gracia nunez stanley "
    "haram faisal chelsea stratford camden sports city city walk motor city garden city the palm the marina corrales the springs the greens".split()
)


def _location(place: _Place, start: int, end: int, written: str) -> Location:
    return Location(place.district or place.city, place.district, place.city, place.country, True, start, end, written)


def _together(found: list[tuple[Location, list[_Place]]], text: str) -> list[Location]:
    """A district and a city side by side as one place, the district being the one of that city."""
    made: list[Location] = []
    options: list[_Place] = []
    for location, places in found:
        before = made[-1] if made else None
        joined = None
        if before and _JOINING.fullmatch(text[before.end : location.start]):
            joined = _joined(options, places)
        if before and joined:
            made[-1] = _location(joined, before.start, location.end, text[before.start : location.end])
        else:
            made.append(location)
            options = places
    return made


def _joined(first: list[_Place], second: list[_Place]) -> _Place | None:
    for inner, outer in ((first, second), (second, first)):
        for place in inner:
            if place.district and any(not other.district and other.city == place.city for other in outer):
                return place
    return None


def _is_new(start: int, end: int, found: list[Location]) -> bool:
    return all(end <= place.start or place.end <= start for place in found)


def _is_money(said: str) -> bool:
    return any(MONEY.fullmatch(word) or word[:1].isdigit() for word in fold(said).text.split())


def _unknown(text: str, start: int, end: int) -> Location:
    name = text[start:end]
    return Location(name, "", "", "", False, start, end, name)
