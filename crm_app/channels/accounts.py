"""An account as the adapters need it: its secrets open, its row left behind."""

import json
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from crm_app.channels import kinds
from crm_app.channels.models import ChannelAccount, Mailbox
from crm_app.kit import security
from crm_app.kit.settings import settings


@dataclass(frozen=True, repr=False)
class MailAccount:
    """Where one address is read and sent from. `smtp_security`: starttls, tls, none, or folder (a practice outbox)."""

    id: int
    address: str
    name: str
    imap_host: str
    imap_port: int
    imap_tls: bool
    imap_user: str
    imap_password: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    smtp_password: str

    @property
    def can_send(self) -> bool:
        return bool(self.smtp_host) or self.smtp_security == "folder"

    @property
    def can_fetch(self) -> bool:
        return bool(self.imap_host)


def account_of(row: Mailbox) -> MailAccount:
    """The account behind a mailbox row."""
    return MailAccount(
        row.id, row.address, row.name, row.imap_host, row.imap_port, row.imap_tls, row.imap_user,
        security.decrypt(row.imap_secret) if row.imap_secret else "", row.smtp_host, row.smtp_port,
        row.smtp_security, row.smtp_user, security.decrypt(row.smtp_secret) if row.smtp_secret else "",
    )  # fmt: skip


def installation_account() -> MailAccount | None:
    """The account of the SMTP_* settings: what a workspace without one of its own sends by. None: not set."""
    s = settings()
    address = s.smtp_from or s.smtp_user
    if not s.smtp_host or "@" not in address:
        return None
    return MailAccount(
        0, address, "", "", 0, True, "", "", s.smtp_host, s.smtp_port, s.smtp_security,
        s.smtp_user, s.smtp_password.get_secret_value(),
    )  # fmt: skip


@dataclass(frozen=True, repr=False)
class VendorAccount:
    """A number, bot or shop. `id` 0 and `workspace_id` 0: what the environment's settings alone make of it.

    `borrows`: whoever runs the installation lets it use the environment's secrets where it has none of its own. Without
    that, an admin could take another workspace's number in by merely naming it.
    """

    id: int
    workspace_id: int
    kind: str
    address: str
    name: str = ""
    token: str = ""
    own_secrets: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    borrows: bool = True
    enabled: bool = True

    @property
    def channel(self) -> str:
        return kinds.KINDS[self.kind].channel

    def secret(self, name: str) -> str:
        """One of the kind's secrets: the account's own, else the environment's; "" when neither may be used."""
        own = self.own_secrets.get(name, "")
        return own or (installation_secret(self.kind, name) if self.borrows else "")


def vendor_account(row: ChannelAccount) -> VendorAccount:
    """The account behind a row. Where SECRET_KEY has changed, its own secrets are lost rather than others'."""
    own = open_secrets(row.secrets)
    return VendorAccount(
        row.id, row.workspace_id, row.kind, row.address, row.name, row.token, own, row.settings,
        borrows=row.borrows and bool(own or not row.secrets), enabled=row.enabled,
    )  # fmt: skip


def installation_vendor_account(kind: str) -> VendorAccount:
    """What the environment's settings make of a kind, for a workspace without an account of its own.

    Its address is TWILIO_FROM for numbers, else empty: Meta's phone_number_id and the bot's name come with a delivery.
    """
    address = kinds.known_as(kind, settings().twilio_from) if kind in kinds.NUMBERS else ""
    return VendorAccount(0, 0, kind, address)


def installation_secret(kind: str, name: str) -> str:
    """A secret from the environment; "" when it is not set."""
    setting = kinds.KINDS[kind].secrets.get(name, "")
    value = getattr(settings(), setting) if setting else ""
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def open_secrets(stored: str) -> dict[str, str]:
    """Secrets by name; none when SECRET_KEY has changed since."""
    return json.loads((stored and security.decrypt(stored)) or "{}")


def seal_secrets(secrets: dict[str, str]) -> str:
    """Undo `open_secrets`."""
    return security.encrypt(json.dumps(secrets)) if secrets else ""
