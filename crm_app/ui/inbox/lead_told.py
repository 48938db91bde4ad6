"""How is a lead said in the reader's language: what is known, what is missing, and how it is scored? Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crm_app.leads.knowing import BELIEVED
from crm_app.leads.knowing import Fact as Known
from crm_app.leads.models import FactName
from crm_app.leads.queries import LeadCard
from crm_app.ui.inbox import told
from crm_app.ui.words import say

LABELS = {
    "service_interest": "Looks for", "budget": "Budget", "urgency": "Urgency", "timeline": "By when",
    "decision_maker": "Who decides", "location": "Where", "name": "Name", "phone": "Phone", "email": "E-mail",
}  # fmt: skip
TEMPERATURES = {"HOT": "Hot", "WARM": "Warm", "COLD": "Cold", "UNSCORED": "Not scored yet"}
STATES = {
    "NEW": "New", "QUALIFYING": "Qualifying", "QUALIFIED": "Qualified", "APPOINTMENT_BOOKED": "Appointment booked",
    "HANDED_OFF": "Handed off", "NURTURING": "Nurturing", "DISQUALIFIED": "Disqualified",
}  # fmt: skip
CHOICES = {
    "urgency": {"high": "In a hurry", "normal": "In no hurry", "low": "Some day"},
    "decision_maker": {"self": "Decides alone", "joint": "Decides with somebody", "other": "Somebody else decides"},
}
STOPPED = {
    "person": "They want a person: the software asks no more.",
    "stop": "They asked us to stop: nothing is sent by itself.",
    "refused": "They would rather not answer, so nothing more is asked.",
    "lost": "They are not interested any more.",
}


@dataclass
class Told:
    """One fact as it is shown; `raw` fills the form that corrects it. `sure`: neither a guess nor missing."""

    name: str
    label: str
    value: str = ""
    quote: str = ""
    message_id: int = 0
    sure: bool = False
    corrected: bool = False
    raw: dict[str, str] = field(default_factory=dict)


@dataclass
class Why:
    """One part of the score."""

    text: str
    weight: str


@dataclass
class Step:
    """One move of the history, or one that may be made."""

    name: str
    text: str


@dataclass
class Shown:
    """The card; `id` is 0 where there is no lead."""

    id: int = 0
    temperature: str = ""
    heat: str = ""
    score: str = ""
    state: str = ""
    stopped: str = ""
    asks: str = ""
    facts: list[Told] = field(default_factory=list)
    missing: str = ""
    why: list[Why] = field(default_factory=list)
    onward: list[Step] = field(default_factory=list)
    history: list[Step] = field(default_factory=list)
    resumable: bool = False


def shown(card: LeadCard, language: str, zone: ZoneInfo, currency: str) -> Shown:
    """The card in the reader's language; amounts without a currency are in the workspace's."""
    return Shown(
        id=card.id,
        temperature=say(language, TEMPERATURES[card.temperature]),
        heat=card.temperature.lower(),
        score="" if card.temperature == "UNSCORED" else f"{card.score:.0%}",
        state=say(language, STATES[card.lifecycle]),
        stopped=say(language, STOPPED[card.stopped]) if card.stopped in STOPPED else "",
        asks=say(language, LABELS[card.ask]) if card.ask else "",
        facts=[_fact(fact, language, currency) for fact in card.known],
        missing=told.listed((say(language, LABELS[name]) for name in card.missing), language),
        why=[_why(reason, language) for reason in card.reasons if reason["weight"]],
        onward=[Step(state, say(language, STATES[state])) for state in card.onward],
        history=[Step(say(language, STATES[m.after]), _at(m.at, zone, language)) for m in card.moves],
        resumable=card.stopped in ("person", "refused"),
    )


def _at(at: datetime, zone: ZoneInfo, language: str) -> str:
    return told.moment(at, zone, language)


def _fact(fact: Known, language: str, currency: str) -> Told:
    sure = fact.corrected or fact.confidence >= BELIEVED
    raw = {key: "" if value is None else str(value) for key, value in fact.value.items()}
    value = value_of(fact.name, fact.value, language, currency)
    label = say(language, LABELS[fact.name])
    return Told(str(fact.name), label, value, fact.quote[:200], fact.message_id or 0, sure, fact.corrected, raw)


def value_of(name: str, value: Mapping[str, Any], language: str, currency: str) -> str:
    """A fact's value in words."""
    if name == FactName.BUDGET:
        return _budget(value, language, currency)
    if name == FactName.TIMELINE:
        return _timeline(value, language)
    if name in CHOICES:
        return say(language, CHOICES[name].get(str(next(iter(value.values()), "")), ""))
    return str(value.get("text", ""))


def _budget(value: Mapping[str, Any], language: str, currency: str) -> str:
    def money(amount: float) -> str:
        return told.money(amount, value.get("currency") or currency, language)

    low, high = value.get("low"), value.get("high")
    if low is not None and high is not None:
        return money(low) if low == high else f"{money(low)} – {money(high)}"
    bound = ("up to {sum}", high) if high is not None else ("from {sum}", low)
    return say(language, bound[0], sum=money(bound[1])) if bound[1] is not None else ""


def _timeline(value: Mapping[str, Any], language: str) -> str:
    days = [datetime.fromisoformat(day) for day in dict.fromkeys((value.get("start"), value.get("end"))) if day]
    said = " – ".join(told.day(at.replace(tzinfo=UTC), ZoneInfo("UTC"), language, year=True) for at in days)
    return said or str(value.get("text") or "")


def _why(reason: Mapping[str, Any], language: str) -> Why:
    head = str(reason["text"]).partition(": “")[0].rstrip(".")
    return Why(say(language, head), f"{reason['weight']:+.2f}")
