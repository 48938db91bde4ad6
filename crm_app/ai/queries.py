"""Every read of the gateway: answers kept, and what models were used for and cost."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.ai.budget import MICROS, Limits, Use, Verdict, judge, month_of
from crm_app.ai.models import KeptAnswer, ModelCall, MonthUse
from crm_app.kit.transaction import Transaction

UNPAID = ("cached", "resting", "over budget")
"""Outcomes of lines for which no model was called."""


@dataclass(frozen=True)
class Kept:
    """An answer as it is stored: who gave it, and its JSON text."""

    provider: str
    model: str
    content: str

    def to_json(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Usage:
    """One month's use of one model for one task. `cost` in US dollars; `calls` counts those that left the house."""

    task: str
    provider: str
    model: str
    calls: int
    answered: int
    cached: int
    tokens_in: int
    tokens_out: int
    cost: Decimal


async def kept_answer(tx: Transaction, fingerprint: str) -> Kept | None:
    """The answer kept for a question."""
    stored = (await tx.session.exec(select(KeptAnswer.answer).where(KeptAnswer.question_hash == fingerprint))).first()
    return Kept(**json.loads(stored)) if stored else None


async def limits(tx: Transaction) -> Limits:
    """The workspace's budget."""
    return Limits.read((await accounts.workspace(tx)).settings)


async def month_use(tx: Transaction, at: datetime) -> Use:
    """What was used in the month that `at` lies in."""
    sums = (MonthUse.tokens, MonthUse.micros, MonthUse.tokens_reserved, MonthUse.micros_reserved)
    found = (await tx.session.exec(select(*sums).where(MonthUse.month == month_of(at)))).first()
    return Use(*found) if found else Use()


@dataclass(frozen=True)
class MonthView:
    """A month as people see it. `cost` in US dollars; `spent`: no model is asked any more."""

    month: str
    tokens: int
    cost: Decimal
    limits: Limits
    verdict: Verdict
    spent: bool
    lines: tuple[Usage, ...]


async def month(tx: Transaction, at: datetime) -> MonthView:
    """What the month that `at` lies in has used, against the budget of today."""
    limit, use = await limits(tx), await month_use(tx, at)
    refused = select(MonthUse.spent_at).where(MonthUse.month == month_of(at))
    verdict = judge(limit, use)
    spent = limit.any and (verdict.level == "spent" or (await tx.session.exec(refused)).first() is not None)
    cost = Decimal(use.micros) / MICROS
    return MonthView(month_of(at), use.tokens, cost, limit, verdict, spent, tuple(await usage(tx, at)))


async def usage(tx: Transaction, month: date) -> list[Usage]:
    """What the workspace used in the month (UTC) that `month` lies in, dearest first."""
    start = datetime(month.year, month.month, 1, tzinfo=UTC)
    end = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)
    who = (ModelCall.task, ModelCall.provider, ModelCall.model)
    query = (
        select(
            *who,
            _count(ModelCall.outcome.not_in(UNPAID)),
            _count(ModelCall.outcome == "answered"),
            _count(ModelCall.outcome == "cached"),
            sa.func.sum(ModelCall.tokens_in),
            sa.func.sum(ModelCall.tokens_out),
            sa.func.sum(ModelCall.cost).label("cost"),
        )
        .where(ModelCall.at >= start, ModelCall.at < end)
        .group_by(*who)
        .order_by(sa.desc("cost"), *who)
    )
    return [Usage(*row) for row in (await tx.session.exec(query)).all()]


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))
