"""What does a provider's answer mean for the message? One table each; pure. Source: the providers' error pages."""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

from crm_app.channels.problems import ask_admin
from crm_app.kit.coded import coded

Action = Literal["retry", "final", "down", "template"]
Mark = Literal["", "opted_out", "blocked", "wrong_number"]

BUSY_S, PAIR_S, LATER_S = 30, 6, 60
"""Pauses in seconds: the account was too fast, one chat was, the provider had trouble."""


@dataclass(frozen=True)
class Verdict:
    """What to do, and the problem (`problems.py`) for the agent.

    `retry`: try again by itself after `retry_after_s`. `final`: never; a person reads the problem. `template`: the
    same, and a template may be sent instead. `down`: the account itself is at fault, so others would fail too.
    `holds`: whoever else writes from this account waits as long. `marks`: what is now known of the recipient.
    """

    action: Action
    problem: str
    retry_after_s: int | None = None
    holds: bool = False
    marks: Mark = ""


def _busy(code: str, **values: str) -> Verdict:
    return Verdict("retry", coded(code, **values), BUSY_S, holds=True)


def _trouble(vendor: str) -> Verdict:
    return Verdict("retry", coded("trouble", vendor=vendor), LATER_S)


def _down(code: str, **values: str) -> Verdict:
    return Verdict("down", ask_admin(code, **values))


_NOT_A_NUMBER = Verdict("final", "not_a_number", marks="wrong_number")
_STOPPED = Verdict("final", "wrote_stop", marks="opted_out")
_TOO_LONG = Verdict("final", "too_long")
_WINDOW = Verdict("template", "too_late")
_TEMPLATE = Verdict("final", "bad_template")
_UNREACHABLE = Verdict("final", "out_of_reach")

_TWILIO: MappingProxyType[int, Verdict] = MappingProxyType(
    {
        20003: _down("credentials", vendor="Twilio"),
        20005: _down("not_active"),
        20404: _down("not_known"),
        20429: _busy("slow_down", vendor="Twilio"),
        21211: _NOT_A_NUMBER,
        21212: _down("sender_not_valid"),
        21408: Verdict("final", "country_closed"),
        21606: _down("sender_not_ours"),
        21610: _STOPPED,
        21614: _NOT_A_NUMBER,
        21617: _TOO_LONG,
        30001: _busy("queue_full"),
        30002: _down("suspended"),
        30003: _UNREACHABLE,
        30005: Verdict("final", "not_in_use", marks="wrong_number"),
        30006: Verdict("final", "landline", marks="wrong_number"),
        30007: Verdict("final", "taken_for_spam"),
        30008: Verdict("retry", "carrier_lost", LATER_S),
        30034: _down("not_registered"),
        63001: _down("sender_credentials"),
        63003: Verdict("final", "not_on_whatsapp", marks="wrong_number"),
        63007: _down("no_whatsapp_sender"),
        63016: _WINDOW,
        63018: _busy("slow_down", vendor="WhatsApp"),
        63024: Verdict("final", "not_on_whatsapp", marks="wrong_number"),
        63032: Verdict("final", "whatsapp_not_now"),
        63038: Verdict("retry", "daily_limit", 3600, holds=True),
    }
)

_META: MappingProxyType[int, Verdict] = MappingProxyType(
    {
        0: _down("token_refused"),
        190: _down("token_expired"),
        3: _down("token_may_not"),
        10: _down("token_may_not"),
        33: _down("number_unknown"),
        368: _down("policies"),
        131031: _down("locked"),
        131042: _down("unpaid"),
        4: _busy("slow_down", vendor="WhatsApp"),
        80007: _busy("slow_down", vendor="WhatsApp"),
        130429: _busy("slow_down", vendor="WhatsApp"),
        131056: Verdict("retry", "too_many_at_once", PAIR_S),
        131021: Verdict("final", "same_number"),
        131026: Verdict("final", "whatsapp_cannot"),
        131047: _WINDOW,
        131048: Verdict("final", "marked_as_spam"),
        131064: Verdict("final", "too_many_people"),
        131049: Verdict("final", "too_many_like_it"),
        131050: Verdict("final", "no_advertising", marks="opted_out"),
        131051: Verdict("final", "unknown_kind"),
        131052: _trouble("WhatsApp"),
        131053: Verdict("final", "bad_file"),
        131062: Verdict("final", "wants_number"),
        **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132015, 132016), _TEMPLATE),
        **dict.fromkeys((1, 2, 131000, 131016, 133004), _trouble("WhatsApp")),
        **dict.fromkeys(range(200, 300), _down("token_may_not")),
        100: Verdict("final", "bad_value"),
        131008: Verdict("final", "missing_value"),
        131009: Verdict("final", "bad_value"),
    }
)

_TELEGRAM_TEXTS: tuple[tuple[str, Verdict], ...] = (
    ("chat not found", Verdict("final", "unknown_chat", marks="wrong_number")),
    ("user not found", Verdict("final", "unknown_person", marks="wrong_number")),
    ("message is too long", _TOO_LONG),
    ("message text is empty", Verdict("final", "empty")),
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
        return replace(_busy("slow_down", vendor="Telegram"), retry_after_s=pause)
    if status in (401, 404):
        return _down("bot_token")
    if status == 403:
        return Verdict("final", "blocked_bot", marks="blocked")
    known = next((verdict for words, verdict in _TELEGRAM_TEXTS if words in told), None)
    return known or _by_status("Telegram", status, None)


def _by_status(vendor: str, status: int, code: int | str | None) -> Verdict:
    """A code that stands in no table: the HTTP status tells what kind of trouble it is."""
    if status == 429:
        return _busy("slow_down", vendor=vendor)
    if status in (401, 403):
        return _down("credentials", vendor=vendor)
    if status >= 500 or status in (408, 409, 425):
        return _trouble(vendor)
    number = _number(code)
    problem = coded("refused_as", vendor=vendor, number=number) if number > 0 else coded("refused", vendor=vendor)
    return Verdict("final", problem)


def _number(value: Any) -> int:
    """A code as it came, -1 when it is no number that could be one."""
    text = str(value if value is not None else "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
