"""What the workspace knows and may tell: passages of its own documents."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import WorkspaceOwned, instant


class Passage(WorkspaceOwned, table=True):
    """A piece of a document, short enough to be quoted. `body` holds the folded words for search."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "source", "position"),)

    source: str = Field(max_length=200)
    title: str = Field(max_length=200)
    position: int = 0
    language: str = Field(default="en", max_length=8)
    text: str = ""
    body: str = ""
    created_at: datetime = instant()
