"""Making two contacts one, and two again.

The one that goes keeps its row, marked with the one that stays; all that refers to it moves. `Merge` names each row
that moved and each field that changed, so that an undo gives back exactly those. What came in between: messages in a
conversation that goes back go back with it; a conversation that began later goes to whose handle wrote it; new orders,
handles and edits stay with the one that was kept.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel, select, update

from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.contacts.duplicates import decide, found_by
from crm_app.contacts.events import ContactChanged, ContactsMerged, DuplicatesChanged, MergeUndone
from crm_app.contacts.models import Contact, Decision, DuplicateSuggestion, Handle, Merge, Order
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.transaction import Transaction


async def merge(tx: Transaction, keep_id: int, gone_id: int) -> Merge:
    """Make `gone_id` part of `keep_id`. Raises NotFound, Invalid for one and the same, Conflict when one of them was
    merged meanwhile."""
    require(tx.actor, "contacts.merge")
    if keep_id == gone_id:
        raise Invalid("gone_id", "These two are one contact already.")
    keep, gone = await _both(tx, keep_id, gone_id)
    if keep.merged_into or gone.merged_into:
        raise Conflict("merged_meanwhile", "One of the two was merged already. Load the page anew.")
    changed = combined(keep, gone)
    done = Merge(keep_id=keep.id, gone_id=gone.id, changed=changed, merged_by=tx.actor.label, at=tx.now)
    tx.session.add(done)
    for name, (_, after) in changed.items():
        setattr(keep, name, _read(name, after))
    gone.merged_into = keep.id
    await tx.session.flush()
    await move_rows(tx, done, Handle, "handles")
    await move_rows(tx, done, Order, "orders")
    for row in await _suggestions(tx, keep.id, gone.id):
        decide(tx, row, Decision.MERGED)
    await found_by(tx, [keep, gone])
    tx.emit(DuplicatesChanged())
    record(tx, "contact.merged", "contact", keep.id, gone=gone.id, merge=done.id)
    tx.emit(ContactsMerged(done.id, keep.id, gone.id))
    tx.emit(ContactChanged(keep.id))
    return done


async def undo_merge(tx: Transaction, merge_id: int) -> Merge:
    """Make them two again. Raises NotFound, and Conflict when it is undone already or the one kept was itself merged
    later."""
    require(tx.actor, "contacts.merge")
    done = await load_merge(tx, merge_id)
    if done.undone_at:
        raise Conflict("undone_already", "This merge was undone already.")
    keep, gone = await _both(tx, done.keep_id, done.gone_id)
    if keep.merged_into:
        raise Conflict("merged_since", "This contact was merged again since. Undo that merge first.")
    for name, (before, after) in done.changed.items():
        setattr(keep, name, _read(name, parted(name, before, after, _plain(getattr(keep, name)))))
    gone.merged_into = None
    done.undone_at, done.undone_by = tx.now, tx.actor.label
    await return_rows(tx, done, Handle, "handles")
    await return_rows(tx, done, Order, "orders")
    for row in await _suggestions(tx, keep.id, gone.id):
        row.state, row.decided_at, row.decided_by = Decision.OPEN, None, ""
    await found_by(tx, [keep, gone])
    record(tx, "contact.parted", "contact", keep.id, gone=gone.id, merge=done.id)
    tx.emit(MergeUndone(done.id, keep.id, gone.id))
    tx.emit(ContactChanged(keep.id))
    tx.emit(ContactChanged(gone.id))
    return done


async def move_rows(tx: Transaction, done: Merge, table: type[SQLModel], kind: str) -> list[int]:
    """Give all rows of `table` that have the gone contact's `contact_id` to the one kept, and note which."""
    ids = [*(await tx.session.exec(select(table.id).where(table.contact_id == done.gone_id))).all()]
    await tx.session.exec(update(table).where(table.id.in_(ids)).values(contact_id=done.keep_id))
    done.moved = {**done.moved, kind: ids}
    return ids


async def return_rows(tx: Transaction, done: Merge, table: type[SQLModel], kind: str) -> list[int]:
    """Give back the rows that `move_rows` moved, as far as they are still where it put them."""
    here = [table.id.in_(done.moved.get(kind, [])), table.contact_id == done.keep_id]
    ids = [*(await tx.session.exec(select(table.id).where(*here))).all()]
    await tx.session.exec(update(table).where(table.id.in_(ids)).values(contact_id=done.gone_id))
    return ids


async def load_merge(tx: Transaction, merge_id: int) -> Merge:
    """A merge of the workspace; raises NotFound."""
    done = (await tx.session.exec(select(Merge).where(Merge.id == merge_id).with_for_update())).first()
    if done is None:
        raise NotFound("merge")
    return done


def combined(keep: Contact, gone: Contact) -> dict[str, list[Any]]:
    """What becomes of the fields of the one kept, as {field: [before, after]}: gaps are filled, values add up."""
    since = [at for at in (keep.customer_since, gone.customer_since) if at]
    after = {
        "name": keep.name or gone.name,
        "email": keep.email or gone.email,
        "phone": keep.phone or gone.phone,
        "address": keep.address or gone.address,
        "lifetime_value": keep.lifetime_value + gone.lifetime_value,
        "churn_risk": max(keep.churn_risk, gone.churn_risk),
        "segments": [*keep.segments, *(word for word in gone.segments if word not in keep.segments)],
        "vip": keep.vip or gone.vip,
        "customer_since": min(since) if since else None,
    }
    now = {name: _plain(getattr(keep, name)) for name in after}
    return {name: [now[name], _plain(value)] for name, value in after.items() if _plain(value) != now[name]}


def parted(name: str, before: Any, after: Any, now: Any) -> Any:
    """What a field becomes when a merge is undone: as before, unless it was changed since; a value loses its part."""
    if now == after:
        return before
    return max(0.0, now - (after - before)) if name == "lifetime_value" else now


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name == "customer_since" and value else value


async def _both(tx: Transaction, keep_id: int, gone_id: int) -> tuple[Contact, Contact]:
    """Both contacts, always locked in one order."""
    query = select(Contact).where(Contact.id.in_([keep_id, gone_id])).order_by(Contact.id).with_for_update()
    found = {row.id: row for row in (await tx.session.exec(query)).all()}
    if found.keys() != {keep_id, gone_id}:
        raise NotFound("contact")
    return found[keep_id], found[gone_id]


async def _suggestions(tx: Transaction, one: int, other: int) -> Sequence[DuplicateSuggestion]:
    first, second = sorted((one, other))
    S = DuplicateSuggestion
    return (await tx.session.exec(select(S).where(S.first_id == first, S.second_id == second))).all()
