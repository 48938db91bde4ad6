"""A mail account as the adapters need it: its secrets open, its row left behind."""

from dataclasses import dataclass

from crm_app.channels.models import Mailbox
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
