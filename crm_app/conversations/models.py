"""Threads, their messages, and the ledger of everything that came in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import BigId, WorkspaceOwned, document, instant, reachable, same_workspace


def only(condition: str) -> dict[str, sa.TextClause]:
    """Arguments that make an index partial on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


class Status(StrEnum):
    OPEN = "open"
    PENDING = "pending"
    CLOSED = "closed"


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    NOTE = "note"


class Delivery(StrEnum):
    """How far a message has got; only moves forward (see `delivery.py`)."""

    RECEIVED = "received"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    UNDONE = "undone"


class Conversation(WorkspaceOwned, table=True):
    """One thread with one contact on one channel. The REST API's ticket.

    `standing` is the part of the score that does not move with time, `band` its whole part; with `waiting_since` and
    `reply_due` they give the exact order without a scan (`inbox/ordering.py`).
    """

    __table_args__ = (
        reachable(),
        sa.UniqueConstraint("workspace_id", "external_id"),
        same_workspace("contact_id", "contact"),
        sa.ForeignKeyConstraint(["workspace_id", "assignee_id"], ["member.workspace_id", "member.id"]),
        sa.Index("ix_conversation_due", "workspace_id", "status", "band", "reply_due"),
        sa.Index("ix_conversation_waiting", "workspace_id", "status", "band", "waiting_since"),
        sa.Index("ix_conversation_idle", "workspace_id", "status", "standing", "id", **only("waiting_since IS NULL")),
        sa.Index("ix_conversation_alerted", "workspace_id", "status", **only("alerted")),
        sa.Index("ix_conversation_channel", "workspace_id", "status", "channel"),
        sa.Index("ix_conversation_contact", "workspace_id", "contact_id", "channel"),
        sa.Index("ix_conversation_handle", "workspace_id", "channel", "handle"),
        sa.Index("ix_conversation_snoozed", "snoozed_until"),
    )

    external_id: str | None = Field(default=None, max_length=200)
    contact_id: int = Field(sa_type=BigId)
    channel: str = Field(max_length=20)
    handle: str = Field(default="", max_length=254, description="whom a messaging channel's replies go to")
    subject: str = Field(default="", max_length=500)
    preview: str = Field(default="", max_length=200)
    status: Status = Field(default=Status.OPEN, sa_type=sa.String(10))
    priority: str = Field(default="normal", max_length=10)
    difficulty: str = Field(default="normal", max_length=10)
    category: str = Field(default="other", max_length=40)
    category_confidence: float = 0.0
    sentiment: float = 0.5
    language: str = Field(default="en", max_length=10)
    assignee_id: int | None = Field(default=None, sa_type=BigId)
    snoozed_until: datetime | None = instant(nullable=True)
    waiting_since: datetime | None = instant(nullable=True)
    reply_due: datetime | None = instant(nullable=True)
    standing: float = 0.0
    band: int = 0
    alerted: bool = False
    alerts: list[str] = document(list)
    version: int = 1
    created_at: datetime = instant()
    last_message_at: datetime = instant()
    closed_at: datetime | None = instant(nullable=True)


class Message(WorkspaceOwned, table=True):
    """One inbound or outbound text, or an internal note.

    `details` is what a message holds beside its text: kind, location, contacts, reactions, earlier texts, and so on.
    """

    __table_args__ = (
        reachable(),
        same_workspace("conversation_id", "conversation"),
        sa.UniqueConstraint("workspace_id", "channel", "external_id"),
        sa.Index("ix_message_conversation", "workspace_id", "conversation_id", "id"),
    )

    conversation_id: int = Field(sa_type=BigId)
    direction: Direction = Field(sa_type=sa.String(10))
    channel: str = Field(max_length=20)
    external_id: str | None = Field(default=None, max_length=300, description="Message-ID or the provider's id")
    member_id: int | None = Field(default=None, sa_type=BigId)
    author: str = Field(default="", max_length=200)
    text: str = ""
    html: str = Field(default="", description="made safe on arrival")
    quoted: str = Field(default="", description="the history that the sender's program repeated, folded away")
    automatic: str = Field(default="", max_length=200, description="why this is no person's mail: never answered")
    state: Delivery = Field(default=Delivery.RECEIVED, sa_type=sa.String(10))
    problem: str = Field(default="", max_length=500)
    language: str = Field(default="", max_length=10)
    sentiment: float | None = None
    mentions: list[int] = document(list)
    headers: dict[str, Any] = document(dict)
    details: dict[str, Any] = document(dict)
    account_id: int | None = Field(default=None, sa_type=BigId, description="the channel account it came or left by")
    attempts: int = 0
    send_at: datetime | None = instant(nullable=True)
    sent_at: datetime = instant()
    created_at: datetime = instant()


class MessagePart(WorkspaceOwned, table=True):
    """One piece of an outgoing message, as long as its provider takes it and known to them under an id of theirs."""

    __tablename__ = "message_part"
    __table_args__ = (
        same_workspace("message_id", "message"),
        sa.UniqueConstraint("workspace_id", "message_id", "number"),
        sa.Index("ix_message_part_outside", "workspace_id", "outside_id"),
        sa.Index("ix_message_part_begun", "workspace_id", "begun_at"),
    )

    message_id: int = Field(sa_type=BigId)
    number: int = 1
    text: str = ""
    state: Delivery = Field(default=Delivery.QUEUED, sa_type=sa.String(10))
    problem: str = Field(default="", max_length=500)
    outside_id: str = Field(default="", max_length=300, description="the provider's id, once it is known")
    tries: int = 0
    begun_at: datetime | None = instant(nullable=True)


class DeliveryReport(WorkspaceOwned, table=True):
    """How far a provider says that a message of ours has got, under their id; kept, since it may come before their
    answer to the sending itself."""

    __tablename__ = "delivery_report"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "channel", "outside_id"),)

    channel: str = Field(max_length=20)
    outside_id: str = Field(max_length=300)
    state: Delivery = Field(sa_type=sa.String(10))
    problem: str = Field(default="", max_length=500)
    at: datetime = instant()


class FileState(StrEnum):
    PENDING = "pending"
    STORED = "stored"
    REFUSED = "refused"


class Attachment(WorkspaceOwned, table=True):
    """A file that came with a message, stored under a name of ours; on some channels it is fetched later."""

    __table_args__ = (
        same_workspace("message_id", "message"),
        sa.Index("ix_attachment_message", "workspace_id", "message_id"),
    )

    message_id: int = Field(sa_type=BigId)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int = Field(default=0, sa_type=sa.BigInteger, description="bytes; more than 2 GiB where it is only told of")
    stored_as: str = Field(default="", max_length=80)
    state: FileState = Field(default=FileState.STORED, sa_type=sa.String(10))
    problem: str = Field(default="", max_length=500, description="why there is nothing to see")
    source: dict[str, Any] = document(dict)


class IntakeState(StrEnum):
    WAITING = "waiting"
    STORED = "stored"
    REFUSED = "refused"


class Intake(WorkspaceOwned, table=True):
    """The ledger: one row for every delivery that was accepted or refused. received = stored + refused + waiting."""

    __table_args__ = (
        reachable(),
        sa.UniqueConstraint("workspace_id", "channel", "external_id"),
        sa.Index("ix_intake_state", "workspace_id", "state", "id"),
    )

    channel: str = Field(max_length=20)
    external_id: str = Field(max_length=300)
    payload: dict[str, Any] = document(dict)
    raw: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    state: IntakeState = Field(default=IntakeState.WAITING, sa_type=sa.String(10))
    reason: str = Field(default="", max_length=500)
    repeats: int = 0
    message_id: int | None = Field(default=None, sa_type=BigId)
    replays: int = 0
    received_at: datetime = instant()


class SearchText(WorkspaceOwned, table=True):
    """The folded words of a conversation, kept for search and topic alerts; `id` is the conversation's."""

    __tablename__ = "search_text"
    __table_args__ = (same_workspace("id", "conversation"),)

    body: str = ""


class Tally(WorkspaceOwned, table=True):
    """How many conversations there are of each kind, so that no page has to count them."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "status", "channel"),)

    status: str = Field(max_length=10)
    channel: str = Field(max_length=20)
    total: int = 0
