"""May the models still be asked this month, and who should hear of it? Pure: limits and use in, a verdict out.

A workspace may limit tokens, money, or both, a calendar month in UTC. Money is counted in millionths of a US dollar,
because whole numbers add up on every database.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from crm_app.ai.port import Question

WARN_AT = 0.8
MICROS = 1_000_000
BYTES_A_TOKEN = 2
"""Fewer than any vendor's tokeniser needs on the average, so that what is set aside is rather too much."""


@dataclass(frozen=True)
class Limits:
    """The most that may be used in a month; None is no limit."""

    tokens: int | None = None
    micros: int | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Limits":
        """From a workspace's settings: `budget_tokens` and `budget_money` (US dollars, as text or number)."""
        tokens, money = stored.get("budget_tokens"), stored.get("budget_money")
        return cls(None if tokens is None else int(tokens), None if money is None else micros(Decimal(str(money))))

    @property
    def any(self) -> bool:
        return self.tokens is not None or self.micros is not None


@dataclass(frozen=True)
class Use:
    """What was used, and what calls under way may use at most."""

    tokens: int = 0
    micros: int = 0
    tokens_reserved: int = 0
    micros_reserved: int = 0


@dataclass(frozen=True)
class Verdict:
    """`share` of the tighter limit, 0 without one; `level` is open, warned (from 80 %) or spent, and why."""

    share: float
    level: str
    reason: str = ""


def judge(limits: Limits, use: Use) -> Verdict:
    """How far the month's budget is used."""
    shares = [(_share(use.tokens, limits.tokens), "tokens"), (_share(use.micros, limits.micros), "money")]
    share, what = max(shares)
    if share >= 1:
        return Verdict(share, "spent", f"This month's budget of {what} is used up.")
    if share >= WARN_AT:
        return Verdict(share, "warned", f"{share:.0%} of this month's budget of {what} is used.")
    return Verdict(share, "open")


def _share(used: int, limit: int | None) -> float:
    if limit is None:
        return 0.0
    return used / limit if limit else 1.0


def most_tokens(question: Question[Any]) -> tuple[int, int]:
    """The most that one try may use: tokens in, tokens out."""
    asked = question.system + question.user + json.dumps(question.schema)
    return len(asked.encode()) // BYTES_A_TOKEN, question.max_tokens


def micros(dollars: Decimal) -> int:
    """US dollars as whole millionths, rounded up."""
    return int((dollars * MICROS).to_integral_value(ROUND_CEILING))


def month_of(at: datetime) -> str:
    """The month that an instant lies in, as 2026-11."""
    return f"{at:%Y-%m}"
