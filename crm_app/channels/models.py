"""The e-mail accounts of a workspace."""

from datetime import datetime

from sqlmodel import Field

from crm_app.kit.table import WorkspaceOwned, instant, reachable


class Mailbox(WorkspaceOwned, table=True):
    """One address: where its mail is fetched and how it is sent. Passwords are encrypted at rest."""

    __table_args__ = (reachable(),)

    address: str = Field(unique=True, max_length=254)
    name: str = Field(default="", max_length=200)
    imap_host: str = Field(default="", max_length=200)
    imap_port: int = 993
    imap_tls: bool = True
    imap_user: str = Field(default="", max_length=254)
    imap_secret: str = Field(default="", max_length=500)
    smtp_host: str = Field(default="", max_length=200)
    smtp_port: int = 587
    smtp_security: str = Field(default="starttls", max_length=10)
    smtp_user: str = Field(default="", max_length=254)
    smtp_secret: str = Field(default="", max_length=500)
    uid_validity: int = 0
    last_uid: int = 0
    problem: str = Field(default="", max_length=500)
    checked_at: datetime | None = instant(nullable=True)
    enabled: bool = True
