"""What of an import can be taken back, and what must stay because somebody has built on it since?"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, delete, func, select

from crm_app.contacts.duplicates import found_by
from crm_app.contacts.events import ContactChanged
from crm_app.contacts.models import Contact, Handle, Order
from crm_app.conversations.changing import count
from crm_app.conversations.models import Conversation, Message
from crm_app.imports.actions import load
from crm_app.imports.events import ImportProgressed
from crm_app.imports.models import ImportTouch, State
from crm_app.kit.table import UtcDateTime, WorkspaceOwned
from crm_app.kit.traces import snapshot
from crm_app.kit.transaction import Transaction

BATCH, MOST_KEPT = 500, 1000
CHANGED, USED, WRITTEN = (
    "it was changed since",
    "something else rests on it by now",
    "somebody wrote or worked on it since",
)
TABLES: dict[str, type[WorkspaceOwned]] = {
    "contact": Contact, "handle": Handle, "shop_order": Order, "conversation": Conversation,
}  # fmt: skip
PARTS = {
    "contact": {"handle", "contact_text", "contact_key", "duplicate_suggestion"},
    "conversation": {"message", "search_text", "draft"},
}
"""Tables whose rows are part of what they refer to, and go with it."""


async def undo_some(tx: Transaction, import_id: int) -> bool:
    """Take back the newest part of what is left; False when nothing is left or nobody wants it."""
    run = await load(tx, import_id)
    query = select(ImportTouch).where(ImportTouch.import_id == import_id).order_by(ImportTouch.id.desc()).limit(BATCH)
    touches = (await tx.session.exec(query)).all() if run.state == State.UNDOING else []
    for subject, group in groupby(touches, key=lambda touch: touch.subject):
        for touch, reason in await _take_back(tx, subject, [*group]):
            if reason:
                run.kept += 1
                run.keepings = [*run.keepings, [subject, touch.subject_id, reason]][:MOST_KEPT]
            elif subject != "handle":
                run.undone += 1
        await tx.session.flush()
    if touches:
        await tx.session.exec(delete(ImportTouch).where(ImportTouch.id.in_([touch.id for touch in touches])))
        tx.emit(ImportProgressed(run.id, str(run.state), run.done))
    return bool(touches)


async def _take_back(tx: Transaction, subject: str, touches: Sequence[ImportTouch]) -> list[tuple[ImportTouch, str]]:
    """Each touch with the reason why it stays; "" for what was taken back."""
    model = TABLES[subject]
    ids = {touch.subject_id for touch in touches}
    # Locked before it is asked what rests on them: whoever writes meanwhile waits, and begins anew without them.
    query = select(model).where(model.id.in_(ids)).order_by(model.id).with_for_update()
    rows = {row.id: row for row in (await tx.session.exec(query)).all()}
    used = await _resting_on(tx, model, ids)
    messages = await _messages(tx, ids) if model is Conversation else {}
    outcomes, going = [], []
    for touch in touches:
        row = rows.get(touch.subject_id)
        if row is None:
            continue  # gone already, with what it belonged to or by somebody's hand
        if touch.before is not None:
            outcomes.append((touch, _restore(tx, row, touch)))
            continue
        reason = _stays(row, touch, messages) or (USED if row.id in used else "")
        outcomes.append((touch, reason))
        going += [] if reason else [row]
    if going:
        for (status, channel), total in Counter(_place(row) for row in going if model is Conversation).items():
            await count(tx, status, channel, -total)
        await tx.session.flush()
        await tx.session.exec(delete(model).where(model.id.in_([row.id for row in going])))
    if model in (Contact, Handle):
        await _found_anew(tx, [row for row in rows.values() if row not in going or model is Handle])
    return outcomes


async def _found_anew(tx: Transaction, rows: Sequence[Any]) -> None:
    """What stays is found by other words now."""
    ids = {row.contact_id if isinstance(row, Handle) else row.id for row in rows}
    await found_by(tx, (await tx.session.exec(select(Contact).where(Contact.id.in_(ids)))).all())


def _place(row: Any) -> tuple[str, str]:
    return str(row.status), row.channel


def _stays(row: Any, touch: ImportTouch, messages: dict[int, int]) -> str:
    if isinstance(row, Conversation):
        worked_on = row.assignee_id is not None or str(row.status) != touch.after["status"]
        return WRITTEN if worked_on or messages.get(row.id, 0) != touch.after["messages"] else ""
    return CHANGED if snapshot(row, tuple(touch.after)) != touch.after else ""


def _restore(tx: Transaction, row: Any, touch: ImportTouch) -> str:
    """Put back the fields that nobody changed since; the reason where one of them was."""
    columns = type(row).__table__.c
    theirs = [name for name in touch.before if snapshot(row, (name,))[name] != touch.after[name]]
    for name, before in touch.before.items():
        if name not in theirs:
            setattr(row, name, _typed(columns[name].type, before))
    if isinstance(row, Contact):
        tx.emit(ContactChanged(row.id))
    return f"{CHANGED} ({', '.join(theirs)})" if theirs else ""


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return Decimal(value) if isinstance(kind, sa.Numeric) and isinstance(value, str) else value


async def _messages(tx: Transaction, ids: set[int]) -> dict[int, int]:
    query = (
        select(Message.conversation_id, func.count(Message.id))
        .where(Message.conversation_id.in_(ids))
        .group_by(Message.conversation_id)
    )
    return dict((await tx.session.exec(query)).all())


async def _resting_on(tx: Transaction, model: type[SQLModel], ids: set[int]) -> set[int]:
    """Which of the rows are named by rows of other tables, whatever tables there are."""
    found: set[int] = set()
    parts = PARTS.get(model.__tablename__, set())
    for mapper in SQLModel._sa_registry.mappers:
        for key in mapper.local_table.foreign_key_constraints:
            if key.referred_table is not model.__table__ or mapper.local_table.name in parts:
                continue
            column = getattr(mapper.class_, next(c.name for c in key.columns if c.name != "workspace_id"))
            found |= set((await tx.session.exec(select(column).where(column.in_(ids)).distinct())).all())
    return found
