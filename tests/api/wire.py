"""Vendors as the doors see them: the recorded samples, and new deliveries signed as they sign theirs."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import SecretStr
from sqlmodel import select

from crm_app.accounts import actions as accounts
from crm_app.api import doors
from crm_app.contacts.models import Handle
from crm_app.conversations.models import Conversation, Direction, Intake, IntakeState, Message
from crm_app.conversations.tasks import understand_intake
from crm_app.kit import clock
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, above_walls, reading
from launch.steps import ROOT

from .conftest import Town

SHARED = ROOT.parent / "shared" / "wire"
PUBLIC = "https://crm.example.com"
SECRETS = {
    "TWILIO_AUTH_TOKEN": "tw-token",
    "META_APP_SECRET": "meta-app-secret",
    "META_VERIFY_TOKEN": "verify-me",
    "TELEGRAM_WEBHOOK_SECRET": "tg_secret-1",
    "SHOPIFY_WEBHOOK_SECRET": "shopify-secret",
    "EASYPOST_WEBHOOK_SECRET": "ep-secret",
    "VAPI_WEBHOOK_SECRET": "vapi-secret",
    "CALCOM_WEBHOOK_SECRET": "cal-secret",
    "HUBSPOT_CLIENT_SECRET": "hs-client-secret",
    "INBOUND_WEBHOOK_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
}
CALLER, OURS = "+15551230001", "+15005550006"
FROZEN = datetime.fromtimestamp(1_795_000_000, UTC)
"""When the samples were signed whose signature covers the time."""


def samples(folder: str) -> dict[str, dict[str, Any]]:
    """The samples of one vendor that are posted to us, by name."""
    if not SHARED.exists():
        pytest.skip("The recorded samples of vendors are not here.")
    cases = json.loads((SHARED / "index.json").read_text())["cases"]
    return {
        case["name"].partition("/")[2]: case
        for case in cases
        if case["name"].startswith(f"{folder}/") and "url" in case
    }


@dataclass
class Wire:
    """A workspace that gets what nobody's number was meant for, and the vendors who post."""

    town: Town
    actor: Actor

    async def begin_anew(self) -> None:
        """Another workspace, which gets from now on what nobody else is meant by."""
        slug = f"wire-{secrets.token_hex(4)}"
        async with above_walls(write=True) as session:
            workspace = await accounts.create_workspace(session, slug=slug, name="Wire", now=clock.now())
        self.actor = Actor.system(workspace.id)
        settings().channels_workspace = slug
        doors.forget_all()

    async def sample(self, folder: str, name: str) -> httpx.Response:
        case = samples(folder)[name]
        if "clock frozen" in case["shows"]:
            clock.shift(FROZEN - datetime.now(UTC))
        body = (SHARED / case["file"]).read_bytes()
        return await self.town.http.request(
            case["method"], case["url"].removeprefix(PUBLIC), content=body, headers=case["headers"]
        )

    async def twilio(self, path: str, form: dict[str, str] | list[tuple[str, str]], token: str = "tw-token", **headers):
        pairs = list(form.items()) if isinstance(form, dict) else form
        signature = twilio_signature(token, PUBLIC + path, pairs)
        return await self.town.http.post(
            path,
            content=urlencode(pairs),
            headers={
                "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
                "X-Twilio-Signature": signature,
                **headers,
            },
        )

    async def text(self, sid: str, body: str, path: str = "/webhooks/sms/inbound", **more: str):
        prefix = "whatsapp:" if "whatsapp" in path else ""
        form = {"MessageSid": sid, "From": prefix + CALLER, "To": prefix + OURS, "Body": body, "NumMedia": "0", **more}
        return await self.twilio(path, form)

    async def meta(self, *values: dict[str, Any], secret: str = "meta-app-secret", raw: bytes | None = None):
        body = raw if raw is not None else json.dumps(meta_body(*values)).encode()
        signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return await self.town.http.post("/webhooks/whatsapp", content=body, headers={"X-Hub-Signature-256": signature})

    async def telegram(self, update: Any, secret: str = "tg_secret-1", token: str = ""):
        path = "/webhooks/telegram" + (f"/{token}" if token else "")
        raw = update if isinstance(update, bytes) else json.dumps(update).encode()
        return await self.town.http.post(path, content=raw, headers={"X-Telegram-Bot-Api-Secret-Token": secret})

    async def shopify(self, topic: str, body: Any, number: str, secret: str = "shopify-secret", **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signature = base64.b64encode(hmac.digest(secret.encode(), raw, "sha256")).decode()
        known = {"X-Shopify-Hmac-Sha256": signature, "X-Shopify-Topic": topic, "X-Shopify-Webhook-Id": number}
        return await self.town.http.post("/webhooks/shopify", content=raw, headers=known | headers)

    async def tracking(self, body: Any, secret: str = "ep-secret"):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signature = "hmac-sha256-hex=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
        return await self.town.http.post("/webhooks/tracking", content=raw, headers={"X-Hmac-Signature": signature})

    async def standard(self, body: Any, number: str, secret: str = "", sent: int | None = None, before: str = ""):
        """`before`: signatures that stand in front of ours."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        key = base64.b64decode((secret or SECRETS["INBOUND_WEBHOOK_SECRET"]).removeprefix("whsec_"))
        at = str(int(clock.now().timestamp()) if sent is None else sent)
        signed = base64.b64encode(hmac.digest(key, f"{number}.{at}.".encode() + raw, "sha256")).decode()
        headers = {"webhook-id": number, "webhook-timestamp": at, "webhook-signature": f"{before} v1,{signed}".strip()}
        return await self.town.http.post("/webhooks/inbound", content=raw, headers=headers)

    async def vapi(self, message: Any, secret: str = "vapi-secret", **headers: str):
        raw = message if isinstance(message, bytes) else json.dumps({"message": message}).encode()
        return await self.town.http.post("/webhooks/vapi", content=raw, headers=headers or {"X-Vapi-Secret": secret})

    async def calcom(self, body: Any, secret: str = "cal-secret", token: str = ""):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signature = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
        path = "/webhooks/calcom" + (f"/{token}" if token else "")
        return await self.town.http.post(path, content=raw, headers={"X-Cal-Signature-256": signature})

    async def hubspot(self, body: Any, secret: str = "hs-client-secret", sent: int | None = None, query: str = ""):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        at, path = str(int(clock.now().timestamp() * 1000) if sent is None else sent), "/webhooks/hubspot" + query
        signed = hmac.digest(secret.encode(), b"POST" + (PUBLIC + path).encode() + raw + at.encode(), "sha256")
        known = {"X-HubSpot-Request-Timestamp": at, "X-HubSpot-Signature-v3": base64.b64encode(signed).decode()}
        return await self.town.http.post(path, content=raw, headers=known)

    async def understand(self) -> None:
        """Run the jobs of all that waits, oldest first, until nothing does."""
        while waiting := await self.rows(
            select(Intake.id).where(Intake.state == IntakeState.WAITING).order_by(Intake.id)
        ):
            for intake_id in waiting:
                await understand_intake.run(self.actor.workspace_id, intake_id)

    async def rows(self, query) -> list:
        async with reading(self.actor) as tx:
            return [*(await tx.session.exec(query)).all()]

    async def ledger(self) -> list[Intake]:
        return await self.rows(select(Intake).order_by(Intake.id))

    async def messages(self) -> list[Message]:
        """What customers wrote, in the order of arrival."""
        return await self.rows(select(Message).where(Message.direction == Direction.INBOUND).order_by(Message.id))

    async def conversations(self) -> list[Conversation]:
        return await self.rows(select(Conversation).order_by(Conversation.id))

    async def handles(self) -> dict[tuple[str, str], Handle]:
        return {(row.kind, row.value): row for row in await self.rows(select(Handle))}


def twilio_signature(token: str, url: str, pairs: list[tuple[str, str]]) -> str:
    told = url + "".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.digest(token.encode(), told.encode(), "sha1")).decode()


def meta_body(*values: dict[str, Any], number: str = "106540352242922") -> dict[str, Any]:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": number}
    changes = [{"field": "messages", "value": {"metadata": metadata} | value} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def wa_text(id_: str, body: str, phone: str = "15551230001", at: int = 1_795_000_000, **more: Any) -> dict[str, Any]:
    """The value of a change that holds one text."""
    message = {"from": phone, "id": id_, "timestamp": str(at), "type": "text", "text": {"body": body}} | more
    return {"contacts": [{"profile": {"name": "Ana"}, "wa_id": phone}], "messages": [message]}


def tg_message(number: int, text: str | None = "hi", **more: Any) -> dict[str, Any]:
    """An update with a private message."""
    ana = {"id": 5550001, "is_bot": False, "first_name": "Ana"}
    message = {"message_id": number, "from": ana, "chat": {"id": 5550001, "type": "private"}, "date": 1_795_000_000}
    return {"update_id": 700_000_000 + number, "message": message | ({"text": text} if text else {}) | more}


async def connected(town: Town) -> Wire:
    """The vendors' secrets are known from the environment; their news goes to a workspace of its own."""
    known = settings()
    known.public_url = PUBLIC
    for name, value in SECRETS.items():
        setattr(known, name.lower(), SecretStr(value))
    wire = Wire(town, town.shop.system)
    await wire.begin_anew()
    return wire
