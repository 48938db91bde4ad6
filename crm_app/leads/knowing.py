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
from datetime import date
from typing import Any

from crm_app.kit.errors import Invalid
from crm_app.language.clean import clean
from crm_app.leads.models import FactName

BELIEVED = 0.4
"""Below this confidence a finding is shown as a guess, and asked for all the same."""

SUBSTANCE = frozenset(FactName) - {FactName.NAME, FactName.PHONE, FactName.EMAIL, FactName.URGENCY}
"""What tells of a possible sale, rather than of a person in a hurry."""

LONGEST = 200
"""Characters of a value that is text."""

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


def checked(name: FactName, value: Mapping[str, Any]) -> dict[str, Any]:
    """A value in its fact's form, as a person or program gave it. Raises Invalid that says what is wrong."""
    if name == FactName.BUDGET:
        return _budget(value)
    if name == FactName.TIMELINE:
        return _timeline(value)
    choices = {FactName.URGENCY: ("level", ("high", "normal", "low")),
               FactName.DECISION_MAKER: ("who", ("self", "joint", "other"))}  # fmt: skip
    if name in choices:
        key, allowed = choices[name]
        if value.get(key) not in allowed:
            raise Invalid(key, "{key}: one of {allowed}.", key=key, allowed=", ".join(allowed))
        return {key: value[key]}
    text = clean(str(value.get("text") or "")).strip()
    if not 0 < len(text) <= LONGEST:
        raise Invalid("text", "text: 1 to {longest} characters.", longest=LONGEST)
    return {"text": text}


def _budget(value: Mapping[str, Any]) -> dict[str, Any]:
    bounds = [value.get("low"), value.get("high")]
    sums = [n for n in bounds if n is not None]
    if not sums or not all(isinstance(n, int | float) and 0 <= n < 1e15 for n in sums) or sums != sorted(sums):
        raise Invalid("budget", "budget: low and high are sums from 0 up, the lower one first; one may be left out.")
    currency = str(value.get("currency") or "").upper()
    if currency and not (len(currency) == 3 and currency.isalpha() and currency.isascii()):
        raise Invalid("currency", "currency: three letters, such as AED.")
    return {"low": bounds[0], "high": bounds[1], "currency": currency, "confirmed": bool(value.get("confirmed"))}


def _timeline(value: Mapping[str, Any]) -> dict[str, Any]:
    try:
        days = [date.fromisoformat(str(day)) if day else None for day in (value.get("start"), value.get("end"))]
    except ValueError:
        raise Invalid("timeline", "timeline: start and end are dates such as 2026-03-31.") from None
    given = [day for day in days if day]
    if not given or given != sorted(given):
        raise Invalid("timeline", "timeline: a start or an end, and the start first.")
    start, end = (day.isoformat() if day else None for day in days)
    return {"start": start, "end": end, "text": clean(str(value.get("text") or ""))[:LONGEST]}
