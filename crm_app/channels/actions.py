"""Every write about mail accounts, and about the numbers, bots and shops of other vendors."""

import re
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import select, update

from crm_app.accounts.actions import normal_email, record
from crm_app.accounts.permissions import require
from crm_app.channels import kinds, queries, templates
from crm_app.channels.accounts import open_secrets, seal_secrets
from crm_app.channels.events import ChannelAccountDown, ChannelAccountSaved, ChannelAccountWorks, MailboxSaved
from crm_app.channels.models import ChannelAccount, Mailbox
from crm_app.channels.port import MailboxState
from crm_app.kit import security
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.transaction import Transaction

HOST = re.compile(r"(?=.{1,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
SECURITIES = ("starttls", "tls", "none")
LONGEST_PASSWORD = 250
RECEIVED_EVERY = timedelta(minutes=1)


async def save_mailbox(
    tx: Transaction,
    mailbox_id: int | None,
    *,
    address: str,
    name: str = "",
    imap_host: str = "",
    imap_port: int = 993,
    imap_tls: bool = True,
    imap_user: str = "",
    imap_password: str | None = None,
    smtp_host: str = "",
    smtp_port: int = 587,
    smtp_security: str = "starttls",
    smtp_user: str = "",
    smtp_password: str | None = None,
) -> Mailbox:
    """Add a mail account, or change one.

    Passwords are encrypted at rest; None or "" keeps the one that is stored. Changing where mail is fetched begins
    the mailbox anew: messages that are known already are not doubled.
    """
    require(tx.actor, "email.write")
    row = await _mailbox(tx, mailbox_id) if mailbox_id else Mailbox(address="")
    if not (imap_host.strip() or smtp_host.strip()):
        raise Invalid("imap_host", "Name at least one server: where mail is fetched, or where it is sent.")
    place = _host("imap_host", imap_host), _port("imap_port", imap_port), imap_user.strip()[:254]
    if place != (row.imap_host, row.imap_port, row.imap_user):
        row.uid_validity = row.last_uid = 0
    row.address, row.name = normal_email(address), name.strip()[:200]
    (row.imap_host, row.imap_port, row.imap_user), row.imap_tls = place, imap_tls
    row.smtp_host, row.smtp_port = _host("smtp_host", smtp_host), _port("smtp_port", smtp_port)
    row.smtp_security, row.smtp_user = _security(smtp_security, row.smtp_security), smtp_user.strip()[:254]
    row.imap_secret = _secret("imap_password", imap_password, row.imap_secret)
    row.smtp_secret = _secret("smtp_password", smtp_password, row.smtp_secret)
    row.problem, row.checked_at, row.enabled = "", None, True
    tx.session.add(row)
    try:
        await tx.session.flush()
    except IntegrityError as error:
        raise Conflict("address_taken", "This address is connected already.") from error
    tx.emit(MailboxSaved(row.id))
    record(tx, "mailbox.changed" if mailbox_id else "mailbox.added", "mailbox", row.id, address=row.address)
    return row


async def remove_mailbox(tx: Transaction, mailbox_id: int) -> None:
    """Fetch and send through this account no more; its messages stay."""
    require(tx.actor, "email.write")
    row = await _mailbox(tx, mailbox_id)
    await tx.session.delete(row)
    record(tx, "mailbox.removed", "mailbox", mailbox_id, address=row.address)


async def note_check(tx: Transaction, mailbox_id: int, problem: str = "") -> None:
    """Remember when the account was last tried, and what was wrong with it."""
    row = await _mailbox(tx, mailbox_id)
    row.problem, row.checked_at = problem[:500], tx.now


async def note_progress(tx: Transaction, mailbox_id: int, state: MailboxState) -> None:
    """Remember how far a mailbox has been read, in the commit that stores the mail itself; never goes back."""
    further = sa.or_(Mailbox.uid_validity != state.uidvalidity, Mailbox.last_uid < state.last_uid)
    statement = update(Mailbox).where(Mailbox.id == mailbox_id, further)
    await tx.session.exec(statement.values(uid_validity=state.uidvalidity, last_uid=state.last_uid))


async def _mailbox(tx: Transaction, mailbox_id: int) -> Mailbox:
    row = (await tx.session.exec(select(Mailbox).where(Mailbox.id == mailbox_id))).first()
    if not row:
        raise NotFound("mail account")
    return row


def _host(field: str, host: str) -> str:
    host = host.strip().casefold()
    if host and not HOST.fullmatch(host):
        raise Invalid(field, "This is not the name of a server. It looks like imap.example.com.")
    return host


def _port(field: str, port: int) -> int:
    if not 1 <= port <= 65_535:
        raise Invalid(field, "A port goes from 1 to 65535.")
    return port


def _security(wanted: str, stored: str) -> str:
    if wanted not in (*SECURITIES, stored):  # what the demo stores for itself may stay
        raise Invalid("smtp_security", "Choose STARTTLS, TLS or none.")
    return wanted


def _secret(field: str, password: str | None, stored: str) -> str:
    if not password:
        return stored
    if len(password) > LONGEST_PASSWORD:
        raise Invalid(field, "Use at most {longest} characters.", longest=LONGEST_PASSWORD)
    return security.encrypt(password)


async def save_channel_account(
    tx: Transaction,
    account_id: int | None,
    *,
    kind: str,
    address: str,
    name: str = "",
    secrets: dict[str, str] | None = None,
    settings: dict[str, Any] | None = None,
) -> ChannelAccount:
    """Add a number, bot or shop, or change one; it is in use from now on.

    Args:
        kind: one of `kinds.KINDS`; it stays what it was when the account is changed.
        secrets: by name; an empty one keeps what is stored, one that was never given falls back on the environment.
        settings: merged into those stored; None takes one away.

    Raises Conflict `address_taken` when the address is connected already, here or in another workspace; the
    names of `kinds.NAMED` are each workspace's own.
    """
    require(tx.actor, "channels.write")
    row = await _channel_account(tx, account_id) if account_id else _new_channel_account(tx, kind)
    row.address, row.name = kinds.address(row.kind, address), name.strip()[:200]
    given = {key: value for key, value in kinds.secrets(row.kind, secrets or {}).items() if value}
    row.secrets = seal_secrets(open_secrets(row.secrets) | given)
    row.settings = {k: v for k, v in {**row.settings, **(settings or {})}.items() if v is not None}
    row.borrows = row.borrows or await _may_borrow(tx)
    row.problem, row.checked_at, row.enabled = "", None, True
    row.down_since = row.held_until = None
    tx.session.add(row)
    try:
        await tx.session.flush()
    except IntegrityError as error:
        raise Conflict("address_taken", "This address is connected already.") from error
    told = "channel.changed" if account_id else "channel.added"
    record(tx, told, "channel_account", row.id, kind=row.kind, address=row.address, secrets=sorted(given))
    tx.emit(ChannelAccountSaved(row.id))
    return row


async def disable_channel_account(tx: Transaction, account_id: int) -> None:
    """Take nothing in and send nothing by this account until it is saved again; its messages stay."""
    require(tx.actor, "channels.write")
    row = await _channel_account(tx, account_id)
    row.enabled = False
    record(tx, "channel.disabled", "channel_account", row.id, kind=row.kind, address=row.address)


async def remove_channel_account(tx: Transaction, account_id: int) -> None:
    """Forget an account with its secrets; its address is free for another workspace. Its messages stay."""
    require(tx.actor, "channels.write")
    row = await _channel_account(tx, account_id)
    await tx.session.delete(row)
    record(tx, "channel.removed", "channel_account", account_id, kind=row.kind, address=row.address)


async def note_channel_check(tx: Transaction, account_id: int, problem: str = "") -> None:
    """Remember when an account was last tried, and what was wrong with it."""
    row = await _channel_account(tx, account_id)
    row.problem, row.checked_at = problem[:500], tx.now


async def note_channel_received(tx: Transaction, account_id: int) -> None:
    """Remember when something last came by an account, to the minute; harmless when it is gone."""
    long_ago = sa.or_(
        ChannelAccount.last_received_at.is_(None), ChannelAccount.last_received_at < tx.now - RECEIVED_EVERY
    )
    statement = update(ChannelAccount).where(ChannelAccount.id == account_id, long_ago)
    await tx.session.exec(statement.values(last_received_at=tx.now))


async def save_templates(tx: Transaction, account_id: int, given: list[dict[str, str]]) -> None:
    """Keep the templates that WhatsApp has approved for a number, in place of those kept before.

    Each has `name`, `language`, `body` and, at Twilio, `reference`. Raises Invalid that names what is wrong.
    """
    require(tx.actor, "channels.write")
    row = await _channel_account(tx, account_id)
    row.settings = {**row.settings, "templates": templates.checked(row.kind, given)}
    record(tx, "channel.templates", "channel_account", row.id, names=sorted(t["name"] for t in given))


async def hold(tx: Transaction, account_id: int, seconds: float) -> None:
    """The vendor asked this account to be quiet: nothing of it leaves for so long."""
    until = tx.now + timedelta(seconds=seconds)
    longer = sa.or_(ChannelAccount.held_until.is_(None), ChannelAccount.held_until < until)
    await tx.session.exec(
        update(ChannelAccount).where(ChannelAccount.id == account_id, longer).values(held_until=until)
    )


async def note_sending_down(tx: Transaction, account_id: int, problem: str, look_again_s: float) -> None:
    """The vendor refuses whatever this account sends: told in the settings, and tried again after a while."""
    row = await _channel_account(tx, account_id)
    row.down_since, row.checked_at, row.problem = row.down_since or tx.now, tx.now, problem[:500]
    tx.emit(ChannelAccountDown(account_id, tx.now.isoformat(), look_again_s))


async def look_again(tx: Transaction, account_id: int) -> None:
    """The reply that went to see whether an account works came to nothing by itself: the next one goes."""
    row = (await tx.session.exec(select(ChannelAccount).where(ChannelAccount.id == account_id))).first()
    if row and row.down_since:
        tx.emit(ChannelAccountDown(account_id, tx.now.isoformat(), 0))


async def note_sending_works(tx: Transaction, account_id: int) -> None:
    """Something left by this account; where it was down, what waited for it leaves too. Harmless when it is gone."""
    was_down = (ChannelAccount.id == account_id, ChannelAccount.down_since.is_not(None))
    statement = update(ChannelAccount).where(*was_down).values(down_since=None, problem="")
    if (await tx.session.exec(statement)).rowcount:
        tx.emit(ChannelAccountWorks(account_id))


async def _may_borrow(tx: Transaction) -> bool:
    """Whether the environment's secrets are this workspace's too: as whoever runs the installation says."""
    return tx.actor.role in ("system", "installation") or await queries.owns_environment(tx)


def _new_channel_account(tx: Transaction, kind: str) -> ChannelAccount:
    kinds.kind(kind)
    return ChannelAccount(kind=kind, address="", token=security.new_token(), created_at=tx.now)


async def _channel_account(tx: Transaction, account_id: int) -> ChannelAccount:
    row = (await tx.session.exec(select(ChannelAccount).where(ChannelAccount.id == account_id))).first()
    if not row:
        raise NotFound("channel account")
    return row
