"""What models were asked and what it cost; the month's sum; answers kept for the same question."""

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import BigId, WorkspaceOwned, instant


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


class MonthUse(WorkspaceOwned, table=True):
    """What a month (`2026-11`) has used, and what calls under way may use at most. Money in millionths of a dollar."""

    __tablename__ = "month_use"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "month"),)

    month: str = Field(max_length=7)
    tokens: int = Field(default=0, sa_type=sa.BigInteger)
    micros: int = Field(default=0, sa_type=sa.BigInteger)
    tokens_reserved: int = Field(default=0, sa_type=sa.BigInteger)
    micros_reserved: int = Field(default=0, sa_type=sa.BigInteger)
    warned_at: datetime | None = instant(nullable=True)
    spent_at: datetime | None = instant(nullable=True)


class Reservation(WorkspaceOwned, table=True):
    """What one call under way has set aside. One whose process died is freed after a while."""

    __tablename__ = "model_reservation"
    __table_args__ = (sa.Index("ix_model_reservation_at", "workspace_id", "at"),)

    month_use_id: int = Field(sa_type=BigId)
    tokens: int = Field(sa_type=sa.BigInteger)
    micros: int = Field(sa_type=sa.BigInteger)
    at: datetime = instant()


class KeptAnswer(WorkspaceOwned, table=True):
    """The exact cache: the SHA-256 of a whole question, and its answer."""

    __tablename__ = "kept_answer"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "question_hash"),)

    question_hash: str = Field(max_length=64)
    answer: str = ""
    at: datetime = instant()
