"""Every write about imports: begun, arranged by a person, carried out batch by batch, taken back."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import select

from crm_app.accounts.actions import record
from crm_app.accounts.models import Member
from crm_app.accounts.permissions import require
from crm_app.channels.models import Mailbox
from crm_app.contacts.importing import Existing, Verdict
from crm_app.imports import values
from crm_app.imports.events import ImportEnded, ImportProgressed, ImportRemoved, ImportRequested
from crm_app.imports.judging import Judged
from crm_app.imports.kinds import KINDS, How
from crm_app.imports.mapping import guess
from crm_app.imports.models import Import, ImportTouch, State
from crm_app.imports.reading import Layout
from crm_app.kit.errors import AppError, Invalid, NotFound
from crm_app.kit.transaction import Transaction
from crm_app.language.clean import clean

MOST_REFUSALS = 1000
"""Refused lines that are kept with their reasons; more are counted."""

FILE_GONE = "The file of this import was kept for 30 days and is gone. Upload it again."
NOT_NOW = "This import has gone on meanwhile. Look at it again."


async def take(
    tx: Transaction, kind: str, name: str, layout: Layout, *, samples: Sequence[Sequence[str]] = (),
    stored_as: str = "", size: int = 0,
) -> Import:  # fmt: skip
    """Keep what is known of an uploaded file, with a first guess at its columns; nothing of it is written yet."""
    require(tx.actor, "import.write")
    if layout.form == "mbox":
        kind = "conversations"
    if kind not in KINDS:
        raise Invalid("kind", "Choose what the file holds.")
    run = Import(
        kind=kind, file_name=clean(name, limit=200).strip() or "file", stored_as=stored_as, size=size,
        layout=layout.as_json(), samples=[list(row) for row in samples], own=await _own_addresses(tx),
        who=tx.actor.label[:254], created_at=tx.now,
    )  # fmt: skip
    _guess(run)
    tx.session.add(run)
    await tx.session.flush()
    record(tx, "import.begun", "import", run.id, kind=kind, file=run.file_name)
    return run


async def _own_addresses(tx: Transaction) -> list[str]:
    found = [
        *(await tx.session.exec(select(Mailbox.address))).all(),
        *(await tx.session.exec(select(Member.email))).all(),
    ]
    return sorted({address.casefold() for address in found})


def _guess(run: Import) -> None:
    """Which column means what, and how dates are written."""
    layout = Layout.from_json(run.layout)
    whole = run.kind == "conversations" and layout.form == "jsonl" and "messages" in layout.columns
    run.mapping = {} if whole else guess(layout.columns, KINDS[run.kind].fields, run.samples)
    told = values.day_first([cell for row in run.samples for cell in row])
    run.day_first = True if told is None else told


async def count(tx: Transaction, import_id: int) -> None:
    """Have it counted what would become of the rows."""
    require(tx.actor, "import.write")
    _count_anew(tx, await load(tx, import_id))


async def arrange(
    tx: Transaction, import_id: int, *, kind: str | None = None, column: int = -1, field: str = "",
    existing: str | None = None, day_first: bool | None = None, own: str | None = None,
) -> None:  # fmt: skip
    """Change what the file is taken for, one thing at a time; everything is counted anew.

    Args:
        column, field: a column's number and what it means, "" for nothing; who had the field before loses it.
        own: our own addresses, as typed.
    """
    require(tx.actor, "import.write")
    run = await load(tx, import_id)
    if run.state not in (State.COUNTING, State.READY):
        raise AppError("not_now", NOT_NOW, status=409)
    if kind in KINDS and Layout.from_json(run.layout).form != "mbox":
        run.kind = kind
        _guess(run)
    if 0 <= column < len(run.layout["columns"]) and field in {"", *KINDS[run.kind].labels()}:
        rest = {number: key for number, key in run.mapping.items() if number != str(column) and key != field}
        run.mapping = rest | ({str(column): field} if field else {})
    if existing in set(Existing):
        run.existing = str(existing)
    if day_first is not None:
        run.day_first = day_first
    if own is not None:
        run.own = sorted({part.casefold() for part in own.replace(",", " ").split() if "@" in part})[:100]
    _count_anew(tx, run)


def _count_anew(tx: Transaction, run: Import) -> None:
    run.state, run.counts, run.preview, run.total, run.done = State.COUNTING, {}, [], 0, 0
    _ask_for(tx, run, "count")


def _ask_for(tx: Transaction, run: Import, work: str) -> None:
    run.turn += 1
    run.problem = ""
    tx.emit(ImportRequested(run.id, work, run.turn))
    tx.emit(ImportProgressed(run.id, str(run.state), run.done))


async def note_count(
    tx: Transaction, import_id: int, turn: int, counts: dict[str, int], preview: list[dict[str, Any]], ended: bool
) -> bool:
    """Keep what was counted so far; False when nobody wants to know any more."""
    run = await load(tx, import_id)
    if run.turn != turn or run.state != State.COUNTING:
        return False
    run.counts, run.preview, run.done = counts, preview, sum(counts.values())
    if ended:
        run.state, run.total, run.done = State.READY, sum(counts.values()), 0
    tx.emit(ImportProgressed(run.id, str(run.state), run.done))
    return True


async def start(tx: Transaction, import_id: int, *, drafts: bool = False, here: bool = False) -> None:
    """Write what is usable; goes on where it was when it had stopped.

    `here`: whoever calls carries it out; no job is put down.
    """
    require(tx.actor, "import.write")
    run = await load(tx, import_id)
    stopped = run.state == State.FAILED and run.started_at and not run.undone
    if run.state != State.READY and not stopped and not here:
        raise AppError("not_now", NOT_NOW, status=409)
    if not run.stored_as and not here:
        raise AppError("file_gone", FILE_GONE, status=409)
    run.state, run.drafts, run.started_at = State.RUNNING, drafts, run.started_at or tx.now
    record(tx, "import.started", "import", run.id, kind=run.kind, file=run.file_name)
    if not here:
        _ask_for(tx, run, "run")


async def store_batch(tx: Transaction, import_id: int, at: int, batch: Sequence[Judged], *, tell: bool = True) -> bool:
    """Write one batch that begins at row `at`; False when another process has written it, or nobody wants it."""
    run = await load(tx, import_id)
    if run.state != State.RUNNING or run.done != at:
        return False
    good = [judged.value for judged in batch if not judged.reason]
    brought = await KINDS[run.kind].store(tx, good, How(Existing(run.existing), run.drafts))
    run.added += brought.verdicts.count(Verdict.ADDED)
    run.changed += brought.verdicts.count(Verdict.CHANGED)
    run.skipped += brought.verdicts.count(Verdict.KNOWN)
    bad = [[judged.line, judged.reason] for judged in batch if judged.reason]
    run.refused += len(bad)
    if bad:
        run.refusals = [*run.refusals, *bad][:MOST_REFUSALS]
    run.done += len(batch)
    tx.session.add_all([
        ImportTouch(import_id=run.id, subject=t.subject, subject_id=t.id, before=t.before, after=t.after)
        for t in brought.touches
    ])  # fmt: skip
    if tell:
        tx.emit(ImportProgressed(run.id, str(run.state), run.done))
    return True


async def finish(tx: Transaction, import_id: int, state: State = State.DONE, problem: str = "") -> None:
    """Say that the work is over, or why it stopped."""
    run = await load(tx, import_id)
    run.state, run.problem, run.ended_at = state, problem[:500], tx.now
    if state == State.DONE:
        run.total = run.done
    figures = {name: getattr(run, name) for name in ("added", "changed", "skipped", "refused", "undone", "kept")}
    record(tx, f"import.{state}", "import", run.id, **figures)
    tx.emit(ImportProgressed(run.id, str(run.state), run.done))
    tx.emit(ImportEnded(run.id))


async def undo(tx: Transaction, import_id: int) -> None:
    """Take back what an import added, and what it changed where nobody changed it since."""
    require(tx.actor, "import.write")
    run = await load(tx, import_id)
    if run.state not in (State.DONE, State.FAILED) or run.started_at is None:
        raise AppError("not_now", NOT_NOW, status=409)
    run.state = State.UNDOING
    record(tx, "import.undo_asked", "import", run.id, file=run.file_name)
    _ask_for(tx, run, "undo")


async def remove(tx: Transaction, import_id: int) -> None:
    """Forget a file of which nothing is written."""
    require(tx.actor, "import.write")
    run = await load(tx, import_id)
    if run.started_at is not None:
        raise AppError("not_now", NOT_NOW, status=409)
    record(tx, "import.removed", "import", run.id, file=run.file_name)
    tx.emit(ImportRemoved(run.id, run.stored_as))
    await tx.session.delete(run)


async def load(tx: Transaction, import_id: int) -> Import:
    """An import of the workspace, held until the transaction ends (PostgreSQL)."""
    run = (await tx.session.exec(select(Import).where(Import.id == import_id).with_for_update())).first()
    if run is None:
        raise NotFound("import")
    return run
