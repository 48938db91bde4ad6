"""How is a vendor asked over HTTP, and what does silence mean? Either nothing left, or nobody knows."""

import asyncio
import logging
import ssl
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx

from crm_app.channels.port import Sent
from crm_app.channels.vendor_errors import PAIR_S, Verdict
from crm_app.kit.coded import coded

TIMEOUT_S = 15.0
"""For the whole of a question and its answer: a vendor that drips bytes must not hold a message for ever."""

CONNECT_S = 5.0
LARGEST_ANSWER = 1_000_000

# Their lines quote addresses, and Telegram's hold the bot's token.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True)
class Answer:
    """What came back. `body` is empty when it was no JSON object; `pause_s` is the Retry-After header, when told."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    pause_s: int | None = None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True)
class NoAnswer:
    """`left`: the question had gone out, or may have, before the line broke."""

    left: bool


_trusted = cache(httpx.create_ssl_context)  # reading the list of authorities takes longer than a question


def new_client(timeout_s: float = TIMEOUT_S) -> httpx.AsyncClient:
    """A client for one vendor, so that none can use up the connections of another. Follows no redirects."""
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
    timeout = httpx.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s))
    return httpx.AsyncClient(timeout=timeout, limits=limits, follow_redirects=False, verify=_trusted())


async def ask(client: httpx.AsyncClient, method: str, url: str, **question: Any) -> Answer | NoAnswer:
    """Ask once. Never raises for what the network does."""
    try:
        async with asyncio.timeout(client.timeout.read):
            return await _ask(client, method, url, **question)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, ssl.SSLError):
        return NoAnswer(left=False)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError):
        return NoAnswer(left=True)


async def _ask(client: httpx.AsyncClient, method: str, url: str, **question: Any) -> Answer:
    async with client.stream(method, url, **question) as response:
        raw = bytearray()
        async for piece in response.aiter_bytes():
            raw += piece
            if len(raw) > LARGEST_ANSWER:
                raw.clear()
                break
    pause = response.headers.get("retry-after", "")
    return Answer(response.status_code, _object(bytes(raw)), int(pause) if _is_pause(pause) else None)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = httpx.Response(200, content=raw).json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _is_pause(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def silence(vendor: str, answer: NoAnswer) -> Sent:
    """What no answer means for a message."""
    if answer.left:
        return Sent("unknown", reason=coded("line_broke", vendor=vendor))
    return Sent("retry", reason=coded("no_line", vendor=vendor), retry_after_s=60)


def sent_as(verdict: Verdict, answer: Answer) -> Sent:
    """What the vendor's refusal means for a message."""
    pause = verdict.retry_after_s and max(verdict.retry_after_s, answer.pause_s or 0)
    return Sent(
        "retry" if verdict.action == "retry" else "failed",
        reason=verdict.problem,
        retry_after_s=pause,
        channel_down=verdict.action == "down",
        holds=verdict.holds,
        exact=verdict.holds or verdict.retry_after_s == PAIR_S,
        marks=verdict.marks,
    )


def in_doubt(vendor: str) -> Sent:
    """An answer that leaves open what happened: a success without an id, or a gateway that gave up waiting."""
    return Sent("unknown", reason=coded("unreadable", vendor=vendor))


def is_in_doubt(answer: Answer, code: object) -> bool:
    """Whether nobody can tell from an answer without the vendor's own error `code`."""
    return code is None and (answer.ok or answer.status in (502, 504))
