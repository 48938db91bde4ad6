"""Every write to conversations and their messages."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import func, select, update

from crm_app.accounts import queries as accounts
from crm_app.accounts.actions import record
from crm_app.accounts.models import Member, Role
from crm_app.accounts.permissions import require
from crm_app.channels.port import Bounce, Inbound
from crm_app.contacts import actions as contacts
from crm_app.contacts.models import Contact
from crm_app.conversations import delivery, escalation
from crm_app.conversations.events import (
    ConversationChanged,
    ConversationSnoozed,
    MemberMentioned,
    MessageReceived,
    ReplyQueued,
    ReplySent,
)
from crm_app.conversations.indexing import index
from crm_app.conversations.models import Attachment, Conversation, Delivery, Direction, Message, Status, Tally
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Transaction
from crm_app.language.understanding import Understanding

PREVIEW = 160
REOPEN_DAYS, FOLLOW_UP_DAYS = 30, 3
"""Unless the workspace sets its own `reopen_days` and `follow_up_days`."""

OURSELVES = "Tacit"
ESCALATED = "escalation"
PRIORITIES = ("low", "normal", "high", "urgent")


async def receive(
    tx: Transaction, inbound: Inbound, understood: Understanding, *, joins: int | None, files: Sequence[str] = ()
) -> Message | None:
    """Store an inbound message in its conversation.

    Args:
        joins: the conversation that it belongs to by its headers, when it does.
        files: the names under which the attachments were stored, in their order.

    Returns None when the message is there already.
    """
    external_id = await _own_id(tx, inbound)
    if external_id is None:
        return None
    sender = inbound.sender
    contact = await contacts.find_or_create(
        tx, name=sender.name, email=sender.email, phone=sender.phone, visitor=sender.handle
    )
    conversation = await _thread_for(tx, inbound, contact, joins)
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.INBOUND,
        channel=inbound.channel,
        external_id=external_id,
        author=contact.name or sender.email or sender.phone,
        text=inbound.text,
        html=inbound.html,
        quoted=inbound.quoted,
        automatic=inbound.automatic_reason[:200],
        language=understood.language.main,
        sentiment=understood.sentiment.score,
        headers=_headers(inbound),
        sent_at=min(inbound.sent_at or tx.now, tx.now),
        created_at=tx.now,
    )
    tx.session.add(message)
    await tx.session.flush()
    for file, stored_as in zip(inbound.attachments, files, strict=True):
        tx.session.add(_attachment(message, file.name, file.media_type, len(file.content), stored_as))
    if not inbound.automatic:
        _understand(conversation, understood, first=conversation.waiting_since is None)
        conversation.waiting_since = conversation.waiting_since or tx.now
        await _move(tx, conversation, Status.OPEN)
        await _escalate(tx, conversation, escalation.judge(inbound.text, contact.churn_risk, conversation.sentiment))
        tx.emit(MessageReceived(conversation.id, message.id, inbound.channel))
    conversation.preview = " ".join(inbound.text[: PREVIEW * 2].split())[:PREVIEW]
    await _touched(tx, conversation, "received")
    return message


async def _own_id(tx: Transaction, inbound: Inbound) -> str | None:
    """The id under which a message is stored; None when it is there already. A second mail under a Message-ID that is
    taken is forged or careless rather than the same, so it is told apart by what it holds."""
    query = select(Message.headers).where(
        Message.channel == inbound.channel, Message.external_id.in_([inbound.external_id, inbound.content_id or "-"])
    )
    stored = [*(await tx.session.exec(query)).all()]
    if not stored:
        return inbound.external_id
    contents = {headers.get("content_id", "") for headers in stored}
    return None if not inbound.content_id or inbound.content_id in contents else inbound.content_id


def _headers(inbound: Inbound) -> dict[str, object]:
    kept = {
        "message_id": inbound.message_id,
        "content_id": inbound.content_id,
        "references": list(inbound.thread_ids)[-30:],
        "to": list(inbound.recipients)[:10],
        "warnings": list(inbound.warnings),
        "reply_to": inbound.sender.email,
    }
    return {name: value for name, value in kept.items() if value}


def _attachment(message: Message, name: str, media_type: str, size: int, stored_as: str) -> Attachment:
    return Attachment(
        message_id=message.id, name=name[:200], media_type=media_type[:100], size=size, stored_as=stored_as
    )


async def _thread_for(tx: Transaction, inbound: Inbound, contact: Contact, joins: int | None) -> Conversation:
    """The conversation named by the headers, unless closed too long ago; a chat visitor's one; else a new one."""
    query = select(Conversation).where(Conversation.contact_id == contact.id).with_for_update()
    if joins is not None:
        found = (await tx.session.exec(query.where(Conversation.id == joins))).first()
        if found and not await _is_long_closed(tx, found):
            return found
    if inbound.channel == "live_chat":
        recent = query.where(Conversation.channel == "live_chat").order_by(Conversation.id.desc())
        found = (await tx.session.exec(recent.limit(1))).first()
        if found and found.last_message_at > tx.now - timedelta(days=2):
            return found
    subject = inbound.subject or " ".join(inbound.text[:200].split())[:80]
    conversation = Conversation(
        contact_id=contact.id,
        channel=inbound.channel,
        subject=subject[:500],
        status=Status.PENDING,
        created_at=tx.now,
        last_message_at=tx.now,
    )
    tx.session.add(conversation)
    await tx.session.flush()
    await count(tx, Status.PENDING, inbound.channel, 1)
    return conversation


async def _is_long_closed(tx: Transaction, conversation: Conversation) -> bool:
    days = float((await accounts.workspace(tx)).settings.get("reopen_days", REOPEN_DAYS))
    return conversation.closed_at is not None and conversation.closed_at < tx.now - timedelta(days=days)


def _understand(conversation: Conversation, understood: Understanding, *, first: bool) -> None:
    """The newest message says how the customer feels and in which language; the gravest one how urgent it is."""
    conversation.language = understood.language.main
    conversation.sentiment = understood.sentiment.score
    if first or PRIORITIES.index(understood.priority.name) > PRIORITIES.index(conversation.priority):
        conversation.priority = understood.priority.name
    if first or understood.difficulty.name == "complex":
        conversation.difficulty = understood.difficulty.name
    if conversation.category == "other" or understood.category.confidence >= conversation.category_confidence:
        conversation.category = understood.category.name
        conversation.category_confidence = understood.category.confidence


async def _escalate(tx: Transaction, conversation: Conversation, verdict: escalation.Verdict) -> None:
    """Bring a conversation before the managers, once until somebody has replied."""
    if not verdict.needed:
        return
    conversation.priority = "urgent"
    ours = select(func.max(Message.id)).where(Message.conversation_id == conversation.id)
    replied = (await tx.session.exec(ours.where(Message.direction == Direction.OUTBOUND))).one() or 0
    told = (await tx.session.exec(ours.where(Message.automatic == ESCALATED))).one() or 0
    if told > replied:
        return
    managers = select(Member.id).where(Member.role.in_([Role.MANAGER, Role.ADMIN]), Member.disabled_at.is_(None))
    await _note_of_ours(tx, conversation, verdict.reason, ESCALATED, [*(await tx.session.exec(managers)).all()])


async def _note_of_ours(
    tx: Transaction, conversation: Conversation, text: str, kind: str, mentions: Sequence[int] = ()
) -> None:
    """A note that the product writes itself; `kind` is kept as what it was written automatically for."""
    note = Message(
        conversation_id=conversation.id,
        direction=Direction.NOTE,
        channel=conversation.channel,
        author=OURSELVES,
        text=text,
        automatic=kind,
        mentions=list(mentions),
        sent_at=tx.now,
        created_at=tx.now,
    )
    tx.session.add(note)
    await tx.session.flush()
    for member_id in mentions:
        tx.emit(MemberMentioned(conversation.id, note.id, member_id, OURSELVES))


async def follow_up(tx: Transaction, conversation_id: int, message_id: int, days: float) -> bool:
    """Open a conversation again whose reply nobody answered for `days`; False when something newer was written, or
    the conversation is closed or put aside."""
    conversation = await load(tx, conversation_id, lock=True)
    newest = select(func.max(Message.id)).where(
        Message.conversation_id == conversation.id, Message.state != Delivery.UNDONE
    )
    put_aside = conversation.status != Status.PENDING or conversation.snoozed_until is not None
    if put_aside or (await tx.session.exec(newest)).one() != message_id:
        return False
    await _move(tx, conversation, Status.OPEN)
    await _note_of_ours(tx, conversation, f"Quiet for {days:g} days. Follow up?", "follow-up")
    await _touched(tx, conversation, "quiet")
    return True


async def queue_reply(
    tx: Transaction, conversation_id: int, text: str, *, seen_message_id: int, keep_open: bool, undo_seconds: int
) -> Message:
    """Put a reply on its way; it leaves when the undo time has passed.

    Raises Conflict `thread_moved_on` when the customer wrote after `seen_message_id`, the last message that the
    writer of the reply had on screen.
    """
    require(tx.actor, "inbox.reply")
    conversation = await load(tx, conversation_id, lock=True)
    text = text.strip()
    if not text:
        raise Invalid("text", "The reply is empty. Write something first.")
    await _refuse_if_moved_on(tx, conversation, seen_message_id)
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.OUTBOUND,
        channel=conversation.channel,
        external_id=_new_message_id(),
        member_id=tx.actor.member_id,
        author=await _author(tx),
        text=text,
        state=Delivery.QUEUED,
        send_at=tx.now + timedelta(seconds=undo_seconds),
        sent_at=tx.now,
        created_at=tx.now,
    )
    tx.session.add(message)
    await tx.session.flush()
    await _recount_waiting(tx, conversation)
    if not keep_open:
        await _move(tx, conversation, Status.PENDING)
    record(tx, "reply.queued", "conversation", conversation.id, message_id=message.id)
    tx.emit(ReplyQueued(message.id, 0, undo_seconds))
    await _touched(tx, conversation, "replied")
    return message


def _new_message_id() -> str:
    """Made and stored before sending, so that a retry is the same message."""
    return f"<{uuid4().hex}@{urlsplit(settings().address).hostname}>"


async def _refuse_if_moved_on(tx: Transaction, conversation: Conversation, seen_message_id: int) -> None:
    newer = select(Message.author).where(
        Message.conversation_id == conversation.id,
        Message.direction.in_([Direction.INBOUND, Direction.OUTBOUND]),
        Message.state != Delivery.UNDONE,
        Message.id > seen_message_id,
    )
    author = (await tx.session.exec(newer.order_by(Message.id))).first()
    if author is not None:
        sentence = f"{author or 'Someone'} wrote here after you opened this. Read it, then send; your text is kept."
        raise Conflict("thread_moved_on", sentence)


async def _author(tx: Transaction) -> str:
    if tx.actor.member_id is None:
        return tx.actor.label
    return (await tx.session.exec(select(Member.name).where(Member.id == tx.actor.member_id))).one()


async def undo_reply(tx: Transaction, message_id: int) -> Message:
    """Call a reply back. Raises Conflict when it has left already."""
    require(tx.actor, "inbox.reply")
    if not await advance(tx, message_id, Delivery.QUEUED, Delivery.UNDONE):
        raise Conflict("already_sent", "Too late to undo: the reply has left.")
    message = await _message(tx, message_id)
    conversation = await load(tx, message.conversation_id, lock=True)
    await _recount_waiting(tx, conversation)
    await _move(tx, conversation, Status.OPEN)
    record(tx, "reply.undone", "conversation", conversation.id, message_id=message.id)
    await _touched(tx, conversation, "undone")
    return message


async def retry_reply(tx: Transaction, message_id: int) -> None:
    """Send a failed or doubtful reply again, because a person asked for it."""
    require(tx.actor, "inbox.reply")
    message, conversation = await _locked(tx, message_id)
    if message.state not in (Delivery.FAILED, Delivery.UNKNOWN):
        raise Conflict("not_failed", "This reply has not failed.")
    message.state, message.problem, message.attempts = Delivery.QUEUED, "", message.attempts + 1
    await _recount_waiting(tx, conversation)
    if conversation.waiting_since is None:
        await _move(tx, conversation, Status.PENDING)
    tx.emit(ReplyQueued(message.id, message.attempts, 0))
    await _touched(tx, conversation, "retried")


async def advance(tx: Transaction, message_id: int, before: Delivery, after: Delivery) -> bool:
    """Move one message forward; False when it no longer stands at `before`. Decides between two who try at once."""
    if not delivery.move(before, after).allowed:
        return False
    statement = update(Message).where(Message.id == message_id, Message.state == before).values(state=after)
    return (await tx.session.exec(statement)).rowcount == 1


async def note_delivery(
    tx: Transaction, message_id: int, state: Delivery, problem: str = "", *, retry_in_s: float | None = None
) -> bool:
    """Write down what became of a message on its way; a late or repeated report changes nothing (False)."""
    message, conversation = await _locked(tx, message_id)
    if not delivery.move(message.state, state).allowed:
        return False
    message.state, message.problem = state, problem[:500]
    if state == Delivery.SENT:
        message.sent_at = tx.now
        days = float((await accounts.workspace(tx)).settings.get("follow_up_days", FOLLOW_UP_DAYS))
        tx.emit(ReplySent(conversation.id, message.id, days))
    if retry_in_s is not None:
        message.attempts += 1
        tx.emit(ReplyQueued(message.id, message.attempts, retry_in_s))
    if state == Delivery.FAILED:
        await _recount_waiting(tx, conversation)
        await _move(tx, conversation, Status.OPEN)
    await _touched(tx, conversation, f"delivery_{state}")
    return True


async def note_problem(tx: Transaction, message_id: int, problem: str) -> None:
    """Say on a queued message why it cannot leave yet."""
    message = await _message(tx, message_id)
    message.problem = problem
    await _touched(tx, await load(tx, message.conversation_id), "held_back")


async def note_bounce(tx: Transaction, bounce: Bounce) -> None:
    """A mail server reported that a reply of ours did not arrive."""
    query = select(Message.id).where(
        Message.direction == Direction.OUTBOUND, Message.external_id == bounce.original_message_id
    )
    message_id = (await tx.session.exec(query)).first()
    if message_id is not None and bounce.permanent:
        problem = f"{bounce.recipient or 'The recipient'} could not be reached: {bounce.reason or bounce.status}"
        await note_delivery(tx, message_id, Delivery.FAILED, problem)


async def add_note(tx: Transaction, conversation_id: int, text: str) -> Message:
    """An internal note; `@name` calls a member."""
    require(tx.actor, "inbox.reply")
    conversation = await load(tx, conversation_id, lock=True)
    if not text.strip():
        raise Invalid("text", "The note is empty.")
    author = await _author(tx)
    mentioned = await _mentioned(tx, text)
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.NOTE,
        channel=conversation.channel,
        member_id=tx.actor.member_id,
        author=author,
        text=text.strip(),
        mentions=mentioned,
        sent_at=tx.now,
        created_at=tx.now,
    )
    tx.session.add(message)
    await tx.session.flush()
    for member_id in mentioned:
        tx.emit(MemberMentioned(conversation.id, message.id, member_id, author))
    await _touched(tx, conversation, "noted")
    return message


async def _mentioned(tx: Transaction, text: str) -> list[int]:
    """Members called by their whole name, first name or the local part of their address."""
    if "@" not in text:
        return []
    rows = (await tx.session.exec(select(Member.id, Member.name, Member.email))).all()
    said = text.casefold()
    return [
        id_
        for id_, name, email in rows
        if any(f"@{word.casefold()}" in said for word in (name, name.split()[0], email.split("@")[0]) if word)
    ]


async def assign(tx: Transaction, conversation_id: int, member_id: int | None) -> None:
    """Give a conversation to a member, or to nobody."""
    require(tx.actor, "inbox.assign")
    conversation = await load(tx, conversation_id, lock=True)
    if member_id is not None:
        active = select(Member.id).where(Member.id == member_id, Member.disabled_at.is_(None))
        if not (await tx.session.exec(active)).first():
            raise NotFound("member")
    record(
        tx, "conversation.assigned", "conversation", conversation.id, before=conversation.assignee_id, after=member_id
    )
    conversation.assignee_id = member_id
    await _touched(tx, conversation, "assigned")


async def snooze(tx: Transaction, conversation_id: int, until: datetime) -> None:
    """Out of the way until then, or until the customer writes."""
    require(tx.actor, "inbox.reply")
    if until <= tx.now:
        raise Invalid("until", "Choose a time that is still to come.")
    until = until.astimezone(UTC)  # as it is read again when it ends
    conversation = await load(tx, conversation_id, lock=True)
    conversation.snoozed_until = until
    await _move(tx, conversation, Status.PENDING, keep_snooze=True)
    record(tx, "conversation.snoozed", "conversation", conversation.id, until=until.isoformat())
    tx.emit(ConversationSnoozed(conversation.id, until.isoformat(), (until - tx.now).total_seconds()))
    await _touched(tx, conversation, "snoozed")


async def wake(tx: Transaction, conversation_id: int, until: str) -> None:
    """Bring a snoozed conversation back, unless it was snoozed anew or came back by itself."""
    conversation = await load(tx, conversation_id, lock=True)
    if conversation.snoozed_until is None or conversation.snoozed_until.isoformat() != until:
        return
    await _move(tx, conversation, Status.OPEN)
    await _touched(tx, conversation, "woken")


async def resolve(tx: Transaction, conversation_id: int) -> None:
    """Close a conversation; the customer's next message opens it again."""
    await _set_status(tx, conversation_id, Status.CLOSED, "conversation.resolved")


async def reopen(tx: Transaction, conversation_id: int) -> None:
    """Open a conversation by hand."""
    await _set_status(tx, conversation_id, Status.OPEN, "conversation.reopened")


async def _set_status(tx: Transaction, conversation_id: int, status: Status, action: str) -> None:
    require(tx.actor, "inbox.reply")
    conversation = await load(tx, conversation_id, lock=True)
    record(tx, action, "conversation", conversation.id, before=conversation.status)
    await _move(tx, conversation, status)
    await _touched(tx, conversation, status)


async def load(tx: Transaction, conversation_id: int, *, lock: bool = False) -> Conversation:
    """A conversation of the workspace; `lock` makes writers to one conversation queue up (PostgreSQL)."""
    query = select(Conversation).where(Conversation.id == conversation_id)
    conversation = (await tx.session.exec(query.with_for_update() if lock else query)).first()
    if conversation is None:
        raise NotFound("conversation")
    return conversation


async def _message(tx: Transaction, message_id: int) -> Message:
    query = select(Message).where(Message.id == message_id).execution_options(populate_existing=True)
    message = (await tx.session.exec(query)).first()
    if message is None:
        raise NotFound("message")
    return message


async def _locked(tx: Transaction, message_id: int) -> tuple[Message, Conversation]:
    """A message and its conversation, read when no other writer can change them (PostgreSQL)."""
    message = await _message(tx, message_id)
    conversation = await load(tx, message.conversation_id, lock=True)
    return await _message(tx, message_id), conversation


async def _recount_waiting(tx: Transaction, conversation: Conversation) -> None:
    """Waiting runs from the first customer message that no reply has followed."""
    await tx.session.flush()
    mine = (Message.conversation_id == conversation.id,)
    unanswering = [s for s in Delivery if not delivery.counts_as_reply(s)]
    last_reply = select(func.max(Message.id)).where(
        *mine, Message.direction == Direction.OUTBOUND, Message.state.not_in(unanswering)
    )
    answered_up_to = (await tx.session.exec(last_reply)).one() or 0
    first = select(func.min(Message.created_at)).where(
        *mine, Message.direction == Direction.INBOUND, Message.automatic == "", Message.id > answered_up_to
    )
    conversation.waiting_since = (await tx.session.exec(first)).one()


async def _move(tx: Transaction, conversation: Conversation, status: Status, *, keep_snooze: bool = False) -> None:
    if not keep_snooze:
        conversation.snoozed_until = None
    if conversation.status == status:
        return
    await count(tx, conversation.status, conversation.channel, -1)
    await count(tx, status, conversation.channel, 1)
    conversation.status = status
    conversation.closed_at = tx.now if status == Status.CLOSED else None


async def count(tx: Transaction, status: str, channel: str, change: int) -> None:
    """Keep the tally that saves every page a count."""
    tallies = await _tallies(tx, channel)
    if len(tallies) < len(Status):
        insert = (sqlite if tx.session.bind.dialect.name == "sqlite" else postgresql).insert
        for missing in sorted(set(Status) - tallies.keys()):
            row = {"workspace_id": tx.workspace_id, "status": str(missing), "channel": channel, "total": 0}
            await tx.session.exec(insert(Tally).values(row).on_conflict_do_nothing())
        tallies = await _tallies(tx, channel)
    tallies[str(status)].total += change


async def _tallies(tx: Transaction, channel: str) -> dict[str, Tally]:
    """A channel's tallies, always locked in one order: two moves in opposite directions would wait for each other."""
    query = select(Tally).where(Tally.channel == channel).order_by(Tally.status).with_for_update()
    return {row.status: row for row in (await tx.session.exec(query)).all()}


async def _touched(tx: Transaction, conversation: Conversation, reason: str) -> None:
    """After every change: a new version, the search index, and the news."""
    conversation.version += 1
    if reason in ("received", "replied", "noted"):
        conversation.last_message_at = tx.now
    await tx.session.flush()
    await index(tx, conversation)
    tx.emit(ConversationChanged(conversation.id, conversation.version, str(reason)))


async def put_down_again(tx: Transaction, message_id: int) -> None:
    """Let a held-back reply try once more."""
    message = await _message(tx, message_id)
    message.problem, message.attempts = "", message.attempts + 1
    tx.emit(ReplyQueued(message.id, message.attempts, 0))
