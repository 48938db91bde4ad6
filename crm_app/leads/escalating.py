"""Every write about escalations: raised, taken by a person, passed on, closed. A conversation has one open at most."""

from dataclasses import replace
from functools import partial

from sqlmodel import func, select

from crm_app.accounts import queries as accounts
from crm_app.accounts.actions import record
from crm_app.accounts.models import Member, Role
from crm_app.accounts.permissions import require
from crm_app.conversations import queries as conversations
from crm_app.conversations.changing import load, note_of_ours, touched
from crm_app.conversations.escalation import ASKED, LONGEST_QUOTE, Situation, Verdict, judge
from crm_app.conversations.hours import BusinessHours
from crm_app.conversations.models import Conversation, Message
from crm_app.kit.coded import coded
from crm_app.kit.errors import Conflict, Forbidden, NotFound
from crm_app.kit.transaction import Transaction
from crm_app.leads import escalation_queries as queries
from crm_app.leads.assigning import HERE_FOR, Choice, Colleague, choose
from crm_app.leads.events import EscalationChanged, EscalationRaised
from crm_app.leads.models import Escalation

ESCALATED = "escalation"
URGENT_MINUTES, MINUTES = 5, 60
"""Within these, in business hours, a person comes, or the next one is called."""

MOST_PASSES = 5
WORTH_A_MANAGER = frozenset({"value", "churn", "sentiment"})
MANAGERS_HEAR = WORTH_A_MANAGER | {ASKED}
GRAVE = frozenset({ASKED, "hot", "sentiment", "churn", "hand"})


async def consider(tx: Transaction, conversation_id: int, message_id: int) -> Escalation | None:
    """Call a person where the newest message, or what was understood of it, needs one."""
    situation = await queries.situation(tx, conversation_id, message_id)
    verdict = judge(situation) if situation else Verdict(False)
    return await escalate(tx, conversation_id, verdict, message_id) if verdict.needed else None


async def heat(tx: Transaction, conversation_id: int) -> None:
    """Call a person to a lead that has become hot, whatever made it so."""
    newest = await conversations.last_inbound(tx, conversation_id)
    situation = await queries.situation(tx, conversation_id, newest.id) if newest else None
    verdict = judge(replace(situation or Situation(), hot=True))
    if verdict.needed:
        await escalate(tx, conversation_id, verdict, newest.id if newest else None)


async def by_hand(tx: Transaction, conversation_id: int, reason: str) -> Escalation:
    """A member or a program calls a person. Raises Conflict where one is called already."""
    require(tx.actor, "inbox.reply")
    verdict = Verdict(True, "hand", "hand", reason.strip()[:LONGEST_QUOTE], urgent=True)
    raised = await escalate(tx, conversation_id, verdict, None)
    if raised is None:
        raise Conflict("escalated_already", "A person was called to this conversation already.")
    record(tx, "escalation.raised", "escalation", raised.id, conversation_id=conversation_id)
    return raised


async def escalate(
    tx: Transaction, conversation_id: int, verdict: Verdict, message_id: int | None
) -> Escalation | None:
    """Raise an escalation and call somebody; None where one is open and nobody has answered since."""
    conversation = await load(tx, conversation_id, lock=True)
    before = await _open_one(tx, conversation_id)
    if before is not None:
        if not await _is_over(tx, before):
            await _grow(tx, conversation, before, verdict, message_id)
            return None
        before.closed_at = tx.now
        await tx.session.flush()
    hours = await _hours(tx)
    row = Escalation(
        conversation_id=conversation.id,
        lead_id=await queries.lead_id_of(tx, conversation.id),
        message_id=message_id,
        kind=verdict.kind,
        quote=verdict.quote,
        reason=verdict.reason,
        urgent=verdict.urgent,
        created_at=tx.now,
        due_at=hours.after(tx.now, _minutes(verdict.urgent) / 60),
    )
    tx.session.add(row)
    await tx.session.flush()
    await _call(tx, conversation, row, await _choice(tx, conversation, row))
    await _tell(tx, conversation, verdict, row)
    return row


async def _grow(
    tx: Transaction, conversation: Conversation, open_one: Escalation, verdict: Verdict, message_id: int | None
) -> None:
    """An open one that nobody has taken becomes what is graver, or what the customer wishes in so many words."""
    wished = verdict.kind == ASKED != open_one.kind
    if not verdict.urgent or open_one.acknowledged_at or (open_one.urgent and not wished):
        return
    open_one.kind, open_one.quote, open_one.reason = verdict.kind, verdict.quote, verdict.reason
    open_one.message_id = message_id
    if not open_one.urgent:
        open_one.urgent, open_one.due_at = True, (await _hours(tx)).after(tx.now, URGENT_MINUTES / 60)
        open_one.passes += 1  # what waits for the old time is behind
        await _call(tx, conversation, open_one, Choice(open_one.assigned_id, ""))
    await _tell(tx, conversation, verdict, open_one)


async def _call(tx: Transaction, conversation: Conversation, row: Escalation, choice: Choice) -> None:
    if conversation.assignee_id in (None, row.assigned_id) and choice.member_id is not None:
        conversation.assignee_id = choice.member_id
    row.assigned_id = choice.member_id
    if choice.member_id is not None:
        row.called = [*([] if choice.member_id in row.called else row.called), choice.member_id]
    patience = (await _hours(tx)).after(tx.now, _minutes(row.urgent) / 60) - tx.now
    await tx.session.flush()
    tx.emit(
        EscalationRaised(
            row.id, conversation.id, row.assigned_id, row.urgent, row.passes, max(0.0, patience.total_seconds())
        )
    )


async def _tell(tx: Transaction, conversation: Conversation, verdict: Verdict, row: Escalation) -> None:
    """In the conversation itself: how urgent it is, and a note that calls the managers too where they should know."""
    conversation.priority = "urgent" if verdict.kind in GRAVE or conversation.priority == "urgent" else "high"
    called = {row.assigned_id} - {None}
    if verdict.kind in MANAGERS_HEAR:
        managers = select(Member.id).where(Member.role.in_([Role.MANAGER, Role.ADMIN]), Member.disabled_at.is_(None))
        called |= {*(await tx.session.exec(managers)).all()}
    said = coded("escalated", why=verdict.reason)
    await note_of_ours(tx, conversation, said, ESCALATED, words=verdict.quote, mentions=sorted(called))
    await touched(tx, conversation, "escalated")


async def acknowledge(tx: Transaction, escalation_id: int) -> None:
    """The member takes it. Raises Conflict when a colleague has it already."""
    require(tx.actor, "inbox.reply")
    if tx.actor.member_id is None:
        raise Forbidden("Only a person can take an escalation.")
    row = await _locked(tx, escalation_id)
    if row.acknowledged_by == tx.actor.member_id and row.closed_at is None:
        return
    if row.closed_at or row.acknowledged_at:
        raise Conflict("taken_already", "A colleague has taken this already, or it is over.")
    await _take(tx, row, tx.actor.member_id, "escalation.acknowledged")


async def acknowledge_by_reply(tx: Transaction, message_id: int) -> None:
    """A person's reply takes the conversation's open escalation."""
    query = select(Message.conversation_id, Message.member_id).where(Message.id == message_id)
    conversation_id, member_id = (await tx.session.exec(query)).one()
    row = await _open_one(tx, conversation_id) if member_id is not None else None
    if row is not None and row.acknowledged_at is None:
        await _take(tx, row, member_id, "escalation.answered")


async def _take(tx: Transaction, row: Escalation, member_id: int, action: str) -> None:
    conversation = await load(tx, row.conversation_id)
    if conversation.assignee_id in (None, row.assigned_id):
        conversation.assignee_id = member_id
    row.acknowledged_at, row.acknowledged_by, row.assigned_id = tx.now, member_id, member_id
    record(tx, action, "escalation", row.id, late=bool(row.due_at and tx.now > row.due_at))
    await _changed(tx, row)


async def close(tx: Transaction, escalation_id: int) -> None:
    """Nothing more is needed. A second time it changes nothing."""
    require(tx.actor, "inbox.reply")
    row = await _locked(tx, escalation_id)
    if row.closed_at is None:
        await _close(tx, row)


async def close_resolved(tx: Transaction, conversation_id: int) -> None:
    """The conversation is resolved, and what called for a person with it."""
    if row := await _open_one(tx, conversation_id):
        await _close(tx, row)


async def _close(tx: Transaction, row: Escalation) -> None:
    row.closed_at = tx.now
    record(tx, "escalation.closed", "escalation", row.id)
    await _changed(tx, row)


async def pass_on(tx: Transaction, escalation_id: int, member_id: int | None = None) -> None:
    """Call a colleague instead: the one named, else the next by load. Raises Conflict when there is nobody."""
    require(tx.actor, "inbox.reply")
    row = await _locked(tx, escalation_id)
    if row.closed_at:
        raise Conflict("over_already", "This escalation is over.")
    conversation = await load(tx, row.conversation_id)
    choice = await _choice(tx, conversation, row, only=member_id)
    if choice.member_id is None:
        raise Conflict("nobody_else", "There is nobody else to call.")
    record(tx, "escalation.passed_on", "escalation", row.id, before=row.assigned_id, after=choice.member_id)
    await _pass(tx, conversation, row, choice, "passed_on")


async def remind(tx: Transaction, escalation_id: int, passes: int) -> bool:
    """Nobody came in time: call the next one. False when that is not so any more; a second time is too late, too."""
    row = await _locked(tx, escalation_id)
    if row.closed_at or row.acknowledged_at or row.passes != passes:
        return False
    conversation = await load(tx, row.conversation_id)
    choice = await _choice(tx, conversation, row)
    if choice.member_id is None or row.passes >= MOST_PASSES:
        return False
    record(tx, "escalation.passed_on", "escalation", row.id, before=row.assigned_id, after=choice.member_id)
    await _pass(tx, conversation, row, choice, "nobody_came")
    return True


async def _pass(tx: Transaction, conversation: Conversation, row: Escalation, choice: Choice, said: str) -> None:
    mentions = sorted({row.assigned_id, choice.member_id} - {None})
    row.passes += 1
    row.acknowledged_at = row.acknowledged_by = None
    await _call(tx, conversation, row, choice)
    await note_of_ours(tx, conversation, said, ESCALATED, mentions=mentions)
    await touched(tx, conversation, "escalated")
    await _changed(tx, row)


async def _choice(tx: Transaction, conversation: Conversation, row: Escalation, only: int | None = None) -> Choice:
    loads = select(Escalation.assigned_id, func.count()).where(Escalation.closed_at.is_(None))
    load_of = dict((await tx.session.exec(loads.group_by(Escalation.assigned_id))).all())
    query = select(Member).where(Member.disabled_at.is_(None))
    members = (await tx.session.exec(query.where(Member.id == only) if only else query)).all()
    here = tx.now - HERE_FOR
    colleagues = [
        Colleague(m.id, str(m.role), load_of.get(m.id, 0), m.seen_at is not None and m.seen_at > here) for m in members
    ]
    senior = row.kind in WORTH_A_MANAGER and only is None
    last = {row.assigned_id} - {None}
    pick = partial(choose, colleagues, senior=senior, owner=conversation.assignee_id)
    choice = pick(besides=last if only else {*row.called, *last})
    return choice if choice.member_id is not None else pick(besides=last)


async def _is_over(tx: Transaction, row: Escalation) -> bool:
    """Whether a person took it and has replied since: what comes after that calls anew."""
    if row.acknowledged_at is None:
        return False
    return await queries.last_person_reply(tx, row.conversation_id) > (row.message_id or 0)


async def _open_one(tx: Transaction, conversation_id: int) -> Escalation | None:
    query = select(Escalation).where(Escalation.conversation_id == conversation_id, Escalation.closed_at.is_(None))
    return (await tx.session.exec(query.with_for_update())).first()


async def _locked(tx: Transaction, escalation_id: int) -> Escalation:
    """Its conversation first, as a message that comes in does it (PostgreSQL)."""
    mine = Escalation.id == escalation_id
    conversation_id = (await tx.session.exec(select(Escalation.conversation_id).where(mine))).first()
    if conversation_id is None:
        raise NotFound("escalation")
    await load(tx, conversation_id, lock=True)
    return (await tx.session.exec(select(Escalation).where(mine).with_for_update())).one()


async def _changed(tx: Transaction, row: Escalation) -> None:
    await tx.session.flush()
    tx.emit(EscalationChanged(row.id, row.conversation_id))


async def _hours(tx: Transaction) -> BusinessHours:
    workspace = await accounts.workspace(tx)
    return BusinessHours.read(workspace.business_hours, workspace.time_zone)


def _minutes(urgent: bool) -> int:
    return URGENT_MINUTES if urgent else MINUTES
