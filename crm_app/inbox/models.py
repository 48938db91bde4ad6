"""The words that a team watches for."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import BigId, WorkspaceOwned, instant


class TopicAlert(WorkspaceOwned, table=True):
    """A word or phrase; conversations that hold it rise for everyone, so that there is one order."""

    __tablename__ = "topic_alert"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "folded"),)

    phrase: str = Field(max_length=100)
    folded: str = Field(max_length=100)
    member_id: int | None = Field(default=None, sa_type=BigId)
    created_at: datetime = instant()
