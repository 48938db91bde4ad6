"""When is it looked whether a message arrived whose answer was lost, and when is a person asked? Pure."""

from types import MappingProxyType

LOOKS = MappingProxyType(
    {
        "twilio_sms": (20, 120, 600),
        "twilio_whatsapp": (20, 120, 600),
        "meta_whatsapp": (120,),
    }
)
"""Seconds before each look. Twilio lists what it took; Meta tells in a status of its own; Telegram tells nothing."""

CHECKING = "checking"
DOUBTFUL = "doubtful"
NOT_THERE = "not_there"


def next_look(kind: str, look: int) -> int | None:
    """Seconds until look number `look` (from 0); None when a person is to be asked."""
    looks = LOOKS.get(kind, ())
    return looks[look] if look < len(looks) else None


def trusts_absence(kind: str, look: int) -> bool:
    """Whether a message that this look does not find never was there: what is new may be listed late."""
    return next_look(kind, look + 1) is None
