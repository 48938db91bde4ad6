"""What happened with a contact, over all channels, newest first?

A source is `async (tx, contact_id, until, limit) -> [Moment]`: its newest moments not after `until`, newest first. Each
domain has its own (conversations: what was written; here: orders, edits, merges); whoever shows a timeline names those
it wants.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlmodel import func, select

from crm_app.accounts.models import AuditEntry
from crm_app.contacts.models import Order
from crm_app.kit.transaction import Transaction

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
ALIKE = 20
"""So many moments of one instant may stand at the border of two pages."""

HISTORY = ("contact.edited", "contact.merged", "contact.parted")


@dataclass(frozen=True)
class Moment:
    """One thing that happened.

    `kind` and `what` say of which sort it is ("message" and "inbound", "order" and "shipped", "edit" and ""); `text`
    is what people wrote, `who` did it; `facts` is what the sort needs beside. `ref` is the row's id.
    """

    at: datetime
    kind: str
    ref: int
    what: str = ""
    who: str = ""
    text: str = ""
    channel: str = ""
    conversation_id: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> tuple[datetime, str, int]:
        return self.at, self.kind, self.ref


Place = tuple[datetime, str, int]
Source = Callable[[Transaction, int, datetime, int], Awaitable[Sequence[Moment]]]


async def timeline(
    tx: Transaction, contact_id: int, sources: Sequence[Source], *, before: Place | None = None, limit: int = 50
) -> list[Moment]:
    """One page of a contact's timeline: the newest `limit` moments of all sources that stand before the place where
    the page before ended."""
    until = before[0] if before else END_OF_TIME
    found = [moment for source in sources for moment in await source(tx, contact_id, until, limit + ALIKE)]
    older = [moment for moment in found if before is None or moment.place < before]
    return sorted(older, key=lambda moment: moment.place, reverse=True)[:limit]


async def orders(tx: Transaction, contact_id: int, until: datetime, limit: int) -> list[Moment]:
    """What they bought."""
    at = func.coalesce(Order.placed_at, Order.updated_at)
    query = select(Order).where(Order.contact_id == contact_id, at <= until).order_by(at.desc(), Order.id.desc())
    return [
        Moment(
            row.placed_at or row.updated_at, "order", row.id, row.status, text=row.number,
            facts={"total": float(row.total) if row.total is not None else None, "currency": row.currency},
        )
        for row in (await tx.session.exec(query.limit(limit))).all()
    ]  # fmt: skip


async def changes(tx: Transaction, contact_id: int, until: datetime, limit: int) -> list[Moment]:
    """What people changed about them: edits, merges and their undoing."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.subject == "contact", AuditEntry.subject_id == str(contact_id), AuditEntry.at <= until)
        .where(AuditEntry.action.in_(HISTORY))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return [
        Moment(row.at, "change", row.id, row.action.split(".")[1], row.actor, facts=row.changes)
        for row in (await tx.session.exec(query.limit(limit))).all()
    ]
