"""May this person be written to at this address? Who wants no more messages says so for each address alone."""

from collections.abc import Iterable

from sqlmodel import or_, select

from crm_app.accounts.actions import record
from crm_app.contacts.models import Handle
from crm_app.kit.transaction import Transaction

STOPPED, BLOCKED = "stopped", "blocked"
"""Why: they wrote STOP or its like; they blocked us on the channel."""

Address = tuple[str, str]
"""Kind of handle and its value."""


async def opt_out(tx: Transaction, addresses: Iterable[Address], reason: str = STOPPED) -> int:
    """Send nothing more to these addresses; returns how many were open until now."""
    rows = [row for row in await _handles(tx, addresses) if row.opted_out_at is None]
    for row in rows:
        row.opted_out_at, row.opt_out_reason = tx.now, reason[:100]
        record(tx, "contact.opted_out", "contact", row.contact_id, handle=row.kind, reason=reason[:100])
    return len(rows)


async def opt_in(tx: Transaction, addresses: Iterable[Address], reason: str = "") -> int:
    """Write to these addresses again; with a reason, only where they were closed for that one."""
    rows = [row for row in await _handles(tx, addresses) if row.opted_out_at is not None]
    rows = [row for row in rows if reason in ("", row.opt_out_reason)]
    for row in rows:
        row.opted_out_at, row.opt_out_reason = None, ""
        record(tx, "contact.opted_in", "contact", row.contact_id, handle=row.kind)
    return len(rows)


async def carry_over(tx: Transaction, old: Iterable[Address], new: Iterable[Address]) -> None:
    """Whoever wants nothing at the old addresses wants nothing at the new ones of theirs."""
    closed = next((row for row in await _handles(tx, old) if row.opted_out_at is not None), None)
    if closed:
        await opt_out(tx, new, closed.opt_out_reason)


async def is_closed(tx: Transaction, addresses: Iterable[Address]) -> bool:
    """Whether any of these addresses wants no more messages."""
    return any(row.opted_out_at is not None for row in await _handles(tx, addresses))


async def _handles(tx: Transaction, addresses: Iterable[Address]) -> list[Handle]:
    wanted = [(Handle.kind == kind) & (Handle.value == value[:254]) for kind, value in addresses if value]
    if not wanted:
        return []
    return [*(await tx.session.exec(select(Handle).where(or_(*wanted)).order_by(Handle.id))).all()]
