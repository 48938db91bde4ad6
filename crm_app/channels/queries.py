"""Every read about mail accounts, and about the numbers, bots and shops of other vendors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from crm_app.accounts.models import Workspace
from crm_app.accounts.permissions import require
from crm_app.channels.accounts import (
    MailAccount,
    VendorAccount,
    account_of,
    installation_vendor_account,
    open_secrets,
    vendor_account,
)
from crm_app.channels.models import ChannelAccount, Mailbox
from crm_app.channels.port import MailboxState
from crm_app.kit.errors import NotFound
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Transaction


@dataclass(frozen=True)
class MailboxView:
    """A mail account as people may see it: whether it has passwords, never which."""

    id: int
    address: str
    name: str
    imap_host: str
    imap_port: int
    imap_tls: bool
    imap_user: str
    has_imap_password: bool
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    has_smtp_password: bool
    problem: str
    checked_at: datetime | None
    enabled: bool


async def mailboxes(tx: Transaction) -> list[MailboxView]:
    """The workspace's mail accounts, oldest first."""
    require(tx.actor, "email.write")
    return [_view(row) for row in (await tx.session.exec(select(Mailbox).order_by(Mailbox.id))).all()]


@dataclass(frozen=True)
class Troubled:
    """How many accounts are in use, and how many of them reported a problem last."""

    mailboxes: int
    mailboxes_troubled: int
    channels: int
    channels_troubled: int


async def troubled(tx: Transaction) -> Troubled:
    """How the workspace's accounts are; names none of them."""
    mail = (await tx.session.exec(select(Mailbox.problem).where(Mailbox.enabled.is_(True)))).all()
    other = (await tx.session.exec(select(ChannelAccount.problem).where(ChannelAccount.enabled.is_(True)))).all()
    return Troubled(len(mail), sum(map(bool, mail)), len(other), sum(map(bool, other)))


async def mail_account(tx: Transaction, mailbox_id: int) -> MailAccount:
    """One account with its passwords open: for adapters, never for a screen."""
    row = (await tx.session.exec(select(Mailbox).where(Mailbox.id == mailbox_id))).first()
    if not row:
        raise NotFound("mail account")
    return account_of(row)


async def source(tx: Transaction, mailbox_id: int) -> tuple[MailAccount, MailboxState] | None:
    """Where mail is fetched and how far it was read; None when the account is gone, off, or only sends."""
    row = (await tx.session.exec(select(Mailbox).where(Mailbox.id == mailbox_id, Mailbox.enabled.is_(True)))).first()
    if row is None or not row.imap_host:
        return None
    return account_of(row), MailboxState(row.uid_validity, row.last_uid)


def _view(row: Mailbox) -> MailboxView:
    return MailboxView(
        row.id, row.address, row.name, row.imap_host, row.imap_port, row.imap_tls, row.imap_user,
        bool(row.imap_secret), row.smtp_host, row.smtp_port, row.smtp_security, row.smtp_user, bool(row.smtp_secret),
        row.problem, row.checked_at, row.enabled,
    )  # fmt: skip


@dataclass(frozen=True)
class ChannelAccountView:
    """A number, bot or shop as people may see it: the names of its own secrets, never what they are."""

    id: int
    kind: str
    address: str
    name: str
    token: str
    secrets: tuple[str, ...]
    settings: dict[str, Any]
    enabled: bool
    problem: str
    checked_at: datetime | None
    last_received_at: datetime | None


async def channel_accounts(tx: Transaction) -> list[ChannelAccountView]:
    """The workspace's numbers, bots and shops, oldest first."""
    require(tx.actor, "channels.write")
    rows = (await tx.session.exec(select(ChannelAccount).order_by(ChannelAccount.id))).all()
    return [
        ChannelAccountView(
            row.id, row.kind, row.address, row.name, row.token, tuple(sorted(open_secrets(row.secrets))), row.settings,
            row.enabled, row.problem, row.checked_at, row.last_received_at,
        )
        for row in rows
    ]  # fmt: skip


async def own_accounts(tx: Transaction, kinds: Sequence[str]) -> list[VendorAccount]:
    """The workspace's accounts of these kinds that are in use, oldest first, secrets open: never for a screen."""
    query = select(ChannelAccount).where(ChannelAccount.kind.in_(kinds), ChannelAccount.enabled.is_(True))
    return [vendor_account(row) for row in (await tx.session.exec(query.order_by(ChannelAccount.id))).all()]


async def owns_environment(tx: Transaction) -> bool:
    """Whether the numbers and secrets of the environment are this workspace's: the one that CHANNELS_WORKSPACE names,
    else the only one."""
    query = select(Workspace.slug).order_by(Workspace.id != tx.workspace_id).limit(2)
    own, *others = (await tx.session.exec(query)).all()
    named = settings().channels_workspace
    return own == named if named else not others


async def account_by_id(tx: Transaction, kind: str, account_id: int) -> VendorAccount | None:
    """One account of the workspace that is in use; 0 is what the environment makes of the kind. Secrets open."""
    if not account_id:
        return installation_vendor_account(kind)
    return next((account for account in await own_accounts(tx, [kind]) if account.id == account_id), None)


async def accounts_at(session: AsyncSession, kinds: Sequence[str], addresses: Iterable[str]) -> list[VendorAccount]:
    """Whose are these addresses, in use or not? For deliveries, before the workspace is known. Secrets open."""
    query = select(ChannelAccount).where(ChannelAccount.kind.in_(kinds), ChannelAccount.address.in_([*addresses]))
    return [vendor_account(row) for row in (await session.exec(query)).all()]


async def accounts_of_kind(session: AsyncSession, kind: str) -> list[VendorAccount]:
    """Every workspace's accounts of a kind: for deliveries that name no address. Secrets open."""
    query = select(ChannelAccount).where(ChannelAccount.kind == kind, ChannelAccount.enabled.is_(True))
    return [vendor_account(row) for row in (await session.exec(query.order_by(ChannelAccount.id))).all()]


async def account_of_token(session: AsyncSession, kind: str, token: str) -> VendorAccount | None:
    """The account whose webhook path holds this token. Secrets open."""
    query = select(ChannelAccount).where(
        ChannelAccount.kind == kind, ChannelAccount.token == token[:64], ChannelAccount.enabled.is_(True)
    )
    row = (await session.exec(query)).first()
    return vendor_account(row) if row else None
