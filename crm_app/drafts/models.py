"""Replies that the software wrote and a person sends, edits or drops."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import BigId, WorkspaceOwned, document, instant, reachable, same_workspace


class DraftState(StrEnum):
    WRITING = "writing"
    READY = "ready"
    SENT = "sent"
    DROPPED = "dropped"


class Draft(WorkspaceOwned, table=True):
    """A draft for one inbound message. `content` is what stands in the editor, `original` what was written first."""

    __table_args__ = (
        reachable(),
        sa.UniqueConstraint("workspace_id", "conversation_id", "for_message_id"),
        same_workspace("conversation_id", "conversation"),
    )

    conversation_id: int = Field(sa_type=BigId)
    for_message_id: int = Field(sa_type=BigId)
    state: DraftState = Field(default=DraftState.WRITING, sa_type=sa.String(10))
    content: str = ""
    original: str = ""
    channel: str = Field(default="", max_length=20)
    language: str = Field(default="", max_length=10)
    tone: str = Field(default="", max_length=60)
    reasoning: str = ""
    personalization: dict[str, bool] = document(dict)
    claims: list[dict[str, Any]] = document(list)
    confirmed: list[str] = document(list)
    rests_on: list[str] = document(list)
    engine: str = Field(default="offline", max_length=60)
    variant: int = 0
    sent_as: int | None = Field(default=None, sa_type=BigId, description="the message that it became")
    edit: str = Field(default="", max_length=20, description="unchanged, edited or rewritten, once sent")
    similarity: float | None = None
    created_at: datetime = instant()
    updated_at: datetime = instant()
