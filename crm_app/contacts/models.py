"""People outside, what they bought, and the handles by which they are known."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.kit.table import BigId, WorkspaceOwned, document, instant, reachable, same_workspace


class Contact(WorkspaceOwned, table=True):
    """A person outside."""

    __table_args__ = (reachable(), sa.UniqueConstraint("workspace_id", "external_id"))

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
    created_at: datetime = instant()


class Handle(WorkspaceOwned, table=True):
    """One address by which a contact is known; unique in the workspace, so that nobody is doubled."""

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "kind", "value"),
        same_workspace("contact_id", "contact"),
        sa.Index("ix_handle_contact", "workspace_id", "contact_id"),
    )

    kind: str = Field(max_length=20, description="email, phone, visitor, whatsapp (user id) or telegram (user id)")
    value: str = Field(max_length=254)
    contact_id: int = Field(sa_type=BigId)
    opted_out_at: datetime | None = instant(nullable=True)
    opt_out_reason: str = Field(default="", max_length=100)


class Order(WorkspaceOwned, table=True):
    """What a contact bought. `events` are the carrier's: [{at, place, text}], oldest first."""

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
    currency: str = Field(default="USD", max_length=3)
    status: str = Field(default="placed", max_length=40)
    carrier: str = Field(default="", max_length=60)
    tracking_number: str = Field(default="", max_length=60)
    address: str = Field(default="", max_length=500)
    items: list[str] = document(list)
    events: list[dict[str, Any]] = document(list)
    placed_at: datetime | None = instant(nullable=True)
    expected_at: datetime | None = instant(nullable=True)
    updated_at: datetime = instant()
