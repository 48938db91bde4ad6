"""What does one message tell of a lead, by the offline engine? Facts with their words, and wishes. Pure.

Sentences that give orders to the machine are not read. Every quote stands in the message as it is quoted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from crm_app.accounts.regions import region_of
from crm_app.language import extraction
from crm_app.language.amounts import Amount
from crm_app.language.extraction import Extraction
from crm_app.language.fold import fold
from crm_app.language.wishes import Wishes, heard, read
from crm_app.leads.commands import without_commands
from crm_app.leads.interest import interest
from crm_app.leads.knowing import Fact
from crm_app.leads.models import FactName as F
from crm_app.leads.qualification import Trade

LONGEST = 4_000
"""Characters of a message that are read."""

_BUDGET = re.compile(r"budget|presupuest|afford|spend|up to|max|hasta|gastar|pagar|ميزاني|حدود|لحد|حتي|ادفع|اقصي|سقف")
_PRICE = re.compile(
    r"deposit|fee|commission|price|cost|how much|señal|comision|precio|cuesta|cuanto|عربون|عموله|سعر|كم|رسوم"
)
_SENTENCE = re.compile(r"[^.!?؟\n]*(?:\.(?=\d)[^.!?؟\n]*)*[.!?؟\n]?")
_ASKS_OUR_WORDS = frozenset(("budget", "phone", "email", "timeline", "location", "name", "decision_maker"))
_DECIDES = {"yes": "self", "shared": "joint", "no": "other"}


@dataclass(frozen=True)
class Place:
    """Where and when a message is read: local time, the workspace's currency, the language of the message."""

    now: datetime
    currency: str = "USD"
    language: str = "en"
    trade: Trade = "other"

    @property
    def region(self) -> str:
        """The country (ISO 3166) of the workspace's time zone; US where it has none."""
        return region_of(getattr(self.now.tzinfo, "key", "")) or "US"


@dataclass(frozen=True)
class Heard:
    """What a reader found in one message. `kind` and `ask` are a model's, where there is one: what kind of message it
    is (lead, support, spam, person, stop), and which missing fact suits next."""

    facts: tuple[Fact, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)
    kind: str = ""
    ask: str = ""


def hear(text: str, message_id: int, asked: str, place: Place) -> Heard:
    """Read one message. `asked` is the fact that our last message asked for, so that a bare answer is understood."""
    said = without_commands(text[:LONGEST])
    found = _extract(said, asked, place)
    wishes = heard(read(said), found.wishes)
    facts = [replace(fact, message_id=message_id) for fact in _facts(said, found, asked, place)]
    return Heard(tuple(fact for fact in facts if fact.quote), wishes)


def sums_in(text: str, place: Place) -> frozenset[float]:
    """Every sum that a text names, as full numbers."""
    found = _extract(text, "budget", place).amounts
    return frozenset(float(bound) for sum_ in found for bound in (sum_.low, sum_.high) if bound is not None)


def contacts_in(text: str, place: Place) -> list[tuple[F, str]]:
    """Phone numbers (E.164) and e-mail addresses that a text gives."""
    found = _extract(text, "phone", place)
    return [*((F.PHONE, each.e164) for each in found.phones), *((F.EMAIL, each.address) for each in found.emails)]


def _extract(text: str, asked: str, place: Place) -> Extraction:
    return extraction.extract(
        text, now=place.now, region=place.region, currency=place.currency, day_first=place.region != "US",
        asked=asked if asked in _ASKS_OUR_WORDS else None,
    )  # fmt: skip


def _facts(text: str, found: Extraction, asked: str, place: Place) -> Iterator[Fact]:
    wanted = interest(text, place.trade, asked=asked == F.SERVICE_INTEREST and not (found.amounts or found.locations))
    if wanted:
        yield Fact(F.SERVICE_INTEREST, {"text": wanted.text}, wanted.confidence, quote=wanted.text)
    if sum_ := _budget(text, found.amounts, asked):
        yield sum_
    if when := found.timeline:
        days = {"start": when.first and when.first.isoformat(), "end": when.last and when.last.isoformat()}
        yield Fact(F.TIMELINE, {**days, "text": when.text}, 0.85 if asked == F.TIMELINE else 0.65, quote=when.text)
    if found.urgency.level != "none":
        yield Fact(F.URGENCY, {"level": found.urgency.level}, 0.7, quote=found.urgency.text)
    if decides := _DECIDES.get(found.decision_maker.decides):
        yield Fact(F.DECISION_MAKER, {"who": decides}, 0.8, quote=found.decision_maker.text)
    if found.locations:
        # A district says more than its city, a place on the list more than one that merely follows "in".
        where = max(found.locations, key=lambda place: (bool(place.district), place.known, -place.start))
        yield Fact(F.LOCATION, {"text": where.text}, 0.85 if where.known else 0.6, quote=where.text)
    if found.name:
        yield Fact(F.NAME, {"text": found.name.name}, 0.85, quote=found.name.text)
    for phone in found.phones[:1]:
        yield Fact(F.PHONE, {"text": phone.e164}, 0.95, quote=phone.text)
    for email in found.emails[:1]:
        yield Fact(F.EMAIL, {"text": email.address}, 0.95, quote=email.text)


def _budget(text: str, sums: tuple[Amount, ...], asked: str) -> Fact | None:
    """The sum that is a budget: the one named as such, else the largest; a price that is asked about is none."""
    spoken = [(sum_, fold(_around(text, sum_))) for sum_ in sums]
    own = [(sum_, said) for sum_, said in spoken if _BUDGET.search(said) or asked == F.BUDGET]
    left = own or [(sum_, said) for sum_, said in spoken if not _PRICE.search(said)]
    if not left:
        return None
    sum_, _ = max(left, key=lambda each: each[0].high or each[0].low or Decimal(0))
    sure = 0.9 if own or sum_.bound != "exact" else 0.6
    value = {"low": _number(sum_.low), "high": _number(sum_.high), "currency": sum_.currency,
             "confirmed": bool(own) and not sum_.approximate}  # fmt: skip
    return Fact(F.BUDGET, value, sure, quote=sum_.text)


def _around(text: str, sum_: Amount) -> str:
    return next((m[0] for m in _SENTENCE.finditer(text) if m.start() <= sum_.start < m.end()), text)


def _number(bound: Decimal | None) -> float | int | None:
    if bound is None:
        return None
    return int(bound) if bound == bound.to_integral_value() else float(bound)
