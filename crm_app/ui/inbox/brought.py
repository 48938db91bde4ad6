"""What does a message bring beside its words: files, a place, a call, reactions, what became of it since? Pure."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from crm_app.conversations.queries import AttachmentView, MessageView
from crm_app.ui.inbox import told
from crm_app.ui.remarks import remark
from crm_app.ui.words import say

KINDS = {"image": "Picture", "video": "Video", "audio": "Recording"}
"""What a file without a name is called, by the first half of its type."""

MAP = "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=16/{lat}/{lon}"


@dataclass
class FileLine:
    """An attachment; without `url` while there is nothing to open, and `note` says why."""

    url: str
    name: str
    size: str
    note: str = ""


@dataclass
class Place:
    """A place that was sent; `point` are its coordinates."""

    url: str = ""
    point: str = ""


def file_line(file: AttachmentView, language: str) -> FileLine:
    """One attachment as it stands in the thread."""
    name = file.name or say(language, KINDS.get(file.media_type.partition("/")[0], "File"))
    if file.state == "pending":
        return FileLine("", name, "", say(language, "is being fetched"))
    if file.state == "refused":
        return FileLine("", name, "", remark(language, file.problem))
    return FileLine(f"/files/{file.id}", name, told.size(file.size))


def place(details: dict[str, Any]) -> Place:
    """Where a place stands on a map; empty when the message holds none."""
    where = details.get("location") or {}
    lat, lon = where.get("latitude"), where.get("longitude")
    if not (isinstance(lat, int | float) and isinstance(lon, int | float)):
        return Place()
    return Place(MAP.format(lat=lat, lon=lon), f"{lat:.5f}, {lon:.5f}")


@dataclass
class Call:
    """A call by telephone: what it was about, and where it can be heard."""

    summary: str = ""
    recording: str = ""


ENDED = {
    "customer-ended-call": "the customer hung up",
    "assistant-ended-call": "the assistant hung up",
    "assistant-forwarded-call": "passed on to a person",
    "voicemail": "reached a voicemail",
    "customer-did-not-answer": "nobody answered",
    "customer-busy": "the line was busy",
    "silence-timed-out": "ended in silence",
    "exceeded-max-duration": "ended at its time limit",
}
"""How a call ended, by the beginning of what the provider says; anything with an error in it broke off."""


def call(details: dict[str, Any]) -> Call:
    """What is to be shown of a call beside what was said; empty for any other message."""
    told_of = details.get("call") or {}
    recording = str(told_of.get("recording", ""))
    return Call(str(told_of.get("summary", "")), recording if recording.startswith("https://") else "")


def _call_marks(details: dict[str, Any], language: str) -> list[str]:
    """ "Call, 3 min", "the customer hung up"; nothing for any other message."""
    told_of = details.get("call") or {}
    if not told_of:
        return []
    seconds, ended = told_of.get("seconds", 0), str(told_of.get("ended", ""))
    lasted = told.span(timedelta(seconds=max(60, seconds)), language) if seconds else ""
    how = next((words for name, words in ENDED.items() if ended.startswith(name)), "")
    how = how or ("broke off" if "error" in ended else "")
    first = say(language, "Call, {time}", time=lasted) if lasted else say(language, "Call")
    return [first, say(language, how) if how else ""]


def reactions(details: dict[str, Any]) -> str:
    """The emoji that people put to it, each once with its number where there are several."""
    given = [*details.get("reactions", {}).values()]
    return " ".join(
        f"{emoji} {given.count(emoji)}" if given.count(emoji) > 1 else emoji for emoji in [*dict.fromkeys(given)]
    )


def marks(message: MessageView, language: str) -> str:
    """ "edited, forwarded": what became of it, and how it came."""
    details = message.details
    template = details.get("template") or {}
    said = [
        *_call_marks(details, language),
        say(language, "taken back by the customer") if details.get("revoked_at") else "",
        say(language, "edited") if details.get("earlier") or details.get("edited") else "",
        say(language, "forwarded") if details.get("forwarded") else "",
        say(language, "template {name}", name=template["name"]) if template.get("name") else "",
    ]
    return told.listed(said, language)


def before(details: dict[str, Any]) -> list[str]:
    """How an edited message read before, oldest first."""
    return [str(once["text"]) for once in details.get("earlier", ())]
