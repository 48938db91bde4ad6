"""Every write of the gateway: the ledger of calls, the month's budget, and answers kept for the same question."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import select

from crm_app.accounts.actions import change_workspace
from crm_app.accounts.permissions import require
from crm_app.ai import budget, queries
from crm_app.ai.budget import Limits
from crm_app.ai.events import BudgetReached
from crm_app.ai.models import KeptAnswer, ModelCall, MonthUse, Reservation
from crm_app.ai.port import Answer, Spent
from crm_app.ai.queries import Kept
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import Transaction

FORGOTTEN_AFTER = timedelta(minutes=15)
MOST_TOKENS, MOST_MONEY = 10**12, Decimal(10**6)
SUMS = ("tokens", "micros", "tokens_reserved", "micros_reserved")


@dataclass
class Call:
    """One call, or one that was passed over, as the ledger will tell it; never holds a text."""

    at: datetime
    provider: str
    model: str
    outcome: str = "broken off"
    spent: Spent = field(default_factory=Spent)
    milliseconds: int = 0
    reservation: int = 0


async def record_calls(tx: Transaction, task: str, calls: Sequence[Call]) -> None:
    """Write calls made for `task` into the ledger, and what they used in the place of what they had set aside."""
    tx.session.add_all(
        ModelCall(
            at=call.at,
            task=task,
            provider=call.provider,
            model=call.model[:80],
            outcome=call.outcome,
            tokens_in=call.spent.tokens_in,
            tokens_out=call.spent.tokens_out,
            cost=call.spent.cost,
            milliseconds=call.milliseconds,
        )
        for call in calls
    )
    await _settle(tx, calls)


async def set_budget(tx: Transaction, *, tokens: int | None, money: Decimal | None) -> None:
    """The most that the workspace's models may use in a month: tokens, US dollars; None is no limit."""
    require(tx.actor, "client.write")
    if tokens is not None and not 0 <= tokens <= MOST_TOKENS:
        raise Invalid("tokens", "A budget of tokens goes from 0 to a million million.")
    if money is not None and not 0 <= money <= MOST_MONEY:
        raise Invalid("money", "A budget of money goes from 0 to a million dollars.")
    stored = {"budget_tokens": tokens, "budget_money": None if money is None else str(money)}
    await change_workspace(tx, "client.write", settings=stored)
    if budget.judge(await queries.limits(tx), await queries.month_use(tx, tx.now)).level != "spent":
        again = sa.update(MonthUse).where(MonthUse.month == budget.month_of(tx.now)).values(spent_at=None)
        await tx.session.exec(again)


async def reserve(tx: Transaction, limits: Limits, tokens: int, micros: int) -> int:
    """Set aside what a call may use at most; the reservation's id, or 0 when the month's budget does not hold it."""
    use_id = await _month_use_id(tx)
    if not await _set_aside(tx, use_id, limits, tokens, micros):
        await _free_forgotten(tx, use_id)
        if not await _set_aside(tx, use_id, limits, tokens, micros):
            await _tell_once(tx, use_id, MonthUse.spent_at, "spent", limits)
            return 0
    row = Reservation(month_use_id=use_id, tokens=tokens, micros=micros, at=tx.now)
    tx.session.add(row)
    await tx.session.flush()
    return row.id


async def _set_aside(tx: Transaction, use_id: int, limits: Limits, tokens: int, micros: int) -> bool:
    """One statement decides and counts, so that no two processes spend the same money."""
    fits = [MonthUse.id == use_id]
    if limits.tokens is not None:
        fits.append(MonthUse.tokens + MonthUse.tokens_reserved + tokens <= limits.tokens)
    if limits.micros is not None:
        fits.append(MonthUse.micros + MonthUse.micros_reserved + micros <= limits.micros)
    return (await tx.session.exec(sa.update(MonthUse).where(*fits).values(_more(tokens, micros)))).rowcount == 1


def _more(tokens: int, micros: int) -> dict[Any, Any]:
    return {
        MonthUse.tokens_reserved: MonthUse.tokens_reserved + tokens,
        MonthUse.micros_reserved: MonthUse.micros_reserved + micros,
    }


async def _free_forgotten(tx: Transaction, use_id: int) -> None:
    """Give back what calls had set aside whose process died."""
    old = (Reservation.month_use_id == use_id, Reservation.at < tx.now - FORGOTTEN_AFTER)
    await _give_back(tx, sa.delete(Reservation).where(*old))


async def _give_back(tx: Transaction, deletion: sa.Delete) -> None:
    gone = deletion.returning(Reservation.month_use_id, Reservation.tokens, Reservation.micros)
    for use_id, tokens, micros in (await tx.session.exec(gone)).all():
        await tx.session.exec(sa.update(MonthUse).where(MonthUse.id == use_id).values(_more(-tokens, -micros)))


async def _settle(tx: Transaction, calls: Sequence[Call]) -> None:
    held = [call.reservation for call in calls if call.reservation]
    if held:
        await _give_back(tx, sa.delete(Reservation).where(Reservation.id.in_(held)))
    tokens = sum(call.spent.tokens_in + call.spent.tokens_out for call in calls)
    cost = sum(budget.micros(call.spent.cost) for call in calls)
    if not (tokens or cost):
        return
    use_id = await _month_use_id(tx)
    spent = {MonthUse.tokens: MonthUse.tokens + tokens, MonthUse.micros: MonthUse.micros + cost}
    await tx.session.exec(sa.update(MonthUse).where(MonthUse.id == use_id).values(spent))
    limits = await queries.limits(tx)
    level = budget.judge(limits, await queries.month_use(tx, tx.now)).level
    if level != "open":
        await _tell_once(tx, use_id, MonthUse.warned_at, "warned", limits)
    if level == "spent":
        await _tell_once(tx, use_id, MonthUse.spent_at, "spent", limits)


async def _tell_once(tx: Transaction, use_id: int, column: Any, level: str, limits: Limits) -> None:
    """Tell of a level the first time in a month that it is reached."""
    first = sa.update(MonthUse).where(MonthUse.id == use_id, column.is_(None)).values({column: tx.now})
    if (await tx.session.exec(first)).rowcount:
        share = budget.judge(limits, await queries.month_use(tx, tx.now)).share
        tx.emit(BudgetReached(budget.month_of(tx.now), level, min(100, int(share * 100))))


async def _month_use_id(tx: Transaction) -> int:
    month = budget.month_of(tx.now)
    known = select(MonthUse.id).where(MonthUse.month == month)
    if found := (await tx.session.exec(known)).first():
        return found
    insert = (sqlite if tx.session.bind.dialect.name == "sqlite" else postgresql).insert
    row = {"workspace_id": tx.workspace_id, "month": month} | dict.fromkeys(SUMS, 0)
    await tx.session.exec(insert(MonthUse).values(row).on_conflict_do_nothing())
    return (await tx.session.exec(known)).one()


async def keep_answer(tx: Transaction, fingerprint: str, answer: Answer[Any]) -> None:
    """Keep an answer for the same question; a newer one takes the place of an older one."""
    kept = Kept(answer.provider, answer.model, answer.content.model_dump_json()).to_json()
    again = sa.update(KeptAnswer).where(KeptAnswer.question_hash == fingerprint).values(answer=kept, at=tx.now)
    if (await tx.session.exec(again)).rowcount:
        return
    try:
        async with tx.session.begin_nested():
            tx.session.add(KeptAnswer(question_hash=fingerprint, answer=kept, at=tx.now))
    except sa.exc.IntegrityError:  # the same question was answered twice at the same time; either answer serves
        return


async def forget_answers(tx: Transaction, before: datetime) -> int:
    """Drop answers kept before an instant; how many there were."""
    return (await tx.session.exec(sa.delete(KeptAnswer).where(KeptAnswer.at < before))).rowcount
