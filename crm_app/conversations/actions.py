"""Every write by which a member steers a conversation: notes, owner, snooze, status."""

import re
from datetime import UTC, datetime

from sqlmodel import func, select

from crm_app.accounts.actions import record
from crm_app.accounts.models import Member
from crm_app.accounts.permissions import require
from crm_app.conversations.changing import author_name, load, move, note_of_ours, touched
from crm_app.conversations.events import (
    ConversationSnoozed,
    MemberMentioned,
)
from crm_app.conversations.models import Delivery, Direction, Message, Status
from crm_app.kit.coded import coded
from crm_app.kit.errors import Invalid, NotFound
from crm_app.kit.transaction import Transaction


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
    await move(tx, conversation, Status.OPEN)
    await note_of_ours(tx, conversation, coded("quiet", days=f"{days:g}"), "follow-up")
    await touched(tx, conversation, "quiet")
    return True


async def add_note(tx: Transaction, conversation_id: int, text: str) -> Message:
    """An internal note; `@name` calls a member."""
    require(tx.actor, "inbox.reply")
    conversation = await load(tx, conversation_id, lock=True)
    if not text.strip():
        raise Invalid("text", "The note is empty.")
    author = await author_name(tx)
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
    await touched(tx, conversation, "noted")
    return message


async def _mentioned(tx: Transaction, text: str) -> list[int]:
    """Members called by their whole name, first name or the local part of their address."""
    if "@" not in text:
        return []
    members = select(Member.id, Member.name, Member.email).where(Member.disabled_at.is_(None))
    return [id_ for id_, name, email in (await tx.session.exec(members)).all() if _calls(text, name, email)]


def _calls(text: str, name: str, email: str) -> bool:
    names = {name, *name.split()[:1], email.split("@")[0]}
    called = "|".join(re.escape(each.casefold()) for each in names if each.strip())
    return re.search(rf"(?<!\w)@(?:{called})(?!\w)", text.casefold()) is not None


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
    await touched(tx, conversation, "assigned")


async def snooze(tx: Transaction, conversation_id: int, until: datetime) -> None:
    """Out of the way until then, or until the customer writes."""
    require(tx.actor, "inbox.reply")
    if until <= tx.now:
        raise Invalid("until", "Choose a time that is still to come.")
    until = until.astimezone(UTC)  # as it is read again when it ends
    conversation = await load(tx, conversation_id, lock=True)
    conversation.snoozed_until = until
    await move(tx, conversation, Status.PENDING, keep_snooze=True)
    record(tx, "conversation.snoozed", "conversation", conversation.id, until=until.isoformat())
    tx.emit(ConversationSnoozed(conversation.id, until.isoformat(), (until - tx.now).total_seconds()))
    await touched(tx, conversation, "snoozed")


async def wake(tx: Transaction, conversation_id: int, until: str) -> None:
    """Bring a snoozed conversation back, unless it was snoozed anew or came back by itself."""
    conversation = await load(tx, conversation_id, lock=True)
    if conversation.snoozed_until is None or conversation.snoozed_until.isoformat() != until:
        return
    await move(tx, conversation, Status.OPEN)
    await touched(tx, conversation, "woken")


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
    await move(tx, conversation, status)
    await touched(tx, conversation, status)
