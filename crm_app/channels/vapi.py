"""What does VAPI, whose assistants speak by telephone, tell of a call? Pure."""

from datetime import datetime
from typing import Any

from crm_app.channels import kinds, told
from crm_app.channels.news import Ignored, News
from crm_app.channels.port import Inbound, Sender
from crm_app.kit.errors import Invalid

REPORT, TOOLS = "end-of-call-report", "tool-calls"
PASSING = ("transcript", "conversation-update", "speech-update", "model-output", "user-interrupted", "voice-input")
"""Told many times a minute while a call goes on; the report holds all of it once more."""

NO_TOOL = "No such tool is connected."
_NOBODY = "Nothing is chosen here: set it up at VAPI."
_MOST_TOOLS = 100


def kind_of(body: Any) -> str:
    """What is told: "end-of-call-report", "transcript"; "" when it does not say."""
    return told.line(body, "message", "type", limit=60).partition("[")[0]


def call_id(body: Any) -> str:
    return told.id_of(body, "message", "call", "id")


def phone(body: Any) -> str:
    """The customer's number, whoever of the two rang; "" when they have none, as on a call from a page."""
    message = told.at(body, "message")
    given = told.line(message, "call", "customer", "number") or told.line(message, "customer", "number")
    return kinds.personal(given)


def answer(body: Any) -> dict[str, Any] | None:
    """What VAPI waits for; None when it waits for nothing. Here no tool is connected, and no assistant chosen."""
    kind = kind_of(body)
    if kind == TOOLS:
        return {"results": [{"toolCallId": id_, "error": NO_TOOL} for id_, _ in _tools(body)]}
    return {"error": _NOBODY} if kind.endswith("-request") else None


def _tools(body: Any) -> list[tuple[str, str]]:
    """Id and name of each tool that is asked for."""
    calls = told.items(body, "message", "toolCallList") or told.items(body, "message", "toolCalls")
    found = [
        (told.id_of(call, "id"), told.line(call, "name") or told.line(call, "function", "name"))
        for call in calls[:_MOST_TOOLS]
    ]
    return [(id_, name) for id_, name in found if id_]


def read(body: Any, account_id: int) -> News:
    """What an event says; raises Invalid for one that names nothing."""
    kind = kind_of(body)
    if not kind:
        raise Invalid("type", "This event does not say what it is.")
    if kind == TOOLS:
        names = ", ".join(name for _, name in _tools(body))
        return Ignored(f"The assistant asked for a tool that is not connected: {names}.")
    if kind != REPORT:
        state = told.line(body, "message", "status", limit=40)
        return Ignored(f"A call that is {state}." if state else f"Filed: {kind}.")
    if not call_id(body):
        raise Invalid("call", "This report does not say of which call it is.")
    return _report(body["message"], call_id(body), phone(body), account_id)


def _report(message: dict[str, Any], id_: str, number: str, account_id: int) -> News:
    """One message: what the customer said, else what became of the call; the whole talk is folded below it."""
    details, ended = _details(message), told.line(message, "endedReason", limit=80)
    said, summary = _said(message), details["call"].get("summary", "")
    if not number:
        return Ignored("A call without a telephone number: nobody can be called back.")
    if not (said or summary):
        return Ignored(f"A call in which nothing was said ({ended or 'no reason told'}).")
    name = told.line(message, "call", "customer", "name") or told.line(message, "customer", "name")
    return Inbound(
        "phone", key(account_id, id_), Sender(name=name, phone=number), text=said or summary,
        quoted=_transcript(message), sent_at=_ended_at(message), account_id=account_id or None,
        recipients=tuple(filter(None, [told.line(message, "phoneNumber", "number")])), wordless=not said,
        details=details,
    )  # fmt: skip


def key(account_id: int, id_: str) -> str:
    """Under what a call is kept, however often it is reported."""
    return f"vapi:{account_id}:{id_}"


def _said(message: dict[str, Any]) -> str:
    """What the customer said, a line for each turn."""
    turns = told.items(message, "artifact", "messages") or told.items(message, "messages")
    said = [told.text(turn, "message") for turn in turns if turn.get("role") == "user"]
    if not any(said):
        lines = _transcript(message).splitlines()
        said = [line.partition(":")[2].strip() for line in lines if line.casefold().startswith("user:")]
    return "\n".join(filter(None, said))


def _transcript(message: dict[str, Any]) -> str:
    return told.text(message, "artifact", "transcript") or told.text(message, "transcript")


def _details(message: dict[str, Any]) -> dict[str, Any]:
    call = {
        "seconds": _seconds(message),
        "ended": told.line(message, "endedReason", limit=80),
        "summary": told.text(message, "analysis", "summary", limit=4000) or told.text(message, "summary", limit=4000),
        "recording": _recording(message),
    }
    return {"kind": "call", "call": {name: value for name, value in call.items() if value}}


def _recording(message: dict[str, Any]) -> str:
    """Where it can be heard: at an address of the web, or nowhere."""
    places = [("artifact", "recordingUrl"), ("recordingUrl",), ("artifact", "recording", "stereoUrl"),
              ("artifact", "recording", "mono", "combinedUrl")]  # fmt: skip
    links = (told.line(message, *place, limit=2000) for place in places)
    return next((link for link in links if link.startswith("https://")), "")


def _seconds(message: dict[str, Any]) -> int:
    begun, ended = told.instant(message, "startedAt"), told.instant(message, "endedAt")
    if begun and ended and ended > begun:
        return int((ended - begun).total_seconds())
    return max(0, told.whole(message, "durationSeconds"))


def _ended_at(message: dict[str, Any]) -> datetime | None:
    return told.instant(message, "endedAt") or told.seconds((told.number(message, "timestamp") or 0) / 1000 or None)
