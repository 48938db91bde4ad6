"""Are these two contacts the same person or organisation, and why? Pure.

Evidence is added up: what agrees speaks for it, what contradicts against it, as far as it would be a coincidence.
A phone or mailbox that several share (a company's switchboard, info@) never decides alone.
"""

import math
import re
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import OSA

from crm_app.contacts import addresses, names
from crm_app.language.fold import fold

SAME = 0.5
"""From this score on two contacts are suggested to be the same."""

FIRST = -7.0
"""Where evidence starts: two contacts that merely share a key are rarely the same."""

MAILBOXES = frozenset(
    "info sales contact hello office admin support help service mail team booking bookings reception ventas contacto "
    "hola soporte noreply no-reply marketing accounts billing jobs hr".split()
)
ORGANISATION = frozenset(
    "inc llc ltd corp company gmbh plc sa sl school academy center centre church university college institute "
    "foundation services association hospital clinic bank group hotel restaurant store shop agency studio ministry "
    "club league council committee nursery daycare day care child children head start learning program programs "
    "elementary montessori ymca cpc public preschool kindergarten partnership education educational development "
    "empresa colegio escuela centro fundacion asociacion instituto universidad clinica hospital banco tienda "
    "شركه مؤسسه موسسه مدرسه جامعه معهد مستشفي عياده بنك مكتب مركز جمعيه".split()
)


@dataclass(frozen=True)
class Known:
    """What is known of one contact. `born` is a date in any order of digits; `shared` are phones and addresses that
    more than a few contacts have."""

    id: int
    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    address: str = ""
    born: str = ""
    shared: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return names.tokens(self.name)

    @cached_property
    def place(self) -> addresses.Address:
        return addresses.read(self.address)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Phones by their last nine digits: with or without the country, they are the same."""
        digits = (re.sub(r"\D", "", fold(phone)) for phone in self.phones)
        return frozenset(number[-9:] for number in digits if len(number) >= 6)

    @cached_property
    def mails(self) -> frozenset[str]:
        return frozenset(mail.strip().casefold() for mail in self.emails if "@" in mail)

    @cached_property
    def birthday(self) -> str:
        return re.sub(r"\D", "", fold(self.born))

    @cached_property
    def is_organisation(self) -> bool:
        return not ORGANISATION.isdisjoint(fold(self.name).replace(".", " ").split()) or len(self.words) > 4


@dataclass(frozen=True)
class Reason:
    """One piece of evidence: what it is about, how much it speaks for the same (or against), and a figure."""

    kind: str
    weight: float
    figure: int = 0


@dataclass(frozen=True)
class Verdict:
    """`score` 0..1; reasons, the strongest first."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def same(self) -> bool:
        return self.score >= SAME


def judge(a: Known, b: Known) -> Verdict:
    """Whether two contacts are the same, with the reasons. The order of the two does not matter."""
    found = [*_name(a, b), *_handles(a, b), *_birth(a, b), *_address(a, b)]
    total = FIRST + math.fsum(reason.weight for reason in found) - _household(found)
    return Verdict(1 / (1 + math.exp(-total)), tuple(sorted(found, key=lambda reason: (-reason.weight, reason.kind))))


def _household(found: list[Reason]) -> float:
    """Who lives or works at one address has its phone, too: the two are not evidence twice over."""
    home = [reason.weight for reason in found if reason.kind in ("same phone", "same address", "addresses alike")]
    return 0.7 * min(home) if len(home) == 2 else 0.0


NAME_STEPS = ((0.995, 5.0), (0.92, 4.0), (0.85, 3.0), (0.76, 1.0), (0.66, -1.0), (0.5, -3.0), (0.0, -5.0))
"""How alike two people's names are, and what that says. Relatives share a surname, a home and a phone."""

UNNAMED = -1.2
"""What it says when one of the two has no name: an address alone then joins nobody."""

RELATIVES = -3.0
"""What it says when one name of two people agrees and the other is another name."""

ORGANISATION_STEPS = ((0.995, 5.0), (0.92, 4.0), (0.8, 2.5), (0.65, 1.0), (0.5, -0.5), (0.0, -1.5))
"""Organisations go by an old name, a short one or their owner's, so that a different name says less."""


def _name(a: Known, b: Known) -> list[Reason]:
    if not a.words or not b.words:
        return [Reason("no name", UNNAMED)]
    alike = names.words_likeness(a.words, b.words)
    people = not (a.is_organisation or b.is_organisation)
    weight = next(weight for least, weight in (NAME_STEPS if people else ORGANISATION_STEPS) if alike >= least)
    if people and names.clash(a.words, b.words):
        weight = min(weight, RELATIVES)
    kind = "same name" if alike >= 0.995 else "names alike" if weight > 0 else "different names"
    return [Reason(kind, weight, round(alike * 100))]


def _handles(a: Known, b: Known) -> list[Reason]:
    found = []
    if a.numbers & b.numbers:
        own = a.numbers & b.numbers - a.shared
        found.append(Reason("same phone", 4.0) if own else Reason("shared phone", 1.0))
    elif a.numbers and b.numbers:
        found.append(Reason("different phones", -0.7))
    if a.mails & b.mails:
        own = [mail for mail in a.mails & b.mails - a.shared if mail.split("@")[0] not in MAILBOXES]
        found.append(Reason("same e-mail", 8.5) if own else Reason("shared e-mail", 1.0))
    return found


def _birth(a: Known, b: Known) -> list[Reason]:
    if len(a.birthday) < 6 or len(b.birthday) < 6:
        return []
    if a.birthday == b.birthday:
        # the first of January often stands for a day that nobody knew
        return [Reason("same birthday", 4.0 if a.birthday.endswith("0101") else 8.0)]
    if OSA.distance(a.birthday, b.birthday) <= 1 or sorted(a.birthday) == sorted(b.birthday):
        return [Reason("birthdays alike", 4.5)]
    return [Reason("different birthdays", -3.0)]


def _address(a: Known, b: Known) -> list[Reason]:
    alike = addresses.compare(a.place, b.place)
    if alike is None:
        return []
    code = {True: _code_weight(a.place.code), False: -0.3, None: 0.0}[alike.code]
    if alike.words >= 0.8 and alike.number:
        return [Reason("same address", 6.5 + code)]
    if alike.words >= 0.8:
        return [Reason("same street", (2.0 if alike.number is False else 4.0) + code)]
    if alike.words >= 0.6:
        return [Reason("addresses alike", (4.0 if alike.number else 1.0) + code)]
    if alike.code:
        return [Reason("same postcode", code)]
    return [Reason("different addresses", -2.5 if alike.words < 0.45 else -1.0)] if alike.told else []


def _code_weight(code: str) -> float:
    """A postcode with letters stands for a few houses, one of digits alone for a part of a city."""
    return 1.5 if code.isdecimal() else 3.0
