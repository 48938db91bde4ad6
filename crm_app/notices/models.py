"""Letters to our own members: one row for each, under a key that is sent once."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import BigId, WorkspaceOwned, instant, same_workspace


class NoticeState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Notice(WorkspaceOwned, table=True):
    """A letter to a member. `key` says what it is about: a second one under the same key is the same letter."""

    __table_args__ = (same_workspace("member_id", "member"), sa.UniqueConstraint("workspace_id", "key"))

    key: str = Field(max_length=120)
    member_id: int = Field(sa_type=BigId)
    subject: str = Field(max_length=300)
    text: str = ""
    state: NoticeState = Field(default=NoticeState.QUEUED, sa_type=sa.String(10))
    problem: str = Field(default="", max_length=500)
    created_at: datetime = instant()
    sent_at: datetime | None = instant(nullable=True)
