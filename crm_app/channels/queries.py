"""Every read about mail accounts."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from crm_app.accounts.permissions import require
from crm_app.channels.accounts import MailAccount, account_of
from crm_app.channels.models import Mailbox
from crm_app.channels.port import MailboxState
from crm_app.kit.errors import NotFound
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
