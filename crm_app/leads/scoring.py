"""How likely is this a sale, and how sure is that? HOT, WARM, COLD or UNSCORED, each part with its reason. Pure."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from crm_app.leads.knowing import Fact, Known
from crm_app.leads.models import FactName as F
from crm_app.leads.models import Temperature

WARM_FROM = 0.4
SOON_DAYS, NEAR_DAYS, FAR_DAYS = 31, 92, 183
_UNCLEAR, _MOST_UNCLEAR = 0.15, 3


@dataclass(frozen=True)
class Reason:
    """What one fact adds to the score: `text` names it, `message_id` is where it was said."""

    fact: str
    weight: float
    text: str
    message_id: int | None = None

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Score:
    """`score` and `confidence` from 0 to 1; the reasons add up to the score, before it is cut to that range."""

    temperature: Temperature
    score: float
    confidence: float
    reasons: tuple[Reason, ...]


def judge(known: Known, *, hot_from: float, today: date, stopped: str = "", unclear: int = 0) -> Score:
    """Score a lead by what is known.

    Args:
        stopped: why nothing more is asked; "stop" and "lost" leave nothing to sell.
        unclear: how many of the newest messages in a row told nothing.
    """
    told = [fact for fact in known.values() if fact.name not in (F.NAME, F.PHONE, F.EMAIL)]
    if stopped in ("stop", "lost"):
        said = "The lead asked us to stop." if stopped == "stop" else "The lead is not interested any more."
        return Score(Temperature.COLD, 0.0, 0.9, (Reason("wish", 0.0, said),))
    if not told:
        return Score(Temperature.UNSCORED, 0.0, _sure([], unclear), (Reason("", 0.0, "Nothing is known yet."),))
    reasons = tuple(reason for fact in known.values() for reason in _weigh(fact, today))
    score = round(min(1.0, max(0.0, sum(reason.weight for reason in reasons))), 3)
    temperature = Temperature.HOT if score >= hot_from else Temperature.WARM if score >= WARM_FROM else Temperature.COLD
    return Score(temperature, score, _sure(told, unclear), reasons)


def _sure(told: list[Fact], unclear: int) -> float:
    """How sure: the mean over the facts, less for every message in a row that was not understood."""
    mean = sum(1.0 if fact.corrected else fact.confidence for fact in told) / len(told) if told else 0.7
    return round(max(0.0, mean - _UNCLEAR * min(unclear, _MOST_UNCLEAR)), 3)


def _weigh(fact: Fact, today: date) -> Iterator[Reason]:
    weights = {F.SERVICE_INTEREST: 0.25, F.LOCATION: 0.1, F.PHONE: 0.05, F.EMAIL: 0.05}
    if fact.name in weights:
        yield _reason(fact, weights[fact.name], _KNOWN[fact.name])
    elif fact.name == F.BUDGET:
        firm = bool(fact.value.get("confirmed"))
        yield _reason(fact, 0.2 if firm else 0.15, "Named a budget" if firm else "Hinted at a budget")
    elif fact.name == F.TIMELINE:
        yield _when(fact, today)
    elif fact.name == F.URGENCY:
        yield _reason(fact, *_URGENCY.get(str(fact.value.get("level")), _URGENCY["normal"]))
    elif fact.name == F.DECISION_MAKER:
        yield _reason(fact, *_DECIDES.get(str(fact.value.get("who")), _DECIDES["other"]))


_DECIDES = {
    "self": (0.15, "Decides alone"),
    "joint": (0.1, "Decides together with somebody"),
    "other": (-0.05, "Somebody else decides"),
}
_URGENCY = {
    "high": (0.15, "Urgency is high"),
    "normal": (0.0, "Urgency is normal"),
    "low": (-0.1, "Urgency is low"),
}
_KNOWN = {
    F.SERVICE_INTEREST: "What they want is known",
    F.LOCATION: "Where is known",
    F.PHONE: "A phone is known",
    F.EMAIL: "An e-mail address is known",
}


def _when(fact: Fact, today: date) -> Reason:
    first = fact.value.get("start") or fact.value.get("end")
    try:
        days = (date.fromisoformat(str(first)) - today).days
    except ValueError:
        return _reason(fact, 0.05, "Spoke of a time")
    for limit, weight, text in (
        (SOON_DAYS, 0.25, "Wants it within a month"),
        (NEAR_DAYS, 0.15, "Wants it within three months"),
        (FAR_DAYS, 0.05, "Wants it within half a year"),
    ):
        if days <= limit:
            return _reason(fact, weight, text)
    return _reason(fact, -0.1, "Wants it in more than half a year")


def _reason(fact: Fact, weight: float, text: str) -> Reason:
    said = f"{text}: “{fact.quote}”." if fact.quote else f"{text}."
    return Reason(str(fact.name), weight, said, fact.message_id)
