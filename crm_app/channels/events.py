"""News about channels."""

from dataclasses import dataclass

from crm_app.kit.events import Event


@dataclass(frozen=True)
class MailboxSaved(Event):
    """An account was added or changed: what waited for a way out can leave."""

    mailbox_id: int


@dataclass(frozen=True)
class ChannelAccountSaved(Event):
    """A number, bot or shop was added or changed: what waited for a way out can leave."""

    account_id: int
