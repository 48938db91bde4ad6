"""POST /api/v1/chat/stream: the widget's line. A visitor says something and hears the answers, as server-sent events.

Any site embeds the widget, so there is no key and no cookie: the visitor's own random id is what only their browser
knows. The workspace lists the sites from which it wants to be written to. The widget sends its JSON as text/plain, so
that browsers need not ask first: the server's own list of origins would refuse them.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import structlog
from limits import parse
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from crm_app.accounts import queries as accounts
from crm_app.accounts.permissions import require
from crm_app.api import auth, bodies, rates, visitors
from crm_app.api.answers import failure, unheard
from crm_app.api.endpoint import Call, Endpoint, check
from crm_app.api.webhooks import take_in
from crm_app.conversations import visitors as replies
from crm_app.conversations.intake import Email, Line
from crm_app.drafts import trying
from crm_app.kit import security
from crm_app.kit.errors import AppError, NotFound, Unauthorised
from crm_app.kit.transaction import Actor, above_walls, reading, transaction

log = structlog.get_logger()

LINES, MESSAGES = parse("120 per minute"), parse("30 per minute")
LISTEN_S, STILL_HERE_S = 300.0, 15.0
VISITOR = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CLOSED = AppError("chat_closed", "This chat is closed at the moment.", status=403)


class Said(BaseModel):
    """What a window says when it opens its line; without a message it only listens."""

    model_config = ConfigDict(extra="ignore")

    workspace: Annotated[str, Field(max_length=60)] = ""
    visitor: str = Field(min_length=1, max_length=200, description="a random UUID that the browser keeps")
    message: str = Field(default="", max_length=4000)
    id: str = Field(default="", max_length=100, description="makes a repeat of the message harmless")
    name: Line = ""
    email: Email = ""
    seen: list[Annotated[int, Field(gt=0, lt=2**63)]] = Field(
        default_factory=list, max_length=100, description="ids of replies that the window shows"
    )
    history: bool = Field(default=False, description="tells first what was said before")


@dataclass(eq=False)
class Ear:
    """A line that waits for replies to one visitor."""

    actor: Actor
    visitor: str
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def hear(self) -> None:
        self.news.set()


async def stream(request: Request) -> Response:
    """Store the message, if there is one, then tell every reply until the line ends; the window opens it again."""
    origin = request.headers.get("origin", "")
    allowed = {"access-control-allow-origin": origin or "*", "vary": "origin", "cache-control": "no-store"}
    try:
        answer = await _answer(request, origin)
    except AppError as error:
        answer = failure(error)
    except ClientDisconnect:
        answer = unheard()
    except Exception:
        log.exception("chat_failed")
        answer = failure(AppError("internal", "Something broke on our side. It is in the log.", status=500))
    answer.headers.update(allowed)
    return answer


async def _answer(request: Request, origin: str) -> Response:
    address = rates.address_of(request)
    program = auth.KEY in request.headers  # it may speak for all visitors of a site
    await rates.rates().admit(rates.PER_ADDRESS if program else LINES, f"chat:{address}")
    said: Said = check(Said, bodies.parse(await bodies.read_body(request)))
    actor, visitor = await _recognise(request, said, origin)
    accepted = None
    if said.message.strip():
        await rates.rates().admit(MESSAGES, f"chat:{actor.workspace_id}:{visitor}")
        form = said.model_dump(include={"message", "name", "email"}) | {"visitor": visitor, "id": said.id or None}
        accepted = await take_in(actor, "live_chat", form)
    if said.seen:
        async with transaction(actor) as tx:
            for message_id in said.seen:
                await replies.confirm(tx, visitor, message_id)
    events = _events(actor, visitor, accepted, said.history)
    return StreamingResponse(events, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _recognise(request: Request, said: Said, origin: str) -> tuple[Actor, str]:
    """Who speaks to whom: a program with its key, or a browser on a site that the workspace knows."""
    if request.headers.get(auth.KEY):
        return require(await auth.actor_of(request, "POST"), "intake.write"), said.visitor
    if not VISITOR.fullmatch(said.visitor):
        raise Unauthorised("visitor: send the UUID that the browser made for itself, or an API key.")
    async with above_walls() as session:
        workspace = await accounts.workspace_by_slug(session, said.workspace)
    if workspace is None:
        raise NotFound("workspace")
    chat: dict[str, Any] = workspace.settings.get("chat", {})
    if not chat.get("on") or (chat.get("sites") and origin not in chat["sites"]):
        raise CLOSED
    # staff sees the handle, so it is not what opens the line
    return Actor(workspace.id, "system", "chat visitor"), f"web-{security.digest(said.visitor)[:24]}"


async def _events(actor: Actor, visitor: str, accepted: Any, history: bool) -> AsyncIterator[str]:
    if accepted:
        yield _event("accepted", {"id": accepted.intake_id, "repeat": accepted.repeat})
    ear, told = Ear(actor, visitor), 0
    if not visitors.hall.enter(ear):
        return
    try:
        if history:
            async with reading(actor) as tx:
                before = await replies.history(tx, visitor)
            for turn in before:
                yield _event("message", _turn(turn) | {"old": True})
        ends = asyncio.get_running_loop().time() + LISTEN_S
        while asyncio.get_running_loop().time() < ends:
            ear.news.clear()
            async with reading(actor) as tx:
                waiting = await replies.undelivered(tx, visitor, told)
            for reply in waiting:
                yield _event("message", _turn(reply))
                told = reply.id
            try:
                await asyncio.wait_for(ear.news.wait(), STILL_HERE_S)
            except TimeoutError:
                yield ": still here\n\n"  # finds out about windows that are gone without a word
    finally:
        visitors.hall.leave(ear)


def _turn(turn: replies.ChatReply) -> dict[str, Any]:
    told = {"id": turn.id, "text": turn.text, "author": turn.author, "at": turn.at.isoformat(), "from": turn.sender}
    return told | ({"key": turn.key} if turn.key else {}) | ({"automatic": True} if turn.automatic else {})


def _event(name: str, content: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"


class Turn(BaseModel):
    """Something that was said before."""

    sender: Literal["visitor", "team"] = Field(alias="from")
    text: str = Field(min_length=1, max_length=4000)


class Trial(BaseModel):
    """A talk to try the answers on; nothing of it is stored."""

    model_config = ConfigDict(extra="ignore")

    message: str = Field(min_length=1, max_length=4000, examples=["I look for a flat in Marina, up to 1.2M AED"])
    channel: Literal["live_chat", "sms", "whatsapp", "telegram", "email", "web_form"] = "live_chat"
    history: list[Turn] = Field(default_factory=list, max_length=20)


class TriedClaim(BaseModel):
    text: str
    supported: bool
    source: str


class TriedAnswer(BaseModel):
    """What would be answered, and what it rests on; `facts` by name, `lead` empty where this begins none."""

    reply: str
    language: str
    tone: str
    engine: str
    claims: list[TriedClaim]
    temperature: str = ""
    score: float = 0.0
    confidence: float = 0.0
    facts: dict[str, dict[str, Any]] = Field(default_factory=dict)
    missing: list[str] = Field(default_factory=list)
    asks: str = ""


async def try_out(call: Call) -> TriedAnswer:
    """POST /api/v1/chat/test."""
    asked: Trial = call.body
    lines = [trying.Line(turn.text, turn.sender == "team") for turn in asked.history]
    tried = await trying.answer_to(call.actor, [*lines, trying.Line(asked.message)], asked.channel)
    lead = {}
    if tried.lead:
        card = tried.lead
        lead = {"temperature": card.temperature, "score": card.score, "confidence": card.confidence,
                "facts": {str(fact.name): dict(fact.value) for fact in card.known}, "missing": [*card.missing],
                "asks": card.ask}  # fmt: skip
    told = [TriedClaim(text=c.text, supported=c.supported, source=c.source) for c in tried.claims]
    return TriedAnswer(
        reply=tried.content, language=tried.language, tone=tried.tone, engine=tried.engine, claims=told, **lead
    )


ENDPOINTS = [
    Endpoint(
        "POST", "/api/v1/chat/test", "Try what would be answered; nothing is stored", "inbox.read", try_out,
        {200: TriedAnswer}, body=Trial, group="Chat",
    ),
]  # fmt: skip
