"""What is a chat visitor still to read? Replies wait in the database until the visitor's window has confirmed them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from crm_app.contacts.models import Handle
from crm_app.conversations.models import Conversation, Delivery, Direction, Message
from crm_app.conversations.replying import note_delivery
from crm_app.kit.transaction import Transaction

CHANNEL = "live_chat"
ON_THE_WAY = (Delivery.SENDING, Delivery.SENT, Delivery.UNKNOWN)
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class ChatReply:
    id: int
    text: str
    author: str
    at: datetime


async def undelivered(tx: Transaction, visitor: str, after: int = 0) -> list[ChatReply]:
    """Replies to a visitor that no window has confirmed, oldest first, with ids above `after`."""
    query = _replies(visitor).where(Message.id > after).order_by(Message.id).limit(MOST_AT_ONCE)
    return [ChatReply(m.id, m.text, m.author, m.sent_at) for m in (await tx.session.exec(query)).all()]


async def confirm(tx: Transaction, visitor: str, message_id: int) -> bool:
    """The visitor's window shows the message. False when no such reply was on its way to this visitor."""
    if (await tx.session.exec(_replies(visitor).where(Message.id == message_id))).first() is None:
        return False
    await note_delivery(tx, message_id, Delivery.DELIVERED)
    return True


def _replies(visitor: str):
    return (
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(Handle, Handle.contact_id == Conversation.contact_id)
        .where(
            Handle.kind == "visitor",
            Handle.value == visitor,
            Message.channel == CHANNEL,
            Message.direction == Direction.OUTBOUND,
            Message.state.in_(ON_THE_WAY),
        )
    )
