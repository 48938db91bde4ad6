"""What does the channel allow of this reply, in one line, and which approved texts stand in for it? Pure."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_app.channels.segments import Segments
from crm_app.channels.templates import StoredTemplate
from crm_app.conversations.limits import ReplyLimits
from crm_app.ui.inbox import told
from crm_app.ui.remarks import remark
from crm_app.ui.words import count, say

FEW = 3
"""So few characters may make a text costly by oversight; a text in another script needs its own."""

_PLACE = re.compile(r"{{(\d+)}}")


@dataclass
class Approved:
    """A template as it is offered: `places` names the inputs that fill its places."""

    name: str = ""
    language: str = ""
    body: str = ""
    places: list[str] = field(default_factory=list)


def line(limits: ReplyLimits, text: str, now: datetime, zone: ZoneInfo, language: str) -> str:
    """ "SMS: 2 messages, room for 98 more characters", or why nothing leaves; empty where there is no limit."""
    if limits.refusal or limits.held:
        return remark(language, limits.refusal or limits.held)
    return " · ".join(filter(None, (_length(limits, text, language), _window(limits, now, zone, language))))


def shut(limits: ReplyLimits, language: str) -> str:
    """Why only a template may leave; empty when free text may, or when nothing may at all."""
    return remark(language, limits.free_text_refusal) if limits.free_text_refusal and not limits.refusal else ""


def offered(limits: ReplyLimits) -> list[Approved]:
    """The templates to choose from."""
    return [Approved(row.name, row.language, row.body, _places(row)) for row in limits.templates]


def typed(form: dict, approved: Approved) -> list[str]:
    """What a form holds for the places of a template, in their order."""
    return [str(form.get(name, "")) for name in approved.places]


def _places(row: StoredTemplate) -> list[str]:
    return [f"value_{number}" for number in sorted({int(found) for found in _PLACE.findall(row.body)})]


def _length(limits: ReplyLimits, text: str, language: str) -> str:
    counted = limits.count(text)
    if counted.segments:
        return _segments(counted.segments, language)
    if not limits.longest:
        return ""
    used = say(language, "{n} of {longest} characters", n=counted.characters, longest=limits.longest)
    if counted.messages < 2:
        return used
    return count(language, "leaves as {n} message", "leaves as {n} messages", counted.messages)


def _segments(made: Segments, language: str) -> str:
    left = count(language, "room for {n} more character", "room for {n} more characters", made.left)
    said = told.listed((count(language, "{n} text message", "{n} text messages", max(1, made.count)), left), language)
    if 0 < len(made.costly) <= FEW:
        said += " · " + say(language, "{signs} halves the room", signs=" ".join(made.costly))
    return said


def _window(limits: ReplyLimits, now: datetime, zone: ZoneInfo, language: str) -> str:
    until = limits.window_until
    if until is None or until <= now:
        return ""
    at = told.clock(until, zone, language)
    if until.astimezone(zone).date() != now.astimezone(zone).date():
        at = told.moment(until, zone, language)
    return say(language, "free text until {time}", time=at)
