"""How far has a message of ours got, by its provider's word? Reports come late, twice, out of order, and even before
the answer to the sending itself: what is not known yet is kept, and joined when the message's id is stored."""

from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import delete, select

from crm_app.channels import vendor_errors
from crm_app.channels.news import Report
from crm_app.contacts import opting
from crm_app.conversations import delivery, parts
from crm_app.conversations.changing import load
from crm_app.conversations.models import Delivery, DeliveryReport, Message, MessagePart
from crm_app.kit.transaction import Transaction

KEPT = "About a message that is not known yet: kept until it is."
BEHIND = "The message had got further already."

REPORTS_LAST = timedelta(days=90)
"""No provider tells of a message that long after; what it told by then stands with the message."""

NOT_NOW = "not_now"

_ADDRESS = {"sms": "phone", "whatsapp": "phone", "telegram": "telegram"}


async def note(tx: Transaction, told: Report) -> str:
    """Keep a report, and move the message forward if it is here; returns what became of it."""
    verdict = _verdict(told)
    problem = (NOT_NOW if verdict.action == "retry" else verdict.problem) if verdict else ""
    if not await _keep(tx, told, problem):
        return BEHIND
    part = await _part(tx, told)
    if part is None:
        return KEPT
    await parts.advance(tx, part, Delivery(told.state), problem)
    if verdict and verdict.marks in ("opted_out", "blocked"):
        await _close(tx, part, told.channel, opting.STOPPED if verdict.marks == "opted_out" else opting.BLOCKED)
    return f"A message of ours: {told.state}."


async def join(tx: Transaction, channel: str, outside_id: str) -> None:
    """The provider's id of something that was sent is stored by now: apply what was reported of it before that.

    A row is put down in any case: a report that comes at this very moment waits for it and finds the id.
    """
    insert = (sqlite if tx.session.bind.dialect.name == "sqlite" else postgresql).insert
    row = {
        "workspace_id": tx.workspace_id, "channel": channel, "outside_id": outside_id, "state": Delivery.SENT,
        "problem": "", "at": tx.now,
    }  # fmt: skip
    await tx.session.exec(insert(DeliveryReport).values(row).on_conflict_do_nothing())
    kept = await _kept(tx, channel, outside_id)
    part = await _part(tx, Report(channel, outside_id, "", "")) if kept else None
    if kept and part:
        await parts.advance(tx, part, Delivery(kept.state), kept.problem)


async def forget(tx: Transaction, before: datetime) -> int:
    """Drop what was reported before then; returns how many reports."""
    return (await tx.session.exec(delete(DeliveryReport).where(DeliveryReport.at < before))).rowcount


async def _keep(tx: Transaction, told: Report, problem: str) -> bool:
    """Remember the furthest that was reported; False when this is not further."""
    state, known = Delivery(told.state), await _kept(tx, told.channel, told.outside_id)
    if known is None:
        row = DeliveryReport(
            channel=told.channel, outside_id=told.outside_id, state=state, problem=problem, at=told.at or tx.now
        )
        tx.session.add(row)
        await tx.session.flush()
        return True
    if not delivery.move(known.state, state).allowed:
        return False
    known.state, known.problem, known.at = state, problem, told.at or tx.now
    return True


async def _kept(tx: Transaction, channel: str, outside_id: str) -> DeliveryReport | None:
    query = select(DeliveryReport).where(DeliveryReport.channel == channel, DeliveryReport.outside_id == outside_id)
    return (await tx.session.exec(query.with_for_update())).first()


async def _part(tx: Transaction, told: Report) -> MessagePart | None:
    """The part that the provider calls so, else the one whose own id the report repeats: its answer was lost."""
    query = select(MessagePart).where(MessagePart.outside_id == told.outside_id)
    found = (await tx.session.exec(query)).first()
    if found is None and told.echo:
        message_id, _, number = told.echo.partition("#")
        own = (
            select(MessagePart)
            .join(Message, Message.id == MessagePart.message_id)
            .where(Message.external_id == message_id, MessagePart.outside_id == "")
        )
        rows = (await tx.session.exec(own.order_by(MessagePart.number))).all()
        found = next((row for row in rows if str(row.number) == number), rows[0] if rows and not number else None)
        if found:
            found.outside_id = told.outside_id
    return found


async def _close(tx: Transaction, part: MessagePart, channel: str, reason: str) -> None:
    """The provider says that this person wants, or gets, nothing more."""
    message = (await tx.session.exec(select(Message).where(Message.id == part.message_id))).one()
    handle = (await load(tx, message.conversation_id)).handle
    kinds = {_ADDRESS.get(channel, "phone")} | ({"whatsapp"} if channel == "whatsapp" else set())
    await opting.opt_out(tx, [(kind, handle) for kind in sorted(kinds)], reason)


def _verdict(told: Report) -> vendor_errors.Verdict | None:
    if told.state != "failed":
        return None
    return vendor_errors.twilio(told.code) if told.kind == "twilio" else vendor_errors.meta(told.code)
