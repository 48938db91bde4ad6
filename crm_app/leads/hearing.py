"""What does one message tell of a lead, by the offline engine? Facts with their words, and wishes. Pure.

Sentences that give orders to the machine are not read. Every quote stands in the message as it is quoted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from crm_app.accounts.regions import region_of
from crm_app.language import extraction
from crm_app.language.amounts import Amount
from crm_app.language.dates import Period
from crm_app.language.extraction import Extraction
from crm_app.language.fold import fold
from crm_app.language.remarks import without_courtesies
from crm_app.language.wishes import Wishes, heard, read
from crm_app.leads.commands import without_commands
from crm_app.leads.corrections import corrected
from crm_app.leads.interest import Interest, interest, size
from crm_app.leads.knowing import BELIEVED, Fact, Known
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


def hear(text: str, message_id: int, asked: str, place: Place, known: Known | None = None) -> Heard:
    """Read one message. `asked` is the fact that our last message asked for, so that a bare answer is understood;
    `known` is what "no, 900 not 800" corrects."""
    meant = without_commands(text[:LONGEST])
    said = without_courtesies(meant)
    found = _extract(said, asked, place)
    wishes = heard(read(meant), found.wishes)
    facts = [replace(fact, message_id=message_id) for fact in _facts(said, found, asked, place)]
    facts = _with_interest(said, facts, (known or {}).get(F.SERVICE_INTEREST), message_id, place)
    if mended := corrected(said, (known or {}).get(F.BUDGET)):
        others = (fact for fact in facts if fact.name != F.BUDGET and mended.quote not in fact.quote)
        facts = [*others, replace(mended, message_id=message_id)]
    return Heard(tuple(fact for fact in facts if fact.quote), wishes)


def _with_interest(text: str, facts: list[Fact], before: Fact | None, message_id: int, place: Place) -> list[Fact]:
    """What is wanted, told in two messages: "to buy" and then "a villa", "a flat" and then "two bedrooms"."""
    if before is None or before.corrected:
        return facts
    old, rooms = str(before.value.get("text")), size(text, place.trade)
    new = next((fact for fact in facts if fact.name == F.SERVICE_INTEREST), None)
    if new is not None and before.confidence < BELIEVED <= new.confidence:
        whole = f"{new.value['text']} ({old})"
        return [replace(fact, value={"text": whole}) if fact is new else fact for fact in facts]
    if before.confidence < BELIEVED or not rooms or (new is not None and new.value["text"] != rooms):
        return facts
    more = Fact(F.SERVICE_INTEREST, {"text": f"{old.split(' (')[0]} ({rooms})"}, 0.85, message_id, rooms)
    return [more, *(fact for fact in facts if fact is not new)]


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
    told = found.amounts or found.locations or found.dates or found.phones or found.emails
    wanted = interest(text, place.trade, asked=asked == F.SERVICE_INTEREST and not told)
    if wanted and not _overlaps(text, wanted.text, found.amounts):
        yield Fact(F.SERVICE_INTEREST, {"text": wanted.text}, wanted.confidence, quote=wanted.text)
    if sum_ := _budget(text, found.amounts, asked):
        yield sum_
    if when := found.timeline:
        days = {"start": when.first and when.first.isoformat(), "end": when.last and when.last.isoformat()}
        yield Fact(F.TIMELINE, {**days, "text": when.text}, 0.85 if asked == F.TIMELINE else 0.7, quote=when.text)
    elif found.urgency.level in ("high", "low") and (found.urgency.level == "high" or asked == F.TIMELINE):
        # "As soon as possible" tells when, and "no rush" is all that will be told.
        start = place.now.date().isoformat() if found.urgency.level == "high" else None
        when_said = {"start": start, "end": None, "text": found.urgency.text}
        yield Fact(F.TIMELINE, when_said, 0.6 if asked == F.TIMELINE else BELIEVED, quote=found.urgency.text)
    if found.urgency.level != "none":
        yield Fact(F.URGENCY, {"level": found.urgency.level}, 0.7, quote=found.urgency.text)
    if decides := _DECIDES.get(found.decision_maker.decides):
        yield Fact(F.DECISION_MAKER, {"who": decides}, 0.8, quote=found.decision_maker.text)
    places = [each for each in found.locations if each.known or not _is_something_else(text, each.text, found, wanted)]
    if places:
        # A district says more than its city, a place on the list more than one that merely follows "in".
        where = max(places, key=lambda place: (bool(place.district), place.known, -place.start))
        yield Fact(F.LOCATION, {"text": where.text}, 0.85 if where.known else 0.6, quote=where.text)
    if found.name:
        yield Fact(F.NAME, {"text": found.name.name}, 0.85, quote=found.name.text)
    for phone in found.phones[:1]:
        yield Fact(F.PHONE, {"text": phone.e164}, 0.95, quote=phone.text)
    for email in found.emails[:1]:
        yield Fact(F.EMAIL, {"text": email.address}, 0.95, quote=email.text)


def _is_something_else(text: str, words: str, found: Extraction, wanted: Interest | None) -> bool:
    """Whether a bare answer to "where?" names a day or a thing instead."""
    if wanted and (wanted.text in words or words in wanted.text):
        return True
    return _overlaps(text, words, found.dates)


def _overlaps(text: str, words: str, found: Sequence[Amount | Period]) -> bool:
    start = text.find(words)
    return start >= 0 and any(each.start < start + len(words) and start < each.end for each in found)


def _budget(text: str, sums: tuple[Amount, ...], asked: str) -> Fact | None:
    """The sum that is a budget: the one named as such, else the largest; a price that is asked about is none."""
    spoken = [(sum_, fold(_around(text, sum_))) for sum_ in sums]
    own = [(sum_, said) for sum_, said in spoken if _BUDGET.search(said) or asked == F.BUDGET]
    left = own or [(sum_, said) for sum_, said in spoken if not _PRICE.search(said)]
    if not left:
        return None
    sum_, _ = max(left, key=lambda each: each[0].high or each[0].low or Decimal(0))
    sure = 0.9 if own or sum_.bound != "exact" else 0.6
    least = _wished(sum_, [each for each, _ in left])
    value = {"low": _number(least), "high": _number(sum_.high), "currency": sum_.currency,
             "confirmed": bool(own) and not sum_.approximate}  # fmt: skip
    return Fact(F.BUDGET, value, sure, quote=sum_.text)


def _wished(most: Amount, sums: Sequence[Amount]) -> Decimal | None:
    """The lower end: "90k, can stretch to 100k" is a range although each sum stands alone."""
    if most.bound != "up_to" or most.high is None:
        return most.low
    below = (each.high for each in sums if each.bound in ("exact", "about") and each.currency == most.currency)
    return max((high for high in below if high is not None and high < most.high), default=most.low)


def _around(text: str, sum_: Amount) -> str:
    return next((m[0] for m in _SENTENCE.finditer(text) if m.start() <= sum_.start < m.end()), text)


def _number(bound: Decimal | None) -> float | int | None:
    if bound is None:
        return None
    return int(bound) if bound == bound.to_integral_value() else float(bound)
