"""Every write about workspaces, members, keys and sign-ins."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import delete, select, update

from crm_app.accounts import passwords
from crm_app.accounts.events import HoursChanged, WorkspaceActivated, WorkspacePaused
from crm_app.accounts.models import ApiKey, AuditEntry, Login, Member, Role, Workspace
from crm_app.accounts.permissions import require
from crm_app.accounts.queries import Credentials, in_force
from crm_app.kit import security
from crm_app.kit.errors import Conflict, Forbidden, Invalid, NotFound
from crm_app.kit.transaction import Transaction

LOGIN_LASTS = timedelta(days=14)
LANGUAGES = ("en", "ar", "es")


def record(tx: Transaction, action: str, subject: str, subject_id: object, **changes: Any) -> None:
    """Write into the audit who did what; `changes` holds ids, settings and states, never message texts."""
    row = AuditEntry(
        at=tx.now, actor=tx.actor.label, action=action, subject=subject, subject_id=str(subject_id), changes=changes
    )
    tx.session.add(row)


async def create_workspace(session: AsyncSession, *, slug: str, name: str, now: datetime, **traits: Any) -> Workspace:
    """Open a workspace. Slug: lower-case letters, digits and dashes."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,58}", slug):
        raise Invalid("slug", "The short name uses lower-case letters, digits and dashes.")
    if (await session.exec(select(Workspace.id).where(Workspace.slug == slug))).first():
        raise Conflict("slug_taken", "A workspace named {slug} exists already.", slug=slug)
    workspace = Workspace(slug=slug, name=name, created_at=now, **traits)
    session.add(workspace)
    await session.flush()
    return workspace


async def invite_member(tx: Transaction, *, email: str, name: str, role: str, hashed: str) -> Member:
    """Add a member who signs in with a password, `hashed` by `password_hash` before the transaction was opened."""
    require(tx.actor, "members.write")
    email = await free_email(tx.session, email)
    if role not in set(Role):
        raise Invalid("role", "The role is agent, manager or admin.")
    member = Member(
        email=email,
        name=name.strip() or email,
        role=Role(role),
        password_hash=hashed,
        created_at=tx.now,
    )
    tx.session.add(member)
    await tx.session.flush()
    record(tx, "member.invited", "member", member.id, role=role)
    return member


async def password_hash(password: str, email: str, name: str) -> str:
    """What is stored of a new password; Invalid when it is not good enough. Slow: SQLite's only writer must not wait
    for it, so it comes before a transaction."""
    verdict = passwords.judge(password, normal_email(email), name)
    if not verdict.ok:
        raise Invalid("password", verdict.reason, shortest=passwords.SHORTEST, longest=passwords.LONGEST)
    return await security.hash_password(password)


async def free_email(session: AsyncSession, email: str) -> str:
    """The address in its normal form, when nobody signs in with it yet; raises AppError."""
    email = normal_email(email)
    if (await session.exec(select(Member.id).where(Member.email == email))).first():
        raise Conflict("email_taken", "Someone signs in with this address already.")
    return email


async def change_role(tx: Transaction, member_id: int, role: str) -> None:
    """Give a member another role; the last admin keeps theirs."""
    require(tx.actor, "members.write")
    member = await _member(tx, member_id)
    if role not in set(Role):
        raise Invalid("role", "The role is agent, manager or admin.")
    if role != Role.ADMIN:
        await _keep_an_admin(tx, member)
    record(tx, "member.role_changed", "member", member.id, before=member.role, after=role)
    member.role = Role(role)


async def disable_member(tx: Transaction, member_id: int) -> None:
    """Sign a member out everywhere and let them in no more; what they wrote stays."""
    require(tx.actor, "members.write")
    member = await _member(tx, member_id)
    await _keep_an_admin(tx, member)
    member.disabled_at = tx.now
    for login in (await tx.session.exec(select(Login).where(Login.member_id == member.id))).all():
        await tx.session.delete(login)
    record(tx, "member.disabled", "member", member.id)


async def enable_member(tx: Transaction, member_id: int) -> Member:
    """Let a disabled member in again, with the role and password they had."""
    require(tx.actor, "members.write")
    member = await _member(tx, member_id)
    member.disabled_at = None
    record(tx, "member.enabled", "member", member.id)
    return member


async def set_own_password(tx: Transaction, *, before: str | None, after: str, token: str) -> None:
    """Store the acting member's new password hash in place of `before`, and end their logins but the one of `token`."""
    require(tx.actor, "profile.write")
    member = await _member(tx, tx.actor.member_id or 0)
    if member.password_hash != before:
        raise Conflict("password_changed", "Your password was changed elsewhere at this moment. Sign in with that one.")
    member.password_hash = after
    others = delete(Login).where(Login.member_id == member.id, Login.token_hash != security.digest(token))
    await tx.session.exec(others)
    record(tx, "member.password_changed", "member", member.id)


async def _member(tx: Transaction, member_id: int) -> Member:
    member = (await tx.session.exec(select(Member).where(Member.id == member_id))).first()
    if not member:
        raise NotFound("member")
    return member


async def _keep_an_admin(tx: Transaction, leaving: Member) -> None:
    # All of them are locked, in one order: of two who put each other out, the second finds that one is left.
    admins = select(Member.id).where(Member.role == Role.ADMIN, Member.disabled_at.is_(None)).order_by(Member.id)
    if (await tx.session.exec(admins.with_for_update())).all() == [leaving.id]:
        raise Forbidden("This is the last admin of the workspace. Make someone else an admin first.")


async def set_profile(tx: Transaction, *, language: str | None = None, theme: str | None = None) -> None:
    """A member's own language and theme."""
    require(tx.actor, "profile.write")
    if language is not None and language not in LANGUAGES:
        raise Invalid("language", "The interface speaks English, Arabic and Spanish.")
    if theme is not None and theme not in ("light", "dark", "system"):
        raise Invalid("theme", "The theme is light, dark or system.")
    member = await _member(tx, tx.actor.member_id or 0)
    member.language = language or member.language
    member.theme = theme or member.theme


async def create_api_key(tx: Transaction, name: str) -> tuple[ApiKey, str]:
    """A new key and its text, which is shown this once."""
    require(tx.actor, "keys.write")
    if not name.strip():
        raise Invalid("name", "Give the key a name, so that you know later what uses it.")
    key, text = _new_key(tx, name.strip())
    await tx.session.flush()
    record(tx, "api_key.created", "api_key", key.id, name=key.name)
    return key, text


async def revoke_api_key(tx: Transaction, key_id: int) -> None:
    """Stop a key at once."""
    require(tx.actor, "keys.write")
    key = (await tx.session.exec(select(ApiKey).where(ApiKey.id == key_id))).first()
    if not key:
        raise NotFound("API key")
    key.revoked_at = key.revoked_at or tx.now
    record(tx, "api_key.revoked", "api_key", key.id)


async def rotate_api_key(
    tx: Transaction, *, key_id: int | None = None, presented: str = "", overlap_h: float
) -> tuple[ApiKey, str, ApiKey | None]:
    """A new key in the place of an older one, which goes on working for `overlap_h` hours.

    Args:
        key_id: the key to replace; without it the one that was `presented`, else the newest that is in force.

    Returns the new key, its text (shown this once), and the older key if there was any.
    """
    require(tx.actor, "client.write")
    query = select(ApiKey).where(in_force(tx.now)).order_by(ApiKey.expires_at.is_not(None), ApiKey.id.desc())
    if key_id is not None:
        query = query.where(ApiKey.id == key_id)
    elif presented:
        query = query.where(ApiKey.key_hash == security.digest(presented))
    older = (await tx.session.exec(query.with_for_update())).first()
    if older is None and key_id is not None:
        raise NotFound("API key")
    key, text = _new_key(tx, older.name if older else "key")
    await tx.session.flush()
    if older:
        ends = tx.now + timedelta(hours=overlap_h)
        older.expires_at = min(older.expires_at or ends, ends)
    record(tx, "api_key.rotated", "api_key", key.id, name=key.name, before=older.id if older else None)
    return key, text, older


def _new_key(tx: Transaction, name: str) -> tuple[ApiKey, str]:
    text = security.new_token("tacit_")
    key = ApiKey(name=name, prefix=text[:12], key_hash=security.digest(text), created_at=tx.now)
    tx.session.add(key)
    return key, text


async def change_workspace(tx: Transaction, right: str = "workspace.write", **changes: Any) -> None:
    """Change a workspace's own settings; keys of `settings` are merged, None takes one away."""
    require(tx.actor, right)
    zone = changes.get("time_zone")
    if zone is not None and zone not in available_timezones():
        raise Invalid("time_zone", "{zone} is no time zone. Use a name such as Asia/Riyadh.", zone=zone)
    merged = changes.pop("settings", None)
    if merged is not None:
        stored = await settings_to_change(tx)
        changes["settings"] = {k: v for k, v in {**stored, **merged}.items() if v is not None}
    if not changes:
        return
    await tx.session.exec(update(Workspace).where(Workspace.id == tx.workspace_id).values(**changes))
    record(tx, "workspace.changed", "workspace", tx.workspace_id, **changes)
    if {"business_hours", "time_zone"} & changes.keys():
        tx.emit(HoursChanged())


async def settings_to_change(tx: Transaction) -> dict[str, Any]:
    """The workspace's settings, which nobody else changes until the transaction ends (PostgreSQL)."""
    own = select(Workspace.settings).where(Workspace.id == tx.workspace_id).with_for_update()
    return (await tx.session.exec(own)).one()


async def pause(tx: Transaction) -> None:
    """Let nothing leave from now on, neither by the software nor by hand; what comes in is still taken in."""
    require(tx.actor, "client.write")
    paused = update(Workspace).where(Workspace.id == tx.workspace_id, Workspace.paused_at.is_(None))
    if (await tx.session.exec(paused.values(paused_at=tx.now))).rowcount:
        record(tx, "workspace.paused", "workspace", tx.workspace_id)
        tx.emit(WorkspacePaused(tx.workspace_id))


async def activate(tx: Transaction) -> None:
    """End a pause: what waited meanwhile leaves now."""
    require(tx.actor, "client.write")
    active = update(Workspace).where(Workspace.id == tx.workspace_id, Workspace.paused_at.is_not(None))
    if (await tx.session.exec(active.values(paused_at=None))).rowcount:
        record(tx, "workspace.activated", "workspace", tx.workspace_id)
        tx.emit(WorkspaceActivated(tx.workspace_id))


async def sign_in(session: AsyncSession, known: Credentials, now: datetime) -> str:
    """A fresh login for a member whose password was found to fit; returns the token of the cookie."""
    token = security.new_token()
    login = Login(
        workspace_id=known.workspace_id,
        member_id=known.member_id,
        token_hash=security.digest(token),
        created_at=now,
        expires_at=now + LOGIN_LASTS,
    )
    session.add(login)
    return token


async def note_seen(session: AsyncSession, member_id: int, now: datetime) -> None:
    """Remember that a member is at work: what needs a person goes to somebody who is there."""
    await session.exec(update(Member).where(Member.id == member_id).values(seen_at=now))


async def sign_out(session: AsyncSession, token: str) -> None:
    """End one login."""
    login = (await session.exec(select(Login).where(Login.token_hash == security.digest(token)))).first()
    if login:
        await session.delete(login)


def normal_email(address: str) -> str:
    """An address in the form in which it is stored and compared."""
    try:
        return validate_email(address.strip(), check_deliverability=False, test_environment=True).normalized.casefold()
    except EmailNotValidError:
        raise Invalid("email", "This is not an e-mail address. It looks like name@example.com.") from None
