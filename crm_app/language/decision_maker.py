"""Does the writer decide alone, with somebody, or not at all?"""

from dataclasses import dataclass
from typing import Literal

from crm_app.language.traced import Folded

Decides = Literal["yes", "no", "shared", "unknown"]


@dataclass(frozen=True, slots=True)
class DecisionMaker:
    """Whether the writer decides, with the words that say so."""

    decides: Decides
    start: int
    end: int
    text: str


def decision_maker(text: str, folded: Folded, *, asked: str | None = None) -> DecisionMaker:
    """yes: alone. shared: with somebody. no: somebody else does. unknown: nothing is said of it."""
    return DecisionMaker("unknown", 0, 0, "")
