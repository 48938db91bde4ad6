"""Every write of the gateway: the ledger of calls, and answers kept for the same question."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from crm_app.ai.models import KeptAnswer, ModelCall
from crm_app.ai.port import Answer, Spent
from crm_app.ai.queries import Kept
from crm_app.kit.transaction import Transaction


@dataclass
class Call:
    """One call, or one that was passed over, as the ledger will tell it; never holds a text."""

    at: datetime
    provider: str
    model: str
    outcome: str = "broken off"
    spent: Spent = field(default_factory=Spent)
    milliseconds: int = 0


async def record_calls(tx: Transaction, task: str, calls: Sequence[Call]) -> None:
    """Write calls made for `task` into the ledger."""
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
