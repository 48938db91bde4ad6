"""What does a provider's answer mean for the message? One table each; pure. Source: the providers' error pages."""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

Action = Literal["retry", "final", "down", "template"]
Mark = Literal["", "opted_out", "blocked", "wrong_number"]

BUSY_S, PAIR_S, LATER_S = 30, 6, 60
"""Pauses in seconds: the account was too fast, one chat was, the provider had trouble."""


@dataclass(frozen=True)
class Verdict:
    """What to do, and the sentence for the agent.

    `retry`: try again by itself after `retry_after_s`. `final`: never; a person reads the sentence. `template`: the
    same, and a template may be sent instead. `down`: the account itself is at fault, so others would fail too.
    `holds`: whoever else writes from this account waits as long. `marks`: what is now known of the recipient.
    """

    action: Action
    sentence: str
    retry_after_s: int | None = None
    holds: bool = False
    marks: Mark = ""


def _busy(sentence: str) -> Verdict:
    return Verdict("retry", sentence, BUSY_S, holds=True)


def _trouble(vendor: str) -> Verdict:
    return Verdict("retry", f"{vendor} has trouble at the moment; this is tried again.", LATER_S)


def _down(sentence: str) -> Verdict:
    return Verdict("down", sentence + " An admin looks at Settings, Channels.")


_NOT_A_NUMBER = Verdict("final", "This number cannot receive text messages. Ask for another one.", marks="wrong_number")
_STOPPED = Verdict("final", "This person wrote STOP and receives nothing until they write START.", marks="opted_out")
_TOO_LONG = Verdict("final", "The message is longer than this channel takes. Shorten it and send it again.")
_WINDOW = Verdict(
    "template", "The customer last wrote too long ago for a free text on WhatsApp. Send a template instead."
)
_TEMPLATE = Verdict("final", "WhatsApp refuses this template: its name, language or values do not fit an approved one.")
_UNREACHABLE = Verdict("final", "The phone is switched off, out of reach, or cannot receive this.")

_TWILIO: MappingProxyType[int, Verdict] = MappingProxyType(
    {
        20003: _down("Twilio refuses the account's credentials."),
        20005: _down("Twilio says that the account is not active."),
        20404: _down("Twilio does not know this account or number."),
        20429: _busy("Twilio asks to slow down; this is tried again."),
        21211: _NOT_A_NUMBER,
        21212: _down("Twilio says that the sending number is not valid."),
        21408: Verdict("final", "The Twilio account may not write to this country. An admin allows it at Twilio."),
        21606: _down("The sending number is not one of the Twilio account's, or sends no messages."),
        21610: _STOPPED,
        21614: _NOT_A_NUMBER,
        21617: _TOO_LONG,
        30001: _busy("Twilio's queue for this number is full; this is tried again."),
        30002: _down("The Twilio account is suspended."),
        30003: _UNREACHABLE,
        30005: Verdict("final", "This number is not in use. Ask for another one.", marks="wrong_number"),
        30006: Verdict("final", "This is a landline, which receives no text messages. Call it.", marks="wrong_number"),
        30007: Verdict("final", "The carrier held this back as unwanted. Change the wording, or call."),
        30008: Verdict("retry", "The carrier lost this for a reason it does not tell; it is tried once more.", LATER_S),
        30034: _down("The sending number is not registered with the carriers (A2P 10DLC)."),
        63001: _down("WhatsApp refuses the sender's credentials at Twilio."),
        63003: Verdict("final", "This number is not on WhatsApp.", marks="wrong_number"),
        63007: _down("The sending number is no WhatsApp sender of this Twilio account."),
        63016: _WINDOW,
        63018: _busy("WhatsApp asks to slow down; this is tried again."),
        63024: Verdict("final", "This number is not on WhatsApp.", marks="wrong_number"),
        63032: Verdict("final", "WhatsApp does not deliver to this person at present. Use another channel."),
        63038: Verdict("retry", "The Twilio account has reached its daily limit; this waits.", 3600, holds=True),
    }
)

_META: MappingProxyType[int, Verdict] = MappingProxyType(
    {
        0: _down("WhatsApp refuses the access token."),
        190: _down("The access token for WhatsApp has expired."),
        3: _down("The access token may not send on WhatsApp."),
        10: _down("The access token may not send on WhatsApp."),
        33: _down("WhatsApp does not know the sending number."),
        368: _down("WhatsApp has blocked this account for its policies."),
        131031: _down("WhatsApp has locked this account."),
        131042: _down("WhatsApp wants a payment for this account to be settled."),
        4: _busy("WhatsApp asks to slow down; this is tried again."),
        80007: _busy("WhatsApp asks to slow down; this is tried again."),
        130429: _busy("WhatsApp asks to slow down; this is tried again."),
        131056: Verdict("retry", "Too many messages to this person at once; this is tried again.", PAIR_S),
        131021: Verdict("final", "Sender and recipient are the same number."),
        131026: Verdict("final", "WhatsApp cannot deliver to this person. Use another channel."),
        131047: _WINDOW,
        131048: Verdict("final", "WhatsApp limits this number, because people marked its messages as spam."),
        131064: Verdict("final", "WhatsApp limits how many people this number may write to first. Try again tomorrow."),
        131049: Verdict("final", "WhatsApp held this back, since the person gets many such messages. Try tomorrow."),
        131050: Verdict("final", "This person wants no more advertising on WhatsApp.", marks="opted_out"),
        131051: Verdict("final", "WhatsApp does not know this kind of message."),
        131052: _trouble("WhatsApp"),
        131053: Verdict("final", "WhatsApp cannot use the attached file. Send it in another form."),
        131062: Verdict("final", "WhatsApp wants this person's phone number for such a message. Ask for it."),
        **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132015, 132016), _TEMPLATE),
        **dict.fromkeys((1, 2, 131000, 131016, 133004), _trouble("WhatsApp")),
        **dict.fromkeys(range(200, 300), _down("The access token may not send on WhatsApp.")),
        100: Verdict("final", "WhatsApp refuses this message: a value in it does not fit."),
        131008: Verdict("final", "WhatsApp refuses this message: a value is missing in it."),
        131009: Verdict("final", "WhatsApp refuses this message: a value in it does not fit."),
    }
)

_TELEGRAM_TEXTS: tuple[tuple[str, Verdict], ...] = (
    ("chat not found", Verdict("final", "Telegram does not know this chat.", marks="wrong_number")),
    ("user not found", Verdict("final", "Telegram does not know this person.", marks="wrong_number")),
    ("message is too long", _TOO_LONG),
    ("message text is empty", Verdict("final", "The message is empty.")),
)


def twilio(code: int | str | None, status: int = 400) -> Verdict:
    """What Twilio's error `code` means, in an answer (with its HTTP `status`) or a status callback."""
    known = _TWILIO.get(_number(code))
    return known or _by_status("Twilio", status, code)


def meta(code: int | str | None, status: int = 400) -> Verdict:
    """What the Cloud API's error `code` means, in an answer (with its HTTP `status`) or in `statuses[].errors`."""
    known = _META.get(_number(code))
    return known or _by_status("WhatsApp", status, code)


def telegram(status: int, description: str = "", retry_after: Any = None) -> Verdict:
    """What the Bot API's `error_code`, `description` and `parameters.retry_after` mean."""
    told = description.casefold()
    if status == 429:
        pause = max(_number(retry_after), 1) if retry_after is not None else BUSY_S
        return replace(_busy("Telegram asks to slow down; this is tried again."), retry_after_s=pause)
    if status in (401, 404):
        return _down("Telegram refuses the bot's token.")
    if status == 403:
        return Verdict("final", "This person has blocked the bot, so nothing reaches them here.", marks="blocked")
    known = next((verdict for words, verdict in _TELEGRAM_TEXTS if words in told), None)
    return known or _by_status("Telegram", status, None)


def _by_status(vendor: str, status: int, code: int | str | None) -> Verdict:
    """A code that stands in no table: the HTTP status tells what kind of trouble it is."""
    if status == 429:
        return _busy(f"{vendor} asks to slow down; this is tried again.")
    if status in (401, 403):
        return _down(f"{vendor} refuses the account's credentials.")
    if status >= 500 or status in (408, 409, 425):
        return _trouble(vendor)
    number = f" ({_number(code)})" if _number(code) > 0 else ""
    return Verdict("final", f"{vendor} refuses this message{number}.")


def _number(value: Any) -> int:
    """A code as it came, -1 when it is no number that could be one."""
    text = str(value if value is not None else "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
