"""WhatsApp by Meta's Cloud API."""

import base64
import hashlib
import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from crm_app.adapters.channels import vendor_http, vendor_media
from crm_app.channels import vendor_errors
from crm_app.channels.accounts import VendorAccount
from crm_app.channels.port import FetchedMedia, Media, Outbound, Sent

VENDOR, VERSION = "WhatsApp", "v26.0"
FILE_SERVERS = ("fbsbx.com", "fbcdn.net", "whatsapp.net")

_USER_ID = re.compile(r"[A-Z]{2}\.\S+")
_CHANGED = "file_changed"


class MetaMessenger:
    """One number. Meta knows no idempotency key either, but repeats our own id in every status of the message."""

    def __init__(self, account: VendorAccount, client: httpx.AsyncClient, base_url: str) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._messages = f"{self._base_url}/{VERSION}/{quote(account.address, safe='')}/messages"
        self._secret = {"Authorization": f"Bearer {account.secret('access_token')}"}

    async def send(self, outbound: Outbound) -> Sent:
        """Send one text or template; see port.Sends."""
        answer = await vendor_http.ask(
            self._client, "POST", self._messages, json=_message(outbound), headers=self._secret
        )
        if isinstance(answer, vendor_http.NoAnswer):
            return vendor_http.silence(VENDOR, answer)
        code = _code(answer.body)
        wamid = _wamid(answer.body)
        if answer.ok and code is None and wamid:
            return Sent("sent", wamid)
        if vendor_http.is_in_doubt(answer, code):
            return vendor_http.in_doubt(VENDOR)
        return vendor_http.sent_as(vendor_errors.meta(code, answer.status), answer)

    async def find(self, outbound: Outbound, since: datetime, known: frozenset[str]) -> Sent | None:
        """Meta cannot be asked: what it tells, it tells in its statuses."""
        return None

    async def fetch_media(self, media: Media, largest: int) -> FetchedMedia:
        """Ask for the file's address by its id, then for the file; see port.FetchesMedia."""
        url = f"{self._base_url}/{VERSION}/{quote(media.ref, safe='')}"
        answer = await vendor_http.ask(self._client, "GET", url, headers=self._secret)
        if isinstance(answer, vendor_http.NoAnswer):
            return FetchedMedia("retry", reason=vendor_http.silence(VENDOR, answer).reason)
        if not answer.ok or not isinstance(answer.body.get("url"), str):
            return _no_address(answer)
        if _size(answer.body) > largest:
            return vendor_media.too_large(largest)
        hosts = vendor_media.Hosts(self._base_url, FILE_SERVERS)
        fetched = await vendor_media.fetch(
            self._client, answer.body["url"], hosts, largest, secret=self._secret, secret_travels=True
        )
        told = answer.body.get("sha256") or media.sha256
        if fetched.state == "fetched" and told and not _fits(told, fetched.content):
            return FetchedMedia("retry", reason=_CHANGED)
        return fetched


def _message(outbound: Outbound) -> dict[str, Any]:
    whom = "recipient" if _USER_ID.fullmatch(outbound.to) else "to"
    body = {"messaging_product": "whatsapp", "recipient_type": "individual", whom: outbound.to}
    body["biz_opaque_callback_data"] = outbound.message_id
    if outbound.template is None:
        return {**body, "type": "text", "text": {"body": outbound.text, "preview_url": False}}
    chosen = outbound.template
    template: dict[str, Any] = {"name": chosen.name, "language": {"code": chosen.language}}
    if chosen.values:
        parameters = [{"type": "text", "text": value} for value in chosen.values]
        template["components"] = [{"type": "body", "parameters": parameters}]
    return {**body, "type": "template", "template": template}


def _code(body: dict[str, Any]) -> Any:
    error = body.get("error")
    return error.get("code") if isinstance(error, dict) else None


def _wamid(body: dict[str, Any]) -> str:
    messages = body.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    wamid = first.get("id") if isinstance(first, dict) else None
    return wamid if isinstance(wamid, str) else ""


def _size(body: dict[str, Any]) -> int:
    size = str(body.get("file_size", ""))
    return int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0


def _fits(told: object, content: bytes) -> bool:
    """Whether the content is what was announced; Meta writes SHA-256 in base64 here and in hex there."""
    digest = hashlib.sha256(content)
    return str(told) in (base64.b64encode(digest.digest()).decode(), digest.hexdigest())


def _no_address(answer: vendor_http.Answer) -> FetchedMedia:
    verdict = vendor_errors.meta(_code(answer.body), answer.status)
    state = "retry" if verdict.action in ("retry", "down") or answer.ok else "refused"
    return FetchedMedia(state, reason=verdict.problem if state == "retry" else "file_gone")
