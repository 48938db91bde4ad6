"""The ways by which a workspace is reached: e-mail accounts, and the numbers, bots and shops of other vendors."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from crm_app.channels.kinds import NAMED
from crm_app.kit.table import WorkspaceOwned, document, instant, reachable


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


_ADDRESSED = sa.text(f"kind NOT IN ({', '.join(repr(kind) for kind in NAMED)})")


class ChannelAccount(WorkspaceOwned, table=True):
    """One number, bot or shop of a workspace (`kinds.KINDS`). Looked up before it is known whose a delivery is,
    so it stands above the walls; an address that deliveries name belongs to one workspace of the installation.

    `address`: E.164 for numbers, phone_number_id at Meta, the bot's name, the shop's domain. `token` is the random
    part of a webhook's path. `secrets` is encrypted JSON; `settings` holds what is no secret. `held_until`: the vendor
    asked for silence; `down_since`: it refuses everything that this account sends.
    """

    __tablename__ = "channel_account"
    __table_args__ = (
        reachable(),
        sa.UniqueConstraint("workspace_id", "kind", "address"),
        sa.Index(
            "uq_channel_account_addressed", "kind", "address", unique=True,
            sqlite_where=_ADDRESSED, postgresql_where=_ADDRESSED,
        ),
    )  # fmt: skip

    kind: str = Field(max_length=20)
    address: str = Field(max_length=200)
    name: str = Field(default="", max_length=200)
    token: str = Field(unique=True, max_length=64)
    secrets: str = ""
    settings: dict[str, Any] = document(dict)
    borrows: bool = Field(default=False, description="may use the environment's secrets where it has none")
    enabled: bool = True
    problem: str = Field(default="", max_length=500)
    checked_at: datetime | None = instant(nullable=True)
    held_until: datetime | None = instant(nullable=True)
    down_since: datetime | None = instant(nullable=True)
    last_received_at: datetime | None = instant(nullable=True)
    created_at: datetime = instant()
