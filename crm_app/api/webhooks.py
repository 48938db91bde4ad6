"""What sites deliver: forms and chat. Stored durably with its job before it is answered; understood afterwards."""

import json
from typing import Any

from pydantic import BaseModel, Field

from crm_app.api import bodies, visitors
from crm_app.api.endpoint import Call, Endpoint
from crm_app.conversations import intake
from crm_app.conversations.intake import LiveChat, WebForm
from crm_app.conversations.ledger import Arrival, Receipt, doorstep
from crm_app.kit import clock, security
from crm_app.kit.errors import AppError
from crm_app.kit.transaction import Actor

DELIVERY_ID = "idempotency-key"


class Accepted(BaseModel):
    """It is stored. `repeat`: this delivery was here before, and nothing was added."""

    status: str = Field(default="accepted", examples=["accepted"])
    id: int
    repeat: bool


class ChatAccepted(Accepted):
    """`visitor_token` is the first frame of WS /ws/chat, where this visitor's window hears the replies."""

    visitor_token: str


async def web_form(call: Call) -> Accepted:
    """A message from a site's form."""
    _, receipt = await _take_in(call, "web_form")
    return Accepted(id=receipt.intake_id, repeat=receipt.repeat)


async def live_chat(call: Call) -> ChatAccepted:
    """A message from a chat window."""
    form, receipt = await _take_in(call, "live_chat")
    token = visitors.token_for(call.actor.workspace_id, form.visitor)
    return ChatAccepted(id=receipt.intake_id, repeat=receipt.repeat, visitor_token=token)


async def _take_in(call: Call, channel: str) -> tuple[WebForm, Receipt]:
    given, now, raw = call.request.headers.get(DELIVERY_ID, ""), clock.now(), b""
    try:
        raw = await bodies.read_body(call.request)
        payload = bodies.parse(raw)
        form = intake.read(channel, payload)
    except AppError as error:  # counted too, so that received = stored + refused
        mark = raw or f"{error.code}:{call.request.headers.get('content-length', '')}".encode()
        ids = intake.identity(None, mark, now)
        refused = Arrival(channel, f"refused:{ids[0]}", f"refused:{ids[1]}", "", refused=error.sentence)
        await doorstep.accept(call.actor, refused)
        raise
    return form, await _accept(call.actor, channel, form, payload, raw, given)


async def take_in(actor: Actor, channel: str, payload: dict[str, Any]) -> Receipt:
    """A message that came by another way than a webhook, stored as theirs are."""
    raw = json.dumps(payload, sort_keys=True).encode()
    return await _accept(actor, channel, intake.read(channel, payload), payload, raw, "")


async def _accept(actor: Actor, channel: str, form: WebForm, payload: Any, raw: bytes, given: str) -> Receipt:
    ids = intake.identity(form, raw, clock.now(), given)
    return await doorstep.accept(actor, Arrival(channel, *ids, _lane(channel, form), intake.kept(form, payload)))


def _lane(channel: str, form: WebForm) -> str:
    """One sender's messages are understood one after the other."""
    sender = getattr(form, "visitor", "") or form.email or form.phone
    return f"{channel}:{security.digest(sender)[:20]}"


ENDPOINTS = [
    Endpoint(
        "POST", "/webhooks/web-form", "Deliver a message from a form", "intake.write", web_form,
        {200: Accepted}, body=WebForm, reads=False, group="Intake",
        example={"name": "Lina", "email": "lina@customer.example", "message": "Where is my order?"},
    ),
    Endpoint(
        "POST", "/webhooks/live-chat", "Deliver a message from a chat window", "intake.write", live_chat,
        {200: ChatAccepted}, body=LiveChat, reads=False, group="Intake",
        example={"visitor": "v-1", "message": "Do you ship to Spain?"},
    ),
]  # fmt: skip
