"""How long and in which tone may a message be on each channel, and when is sending tried again? Pure."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

CHANNELS = ("web_form", "live_chat", "email", "sms", "whatsapp", "telegram", "phone")

RETRY_AFTER_S = (60, 300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600)
"""Pauses between attempts to send, in seconds; then a person is told."""

Tone = Literal["formal", "casual", "friendly", "spoken"]


@dataclass(frozen=True)
class Policy:
    """What a reply on one channel looks like. A limit of None means that the channel sets none."""

    tone: Tone
    max_words: int | None = None
    max_chars: int | None = None
    greeting: bool = False
    signature: bool = False
    short_paragraphs: bool = False
    empathy: bool = False


@dataclass(frozen=True)
class Fit:
    """Whether a text fits its channel, and the sentence that says why not."""

    ok: bool
    reason: str = ""


_EMAIL = Policy("formal", max_words=200, greeting=True, signature=True)
_CHAT = Policy("friendly", max_words=100, short_paragraphs=True)

POLICIES = MappingProxyType(
    {
        "web_form": _EMAIL,
        "live_chat": _CHAT,
        "email": _EMAIL,
        "sms": Policy("casual", max_chars=160),
        "whatsapp": _CHAT,
        "telegram": _CHAT,
        "phone": Policy("spoken", max_words=75, empathy=True),
    }
)


def fits(channel: str, text: str) -> Fit:
    """Say whether `text` may be sent on `channel`: not empty, and within its words or characters."""
    rule = POLICIES[channel]
    words, chars = len(text.split()), len(text.strip())
    if not words:
        return Fit(False, "There is no text yet.")
    if rule.max_words is not None and words > rule.max_words:
        return Fit(False, f"{words} words; this channel takes at most {rule.max_words}.")
    if rule.max_chars is not None and chars > rule.max_chars:
        return Fit(False, f"{chars} characters; this channel takes at most {rule.max_chars}.")
    return Fit(True)
