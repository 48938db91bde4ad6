"""The ledger of intake: what came in is stored with its job before it is acknowledged, and can be replayed.

Arrivals that come together are committed together: a commit costs a disk write, and a busy hour should not pay it
for each one.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import func, select, update

from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.conversations.events import IntakeAccepted
from crm_app.conversations.models import Intake, IntakeState
from crm_app.kit.errors import AppError, Conflict, NotFound
from crm_app.kit.jobs import courtesy
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Actor, Transaction, transaction

LARGEST_BATCH = 64
MOST_AGAIN = 100
WITHOUT_MAIL = defer(Intake.raw)
"""A mail may have 25 MiB: where there are many, nobody reads them whole."""


@dataclass(frozen=True)
class Arrival:
    """A verified delivery. `older_id`: what a repeat of it would have been called an hour ago."""

    channel: str
    external_id: str
    older_id: str
    lane: str
    payload: dict[str, Any] = field(default_factory=dict)
    raw: bytes | None = None
    refused: str = ""


@dataclass(frozen=True)
class Receipt:
    intake_id: int
    repeat: bool


async def accept(tx: Transaction, arrivals: list[Arrival]) -> list[Receipt]:
    """Store deliveries with their jobs; a repeat only counts on the row that is there."""
    known = await _known(tx, arrivals)
    receipts = [await _accept_one(tx, arrival, known) for arrival in arrivals]
    for intake_id, times in Counter(receipt.intake_id for receipt in receipts if receipt.repeat).items():
        again = update(Intake).where(Intake.id == intake_id).values(repeats=Intake.repeats + times)
        await tx.session.exec(again)
    return receipts


Known = dict[tuple[str, str], int]


async def _known(tx: Transaction, arrivals: list[Arrival]) -> Known:
    """Rows that are there, by channel and outside id."""
    ids = {id_ for arrival in arrivals for id_ in (arrival.external_id, arrival.older_id)}
    query = select(Intake.channel, Intake.external_id, Intake.id).where(
        Intake.channel.in_({arrival.channel for arrival in arrivals}), Intake.external_id.in_(ids)
    )
    return {(channel, external_id): id_ for channel, external_id, id_ in (await tx.session.exec(query)).all()}


async def _accept_one(tx: Transaction, arrival: Arrival, known: Known) -> Receipt:
    names = (arrival.channel, arrival.external_id), (arrival.channel, arrival.older_id)
    if not any(name in known for name in names):
        intake_id = await _insert(tx, arrival)
        if intake_id is not None:
            known[names[0]] = intake_id
            if not arrival.refused:
                tx.emit(IntakeAccepted(intake_id, arrival.lane))
            return Receipt(intake_id, False)
        known.update(await _known(tx, [arrival]))  # another process was faster
    return Receipt(next(known[name] for name in names if name in known), True)


async def _insert(tx: Transaction, arrival: Arrival) -> int | None:
    dialect = sa.dialects.sqlite if tx.session.bind.dialect.name == "sqlite" else sa.dialects.postgresql
    values = {
        "channel": arrival.channel,
        "external_id": arrival.external_id,
        "payload": arrival.payload,
        "raw": arrival.raw,
        "state": IntakeState.REFUSED if arrival.refused else IntakeState.WAITING,
        "reason": arrival.refused[:500],
        "repeats": 0,
        "replays": 0,
        "received_at": tx.now,
        "workspace_id": tx.workspace_id,
    }
    statement = dialect.insert(Intake).values(values).on_conflict_do_nothing().returning(Intake.id)
    return (await tx.session.execute(statement)).scalar()


class Doorstep:
    """Where deliveries wait for the next commit, a few milliseconds at most, one line a workspace."""

    def __init__(self) -> None:
        self._waiting: dict[int, list[tuple[Arrival, asyncio.Future[Receipt]]]] = {}
        self._busy: dict[int, asyncio.Task[None]] = {}

    async def accept(self, actor: Actor, arrival: Arrival) -> Receipt:
        """Store one delivery durably; returns when it is committed. Raises AppError when that failed."""
        done: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(actor.workspace_id, []).append((arrival, done))
        with courtesy.first():
            if actor.workspace_id not in self._busy:
                self._busy[actor.workspace_id] = asyncio.create_task(self._commit_all(actor))
            return await done

    async def _commit_all(self, actor: Actor) -> None:
        line = self._waiting[actor.workspace_id]
        try:
            while line:
                batch = line[:LARGEST_BATCH]
                del line[:LARGEST_BATCH]
                await self._commit(actor, batch)
        finally:
            self._busy.pop(actor.workspace_id, None)

    async def _commit(self, actor: Actor, batch: list[tuple[Arrival, asyncio.Future[Receipt]]]) -> None:
        try:
            async with transaction(actor) as tx:
                receipts = await accept(tx, [arrival for arrival, _ in batch])
        except Exception as error:
            storage = isinstance(error, AppError) and error.status == 503
            if len(batch) > 1 and not storage:  # one bad row must not turn its neighbours away
                for one in batch:
                    await self._commit(actor, [one])
                return
            for _, done in batch:
                if not done.done():
                    done.set_exception(error)
            return
        for (_, done), receipt in zip(batch, receipts, strict=True):
            if not done.done():
                done.set_result(receipt)


doorstep = Doorstep()


async def note_stored(tx: Transaction, intake_id: int, message_id: int | None, reason: str = "repeat") -> None:
    """The delivery has become a message; None: it has become something else, as `reason` says, or was here already."""
    reason = "" if message_id else reason[:500]
    await _note(tx, intake_id, state=IntakeState.STORED, message_id=message_id, reason=reason)


async def try_again(tx: Transaction, channel: str, reasons: list[str]) -> None:
    """Understand again what could not be placed for these reasons: they are gone now."""
    await _again(tx, channel, Intake.reason.in_(reasons))


async def try_one_again(tx: Transaction, channel: str, external_id: str, reason: str) -> None:
    """Understand one again, if it is here and could not be placed for this reason."""
    await _again(tx, channel, (Intake.external_id == external_id) & (Intake.reason == reason))


async def _again(tx: Transaction, channel: str, which: Any) -> None:
    query = select(Intake).where(Intake.channel == channel, Intake.state == IntakeState.STORED, which)
    for row in (await tx.session.exec(query.options(WITHOUT_MAIL).order_by(Intake.id).limit(MOST_AGAIN))).all():
        row.state, row.reason, row.replays = IntakeState.WAITING, "", row.replays + 1
        tx.emit(IntakeAccepted(row.id, f"replay-{row.id}-{row.replays}"))


async def has_newer(tx: Transaction, channel: str, subject: str, moment: str) -> bool:
    """Whether anything later about a subject has come in. Its ids are `subject` and a moment of as many digits as
    `moment`: a range of the index, from which is taken out what a database's alphabet lets in beside them."""
    later = Intake.external_id.between(subject + moment, subject + "9" * len(moment))
    found = (await tx.session.exec(select(Intake.external_id).where(Intake.channel == channel, later))).all()
    ids = [id_.removeprefix(subject) for id_ in found if id_.startswith(subject)]
    return any(id_[: len(moment)] > moment for id_ in ids)


async def note_refused(tx: Transaction, intake_id: int, reason: str) -> None:
    """The delivery cannot become a message; a person reads why, and may replay it."""
    await _note(tx, intake_id, state=IntakeState.REFUSED, reason=reason[:500])


async def _note(tx: Transaction, intake_id: int, **values: Any) -> None:
    await tx.session.exec(update(Intake).where(Intake.id == intake_id).values(**values))


async def replay(tx: Transaction, intake_id: int) -> None:
    """Understand a refused delivery again."""
    require(tx.actor, "ledger.replay")
    row = (await tx.session.exec(select(Intake).where(Intake.id == intake_id))).first()
    if row is None:
        raise NotFound("delivery")
    if row.state != IntakeState.REFUSED:
        raise Conflict("not_refused", "Only what was refused can be replayed.")
    row.state, row.reason, row.replays = IntakeState.WAITING, "", row.replays + 1
    record(tx, "intake.replayed", "intake", row.id)
    tx.emit(IntakeAccepted(row.id, f"replay-{row.id}-{row.replays}"))


@dataclass(frozen=True)
class IntakeView:
    """`kept`: there is something to understand; of what was turned away at the door there is not."""

    id: int
    channel: str
    state: str
    reason: str
    repeats: int
    message_id: int | None
    received_at: datetime
    summary: str
    kept: bool


@dataclass(frozen=True)
class LedgerView:
    """The proof: received = stored + refused + waiting."""

    received: int
    stored: int
    refused: int
    waiting: int
    repeats: int
    rows: list[IntakeView]


async def ledger(tx: Transaction, at: Page, state: str | None = None) -> LedgerView:
    """Totals and one page of deliveries, newest first."""
    require(tx.actor, "ledger.read")
    sums = select(Intake.state, func.count(), func.sum(Intake.repeats)).group_by(Intake.state)
    totals = {name: (n, repeats or 0) for name, n, repeats in (await tx.session.exec(sums)).all()}
    query = select(Intake).options(WITHOUT_MAIL).order_by(Intake.id.desc()).offset(at.start).limit(at.limit)
    rows = (await tx.session.exec(query.where(Intake.state == state) if state else query)).all()
    count = {name: totals.get(name, (0, 0))[0] for name in IntakeState}
    return LedgerView(
        sum(count.values()), count[IntakeState.STORED], count[IntakeState.REFUSED], count[IntakeState.WAITING],
        sum(repeats for _, repeats in totals.values()), [_view(row) for row in rows],
    )  # fmt: skip


def _view(row: Intake) -> IntakeView:
    kept = bool(row.payload)
    told = row.payload.get("subject") or row.payload.get("from") or (row.external_id if kept else "")
    summary = " ".join(str(told)[:200].split())[:80]
    return IntakeView(
        row.id, row.channel, str(row.state), row.reason, row.repeats, row.message_id, row.received_at, summary, kept
    )


async def waiting(tx: Transaction, intake_id: int) -> Intake | None:
    """A delivery that is still to be understood."""
    query = select(Intake).where(Intake.id == intake_id, Intake.state == IntakeState.WAITING)
    return (await tx.session.exec(query)).first()


async def is_waiting(tx: Transaction, intake_id: int) -> bool:
    """Whether a delivery is still to be understood, without reading it."""
    query = select(Intake.id).where(Intake.id == intake_id, Intake.state == IntakeState.WAITING)
    return (await tx.session.exec(query)).first() is not None
