"""What goes in and out of every channel, and the verbs an adapter must offer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable


@dataclass(frozen=True)
class Sender:
    """Who wrote, as the channel knows them; an unknown part is the empty string. E-mail is in lower case.

    `handle` is a chat visitor's, `whatsapp` and `telegram` the user's id there: on WhatsApp some have no phone.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    handle: str = ""
    whatsapp: str = ""
    telegram: str = ""


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
    `wordless`: `text` only tells what there is to see (a place, a picture), so nothing is to be read out of it.
    `opts`: the person wants no more messages ("out"), or wants them again ("in"). `details` is what the message holds
    beside its text: kind, location, contacts, payload, reply_to, forwarded, voice, username, referral, call.
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
    wordless: bool = False
    opts: Literal["", "out", "in"] = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def reply_handle(self) -> str:
        """Whom replies on this channel go to; "" where an address is found in another way."""
        s = self.sender
        return {
            "live_chat": s.handle, "telegram": s.telegram, "sms": s.phone, "phone": s.phone,
            "whatsapp": s.phone or s.whatsapp,
        }.get(self.channel, "")  # fmt: skip


@dataclass(frozen=True)
class Template:
    """A text that WhatsApp has approved, with its values filled in. `reference` is Twilio's id for it."""

    name: str
    language: str
    values: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True)
class Outbound:
    """One message to send. `message_id` is made and stored before sending, so that a retry is the same message.

    `template` is sent in place of `text`, which then only says how it reads. `report_to`: the address at which the
    provider tells how far the message has got; "" where none is reachable.
    """

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
    template: Template | None = None
    report_to: str = ""


SentState = Literal["sent", "retry", "failed", "unknown"]


@dataclass(frozen=True)
class Sent:
    """What became of it. `unknown`: the connection broke after the text left, so it may or may not have arrived.

    `reason` is a problem for the agent (`problems.py`). `retry_after_s` is set when trying again makes sense.
    `channel_down`: the fault is the channel's own (login, policy), so other messages would fail too.
    `holds`: the whole account is to be quiet for `retry_after_s`. `exact`: that pause is the provider's own, no more
    and no less. `marks`: what the answer tells of the recipient (`vendor_errors.Mark`).
    """

    state: SentState
    external_id: str = ""
    reason: str = ""
    retry_after_s: int | None = None
    channel_down: bool = False
    holds: bool = False
    exact: bool = False
    marks: str = ""


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


class Sends(Protocol):
    """An outgoing channel."""

    async def send(self, outbound: Outbound) -> Sent:
        """Send one message. Never raises for what the other side answers or fails to answer: that is in `Sent`."""
        ...


class Finds(Protocol):
    """A channel that can be asked what became of a message whose answer was lost."""

    async def find(self, outbound: Outbound, since: datetime, known: frozenset[str]) -> Sent | None:
        """Look for a message that was handed over after `since` and is none of the ids in `known`.

        `sent` with its id when it is there, `failed` when it is certain that it is not, None when that cannot be told.
        """
        ...


@dataclass(frozen=True)
class FetchedMedia:
    """A file from a provider, or why there is none: `retry` when asking again makes sense."""

    state: Literal["fetched", "retry", "refused"]
    content: bytes = b""
    reason: str = ""


class FetchesMedia(Protocol):
    """A channel whose messages name files that must be fetched."""

    async def fetch_media(self, media: Media, largest: int) -> FetchedMedia:
        """Fetch one file of at most `largest` bytes. Never raises for what the other side answers."""
        ...


@runtime_checkable
class AnswersPresses(Protocol):
    """A channel whose buttons wait for a sign that they were pressed."""

    async def answer_press(self, press_id: str) -> None:
        """Give the sign, once; a failure costs nothing but a spinning clock, so nobody is told."""
        ...


@runtime_checkable
class LearnsAddress(Protocol):
    """A channel that is told by a call where to deliver; elsewhere a person types it into the vendor's page."""

    async def deliver_to(self, url: str, secret: str) -> Sent:
        """Have everything delivered to `url` from now on, shown to be the vendor's by `secret`. Never raises."""
        ...


class Messenger(Sends, Finds, FetchesMedia, Protocol):
    """A number or a bot, with all it offers."""


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
