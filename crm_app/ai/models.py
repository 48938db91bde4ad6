"""What models were asked and what it cost; answers kept for the same question."""

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import WorkspaceOwned, instant


class ModelCall(WorkspaceOwned, table=True):
    """One line of the ledger. Never holds a text."""

    __tablename__ = "model_call"
    __table_args__ = (sa.Index("ix_model_call_at", "workspace_id", "at"),)

    at: datetime = instant()
    task: str = Field(max_length=40)
    provider: str = Field(max_length=40)
    model: str = Field(max_length=80)
    outcome: str = Field(max_length=40, description="answered, cached, resting, or what went wrong in a few words")
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Field(default=Decimal(0), sa_type=sa.Numeric(14, 6, asdecimal=True))
    milliseconds: int = 0


class KeptAnswer(WorkspaceOwned, table=True):
    """The exact cache: the SHA-256 of a whole question, and its answer."""

    __tablename__ = "kept_answer"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "question_hash"),)

    question_hash: str = Field(max_length=64)
    answer: str = ""
    at: datetime = instant()
