"""What is known of a lead, and what does a new finding change? A person's correction always stands. Pure.

The value of a fact, by its name:
    service_interest, location, name, phone, email   {"text": "two-bedroom apartment"}
    budget            {"low": 700000, "high": 1200000, "currency": "AED", "confirmed": true}; a bound may be null
    timeline          {"start": "2026-03-01", "end": "2026-03-31", "text": "in March"}; a bound may be null
    urgency           {"level": "high" | "normal" | "low"}
    decision_maker    {"who": "self" | "joint" | "other"}
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crm_app.leads.models import FactName

BELIEVED = 0.4
"""Below this confidence a finding is shown as a guess, and asked for all the same."""

SUBSTANCE = frozenset(FactName) - {FactName.NAME, FactName.PHONE, FactName.EMAIL, FactName.URGENCY}
"""What tells of a possible sale, rather than of a person in a hurry."""

_STANDS_UP_BY = 0.25


@dataclass(frozen=True)
class Fact:
    """One thing known: the message it came from, its words there, and whether a person corrected it."""

    name: FactName
    value: Mapping[str, Any]
    confidence: float
    message_id: int | None = None
    quote: str = ""
    corrected: bool = False


Known = Mapping[FactName, Fact]


def news(known: Known, found: Iterable[Fact]) -> dict[FactName, Fact]:
    """The findings that change what is known, the last of each name.

    A later word replaces an earlier one (people change their minds), unless it is a much weaker guess; what a person
    corrected is never replaced.
    """
    changed: dict[FactName, Fact] = {}
    for fact in found:
        before = changed.get(fact.name) or known.get(fact.name)
        if _replaces(before, fact):
            changed[fact.name] = fact
    return changed


def _replaces(before: Fact | None, fact: Fact) -> bool:
    if before is None:
        return True
    if before.corrected or dict(before.value) == dict(fact.value):
        return False
    return fact.confidence >= before.confidence - _STANDS_UP_BY


def believed(known: Known) -> frozenset[FactName]:
    """The names of the facts that need not be asked for any more."""
    return frozenset(name for name, fact in known.items() if fact.corrected or fact.confidence >= BELIEVED)
