"""What was brought in from a file, how far it is, and every row that it touched."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import BigId, WorkspaceOwned, document, instant, reachable, same_workspace


class State(StrEnum):
    COUNTING = "counting"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


class Import(WorkspaceOwned, table=True):
    """One file. `mapping` gives columns by number their field; `counts` say before anything is written how many rows
    are new, here already and unusable. `own` are our addresses: mail from them is outbound.

    done = added + changed + skipped + refused.
    """

    __tablename__ = "import_run"
    __table_args__ = (reachable(),)

    kind: str = Field(max_length=20)
    file_name: str = Field(max_length=200)
    stored_as: str = Field(default="", max_length=80)
    size: int = Field(default=0, sa_type=BigId, description="bytes")
    layout: dict[str, Any] = document(dict)
    mapping: dict[str, str] = document(dict)
    samples: list[list[str]] = document(list)
    existing: str = Field(default="fill", max_length=10)
    day_first: bool = True
    own: list[str] = document(list)
    drafts: bool = Field(default=False, description="whether drafts are written for what waits for a reply")
    state: State = Field(default=State.COUNTING, sa_type=sa.String(10))
    turn: int = Field(default=0, description="grows with every change of mind, so that older work knows it is over")
    preview: list[dict[str, Any]] = document(list)
    counts: dict[str, int] = document(dict)
    total: int = 0
    done: int = 0
    added: int = 0
    changed: int = 0
    skipped: int = 0
    refused: int = 0
    refusals: list[list[Any]] = document(list)
    undone: int = 0
    kept: int = 0
    keepings: list[list[Any]] = document(list)
    problem: str = Field(default="", max_length=500)
    who: str = Field(default="", max_length=254)
    created_at: datetime = instant()
    started_at: datetime | None = instant(nullable=True)
    ended_at: datetime | None = instant(nullable=True)


class ImportTouch(WorkspaceOwned, table=True):
    """A row that an import added (`before` is null) or changed."""

    __tablename__ = "import_touch"
    __table_args__ = (
        same_workspace("import_id", "import_run"),
        sa.Index("ix_import_touch_import", "workspace_id", "import_id", "id"),
    )

    import_id: int = Field(sa_type=BigId)
    subject: str = Field(max_length=40)
    subject_id: int = Field(sa_type=BigId)
    before: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    after: dict[str, Any] = document(dict)
