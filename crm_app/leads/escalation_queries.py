"""Every read about escalations: what a conversation's situation is, who waits for a person, how often that held."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import func, select

from crm_app.accounts import queries as accounts
from crm_app.accounts.models import Member
from crm_app.contacts.models import Contact
from crm_app.conversations.escalation import Situation
from crm_app.conversations.models import Conversation, Direction, Message
from crm_app.kit.transaction import Transaction
from crm_app.language import wishes
from crm_app.leads.models import Escalation, FactName, Lead, LeadFact, Temperature
from crm_app.leads.qualification import Rules

ATTENDED = timedelta(hours=24)
MOST = 200
WEEKS = 8


@dataclass(frozen=True)
class EscalationView:
    """One escalation. `reason` is a remark (`conversations/remarks.py`). `due_at`: until then somebody was to come."""

    id: int
    conversation_id: int
    customer: str
    channel: str
    subject: str
    kind: str
    reason: str
    quote: str
    urgent: bool
    assigned_id: int | None
    assigned: str
    passes: int
    created_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Week:
    """How many were promised a person within minutes, from a Monday on, and for how many that held."""

    monday: date
    promised: int
    held: int


async def open_ones(tx: Transaction) -> list[EscalationView]:
    """Those that are not over, the oldest first."""
    query = _views().where(Escalation.closed_at.is_(None)).order_by(Escalation.created_at, Escalation.id).limit(MOST)
    return [_view(*row) for row in (await tx.session.exec(query)).all()]


async def one(tx: Transaction, escalation_id: int) -> EscalationView | None:
    row = (await tx.session.exec(_views().where(Escalation.id == escalation_id))).first()
    return _view(*row) if row else None


async def open_of(tx: Transaction, conversation_id: int) -> EscalationView | None:
    """The open escalation of a conversation."""
    query = _views().where(Escalation.conversation_id == conversation_id, Escalation.closed_at.is_(None))
    row = (await tx.session.exec(query)).first()
    return _view(*row) if row else None


def _views() -> sa.Select:
    return (
        select(Escalation, Conversation.channel, Conversation.subject, Contact, Member.name)
        .join(Conversation, Conversation.id == Escalation.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(Member, Member.id == Escalation.assigned_id)
    )


def _view(e: Escalation, channel: str, subject: str, contact: Contact, assigned: str | None) -> EscalationView:
    return EscalationView(
        e.id, e.conversation_id, contact.name or contact.email or contact.phone or "", channel, subject, e.kind,
        e.reason, e.quote, e.urgent, e.assigned_id, assigned or "", e.passes, e.created_at, e.due_at,
        e.acknowledged_at, e.closed_at,
    )  # fmt: skip


async def promise_by_week(tx: Transaction, weeks: int = WEEKS) -> list[Week]:
    """How often a person came in time where that was promised, week by week, the newest last. One that is still
    within its time is not counted."""
    zone = ZoneInfo((await accounts.workspace(tx)).time_zone)
    today = tx.now.astimezone(zone).date()
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    starts = [datetime(day.year, day.month, day.day, tzinfo=zone) for day in [*mondays, this_monday + timedelta(7)]]
    promised = Escalation.urgent & ((Escalation.due_at <= tx.now) | Escalation.acknowledged_at.is_not(None))
    held = promised & (Escalation.acknowledged_at <= Escalation.due_at)
    sums = []
    for start, end in itertools.pairwise(starts):
        here = (Escalation.created_at >= start) & (Escalation.created_at < end)
        sums += [_number(here & promised), _number(here & held)]
    row = (await tx.session.exec(select(*sums).where(Escalation.created_at >= starts[0]))).one()
    return [Week(day, row[2 * n] or 0, row[2 * n + 1] or 0) for n, day in enumerate(mondays)]


def _number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return func.sum(sa.case((condition, 1), else_=0))


async def lead_id_of(tx: Transaction, conversation_id: int) -> int | None:
    return (await tx.session.exec(select(Lead.id).where(Lead.conversation_id == conversation_id))).first()


async def situation(tx: Transaction, conversation_id: int, message_id: int) -> Situation | None:
    """What the escalation rule asks about a conversation whose newest message of theirs is `message_id`; what the
    lead was assessed as counts once that message is understood. None for what is gone."""
    query = (
        select(Message.text, Message.sentiment, Contact.churn_risk, Contact.lifetime_value)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Message.id == message_id, Conversation.id == conversation_id)
    )
    found = (await tx.session.exec(query)).first()
    if found is None:
        return None
    text, feels, churn_risk, value = found
    workspace = await accounts.workspace(tx)
    rules = Rules.read(workspace.settings, workspace.industry)
    answered = await last_person_reply(tx, conversation_id)
    lead = (await tx.session.exec(select(Lead).where(Lead.conversation_id == conversation_id))).first()
    known = lead if lead and lead.assessed_message_id == message_id else None
    return Situation(
        text=text,
        sentiment=0.5 if feels is None else feels,
        before=await _feeling_before(tx, conversation_id, message_id),
        churn_risk=churn_risk,
        value=value,
        budget=await _budget(tx, known.id) if known else None,
        exchanges=await _exchanges(tx, conversation_id, answered),
        confidence=known.confidence if known else None,
        hot=known is not None and known.temperature == Temperature.HOT,
        asks=wishes.read(text).person,
        attended=await _is_attended(tx, conversation_id, answered),
        high_value=rules.high_value,
        high_budget=rules.high_budget,
    )


def _theirs(conversation_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Message.conversation_id == conversation_id,
        Message.direction == Direction.INBOUND,
        Message.automatic == "",
    )


async def last_person_reply(tx: Transaction, conversation_id: int) -> int:
    """The id of the newest reply that a member wrote; 0 when none did."""
    query = select(func.max(Message.id)).where(
        Message.conversation_id == conversation_id,
        Message.direction == Direction.OUTBOUND,
        Message.member_id.is_not(None),
    )
    return (await tx.session.exec(query)).one() or 0


async def _feeling_before(tx: Transaction, conversation_id: int, message_id: int) -> float | None:
    query = select(Message.sentiment).where(*_theirs(conversation_id), Message.id < message_id)
    return (await tx.session.exec(query.order_by(Message.id.desc()).limit(1))).first()


async def _exchanges(tx: Transaction, conversation_id: int, after: int) -> int:
    return (await tx.session.exec(select(func.count()).where(*_theirs(conversation_id), Message.id > after))).one()


async def _is_attended(tx: Transaction, conversation_id: int, answered: int) -> bool:
    """Whether a person has replied here, or closed an escalation, within a day."""
    since = tx.now - ATTENDED
    replied = select(Message.id).where(Message.id == answered, Message.created_at > since)
    closed = select(Escalation.id).where(Escalation.conversation_id == conversation_id, Escalation.closed_at > since)
    return (await tx.session.exec(replied)).first() is not None or (await tx.session.exec(closed)).first() is not None


async def _budget(tx: Transaction, lead_id: int) -> float | None:
    query = select(LeadFact.value).where(LeadFact.lead_id == lead_id, LeadFact.name == FactName.BUDGET)
    value = (await tx.session.exec(query)).first() or {}
    most = value.get("high") or value.get("low")
    return float(most) if most else None
