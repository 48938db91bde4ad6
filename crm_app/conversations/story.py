"""What was written with a contact, over all their conversations: a source of their timeline."""

from datetime import datetime

from sqlmodel import func, select

from crm_app.contacts.timeline import Moment
from crm_app.conversations.models import Conversation, Delivery, Message
from crm_app.kit.transaction import Transaction

SHOWN = 400
"""So many letters of a message are shown; the rest is in its conversation."""


async def written(tx: Transaction, contact_id: int, until: datetime, limit: int) -> list[Moment]:
    """Messages and notes; replies that were called back are none."""
    query = (
        select(
            Message.id, Message.sent_at, Message.direction, Message.channel, Message.author,
            func.substr(Message.text, 1, SHOWN), Conversation.id, Conversation.subject,
        )
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.contact_id == contact_id, Message.sent_at <= until, Message.state != Delivery.UNDONE)
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [
        Moment(
            at, "message", id_, str(direction), author, text, channel, conversation_id, facts={"subject": subject}
        )
        for id_, at, direction, channel, author, text, conversation_id, subject in (await tx.session.exec(query)).all()
    ]  # fmt: skip
