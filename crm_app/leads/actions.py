"""Every write to leads: what a message told, what a person corrects, moves, owners."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.accounts.actions import record
from crm_app.accounts.models import Member
from crm_app.accounts.permissions import require
from crm_app.contacts import queries as contacts
from crm_app.conversations.changing import load
from crm_app.conversations.models import Conversation
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.transaction import Transaction
from crm_app.language.wishes import Wishes
from crm_app.leads import lifecycle, queries, scoring, starting
from crm_app.leads.events import AnswerDue, LeadAssessed, LeadChanged, LeadHeated, QualificationDue
from crm_app.leads.hearing import Heard
from crm_app.leads.knowing import SUBSTANCE, Fact, checked, news
from crm_app.leads.models import FactName, Lead, LeadFact, LeadMove, Lifecycle, Temperature
from crm_app.leads.qualification import Rules
from crm_app.leads.questions import asked_for


async def take_up(tx: Transaction, conversation_id: int, message_id: int) -> None:
    """A message has come: where the workspace qualifies, it is read before it is answered."""
    workspace = await accounts.workspace(tx)
    due = QualificationDue if Rules.read(workspace.settings, workspace.industry).on else AnswerDue
    tx.emit(due(conversation_id, message_id))


async def assess(tx: Transaction, conversation_id: int, message_id: int, heard: Heard) -> Lead | None:
    """Take in what one message told, and let it be answered."""
    lead = await take_in(tx, conversation_id, message_id, heard)
    tx.emit(LeadAssessed(conversation_id, message_id, lead.id if lead else None))
    return lead


async def take_in(tx: Transaction, conversation_id: int, message_id: int, heard: Heard) -> Lead | None:
    """Take in what one message told; None when it begins no lead. A second time it changes nothing."""
    conversation = await load(tx, conversation_id, lock=True)
    lead = await queries.of_conversation(tx, conversation_id, lock=True)
    if lead is None and await _begins(tx, conversation, message_id, heard):
        lead = await open_lead(tx, conversation.contact_id, conversation.channel, conversation_id=conversation_id)
    if lead is not None and (lead.assessed_message_id or 0) < message_id:
        await _read(tx, lead, message_id, heard)
    return lead


async def pass_over(tx: Transaction, conversation_id: int, message_id: int) -> None:
    """A message that could not be understood is answered all the same."""
    lead = await queries.of_conversation(tx, conversation_id)
    tx.emit(LeadAssessed(conversation_id, message_id, lead.id if lead else None))


async def _begins(tx: Transaction, conversation: Conversation, message_id: int, heard: Heard) -> bool:
    workspace = await accounts.workspace(tx)
    text, automatic = await queries.said(tx, message_id)
    contact = await contacts.contact(tx, conversation.contact_id)
    orders = await contacts.orders(tx, conversation.contact_id)
    arrived = starting.Arrived(
        category=conversation.category,
        category_confidence=conversation.category_confidence,
        sentiment=conversation.sentiment,
        told={fact.name for fact in heard.facts},
        customer=bool(orders) or bool(contact and contact.lifetime_value),
        names_order=contacts.order_named(text, orders) is not None,
        automatic=automatic,
        stops=bool(heard.wishes.stop),
        kind=heard.kind,
    )
    return starting.judge(Rules.read(workspace.settings, workspace.industry).on, arrived).begins


async def open_lead(
    tx: Transaction, contact_id: int, source: str, *, conversation_id: int | None = None, external_id: str | None = None
) -> Lead:
    """A new lead, in its first state. Raises Conflict `lead_exists` for an outside id that is taken."""
    require(tx.actor, "leads.write")
    if external_id is not None:
        taken = await tx.session.exec(select(Lead.id).where(Lead.external_id == external_id))
        if taken.first() is not None:
            raise Conflict("lead_exists", "A lead with this id is there already.")
    lead = Lead(
        contact_id=contact_id, conversation_id=conversation_id, source=source, external_id=external_id,
        created_at=tx.now, updated_at=tx.now,
    )  # fmt: skip
    tx.session.add(lead)
    await tx.session.flush()
    tx.session.add(
        LeadMove(lead_id=lead.id, after=lead.lifecycle, reason="A lead came in.", by=tx.actor.label, at=tx.now)
    )
    return lead


async def _read(tx: Transaction, lead: Lead, message_id: int, heard: Heard) -> None:
    known = await queries.known(tx, lead.id)
    changed = news(known, heard.facts)
    await _keep(tx, lead, changed)
    await _note_question(tx, lead, message_id)
    _note_wishes(lead, heard.wishes, changed)
    told = bool(SUBSTANCE & set(changed))
    quiet = not (changed or heard.wishes.kind or heard.wishes.asks)
    lead.unclear = lead.unclear + 1 if quiet and lead.asked else 0
    lead.exchanges += 1
    lead.assessed_message_id = message_id
    await _judge(tx, lead, {**known, **changed}, advice=heard.ask, told=told)


def _note_wishes(lead: Lead, wishes: Wishes, changed: Mapping[FactName, Fact]) -> None:
    """Who wanted a person gets one: only a member lets the software go on (`resume`). Who stopped may come back."""
    if lead.stopped == "person" and wishes.kind != "stop":
        return
    if wishes.kind:
        lead.stopped = wishes.kind
    elif SUBSTANCE & set(changed):
        lead.stopped = ""


async def _note_question(tx: Transaction, lead: Lead, message_id: int) -> None:
    """What our last message asked for, whoever wrote it."""
    ours = await queries.last_outbound(tx, lead.conversation_id, lead.assessed_message_id or 0, message_id)
    if ours is not None:
        lead.asked = str(asked_for(ours) or "")
        lead.asked_before = [*lead.asked_before, *([lead.asked] if lead.asked else [])]


async def _keep(tx: Transaction, lead: Lead, changed: Mapping[FactName, Fact], by: int | None = None) -> None:
    query = select(LeadFact).where(LeadFact.lead_id == lead.id, LeadFact.name.in_(list(changed)))
    rows = {FactName(row.name): row for row in (await tx.session.exec(query)).all()}
    for name, fact in changed.items():
        row = rows.get(name) or LeadFact(lead_id=lead.id, name=name)
        row.value, row.confidence, row.message_id = dict(fact.value), fact.confidence, fact.message_id
        row.quote, row.corrected, row.corrected_by = fact.quote[:500], fact.corrected, by
        row.updated_at = tx.now
        tx.session.add(row)


async def _judge(
    tx: Transaction, lead: Lead, known: Mapping[FactName, Fact], *, advice: str = "", told: bool = False
) -> None:
    """Score, next question, lifecycle: all that follows from what is known."""
    workspace = await accounts.workspace(tx)
    rules, step = await queries.step(tx, lead, known)
    lead.ask = advice if step.ask and advice in step.missing and advice != lead.asked else str(step.ask or "")
    today = tx.now.astimezone(ZoneInfo(workspace.time_zone)).date()
    score = scoring.judge(known, hot_from=rules.hot_from, today=today, stopped=lead.stopped, unclear=lead.unclear)
    heated = score.temperature == Temperature.HOT and lead.temperature != Temperature.HOT
    lead.temperature, lead.score, lead.confidence = score.temperature, score.score, score.confidence
    lead.reasons = [reason.stored() for reason in score.reasons]
    stop = lead.stopped or step.stop
    for ahead in lifecycle.steps(lead.lifecycle, stop=stop, temperature=lead.temperature, told=told):
        _move(tx, lead, ahead.to, ahead.reason)
    await touched(tx, lead)
    if heated:
        tx.emit(LeadHeated(lead.id, lead.conversation_id))


async def touched(tx: Transaction, lead: Lead) -> None:
    """After every change: a new version and the news."""
    lead.version, lead.updated_at = lead.version + 1, tx.now
    await tx.session.flush()
    tx.emit(LeadChanged(lead.id, lead.conversation_id, lead.version, str(lead.lifecycle), str(lead.temperature)))


async def correct(tx: Transaction, lead_id: int, name: str, value: Mapping[str, Any] | None) -> None:
    """A person or a program says how it is; no message changes it afterwards. None takes the fact away, to be asked
    for anew.

    Raises Invalid when the name or the form of the value is none (see `knowing`).
    """
    require(tx.actor, "leads.write")
    lead = await load_lead(tx, lead_id)
    if name not in set(FactName):
        raise Invalid("name", "“{name}” is nothing that is known of a lead.", name=name[:40])
    if value is None:
        await _forget(tx, lead, FactName(name))
    else:
        fact = Fact(FactName(name), checked(FactName(name), value), 1.0, None, "", True)
        await _keep(tx, lead, {fact.name: fact}, by=tx.actor.member_id)
    record(tx, "lead.corrected", "lead", lead.id, fact=name)
    await tx.session.flush()
    await _judge(tx, lead, await queries.known(tx, lead.id))


async def _forget(tx: Transaction, lead: Lead, name: FactName) -> None:
    query = select(LeadFact).where(LeadFact.lead_id == lead.id, LeadFact.name == name)
    row = (await tx.session.exec(query)).first()
    if row is not None:
        await tx.session.delete(row)
    lead.asked_before = [each for each in lead.asked_before if each != name]


async def tell(tx: Transaction, lead_id: int, facts: Iterable[Fact]) -> None:
    """Take in facts that came without a message: a program's lead, an imported one. Corrections stand."""
    require(tx.actor, "leads.write")
    lead = await load_lead(tx, lead_id)
    known = await queries.known(tx, lead.id)
    sound = [replace(fact, value=checked(fact.name, fact.value)) for fact in facts]
    changed = news(known, sound)
    await _keep(tx, lead, changed)
    await _judge(tx, lead, {**known, **changed}, told=bool(SUBSTANCE & set(changed)))


async def move(tx: Transaction, lead_id: int, after: str, reason: str) -> Lead:
    """Move a lead along its lifecycle. Raises Conflict `move_refused`, with the reason, for any other way."""
    require(tx.actor, "leads.write")
    lead = await load_lead(tx, lead_id)
    verdict = lifecycle.move(lead.lifecycle, after)
    if not verdict.allowed:
        raise Conflict("move_refused", verdict.reason)
    _move(tx, lead, Lifecycle(after), reason)
    record(tx, "lead.moved", "lead", lead.id, after=after)
    await touched(tx, lead)
    return lead


async def note_appointment(tx: Transaction, conversation_id: int, contact_id: int) -> None:
    """An appointment was booked: the conversation's lead, else the contact's newest, moves there where it may."""
    own = await queries.of_conversation(tx, conversation_id, lock=True)
    lead = own or await queries.newest_of(tx, contact_id, lock=True)
    if lead is not None and lifecycle.move(lead.lifecycle, Lifecycle.APPOINTMENT_BOOKED).allowed:
        _move(tx, lead, Lifecycle.APPOINTMENT_BOOKED, "An appointment was booked.")
        await touched(tx, lead)


def _move(tx: Transaction, lead: Lead, after: Lifecycle, reason: str) -> None:
    before = lead.lifecycle
    if not lifecycle.move(before, after).allowed:
        raise Conflict("move_refused", lifecycle.move(before, after).reason)
    lead.lifecycle = after
    step = LeadMove(lead_id=lead.id, before=str(before), after=after, reason=reason[:500], by=tx.actor.label, at=tx.now)
    tx.session.add(step)


async def assign(tx: Transaction, lead_id: int, member_id: int | None) -> None:
    """Give a lead to a member, or to nobody."""
    require(tx.actor, "leads.write")
    lead = await load_lead(tx, lead_id)
    if member_id is not None:
        active = select(Member.id).where(Member.id == member_id, Member.disabled_at.is_(None))
        if (await tx.session.exec(active)).first() is None:
            raise NotFound("member")
    record(tx, "lead.assigned", "lead", lead.id, before=lead.owner_id, after=member_id)
    lead.owner_id = member_id
    await touched(tx, lead)


async def plan_follow_up(tx: Transaction, lead_id: int, at: datetime | None) -> None:
    """When somebody should come back to a lead; None for never."""
    require(tx.actor, "leads.write")
    lead = await load_lead(tx, lead_id)
    lead.next_follow_up = at
    await touched(tx, lead)


async def resume(tx: Transaction, lead_id: int) -> None:
    """Let the software ask again, after a person has looked."""
    require(tx.actor, "leads.write")
    lead = await load_lead(tx, lead_id)
    lead.stopped = ""
    await _judge(tx, lead, await queries.known(tx, lead.id))


async def load_lead(tx: Transaction, lead_id: int) -> Lead:
    """A lead of the workspace, locked for writing (PostgreSQL). Raises NotFound."""
    talk = (await tx.session.exec(select(Lead.conversation_id).where(Lead.id == lead_id))).first()
    if talk is not None:
        await load(tx, talk, lock=True)  # the conversation first, as a message's own reading does it
    lead = (await tx.session.exec(select(Lead).where(Lead.id == lead_id).with_for_update())).first()
    if lead is None:
        raise NotFound("lead")
    return lead
