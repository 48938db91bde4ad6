"""What goes in and out of every channel, and the verbs an adapter must offer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True)
class Sender:
    """Who wrote, as the channel knows them; an unknown part is the empty string. E-mail is in lower case."""

    name: str = ""
    email: str = ""
    phone: str = ""
    handle: str = ""


@dataclass(frozen=True)
class InboundFile:
    """One attachment: a file name that is safe to show and store, the type it claims, its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Media:
    """A file that stays with the provider until a job fetches it.

    `ref` is what the provider gives it out for: Meta's media id, Telegram's file id, Twilio's address. `size` in bytes,
    0 when not told; `sha256` in base64, as Meta tells it.
    """

    ref: str
    name: str = ""
    media_type: str = ""
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Bounce:
    """A mail server's report about a message of ours. `permanent`: the address or the message will never work."""

    original_message_id: str
    recipient: str
    status: str
    permanent: bool
    reason: str = ""


@dataclass(frozen=True)
class Inbound:
    """One message as it arrived, made safe to store and show.

    `external_id` never repeats within a channel and workspace; the database keeps it unique. `content_id` is a
    fingerprint of sender, date, subject and body: where two messages share an `external_id` but not this, one of the
    ids is forged or careless, and the later message is stored under its `content_id` instead of being dropped.
    `text` is what the person wrote, `quoted` the history folded below it, `html` the cleaned page or "".
    `thread_ids` name the messages of the thread, oldest first; the last is the one answered.
    `recipients` are the addresses written to; `account_id` is the channel account among them.
    `automatic`: no person wrote it; it is kept and never answered. `warnings` are sentences for the agent.
    """

    channel: str
    external_id: str
    sender: Sender
    subject: str = ""
    text: str = ""
    html: str = ""
    quoted: str = ""
    sent_at: datetime | None = None
    message_id: str = ""
    content_id: str = ""
    thread_ids: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    account_id: int | None = None
    automatic: bool = False
    automatic_reason: str = ""
    attachments: tuple[InboundFile, ...] = ()
    media: tuple[Media, ...] = ()
    bounce: Bounce | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outbound:
    """One message to send. `message_id` is made and stored before sending, so that a retry is the same message."""

    channel: str
    message_id: str
    to: str
    from_address: str
    text: str
    from_name: str = ""
    subject: str = ""
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    automatic: bool = False


SentState = Literal["sent", "retry", "failed", "unknown"]


@dataclass(frozen=True)
class Sent:
    """What became of it. `unknown`: the connection broke after the text left, so it may or may not have arrived.

    `reason` is a sentence for the agent. `retry_after_s` is set when trying again makes sense.
    `channel_down`: the fault is the channel's own (login, policy), so other messages would fail too.
    """

    state: SentState
    external_id: str = ""
    reason: str = ""
    retry_after_s: int | None = None
    channel_down: bool = False


@dataclass(frozen=True)
class MailboxState:
    """How far a mailbox has been read. `uidvalidity` 0 means never read."""

    uidvalidity: int = 0
    last_uid: int = 0


@dataclass(frozen=True)
class Fetched:
    """One raw message from a mailbox. `state` is what to store together with it, in the same commit."""

    uid: int
    raw: bytes
    state: MailboxState
    warnings: tuple[str, ...] = ()


class Sends(Protocol):
    """An outgoing channel."""

    async def send(self, outbound: Outbound) -> Sent:
        """Send one message. Never raises for what the other side answers or fails to answer: that is in `Sent`."""
        ...


class Fetches(Protocol):
    """An incoming channel that must be asked. Blocking: the caller runs it in a thread.

    Every verb raises AppError: `mailbox_login` when the mailbox refuses us, `mailbox_unreachable` for the network.
    """

    def fetch_since(self, state: MailboxState) -> Iterator[Fetched]:
        """Yield what arrived after `state`, oldest first, leaving it unread; all of it when the mailbox was rebuilt."""
        ...

    def wait(self, timeout_s: float) -> bool:
        """Wait for news at most `timeout_s` seconds; True when something may have arrived."""
        ...

    def mark_seen(self, uids: Sequence[int], uidvalidity: int) -> None:
        """Mark messages as read, called only after they are committed."""
        ...

    def close(self) -> None:
        """Leave politely; harmless when already closed."""
        ...
