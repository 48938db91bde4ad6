"""What is a chat visitor still to read? Replies wait in the database until the visitor's window has confirmed them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from crm_app.conversations.models import Conversation, Delivery, Direction, Message
from crm_app.conversations.replying import note_delivery
from crm_app.kit.transaction import Transaction

CHANNEL = "live_chat"
ON_THE_WAY = (Delivery.SENDING, Delivery.SENT, Delivery.UNKNOWN)
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class ChatReply:
    """`sender`: visitor or team. `key`: the window's own id of a visitor's message. `automatic`: nobody sent it."""

    id: int
    text: str
    author: str
    at: datetime
    sender: str = "team"
    key: str = ""
    automatic: bool = False


async def undelivered(tx: Transaction, visitor: str, after: int = 0) -> list[ChatReply]:
    """Replies to a visitor that no window has confirmed, oldest first, with ids above `after`."""
    query = _replies(visitor).where(Message.id > after).order_by(Message.id).limit(MOST_AT_ONCE)
    return [_reply(m) for m in (await tx.session.exec(query)).all()]


async def history(tx: Transaction, visitor: str) -> list[ChatReply]:
    """What this visitor and the team have told each other, oldest first; replies that still wait are not in it."""
    states = (Delivery.RECEIVED, Delivery.DELIVERED, Delivery.READ)
    query = _messages(visitor).where(Message.direction != Direction.NOTE, Message.state.in_(states))
    newest = (await tx.session.exec(query.order_by(Message.id.desc()).limit(MOST_AT_ONCE))).all()
    return [_reply(message) for message in reversed(newest)]


def _reply(m: Message) -> ChatReply:
    if m.direction == Direction.INBOUND:
        return ChatReply(m.id, m.text, "", m.sent_at, "visitor", (m.external_id or "").rpartition(":")[2])
    author = m.author if m.member_id else ""  # what a program's key is called is nothing for customers
    return ChatReply(m.id, m.text, author, m.sent_at, automatic="sent" in m.headers)


async def confirm(tx: Transaction, visitor: str, message_id: int) -> bool:
    """The visitor's window shows the message. False when no such reply was on its way to this visitor."""
    if (await tx.session.exec(_replies(visitor).where(Message.id == message_id))).first() is None:
        return False
    await note_delivery(tx, message_id, Delivery.SENT)  # a window may be faster than the note of the job that sent
    await note_delivery(tx, message_id, Delivery.DELIVERED)
    return True


def _replies(visitor: str) -> SelectOfScalar[Message]:
    return _messages(visitor).where(Message.direction == Direction.OUTBOUND, Message.state.in_(ON_THE_WAY))


def _messages(visitor: str) -> SelectOfScalar[Message]:
    """By the handle rather than the contact: a visitor may claim anybody's address, and hears nothing of theirs."""
    return (
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.channel == CHANNEL, Conversation.handle == visitor, Message.channel == CHANNEL)
    )
