"""Every read of leads: the card beside a conversation, lists, and where a talk stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import func, select

from crm_app.accounts import queries as accounts
from crm_app.accounts.permissions import require
from crm_app.contacts import queries as contacts
from crm_app.contacts.models import Contact
from crm_app.conversations.escalation import ASKED
from crm_app.conversations.models import Delivery, Direction, Message
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Transaction
from crm_app.leads import qualification
from crm_app.leads.hearing import Place
from crm_app.leads.knowing import Fact, Known, believed
from crm_app.leads.lifecycle import NEXT
from crm_app.leads.models import Escalation, FactName, Lead, LeadFact, LeadMove, Lifecycle
from crm_app.leads.prompting import TURNS, Line
from crm_app.leads.qualification import Asked, Rules, Step
from crm_app.leads.questions import asked_for


@dataclass(frozen=True)
class MoveView:
    """One step of the history."""

    before: str
    after: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LeadCard:
    """A lead as it stands beside its conversation. `missing` is in the order of asking, `moves` newest first;
    `onward` are the states that it may be moved to."""

    id: int
    contact_id: int
    conversation_id: int | None
    source: str
    external_id: str | None
    lifecycle: str
    onward: tuple[str, ...]
    temperature: str
    score: float
    confidence: float
    reasons: tuple[dict[str, Any], ...]
    known: tuple[Fact, ...]
    missing: tuple[str, ...]
    ask: str
    stopped: str
    exchanges: int
    owner_id: int | None
    next_follow_up: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int
    moves: tuple[MoveView, ...]


@dataclass(frozen=True)
class LeadRow:
    """A lead in a list."""

    id: int
    conversation_id: int | None
    contact_id: int
    name: str
    source: str
    lifecycle: str
    temperature: str
    score: float
    confidence: float
    interest: str
    owner_id: int | None
    next_follow_up: datetime | None
    updated_at: datetime


@dataclass(frozen=True)
class LeadsPage:
    rows: tuple[LeadRow, ...]
    total: int


@dataclass(frozen=True)
class Talk:
    """Where the talk with a lead stands, for whoever writes the next message. `ask` is what to ask for."""

    lead_id: int
    trade: str
    known: tuple[Fact, ...]
    ask: str
    stop: str
    exchanges: int
    temperature: str


@dataclass(frozen=True)
class Material:
    """What a reader of one message needs: the talk up to it, what our last message asked for, and where we are."""

    newest: Line
    lines: tuple[Line, ...]
    asked: str
    missing: tuple[str, ...]
    trade: str
    place: Place
    known: Known


async def material(tx: Transaction, conversation_id: int, message_id: int) -> Material | None:
    """The talk up to a message; None when that message is gone."""
    query = (
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.id <= message_id,
            Message.direction != Direction.NOTE,
            Message.state.not_in([Delivery.UNDONE, Delivery.FAILED]),
        )
        .order_by(Message.id.desc())
        .limit(TURNS)
    )
    rows = [*reversed((await tx.session.exec(query)).all())]
    if not rows or rows[-1].id != message_id:
        return None
    lines = tuple(Line(row.id, row.direction == Direction.OUTBOUND, row.text) for row in rows)
    workspace = await accounts.workspace(tx)
    rules = Rules.read(workspace.settings, workspace.industry)
    lead = await of_conversation(tx, conversation_id)
    missing, facts = rules.wanted, {}
    if lead is not None:
        facts = await known(tx, lead.id)
        missing = (await step(tx, lead, facts))[1].missing
    ours = next((line.text for line in reversed(lines) if line.ours), "")
    place = Place(
        tx.now.astimezone(ZoneInfo(workspace.time_zone)),
        workspace.currency,
        rows[-1].language or workspace.language,
        rules.trade,
    )
    asked = str(asked_for(ours) or "")
    return Material(lines[-1], lines, asked, tuple(map(str, missing)), rules.trade, place, facts)


async def of_conversation(tx: Transaction, conversation_id: int, *, lock: bool = False) -> Lead | None:
    """The lead that a conversation has made; `lock` makes its writers queue up (PostgreSQL)."""
    query = select(Lead).where(Lead.conversation_id == conversation_id)
    return (await tx.session.exec(query.with_for_update() if lock else query)).first()


async def newest_of(tx: Transaction, contact_id: int, *, lock: bool = False) -> Lead | None:
    """The newest lead of a contact; `lock` as above."""
    query = select(Lead).where(Lead.contact_id == contact_id).order_by(Lead.id.desc()).limit(1)
    return (await tx.session.exec(query.with_for_update() if lock else query)).first()


async def known(tx: Transaction, lead_id: int) -> dict[FactName, Fact]:
    """What is known of a lead, in the order of the facts' names."""
    rows = (await tx.session.exec(select(LeadFact).where(LeadFact.lead_id == lead_id))).all()
    found = {FactName(row.name): _fact(row) for row in rows}
    return {name: found[name] for name in FactName if name in found}


def _fact(row: LeadFact) -> Fact:
    return Fact(FactName(row.name), row.value, row.confidence, row.message_id, row.quote, row.corrected)


async def said(tx: Transaction, message_id: int) -> tuple[str, bool]:
    """A message's text, and whether a machine wrote it."""
    row = (await tx.session.exec(select(Message.text, Message.automatic).where(Message.id == message_id))).one()
    return row[0], bool(row[1])


async def last_outbound(tx: Transaction, conversation_id: int | None, after: int, before: int) -> str | None:
    """The text of our last message between two others, by their ids; one that was undone or failed is none."""
    query = select(Message.text).where(
        Message.conversation_id == conversation_id,
        Message.direction == Direction.OUTBOUND,
        Message.state.not_in([Delivery.UNDONE, Delivery.FAILED]),
        Message.id > after,
        Message.id < before,
    )
    return (await tx.session.exec(query.order_by(Message.id.desc()).limit(1))).first()


async def talk(tx: Transaction, conversation_id: int) -> Talk | None:
    """Where the talk stands; None where there is no lead."""
    lead = await of_conversation(tx, conversation_id)
    if lead is None:
        return None
    facts = await known(tx, lead.id)
    rules, ahead = await step(tx, lead, facts)
    stop = lead.stopped or ("" if lead.ask else ahead.stop)
    return Talk(lead.id, rules.trade, tuple(facts.values()), lead.ask, stop, lead.exchanges, str(lead.temperature))


async def step(tx: Transaction, lead: Lead, facts: Known) -> tuple[Rules, Step]:
    """The workspace's rules, and the next step of a talk that told these facts."""
    workspace = await accounts.workspace(tx)
    contact = await contacts.contact(tx, lead.contact_id)
    rules = Rules.read(workspace.settings, workspace.industry)
    asked = Asked(tuple(lead.asked_before), lead.asked)
    reachable = bool(contact and (contact.phone or contact.email))
    return rules, qualification.next_step(rules, believed(facts), asked, lead.stopped, reachable=reachable)


async def card(tx: Transaction, conversation_id: int) -> LeadCard | None:
    """The lead card of a conversation; None where there is no lead."""
    require(tx.actor, "leads.read")
    lead = await of_conversation(tx, conversation_id)
    return await _card(tx, lead) if lead else None


async def lead_card(tx: Transaction, lead_id: int) -> LeadCard | None:
    """The card of one lead."""
    require(tx.actor, "leads.read")
    lead = (await tx.session.exec(select(Lead).where(Lead.id == lead_id))).first()
    return await _card(tx, lead) if lead else None


async def _card(tx: Transaction, lead: Lead) -> LeadCard:
    facts = await known(tx, lead.id)
    _, ahead = await step(tx, lead, facts)
    moves = select(LeadMove).where(LeadMove.lead_id == lead.id).order_by(LeadMove.id.desc())
    return LeadCard(
        lead.id, lead.contact_id, lead.conversation_id, lead.source, lead.external_id, str(lead.lifecycle),
        tuple(map(str, NEXT[Lifecycle(lead.lifecycle)])), str(lead.temperature), lead.score, lead.confidence,
        tuple(lead.reasons), tuple(facts.values()), tuple(map(str, ahead.missing)), lead.ask,
        lead.stopped or ahead.stop, lead.exchanges, lead.owner_id, lead.next_follow_up, lead.created_at,
        lead.updated_at, lead.version,
        tuple(MoveView(m.before, str(m.after), m.reason, m.by, m.at) for m in (await tx.session.exec(moves)).all()),
    )  # fmt: skip


async def listed(
    tx: Transaction, at: Page, *, temperature: str = "", lifecycle: str = "", owner_id: int | None = None
) -> LeadsPage:
    """Leads, the best score first; narrowed by temperature, state or owner where these are given."""
    require(tx.actor, "leads.read")
    wanted = [
        *([Lead.temperature == temperature] if temperature else []),
        *([Lead.lifecycle == lifecycle] if lifecycle else []),
        *([Lead.owner_id == owner_id] if owner_id is not None else []),
    ]
    total = (await tx.session.exec(select(func.count(Lead.id)).where(*wanted))).one()
    query = (
        select(Lead, Contact.name, LeadFact.value)
        .join(Contact, Contact.id == Lead.contact_id)
        .outerjoin(LeadFact, (LeadFact.lead_id == Lead.id) & (LeadFact.name == FactName.SERVICE_INTEREST))
        .where(*wanted)
        .order_by(Lead.score.desc(), Lead.id.desc())
        .offset(at.start)
        .limit(at.limit)
    )
    rows = [_row(lead, name, interest) for lead, name, interest in (await tx.session.exec(query)).all()]
    return LeadsPage(tuple(rows), total)


def _row(lead: Lead, name: str, interest: dict[str, Any] | None) -> LeadRow:
    return LeadRow(
        lead.id, lead.conversation_id, lead.contact_id, name, lead.source, str(lead.lifecycle), str(lead.temperature),
        lead.score, lead.confidence, str((interest or {}).get("text", "")), lead.owner_id, lead.next_follow_up,
        lead.updated_at,
    )  # fmt: skip


async def asked_for_person(tx: Transaction, conversation_id: int, message_id: int) -> bool:
    """Whether it was this message that asked for a person, whom nobody has been yet."""
    query = select(Escalation.id).where(
        Escalation.conversation_id == conversation_id, Escalation.message_id == message_id, Escalation.kind == ASKED,
        Escalation.closed_at.is_(None), Escalation.acknowledged_at.is_(None),
    )  # fmt: skip
    return (await tx.session.exec(query.limit(1))).first() is not None


async def is_escalated(tx: Transaction, conversation_id: int) -> bool:
    """Whether a person was called to a conversation and the call still stands."""
    query = select(Escalation.id).where(Escalation.conversation_id == conversation_id, Escalation.closed_at.is_(None))
    return (await tx.session.exec(query.limit(1))).first() is not None
