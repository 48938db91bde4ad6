"""Workspaces, the members who work in them, their sign-ins, API keys, and the audit of every change."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from crm_app.kit.table import BigId, WorkspaceOwned, document, instant, reachable, same_workspace


class Role(StrEnum):
    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"


class Workspace(SQLModel, table=True):
    """The tenant. The REST API calls it client."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    slug: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=200)
    industry: str = Field(default="", max_length=60)
    language: str = Field(default="en", max_length=8)
    time_zone: str = Field(default="UTC", max_length=60)
    currency: str = Field(default="USD", max_length=3)
    voice: str = Field(default="", max_length=2000, description="How the workspace sounds, and how it signs.")
    business_hours: dict[str, Any] = document(dict)
    settings: dict[str, Any] = document(dict)
    created_at: datetime = instant()
    paused_at: datetime | None = instant(nullable=True)


class Member(WorkspaceOwned, table=True):
    """A user in a workspace."""

    __table_args__ = (reachable(),)

    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=200)
    role: Role = Field(sa_type=sa.String(20))
    password_hash: str | None = Field(default=None, max_length=200)
    language: str = Field(default="en", max_length=8)
    theme: str = Field(default="system", max_length=8)
    created_at: datetime = instant()
    seen_at: datetime | None = instant(nullable=True)
    disabled_at: datetime | None = instant(nullable=True)


class Login(WorkspaceOwned, table=True):
    """A browser that is signed in; the cookie's token is kept as its SHA-256."""

    __table_args__ = (same_workspace("member_id", "member"),)

    token_hash: str = Field(unique=True, max_length=64)
    member_id: int = Field(sa_type=BigId, index=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()


class ApiKey(WorkspaceOwned, table=True):
    """A program's key, shown once, kept as its SHA-256."""

    __tablename__ = "api_key"
    __table_args__ = (reachable(),)

    name: str = Field(max_length=100)
    prefix: str = Field(max_length=16)
    key_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = instant()
    expires_at: datetime | None = instant(nullable=True)
    revoked_at: datetime | None = instant(nullable=True)


class AuditEntry(WorkspaceOwned, table=True):
    """Who changed what, and when."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_subject", "workspace_id", "subject", "subject_id"),)

    at: datetime = instant()
    actor: str = Field(max_length=200)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=40)
    subject_id: str = Field(max_length=60)
    changes: dict[str, Any] = document(dict)


ABOVE_WALLS = {"workspace", "member", "login", "api_key", "channel_account"}
"""Tables read before it is known whose they are (sign-in, keys, webhooks): no row-level security on them."""
