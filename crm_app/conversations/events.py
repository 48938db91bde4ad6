"""News about conversations."""

from dataclasses import dataclass
from typing import ClassVar

from crm_app.kit.events import Event


@dataclass(frozen=True)
class IntakeAccepted(Event):
    """A delivery is stored and waits to be understood. `lane` keeps one sender's deliveries in order."""

    intake_id: int
    lane: str


@dataclass(frozen=True)
class ConversationChanged(Event):
    """Anything that a list or an open page shows: text, state, order, owner. `version` orders the news."""

    live: ClassVar[bool] = True
    conversation_id: int
    version: int
    reason: str


@dataclass(frozen=True)
class MessageReceived(Event):
    """A person outside wrote."""

    conversation_id: int
    message_id: int
    channel: str


@dataclass(frozen=True)
class ReplyQueued(Event):
    """A reply is to leave once its undo time has passed. `attempt` tells tries apart; what shares a `lane` leaves one
    after the other."""

    message_id: int
    attempt: int
    delay_s: float
    lane: str = ""


@dataclass(frozen=True)
class ReplySent(Event):
    """A reply has left. `follow_up_days`: how long nobody need answer before it is looked at again; 0 is never."""

    conversation_id: int
    message_id: int
    follow_up_days: float


@dataclass(frozen=True)
class ConversationSnoozed(Event):
    """Comes back by itself after `delay_s`."""

    conversation_id: int
    until: str
    delay_s: float


@dataclass(frozen=True)
class ReplyInDoubt(Event):
    """A part of a reply may have arrived or not, and is looked for after a while. `begun_at` tells its sendings
    apart."""

    message_id: int
    number: int
    begun_at: str
    look: int
    delay_s: float


@dataclass(frozen=True)
class MediaAwaited(Event):
    """A message names a file that its provider keeps. `attempt` tells tries to fetch it apart."""

    attachment_id: int
    account_id: int
    attempt: int
    delay_s: float


@dataclass(frozen=True)
class MemberMentioned(Event):
    """Someone is called in an internal note."""

    live: ClassVar[bool] = True
    conversation_id: int
    message_id: int
    member_id: int
    by: str


@dataclass(frozen=True)
class CallMissed(Event):
    """Somebody rang and nobody answered. `call_id` is the vendor's."""

    conversation_id: int
    call_id: str
    phone: str


@dataclass(frozen=True)
class AppointmentNoted(Event):
    """A person has an appointment, as a note in this conversation tells."""

    conversation_id: int
    contact_id: int


@dataclass(frozen=True)
class ButtonPressed(Event):
    """A customer pressed a button of ours on Telegram, and their app waits for a sign."""

    account_id: int
    callback_id: str
