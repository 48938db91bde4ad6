"""News about channels."""

from dataclasses import dataclass

from crm_app.kit.events import Event


@dataclass(frozen=True)
class MailboxSaved(Event):
    """An account was added or changed: what waited for a way out can leave."""

    mailbox_id: int


@dataclass(frozen=True)
class ChannelAccountWorks(Event):
    """A number or bot that was refused sends again: what waited for it can leave."""

    account_id: int


@dataclass(frozen=True)
class ChannelAccountDown(Event):
    """The vendor refuses what a number or bot sends; after `delay_s` one message goes to see."""

    account_id: int
    since: str
    delay_s: float


@dataclass(frozen=True)
class ChannelAccountSaved(Event):
    """A number, bot or shop was added or changed: what waited for a way out can leave."""

    account_id: int
