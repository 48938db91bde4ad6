"""Possible sales: what is known of each and from which words, how each moved, and who was called to help."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.conversations.models import only
from crm_app.kit.table import BigId, WorkspaceOwned, document, instant, reachable, same_workspace


class Lifecycle(StrEnum):
    """How far the talk has got; who may follow whom stands in `lifecycle.py`."""

    NEW = "NEW"
    QUALIFYING = "QUALIFYING"
    QUALIFIED = "QUALIFIED"
    APPOINTMENT_BOOKED = "APPOINTMENT_BOOKED"
    HANDED_OFF = "HANDED_OFF"
    NURTURING = "NURTURING"
    DISQUALIFIED = "DISQUALIFIED"


class Temperature(StrEnum):
    HOT = "HOT"
    WARM = "WARM"
    COLD = "COLD"
    UNSCORED = "UNSCORED"


class FactName(StrEnum):
    """What can be known of a lead."""

    SERVICE_INTEREST = "service_interest"
    BUDGET = "budget"
    URGENCY = "urgency"
    TIMELINE = "timeline"
    DECISION_MAKER = "decision_maker"
    LOCATION = "location"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"


def _member(column: str) -> sa.ForeignKeyConstraint:
    """A member of the same workspace, or nobody; a member who leaves is disabled, never deleted."""
    return sa.ForeignKeyConstraint(["workspace_id", column], ["member.workspace_id", "member.id"])


class Lead(WorkspaceOwned, table=True):
    """A possible sale. One conversation makes at most one; a lead entered by a program may have none yet."""

    __table_args__ = (
        reachable(),
        sa.UniqueConstraint("workspace_id", "external_id"),
        sa.UniqueConstraint("workspace_id", "conversation_id"),
        same_workspace("contact_id", "contact"),
        same_workspace("conversation_id", "conversation"),
        _member("owner_id"),
        sa.Index("ix_lead_temperature", "workspace_id", "temperature", "score"),
        sa.Index("ix_lead_lifecycle", "workspace_id", "lifecycle"),
        sa.Index("ix_lead_contact", "workspace_id", "contact_id"),
        sa.Index("ix_lead_follow_up", "workspace_id", "next_follow_up"),
    )

    contact_id: int = Field(sa_type=BigId)
    conversation_id: int | None = Field(default=None, sa_type=BigId)
    source: str = Field(max_length=20, description="the channel it came by")
    external_id: str | None = Field(default=None, max_length=200, description="a program's own id for it")
    lifecycle: Lifecycle = Field(default=Lifecycle.NEW, sa_type=sa.String(20))
    temperature: Temperature = Field(default=Temperature.UNSCORED, sa_type=sa.String(10))
    score: float = Field(default=0.0, description="0 to 1")
    confidence: float = Field(default=0.0, description="0 to 1: how sure the score is")
    reasons: list[dict[str, Any]] = document(list)
    exchanges: int = Field(default=0, description="messages of the lead that were understood")
    unclear: int = Field(default=0, description="of those, how many in a row told nothing")
    ask: str = Field(default="", max_length=20, description="the fact to ask for next")
    asked: str = Field(default="", max_length=20, description="the fact that our last message asked for")
    asked_before: list[str] = document(list)
    assessed_message_id: int | None = Field(default=None, sa_type=BigId, description="the newest message understood")
    stopped: str = Field(default="", max_length=20, description="why no more is asked: refused, lost, person, stop")
    owner_id: int | None = Field(default=None, sa_type=BigId)
    next_follow_up: datetime | None = instant(nullable=True)
    version: int = 1
    created_at: datetime = instant()
    updated_at: datetime = instant()


class LeadFact(WorkspaceOwned, table=True):
    """One thing known of a lead, with the words it rests on. `corrected`: a person or a program said so, and it stays;
    `corrected_by`: the member who did."""

    __tablename__ = "lead_fact"
    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "lead_id", "name"),
        same_workspace("lead_id", "lead"),
        same_workspace("message_id", "message"),
        _member("corrected_by"),
    )

    lead_id: int = Field(sa_type=BigId)
    name: FactName = Field(sa_type=sa.String(20))
    value: dict[str, Any] = document(dict)
    confidence: float = 0.0
    message_id: int | None = Field(default=None, sa_type=BigId)
    quote: str = ""
    corrected: bool = False
    corrected_by: int | None = Field(default=None, sa_type=BigId)
    updated_at: datetime = instant()


class LeadMove(WorkspaceOwned, table=True):
    """One step of a lead's lifecycle: from where to where, why, and who or what made it."""

    __tablename__ = "lead_move"
    __table_args__ = (same_workspace("lead_id", "lead"), sa.Index("ix_lead_move_lead", "workspace_id", "lead_id", "id"))

    lead_id: int = Field(sa_type=BigId)
    before: str = Field(default="", max_length=20)
    after: Lifecycle = Field(sa_type=sa.String(20))
    reason: str = Field(default="", max_length=500)
    by: str = Field(max_length=200, description="a member's address, a program's key, or system")
    at: datetime = instant()


class Escalation(WorkspaceOwned, table=True):
    """A conversation that needs a person: what called for one, who was called, and when they came."""

    __table_args__ = (
        reachable(),
        same_workspace("conversation_id", "conversation"),
        same_workspace("lead_id", "lead"),
        _member("assigned_id"),
        _member("acknowledged_by"),
        sa.Index("ix_escalation_conversation", "workspace_id", "conversation_id"),
        sa.Index("uq_escalation_open", "workspace_id", "conversation_id", unique=True, **only("closed_at IS NULL")),
        sa.Index("ix_escalation_open", "workspace_id", "closed_at", "due_at"),
    )

    conversation_id: int = Field(sa_type=BigId)
    lead_id: int | None = Field(default=None, sa_type=BigId)
    message_id: int | None = Field(default=None, sa_type=BigId, description="the message that called for a person")
    kind: str = Field(max_length=20, description="what called: see conversations/escalation.py, or hand")
    quote: str = Field(default="", max_length=500, description="the words that called for a person")
    reason: str = Field(default="", max_length=500, description="a code with its figure, as in escalation.py")
    assigned_id: int | None = Field(default=None, sa_type=BigId)
    called: list[int] = document(list)  # in this round, which begins anew with whoever is called again
    urgent: bool = Field(default=False, description="a person was promised within minutes")
    passes: int = Field(default=0, description="how often it was passed on; a reminder that is behind does nothing")
    created_at: datetime = instant()
    due_at: datetime | None = instant(nullable=True)
    acknowledged_at: datetime | None = instant(nullable=True)
    acknowledged_by: int | None = Field(default=None, sa_type=BigId)
    closed_at: datetime | None = instant(nullable=True)
