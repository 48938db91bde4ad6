"""Which conversation next, and why? The score, its parts, and the reasons. Pure: time is an argument.

    churn_risk*3.0 + ltv/1000*2.0 + urgency*1.5 + 1/hours_waiting + difficulty + sentiment + topic_alert + overdue

1/hours falls and overdue rises with time; all else stands still until something happens (`standing`).
"""

import math
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from crm_app.conversations.hours import BusinessHours

URGENCY = {"urgent": 4.0, "high": 3.0, "normal": 1.0, "low": 0.5}
DIFFICULTY = {"easy": 1.0, "complex": -1.5, "normal": 0.0}
UPSET_BELOW, UPSET_BONUS = 0.3, 2.0
SHORTEST_WAIT_H = 0.5
REPLY_TARGETS_H = {"urgent": 2.0, "high": 4.0, "normal": 8.0, "low": 24.0}


@dataclass(frozen=True)
class Weights:
    """What each part counts; the installation's settings, or a workspace's own."""

    churn_weight: float = 3.0
    value_weight: float = 2.0
    urgency_weight: float = 1.5
    topic_alert_boost: float = 5.0

    @classmethod
    def of(cls, defaults: "Weights", stored: dict[str, Any]) -> "Weights":
        """The installation's weights with those that a workspace set for itself."""
        own = stored.get("weights") or {}
        return cls(**{f.name: float(own.get(f.name, getattr(defaults, f.name))) for f in fields(cls)})


@dataclass(frozen=True)
class Traits:
    """What the score looks at."""

    churn_risk: float
    lifetime_value: float
    priority: str
    difficulty: str
    sentiment: float
    waiting_since: datetime | None
    reply_due: datetime | None
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parts:
    """The score's parts, in the order in which every breakdown shows them."""

    churn_risk: float
    customer_value: float
    urgency: float
    age: float
    overdue: float
    difficulty: float
    sentiment: float
    topic_alert: float

    @property
    def total(self) -> float:
        return math.fsum(asdict(self).values())


def standing(traits: Traits, w: Weights) -> float:
    """The part of the score that does not move with time; stored, so that the order is read from an index."""
    still = score(replace(traits, waiting_since=None, reply_due=None), w, BusinessHours(), datetime.min)
    return still.total


def age(waiting_since: datetime | None, now: datetime) -> float:
    """1 / hours waited, at least half an hour; 0 when nobody waits."""
    if waiting_since is None:
        return 0.0
    return 1 / max(SHORTEST_WAIT_H, (now - waiting_since).total_seconds() / 3600)


def overdue(reply_due: datetime | None, now: datetime, hours: BusinessHours) -> float:
    """log2(1 + working hours past the reply target); 0 before it."""
    if reply_due is None or now <= reply_due:
        return 0.0
    return math.log2(1 + hours.between(reply_due, now))


def reply_due(
    waiting_since: datetime | None, priority: str, hours: BusinessHours, targets: dict[str, float]
) -> datetime | None:
    """When the workspace wants to have answered by."""
    if waiting_since is None:
        return None
    return hours.after(waiting_since, targets.get(priority, REPLY_TARGETS_H[priority]))


def score(traits: Traits, w: Weights, hours: BusinessHours, now: datetime) -> Parts:
    """All parts of one conversation's score."""
    return Parts(
        churn_risk=traits.churn_risk * w.churn_weight,
        customer_value=traits.lifetime_value / 1000 * w.value_weight,
        urgency=URGENCY[traits.priority] * w.urgency_weight,
        age=age(traits.waiting_since, now),
        overdue=overdue(traits.reply_due, now, hours),
        difficulty=DIFFICULTY[traits.difficulty],
        sentiment=UPSET_BONUS if traits.sentiment < UPSET_BELOW else 0.0,
        topic_alert=w.topic_alert_boost if traits.alerts else 0.0,
    )


@dataclass(frozen=True)
class Comparison:
    """Why one row stands above another: the parts that differ, those that decided first."""

    ahead_by: float
    differences: tuple[tuple[str, float], ...]


def compare(upper: Parts, lower: Parts) -> Comparison:
    """What puts `upper` above `lower`: (part, how much more it has), largest first."""
    gaps = ((f.name, getattr(upper, f.name) - getattr(lower, f.name)) for f in fields(Parts))
    telling = sorted(((n, g) for n, g in gaps if abs(g) >= 0.05), key=lambda gap: -abs(gap[1]))
    return Comparison(upper.total - lower.total, tuple(telling))
