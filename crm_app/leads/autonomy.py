"""May the software answer by itself? Per workspace and channel; a person always goes first. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

Mode = Literal["draft_only", "reply_and_tell", "off"]

DRAFT_ONLY: Mode = "draft_only"
MODES: tuple[Mode, ...] = ("draft_only", "reply_and_tell", "off")
QUIET = timedelta(minutes=30)
"""So long after a person's reply the software keeps out of the talk."""

TYPING = timedelta(minutes=5)
MOST_EXCHANGES = 20


@dataclass(frozen=True)
class Situation:
    """Where the talk stands when an answer is ready. `hands_over`: it answers the wish for a person, so that all it
    says is that one comes, and when."""

    mode: Mode
    unconfirmed: int = 0
    escalated: bool = False
    hands_over: bool = False
    paused: bool = False
    stopped: str = ""
    exchanges: int = 0
    since_person: timedelta | None = None
    since_typing: timedelta | None = None
    moved_on: bool = False


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    reason: str


def mode(settings: Mapping[str, Any], channel: str) -> Mode:
    """How far the software may go on a channel: {"autonomy": {"default": "draft_only", "sms": "reply_and_tell"}}.
    Anything that is not known is read as the careful one."""
    own = settings.get("autonomy") or {}
    chosen = own.get(channel) or own.get("default")
    return chosen if chosen in MODES else DRAFT_ONLY


def judge(now: Situation) -> Verdict:
    """May this answer leave by itself?"""
    refusals = (
        (now.mode == "off", "The software does not write on this channel."),
        (now.mode != "reply_and_tell", "On this channel a person sends."),
        (now.paused, "The workspace is paused."),
        (now.stopped == "stop", "The lead asked us to stop."),
        (now.stopped == "person" and not now.hands_over, "The lead wants a person."),
        (now.escalated and not now.hands_over, "A person was called to this conversation."),
        (now.moved_on, "Something newer was written here."),
        (bool(now.unconfirmed), f"{now.unconfirmed} statements in the answer stand in no record."),
        (now.exchanges > MOST_EXCHANGES, f"Over {MOST_EXCHANGES} exchanges: a person should look."),
        (now.since_person is not None and now.since_person < QUIET, "A person replied here a short while ago."),
        (now.since_typing is not None and now.since_typing < TYPING, "A person is writing an answer."),
    )
    reason = next((reason for refused, reason in refusals if refused), "")
    return Verdict(not reason, reason or "Nothing in it needs a person.")


def since(now: datetime, at: datetime | None) -> timedelta | None:
    """How long ago something happened, or None when it never did."""
    return now - at if at else None
