"""What does the product itself say in a conversation, as a person reads it: in its notes, and of what went wrong?

A note keeps such a remark as a code (`kit/coded.py`) in its details; its text holds somebody's own words, if any.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crm_app.channels import problems
from crm_app.conversations.escalation import REASONS
from crm_app.kit.coded import filled, told

REMARK = "remark"
"""Under this name in the details of a message."""

_NOTES = {
    "escalated": "Escalated: {why}",
    "passed_on": "Passed on by hand.",
    "nobody_came": "Nobody came in time: the next one is called.",
    "quiet": "Quiet for {days}. Follow up?",
    "moved": "Writes from {new} now instead of {old}.",
    "booking_made": "Booked for {when}: {title}",
    "booking_moved": "Booked for another time, {when}: {title}",
    "booking_cancelled": "Cancelled, {when}: {title}",
    "call_no_number": "No text followed this call: the workspace has no number for SMS. An admin adds one under "
    "Settings, Channels.",
    "call_not_wanted": "No text followed this call: this person wants no more messages.",
    "call_overtaken": "No text followed this call: somebody had written to them meanwhile.",
}
SENTENCES = problems.SENTENCES | REASONS | _NOTES


def of(details: Mapping[str, Any]) -> str:
    """The remark that a message holds; "" where it is somebody's own."""
    return str(details.get(REMARK, ""))


def sentence(remark: str) -> str:
    """A remark in English, for programs."""
    return told(remark, SENTENCES, filled, _shown)


def text_of(text: str, details: Mapping[str, Any]) -> str:
    """A message's whole text in English, for programs."""
    if not (remark := of(details)):
        return text
    return f"{sentence(remark)} “{text}”" if text else sentence(remark)


def _shown(name: str, value: str) -> str:
    match name:
        case "amount":
            return f"{float(value):,.0f}"
        case "share":
            return f"{float(value):.0%}"
        case "days":
            return f"{float(value):g} day{'' if float(value) == 1 else 's'}"
        case "when":
            return f"{datetime.fromisoformat(value):%d %b %Y, %H:%M}"
    return value
