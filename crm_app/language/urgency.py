"""How soon does a lead want it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crm_app.language.dates import Period
from crm_app.language.traced import Folded

Level = Literal["none", "low", "normal", "high"]


@dataclass(frozen=True, slots=True)
class Urgency:
    """How pressing, with the words that say so. "none": nothing is said of time."""

    level: Level
    start: int
    end: int
    text: str


def urgency(text: str, folded: Folded, when: Sequence[Period], now: datetime) -> Urgency:
    """high: now or within days. normal: weeks to a few months. low: no hurry."""
    return Urgency("none", 0, 0, "")
