"""Which uploaded files are no longer needed? Taking an import back needs none; going on with one does."""

from datetime import datetime, timedelta

from sqlmodel import delete, func, select, update

from crm_app.conversations.models import Attachment
from crm_app.imports.models import Import, State
from crm_app.kit.transaction import Transaction

FILES_LAST = timedelta(days=30)
"""So long after its end an import that stopped half-way can go on, and after its upload a file can be brought in."""

AT_WORK = (State.COUNTING, State.RUNNING, State.UNDOING)


async def forget(tx: Transaction, before: datetime) -> list[str]:
    """Let go of the files of imports that were over before then, and of uploads that nobody began. Returns the names
    of files that nothing refers to any more."""
    past = func.coalesce(Import.ended_at, Import.created_at) < before
    old = (Import.stored_as != "", past, Import.state.not_in(AT_WORK))
    names = {*(await tx.session.exec(select(Import.stored_as).where(*old))).all()}
    await tx.session.exec(delete(Import).where(*old, Import.started_at.is_(None)))
    await tx.session.exec(update(Import).where(*old).values(stored_as=""))
    return sorted(names - await _in_use(tx, names))


async def unused(tx: Transaction, stored_as: str) -> bool:
    """Whether nothing refers to a file."""
    return not await _in_use(tx, {stored_as})


async def _in_use(tx: Transaction, names: set[str]) -> set[str]:
    """Two files of the same content are one: an attachment, or a later import, may rest on it."""
    found: set[str] = set()
    for model in (Import, Attachment):
        found |= {*(await tx.session.exec(select(model.stored_as).where(model.stored_as.in_(names)))).all()}
    return found
