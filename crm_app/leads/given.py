"""Which of a model's findings stand? Only what the customer's own words bear out. Pure.

A model may be wrong, or talked round by the text that it reads. So a finding must quote words that stand in the message
it names; a sum, a number or an address must stand in the quote; what is kept as text is the quote and never the
model's own words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, Field

from crm_app.ai.untrusted import strip_foreign_links
from crm_app.kit.errors import Invalid
from crm_app.language.fold import fold
from crm_app.leads.commands import is_command
from crm_app.leads.hearing import Heard, Place, contacts_in, sums_in
from crm_app.leads.knowing import Fact, checked
from crm_app.leads.models import FactName as F

SUREST = 0.9
LONGEST_QUOTE, LONGEST_TEXT, MOST_WORDS = 300, 80, 12
EARLIEST, LATEST = timedelta(days=31), timedelta(days=5 * 366)
OWN_WORDS = (F.SERVICE_INTEREST, F.LOCATION, F.NAME)


class Routed(BaseModel):
    """The form of the router's answer."""

    kind: Literal["lead", "support", "spam", "person", "stop"]
    quote: str = Field(default="", max_length=LONGEST_QUOTE)


class GivenFact(BaseModel):
    """One finding of the qualifier."""

    name: Literal[
        "service_interest", "budget", "timeline", "urgency", "decision_maker", "location", "name", "phone", "email"
    ]
    message_id: int
    quote: str = Field(min_length=1, max_length=LONGEST_QUOTE)
    text: str = Field(default="", max_length=200)
    low: float | None = None
    high: float | None = None
    currency: str = Field(default="", max_length=3)
    start: str | None = Field(default=None, max_length=10)
    end: str | None = Field(default=None, max_length=10)
    level: Literal["high", "normal", "low"] | None = None
    who: Literal["self", "joint", "other"] | None = None
    confidence: float = Field(default=0.7, ge=0, le=1)


class Qualified(BaseModel):
    """The form of the qualifier's answer."""

    facts: list[GivenFact] = Field(default_factory=list, max_length=20)
    ask: str = Field(default="", max_length=20)


def stands(quote: str, text: str) -> bool:
    """Whether words are quoted from a text, whatever their case, accents and spaces."""
    said = _plain(quote)
    return bool(said) and f" {said} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def sound(found: Iterable[GivenFact], messages: Mapping[int, str], place: Place) -> tuple[Fact, ...]:
    """The findings that stand, as facts. `messages` are the customer's own, by id."""
    kept = (_sound(fact, messages.get(fact.message_id, ""), place) for fact in found)
    return tuple(fact for fact in kept if fact is not None)


def _sound(given: GivenFact, text: str, place: Place) -> Fact | None:
    quote = " ".join(given.quote.split())
    if not stands(quote, text) or is_command(quote) or is_command(given.text):
        return None
    value = _value(given, quote, place)
    try:
        return Fact(
            F(given.name), checked(F(given.name), value), min(given.confidence, SUREST), given.message_id, quote
        )
    except Invalid:
        return None


def _value(given: GivenFact, quote: str, place: Place) -> dict[str, object]:
    """The finding's value as far as the quote holds it; an empty one is refused by its form."""
    name = F(given.name)
    if name in OWN_WORDS:
        harmless = strip_foreign_links(quote, ()).text == quote
        return {"text": quote if harmless and len(quote) <= LONGEST_TEXT and len(quote.split()) <= MOST_WORDS else ""}
    if name == F.BUDGET:
        return _sums(given, quote, place)
    if name == F.TIMELINE:
        return _days(given, quote, place)
    if name in (F.PHONE, F.EMAIL):
        return {"text": next((text for kind, text in contacts_in(quote, place) if kind == name), "")}
    return {"level": given.level} if name == F.URGENCY else {"who": given.who}


def _sums(given: GivenFact, quote: str, place: Place) -> dict[str, object]:
    said = sums_in(quote, place)
    if any(bound is not None and bound not in said for bound in (given.low, given.high)):
        return {}
    currency = given.currency.upper() or place.currency
    return {"low": given.low, "high": given.high, "currency": currency, "confirmed": True}


def _days(given: GivenFact, quote: str, place: Place) -> dict[str, object]:
    try:
        days = [date.fromisoformat(day) for day in (given.start, given.end) if day]
    except ValueError:
        return {}
    today = place.now.date()
    if not all(today - EARLIEST <= day <= today + LATEST for day in days):
        return {}
    return {"start": given.start, "end": given.end, "text": quote if len(quote) <= LONGEST_TEXT else ""}


def routed(found: Routed, text: str, offline: Heard) -> Heard:
    """The router's reading beside the offline one. A wish counts only with words that stand in the message."""
    wishes = offline.wishes
    if found.kind in ("person", "stop"):
        if not wishes.kind and stands(found.quote, text) and not is_command(found.quote):
            wishes = replace(wishes, **{found.kind: found.quote.strip()})
        return replace(offline, wishes=wishes)
    return replace(offline, kind=found.kind)


def joined(model: Iterable[Fact], offline: Iterable[Fact]) -> tuple[Fact, ...]:
    """The model's facts, and the offline engine's where the model has none."""
    first = tuple(model)
    names = {fact.name for fact in first}
    return (*first, *(fact for fact in offline if fact.name not in names))
