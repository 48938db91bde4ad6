"""People outside, what they bought, and the handles by which they are known."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import BigId, WorkspaceOwned, document, instant, reachable, same_workspace


class Contact(WorkspaceOwned, table=True):
    """A person outside. `merged_into` is who they turned out to be: such a row is kept only to be parted again."""

    __table_args__ = (
        reachable(),
        sa.UniqueConstraint("workspace_id", "external_id"),
        same_workspace("merged_into", "contact"),
        sa.Index("ix_contact_sorted", "workspace_id", "merged_into", "sort_name", "id"),
    )

    external_id: str | None = Field(default=None, max_length=200)
    name: str = Field(default="", max_length=200)
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=32)
    address: str = Field(default="", max_length=500)
    lifetime_value: float = 0.0
    churn_risk: float = 0.0
    segments: list[str] = document(list)
    vip: bool = False
    customer_since: datetime | None = instant(nullable=True)
    told_at: datetime | None = instant(nullable=True)
    sort_name: str = Field(default="", max_length=60, description="folded; where the contact stands in the list")
    merged_into: int | None = Field(default=None, sa_type=BigId)
    created_at: datetime = instant()


class Handle(WorkspaceOwned, table=True):
    """One address by which a contact is known; unique in the workspace, so that nobody is doubled."""

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "kind", "value"),
        same_workspace("contact_id", "contact"),
        sa.Index("ix_handle_contact", "workspace_id", "contact_id"),
    )

    kind: str = Field(
        max_length=20,
        description="email, phone, visitor, whatsapp (user id), telegram (user id) or external (a second outside id)",
    )
    value: str = Field(max_length=254)
    contact_id: int = Field(sa_type=BigId)
    opted_out_at: datetime | None = instant(nullable=True)
    opt_out_reason: str = Field(default="", max_length=100)
    unreachable: str = Field(default="", max_length=200, description="why nothing arrives there, as the provider said")


class Order(WorkspaceOwned, table=True):
    """What a contact bought. `events` are the carrier's: [{at, place, text}], oldest first; `told_at` is as of when the
    shop last told of it, by its own clock."""

    __tablename__ = "shop_order"
    __table_args__ = (
        reachable(),
        sa.UniqueConstraint("workspace_id", "external_id"),
        same_workspace("contact_id", "contact"),
        sa.Index("ix_shop_order_number", "workspace_id", "number"),
        sa.Index("ix_shop_order_contact", "workspace_id", "contact_id"),
    )

    external_id: str = Field(max_length=200)
    number: str = Field(max_length=60)
    contact_id: int = Field(sa_type=BigId)
    total: Decimal | None = Field(default=None, sa_type=sa.Numeric(14, 2, asdecimal=True))
    currency: str = Field(max_length=3)
    status: str = Field(default="placed", max_length=40)
    carrier: str = Field(default="", max_length=60)
    tracking_number: str = Field(default="", max_length=60)
    address: str = Field(default="", max_length=500)
    items: list[str] = document(list)
    events: list[dict[str, Any]] = document(list)
    placed_at: datetime | None = instant(nullable=True)
    expected_at: datetime | None = instant(nullable=True)
    told_at: datetime | None = instant(nullable=True)
    updated_at: datetime = instant()


class ContactText(WorkspaceOwned, table=True):
    """The folded words of a contact, kept for search; `id` is the contact's."""

    __tablename__ = "contact_text"
    __table_args__ = (same_workspace("id", "contact"),)

    body: str = ""


class ContactKey(WorkspaceOwned, table=True):
    """What a contact shares with those it may be the same as (`blocking.py`)."""

    __tablename__ = "contact_key"
    __table_args__ = (
        same_workspace("contact_id", "contact"),
        sa.Index("ix_contact_key_shared", "workspace_id", "key", "contact_id"),
        sa.Index("ix_contact_key_contact", "workspace_id", "contact_id", "key"),
    )

    contact_id: int = Field(sa_type=BigId)
    key: str = Field(max_length=40)


class Decision(StrEnum):
    """What a person made of a suggestion."""

    OPEN = "open"
    MERGED = "merged"
    DISMISSED = "dismissed"


class DuplicateSuggestion(WorkspaceOwned, table=True):
    """Two contacts that may be the same, with the reasons: [{kind, weight, figure}]. `first_id` is the lower id."""

    __tablename__ = "duplicate_suggestion"
    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "first_id", "second_id"),
        same_workspace("first_id", "contact"),
        same_workspace("second_id", "contact"),
        sa.Index("ix_duplicate_suggestion_state", "workspace_id", "state", "score", "id"),
        sa.Index("ix_duplicate_suggestion_second", "workspace_id", "second_id"),
    )

    first_id: int = Field(sa_type=BigId)
    second_id: int = Field(sa_type=BigId)
    score: float
    reasons: list[dict[str, Any]] = document(list)
    state: Decision = Field(default=Decision.OPEN, sa_type=sa.String(10))
    found_at: datetime = instant()
    decided_at: datetime | None = instant(nullable=True)
    decided_by: str = Field(default="", max_length=200)


class Merge(WorkspaceOwned, table=True):
    """Two contacts made one. `moved` names the rows that changed hands, by kind; `changed` the fields of the one that
    stayed, before and after: what an undo needs to part them again."""

    __table_args__ = (
        reachable(),
        same_workspace("keep_id", "contact"),
        same_workspace("gone_id", "contact"),
        sa.Index("ix_merge_keep", "workspace_id", "keep_id"),
        sa.Index("ix_merge_gone", "workspace_id", "gone_id"),
    )

    keep_id: int = Field(sa_type=BigId)
    gone_id: int = Field(sa_type=BigId)
    moved: dict[str, list[int]] = document(dict)
    changed: dict[str, list[Any]] = document(dict)
    merged_by: str = Field(default="", max_length=200)
    at: datetime = instant()
    undone_by: str = Field(default="", max_length=200)
    undone_at: datetime | None = instant(nullable=True)
