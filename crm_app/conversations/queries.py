"""Every read of one conversation: its thread, its files, what threading needs to know."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import func, select

from crm_app.conversations.models import Attachment, Conversation, Direction, Message
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Transaction

THREAD_LIMIT = 200


@dataclass(frozen=True)
class AttachmentView:
    id: int
    name: str
    media_type: str
    size: int
    stored_as: str
    state: str = "stored"
    problem: str = ""


@dataclass(frozen=True)
class MessageView:
    id: int
    direction: str
    channel: str
    author: str
    text: str
    quoted: str
    automatic: str
    state: str
    problem: str
    sentiment: float | None
    send_at: datetime | None
    sent_at: datetime
    warnings: tuple[str, ...]
    attachments: tuple[AttachmentView, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ConversationFacts:
    """A conversation as a record."""

    id: int
    contact_id: int
    channel: str
    subject: str
    status: str
    language: str
    category: str
    priority: str
    difficulty: str
    sentiment: float
    version: int


async def facts(tx: Transaction, conversation_id: int) -> ConversationFacts | None:
    row = (await tx.session.exec(select(Conversation).where(Conversation.id == conversation_id))).first()
    if row is None:
        return None
    return ConversationFacts(
        row.id, row.contact_id, row.channel, row.subject, str(row.status), row.language, row.category,
        row.priority, row.difficulty, row.sentiment, row.version,
    )  # fmt: skip


async def thread(tx: Transaction, conversation_id: int, limit: int = THREAD_LIMIT) -> list[MessageView]:
    """The newest messages of a conversation, oldest first, by the sender's clock and then by arrival."""
    query = select(Message).where(Message.conversation_id == conversation_id).order_by(Message.id.desc()).limit(limit)
    rows = (await tx.session.exec(query)).all()
    files = await _attachments(tx, [row.id for row in rows])
    views = [_message(row, files.get(row.id, [])) for row in rows]
    return sorted(views, key=lambda m: (m.sent_at, m.id))


async def page_of_thread(tx: Transaction, conversation_id: int, at: Page) -> tuple[list[MessageView], int]:
    """One page of a conversation's messages in the order of their arrival, and how many there are."""
    mine = Message.conversation_id == conversation_id
    total = (await tx.session.exec(select(func.count(Message.id)).where(mine))).one()
    query = select(Message).where(mine).order_by(Message.id).offset(at.start).limit(at.limit)
    rows = (await tx.session.exec(query)).all()
    files = await _attachments(tx, [row.id for row in rows])
    return [_message(row, files.get(row.id, [])) for row in rows], total


async def _attachments(tx: Transaction, message_ids: list[int]) -> dict[int, list[AttachmentView]]:
    query = select(Attachment).where(Attachment.message_id.in_(message_ids)).order_by(Attachment.id)
    found: dict[int, list[AttachmentView]] = {}
    for a in (await tx.session.exec(query)).all():
        found.setdefault(a.message_id, []).append(_file(a))
    return found


def _message(row: Message, files: list[AttachmentView]) -> MessageView:
    return MessageView(
        row.id, str(row.direction), row.channel, row.author, row.text, row.quoted, row.automatic, str(row.state),
        row.problem, row.sentiment, row.send_at, row.sent_at, tuple(row.headers.get("warnings", ())), tuple(files),
        row.details,
    )  # fmt: skip


async def attachment(tx: Transaction, attachment_id: int) -> AttachmentView | None:
    row = (await tx.session.exec(select(Attachment).where(Attachment.id == attachment_id))).first()
    return _file(row) if row else None


def _file(row: Attachment) -> AttachmentView:
    return AttachmentView(
        row.id, row.name, row.media_type, row.size, row.stored_as, str(row.state), row.problem
    )  # fmt: skip


async def last_message_id(tx: Transaction, conversation_id: int) -> int:
    """The newest message that a customer or an agent sees as part of the talk."""
    query = select(func.max(Message.id)).where(
        Message.conversation_id == conversation_id, Message.direction != Direction.NOTE
    )
    return (await tx.session.exec(query)).one() or 0


async def last_inbound(tx: Transaction, conversation_id: int) -> Message | None:
    """The customer's newest message; what a machine sent in their name is none."""
    inbound = (Message.direction == Direction.INBOUND, Message.automatic == "")
    query = (
        select(Message).where(Message.conversation_id == conversation_id, *inbound).order_by(Message.id.desc()).limit(1)
    )
    return (await tx.session.exec(query)).first()


async def known_messages(tx: Transaction, external_ids: list[str]) -> list[tuple[str, int, int]]:
    """For threading: (id of the message, its conversation, the conversation's contact)."""
    query = (
        select(Message.external_id, Conversation.id, Conversation.contact_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.external_id.in_(external_ids))
    )
    return [*(await tx.session.exec(query)).all()]


async def contact_of(tx: Transaction, conversation_id: int) -> int | None:
    query = select(Conversation.contact_id).where(Conversation.id == conversation_id)
    return (await tx.session.exec(query)).first()
