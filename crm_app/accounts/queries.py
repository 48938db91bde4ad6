"""Every read about workspaces, members and keys."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from crm_app.accounts.models import ApiKey, AuditEntry, Login, Member, Workspace
from crm_app.accounts.regions import region_of
from crm_app.kit import security
from crm_app.kit.errors import NotFound
from crm_app.kit.transaction import Actor, Transaction, above_walls

OWN = "workspace"
"""Under this name a session keeps the row of its workspace."""


@dataclass(frozen=True)
class WorkspaceView:
    id: int
    slug: str
    name: str
    industry: str
    language: str
    time_zone: str
    currency: str
    voice: str
    business_hours: dict[str, Any]
    settings: dict[str, Any]
    created_at: datetime
    paused_at: datetime | None

    @property
    def region(self) -> str:
        """The country (ISO 3166) where it keeps its hours; "" where they are in none."""
        return region_of(self.time_zone)


@dataclass(frozen=True)
class MemberView:
    id: int
    name: str
    email: str
    role: str
    language: str
    theme: str
    disabled: bool


@dataclass(frozen=True)
class ApiKeyView:
    id: int
    name: str
    prefix: str
    created_at: datetime
    revoked: bool
    expires_at: datetime | None = None


@dataclass(frozen=True)
class AuditView:
    at: datetime
    actor: str
    action: str
    subject: str
    subject_id: str
    changes: dict[str, Any]


@dataclass(frozen=True, repr=False)
class Credentials:
    """What a sign-in is checked against."""

    member_id: int
    workspace_id: int
    password_hash: str | None


async def credentials(session: AsyncSession, email: str) -> Credentials | None:
    """Those of an active member. The check is slow on purpose, so it comes after this session is closed."""
    query = select(Member).where(Member.email == email.strip().casefold(), Member.disabled_at.is_(None))
    member = (await session.exec(query)).first()
    return Credentials(member.id, member.workspace_id, member.password_hash) if member else None


async def actor_of_login(session: AsyncSession, token: str, now: datetime) -> Actor | None:
    """Who a cookie's token belongs to."""
    query = (
        select(Member)
        .join(Login, Login.member_id == Member.id)
        .where(Login.token_hash == security.digest(token), Login.expires_at > now, Member.disabled_at.is_(None))
    )
    member = (await session.exec(query)).first() if token else None
    return actor_for(member) if member else None


async def actor_of_key(session: AsyncSession, key: str, now: datetime) -> Actor | None:
    """Who an API key belongs to; nobody once it was revoked, or a newer one has taken its place for long enough."""
    query = select(ApiKey).where(ApiKey.key_hash == security.digest(key), in_force(now))
    row = (await session.exec(query)).first() if key else None
    return Actor(row.workspace_id, "api_key", f"key {row.prefix}") if row else None


def in_force(now: datetime) -> ColumnElement[bool]:
    """The condition that an API key opens something at an instant."""
    return ApiKey.revoked_at.is_(None) & (ApiKey.expires_at.is_(None) | (ApiKey.expires_at > now))


def actor_for(member: Member) -> Actor:
    """The actor that a member acts as."""
    return Actor(member.workspace_id, str(member.role), member.email, member.id, member.language)


async def workspaces(session: AsyncSession) -> list[WorkspaceView]:
    """All workspaces, for what runs above them."""
    return [_workspace(row) for row in (await session.exec(select(Workspace).order_by(Workspace.id))).all()]


async def everywhere() -> list[Actor]:
    """The product itself at work in every workspace, for what goes through them one after the other."""
    async with above_walls() as session:
        return [Actor.system(workspace.id) for workspace in await workspaces(session)]


async def workspace_by_slug(session: AsyncSession, slug: str) -> WorkspaceView | None:
    row = (await session.exec(select(Workspace).where(Workspace.slug == slug))).first()
    return _workspace(row) if row else None


async def workspace_exists(session: AsyncSession, workspace_id: int) -> bool:
    """Whether there is a workspace of this id."""
    return (await session.exec(select(Workspace.id).where(Workspace.id == workspace_id))).first() is not None


async def named_or_only(session: AsyncSession, slug: str) -> int | None:
    """The id of the workspace of that name; without a name, of the only one there is."""
    query = select(Workspace.id)
    found = (await session.exec(query.where(Workspace.slug == slug) if slug else query.limit(2))).all()
    return found[0] if len(found) == 1 else None


async def workspace(tx: Transaction) -> WorkspaceView:
    """The actor's own workspace, read once a transaction: everything asks for it."""
    row = tx.session.info.get(OWN)
    if row is None:
        row = (await tx.session.exec(select(Workspace).where(Workspace.id == tx.workspace_id))).one()
        tx.session.info[OWN] = row
    return _workspace(row)


def _workspace(row: Workspace) -> WorkspaceView:
    fields = {name: getattr(row, name) for name in WorkspaceView.__dataclass_fields__}
    return WorkspaceView(**fields)


async def members(tx: Transaction) -> list[MemberView]:
    """Everyone in the workspace, by name."""
    return [_member(m) for m in (await tx.session.exec(select(Member).order_by(Member.name))).all()]


async def member(tx: Transaction, member_id: int) -> MemberView | None:
    row = (await tx.session.exec(select(Member).where(Member.id == member_id))).first()
    return _member(row) if row else None


async def own_password(tx: Transaction) -> tuple[MemberView, str | None]:
    """The acting member, and what is stored of their password. Raises NotFound for whoever is no member."""
    row = (await tx.session.exec(select(Member).where(Member.id == (tx.actor.member_id or 0)))).first()
    if row is None:
        raise NotFound("member")
    return _member(row), row.password_hash


def _member(m: Member) -> MemberView:
    return MemberView(m.id, m.name, m.email, str(m.role), m.language, m.theme, m.disabled_at is not None)


async def api_keys(tx: Transaction) -> list[ApiKeyView]:
    """The workspace's keys, newest first."""
    rows = (await tx.session.exec(select(ApiKey).order_by(ApiKey.id.desc()))).all()
    return [ApiKeyView(k.id, k.name, k.prefix, k.created_at, k.revoked_at is not None, k.expires_at) for k in rows]


async def audit(tx: Transaction, subject: str, subject_id: object, limit: int = 50) -> list[AuditView]:
    """What happened to one thing, newest first."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.subject == subject, AuditEntry.subject_id == str(subject_id))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    rows = (await tx.session.exec(query)).all()
    return [AuditView(r.at, r.actor, r.action, r.subject, r.subject_id, r.changes) for r in rows]
