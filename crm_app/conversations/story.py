"""What was written with a contact, over all their conversations: a source of their timeline."""

from datetime import datetime

from sqlmodel import func, select

from crm_app.contacts.timeline import Moment
from crm_app.conversations.models import Conversation, Delivery, Message
from crm_app.conversations.remarks import REMARK
from crm_app.kit.transaction import Transaction

SHOWN = 400
"""So many letters of a message are shown; the rest is in its conversation."""


async def written(tx: Transaction, contact_id: int, until: datetime, limit: int) -> list[Moment]:
    """Messages and notes, a note of the product's own with its remark; replies that were called back are none."""
    query = (
        select(
            Message.id, Message.sent_at, Message.direction, Message.channel, Message.author,
            func.substr(Message.text, 1, SHOWN), Message.details[REMARK].as_string(), Conversation.id,
            Conversation.subject,
        )
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.contact_id == contact_id, Message.sent_at <= until, Message.state != Delivery.UNDONE)
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [_moment(*row) for row in (await tx.session.exec(query)).all()]


def _moment(
    id_: int, at: datetime, direction: str, channel: str, author: str, text: str, remark: str | None,
    conversation_id: int, subject: str,
) -> Moment:  # fmt: skip
    facts = {"subject": subject, "remark": remark or ""}
    return Moment(at, "message", id_, str(direction), author, text, channel, conversation_id, facts)
