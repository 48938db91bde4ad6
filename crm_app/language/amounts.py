"""Which sums of money does a text speak of? With bounds, ranges and currency, in English, Spanish and Arabic."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crm_app.language.traced import Folded

Bound = Literal["exact", "about", "from", "up_to", "between"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as it was said. `low` is None for "up to ...", `high` for "from ..."; both are equal for one sum.
    `currency` is an ISO 4217 code; `said_currency` tells whether the text names it or the workspace's was taken."""

    low: Decimal | None
    high: Decimal | None
    currency: str
    said_currency: bool
    bound: Bound
    approximate: bool
    per_month: bool
    start: int
    end: int
    text: str


def amounts(
    text: str, folded: Folded, currency: str, *, asked: str | None = None, taken: Sequence[tuple[int, int]] = ()
) -> tuple[Amount, ...]:
    """Every sum in `text`, in order. `taken` are the offsets of what is something else (a phone, a date)."""
    return ()
