"""What is missing of a lead, what is asked next, and when is nothing asked any more? Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from crm_app.conversations.escalation import HIGH_BUDGET, HIGH_VALUE
from crm_app.leads.models import FactName as F

Trade = Literal["property", "school", "care", "other"]
Stop = Literal["", "off", "refused", "lost", "person", "stop", "enough", "done"]

ORDER: dict[Trade, tuple[F, ...]] = {
    "property": (F.SERVICE_INTEREST, F.LOCATION, F.BUDGET, F.TIMELINE, F.DECISION_MAKER),
    "school": (F.SERVICE_INTEREST, F.TIMELINE, F.LOCATION, F.DECISION_MAKER, F.BUDGET),
    "care": (F.SERVICE_INTEREST, F.TIMELINE),
    "other": (F.SERVICE_INTEREST, F.BUDGET, F.TIMELINE),
}
_TRADES: dict[Trade, tuple[str, ...]] = {
    "property": ("real estate", "realt", "property", "broker", "inmobiliari", "bienes raíces", "عقار"),
    "school": tuple("school training education academy formación academia educaci escuela تعليم تدريب".split()),
    "care": (
        *"clinic dental dentist medical doctor health salon clínic odonto médic salud peluquer".split(),
        *"عياد طبي أسنان صالون".split(),
    ),
}
MOST_QUESTIONS, TWICE, HOT_FROM = 8, 2, 0.7
ASKED_FOR = frozenset(F) - {F.URGENCY}
"""How pressing it is shows in the words and the dates; asking for it would sound like a form."""


@dataclass(frozen=True)
class Rules:
    """A workspace's own rules. `wanted`: which facts, in the order in which they are asked for. `high_value` of what
    a customer has bought, and `high_budget` of what a lead would spend, call a person, asked or not."""

    on: bool = False
    trade: Trade = "other"
    wanted: tuple[F, ...] = ORDER["other"]
    hot_from: float = HOT_FROM
    most_questions: int = MOST_QUESTIONS
    high_value: float = HIGH_VALUE
    high_budget: float = HIGH_BUDGET

    @classmethod
    def read(cls, settings: Mapping[str, Any], industry: str) -> "Rules":
        """From a workspace's settings: {"qualification": {"on": true, "facts": ["budget", ...], "hot_from": 0.7,
        "most_questions": 8, "high_value": 10000, "high_budget": 500000}}; what is not set is the trade's usual."""
        own = settings.get("qualification") or {}
        trade = trade_of(industry)
        names = [F(name) for name in own.get("facts") or () if name in set(F) and F(name) in ASKED_FOR]
        return cls(
            on=bool(own.get("on")),
            trade=trade,
            wanted=tuple(dict.fromkeys(names)) or ORDER[trade],
            hot_from=min(1.0, max(0.1, float(own.get("hot_from", HOT_FROM)))),
            most_questions=max(0, int(own.get("most_questions", MOST_QUESTIONS))),
            high_value=float(own.get("high_value", HIGH_VALUE)),
            high_budget=float(own.get("high_budget", HIGH_BUDGET)),
        )


@dataclass(frozen=True)
class Asked:
    """What was asked for so far, oldest first, and by our very last message ("" when it asked for nothing)."""

    before: Sequence[str] = ()
    last: str = ""


@dataclass(frozen=True)
class Step:
    """What is asked next (None: nothing), what is missing, and why."""

    ask: F | None
    stop: Stop
    missing: tuple[F, ...]
    reason: str


_WHY: dict[str, str] = {
    "off": "Qualification is switched off.",
    "refused": "The lead would rather not answer, so nothing more is asked.",
    "lost": "The lead is not interested any more.",
    "person": "The lead wants a person, so nothing more is asked.",
    "stop": "The lead asked us to stop.",
}


def trade_of(industry: str) -> Trade:
    """Which questions suit an industry, named in the workspace's own words."""
    said = industry.casefold()
    return next((trade for trade, words in _TRADES.items() if any(word in said for word in words)), "other")


def missing(rules: Rules, known: Iterable[F], reachable: bool) -> tuple[F, ...]:
    """What is still to be known, in the workspace's order. Who cannot be reached is asked for a number last.

    Args:
        known: names of facts that are believed.
        reachable: whether the contact has a phone or an e-mail address.
    """
    have = frozenset(known)
    wanted = tuple(name for name in rules.wanted if name not in have)
    contact = () if reachable or have & {F.PHONE, F.EMAIL} or F.PHONE in wanted else (F.PHONE,)
    return (*wanted, *contact)


def next_step(rules: Rules, known: Iterable[F], asked: Asked, stopped: str, *, reachable: bool = True) -> Step:
    """The next question. Never the one just asked, never one that is answered, never a third time, and none after
    `stopped` (refused, lost, person, stop) or the workspace's most questions."""
    left = missing(rules, known, reachable)
    stop = "off" if not rules.on else stopped
    if stop in _WHY:
        return Step(None, stop, left, _WHY[stop])  # type: ignore[arg-type]
    if not left:
        return Step(None, "done", left, "Everything that the workspace wants to know is known.")
    if len(asked.before) >= rules.most_questions:
        return Step(None, "enough", left, f"{len(asked.before)} questions were asked; more would be a form.")
    counts = {name: list(asked.before).count(name) for name in left}
    open_ones = [name for name in left if counts[name] < TWICE]
    if not open_ones:
        return Step(None, "enough", left, "What is missing was asked for twice.")
    fresh = [name for name in open_ones if name != asked.last]
    if not fresh:
        return Step(None, "", left, f"{open_ones[0]} was asked for just now.")
    chosen = min(fresh, key=lambda name: (counts[name], left.index(name)))
    return Step(chosen, "", left, f"{chosen} is missing, and next in the workspace's order.")
