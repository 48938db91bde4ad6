"""Telegram by the Bot API."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from crm_app.adapters.channels import vendor_http, vendor_media
from crm_app.channels import vendor_errors
from crm_app.channels.accounts import VendorAccount
from crm_app.channels.port import FetchedMedia, Media, Outbound, Sent
from crm_app.kit.coded import coded

VENDOR = "Telegram"
_PATH = re.compile(r"[\w@.-]+(/[\w@.-]+)*")
_HEARD = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]
"""What we can read; Telegram leaves reactions out unless they are named."""

_GONE = "file_gone_or_large"


class TelegramMessenger:
    """One bot. Its token is part of every address, so no address is ever logged or told."""

    def __init__(self, account: VendorAccount, client: httpx.AsyncClient, base_url: str) -> None:
        self._client, self._base_url = client, base_url.rstrip("/")
        self._token = quote(account.secret("bot_token"), safe=":")

    async def send(self, outbound: Outbound) -> Sent:
        """Send one text; see port.Sends. A chat that became another one is followed there."""
        answer = await self._send(outbound)
        moved = _parameters(answer).get("migrate_to_chat_id")
        if isinstance(moved, int):
            answer = await self._send(replace(outbound, to=str(moved)))
        return _sent(answer)

    async def _send(self, outbound: Outbound) -> vendor_http.Answer | vendor_http.NoAnswer:
        question = {"chat_id": outbound.to, "text": outbound.text}
        return await self._call("sendMessage", question)

    async def _call(self, method: str, question: dict[str, Any]) -> vendor_http.Answer | vendor_http.NoAnswer:
        return await vendor_http.ask(self._client, "POST", f"{self._base_url}/bot{self._token}/{method}", json=question)

    async def answer_press(self, press_id: str) -> None:
        """End the clock on a pressed button; see port.AnswersPresses."""
        await self._call("answerCallbackQuery", {"callback_query_id": press_id})

    async def deliver_to(self, url: str, secret: str) -> Sent:
        """Set the bot's webhook; see port.LearnsAddress. Its own words tell what is wrong with an address."""
        question = {"url": url, "secret_token": secret, "allowed_updates": _HEARD}
        answer = await self._call("setWebhook", question)
        if isinstance(answer, vendor_http.NoAnswer):
            return Sent("failed", reason=coded("no_line_now", vendor=VENDOR))
        if answer.ok and answer.body.get("ok") is True:
            return Sent("sent")
        said = str(answer.body.get("description", ""))[:200] if answer.status == 400 else ""
        return Sent("failed", reason=coded("answered", vendor=VENDOR, said=said) if said else _verdict(answer).problem)

    async def find(self, outbound: Outbound, since: datetime, known: frozenset[str]) -> Sent | None:
        """A bot cannot read what it has sent."""
        return None

    async def fetch_media(self, media: Media, largest: int) -> FetchedMedia:
        """Ask for the file's path by its id, then for the file; see port.FetchesMedia."""
        answer = await self._call("getFile", {"file_id": media.ref})
        if isinstance(answer, vendor_http.NoAnswer):
            return FetchedMedia("retry", reason=vendor_http.silence(VENDOR, answer).reason)
        if not answer.body.get("ok"):
            verdict = _verdict(answer)
            refused = verdict.action == "final"
            return FetchedMedia("refused" if refused else "retry", reason=_GONE if refused else verdict.problem)
        path = str((answer.body.get("result") or {}).get("file_path", ""))
        if not _PATH.fullmatch(path) or ".." in path:
            return FetchedMedia("refused", reason=_GONE)
        hosts = vendor_media.Hosts(self._base_url)
        url = f"{self._base_url}/file/bot{self._token}/{quote(path)}"
        return await vendor_media.fetch(self._client, url, hosts, largest, secret={})


def _sent(answer: vendor_http.Answer | vendor_http.NoAnswer) -> Sent:
    if isinstance(answer, vendor_http.NoAnswer):
        return vendor_http.silence(VENDOR, answer)
    result = answer.body.get("result")
    if answer.ok and answer.body.get("ok") is True and isinstance(result, dict) and "message_id" in result:
        chat = result.get("chat")
        return Sent("sent", f"{chat.get('id', '') if isinstance(chat, dict) else ''}:{result['message_id']}")
    if vendor_http.is_in_doubt(answer, answer.body.get("error_code")):
        return vendor_http.in_doubt(VENDOR)
    return vendor_http.sent_as(_verdict(answer), answer)


def _verdict(answer: vendor_http.Answer) -> vendor_errors.Verdict:
    description = str(answer.body.get("description", ""))
    return vendor_errors.telegram(answer.status, description, _parameters(answer).get("retry_after"))


def _parameters(answer: vendor_http.Answer | vendor_http.NoAnswer) -> dict[str, Any]:
    told = answer.body.get("parameters") if isinstance(answer, vendor_http.Answer) else None
    return told if isinstance(told, dict) else {}
