"""A mail account as the adapters need it: its secrets open, its row left behind."""

from dataclasses import dataclass

from crm_app.channels.models import Mailbox
from crm_app.kit import security


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
