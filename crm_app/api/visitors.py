"""WS /ws/chat: the live chat's window hears the replies. Sites of any origin embed it; the token says who it is."""

import asyncio
import base64
import hmac
import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from limits import parse
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from crm_app.api import rates
from crm_app.conversations import visitors
from crm_app.kit import security
from crm_app.kit.bus import Bus
from crm_app.kit.errors import AppError
from crm_app.kit.transaction import Actor, house, reading, transaction

log = structlog.get_logger()

TOPIC = "visitors"
PURPOSE = "chat-visitor"
LARGEST_FRAME = 4096
MOST_SOCKETS, MOST_PER_VISITOR = 5000, 8
FIRST_FRAME_S, SEND_S, PING_S = 10.0, 10.0, 25.0
FRAMES = parse("60 per 10 second")
POLICY, TOO_BIG, BUSY = 1008, 1009, 1013


@dataclass(eq=False)
class Window:
    """One open chat window. `told`: the last reply that was sent to it."""

    socket: WebSocket
    actor: Actor
    visitor: str
    told: int = 0
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def hear(self) -> None:
        try:
            await self.send_new()
        except Exception as error:  # the reply stays undelivered, and the next window gets it
            log.info("chat_window_lost", error=type(error).__name__)
            await _close(self.socket, BUSY)

    async def send(self, content: dict[str, Any]) -> None:
        await asyncio.wait_for(self.socket.send_text(json.dumps(content)), SEND_S)

    async def send_new(self) -> None:
        """Send what the visitor has not been told yet."""
        async with self.writing:
            async with reading(self.actor) as tx:
                waiting = await visitors.undelivered(tx, self.visitor, self.told)
            for reply in waiting:
                await self.send(
                    {"id": reply.id, "text": reply.text, "author": reply.author, "at": reply.at.isoformat()}
                )
                self.told = reply.id


class Listens(Protocol):
    """A window in the hall. `hear` never raises."""

    actor: Actor
    visitor: str

    async def hear(self) -> None: ...


class Hall:
    """All open windows of this process, found by visitor when the bus brings news."""

    def __init__(self) -> None:
        self._windows: dict[str, set[Listens]] = defaultdict(set)
        self._bus: Bus | None = None
        self._sending: set[asyncio.Task[None]] = set()

    def enter(self, window: Listens) -> bool:
        """False when there is no room."""
        bus = house().bus
        if self._bus is not bus:
            self._bus = bus
            bus.listen(self._hear)
        theirs = self._windows.get(window.visitor, set())  # each workspace may have a visitor of this name
        own = sum(each.actor.workspace_id == window.actor.workspace_id for each in theirs)
        if own >= MOST_PER_VISITOR or sum(map(len, self._windows.values())) >= MOST_SOCKETS:
            return False
        self._windows[window.visitor].add(window)
        return True

    def leave(self, window: Listens) -> None:
        self._windows[window.visitor].discard(window)
        if not self._windows[window.visitor]:
            del self._windows[window.visitor]

    async def _hear(self, topic: str, news: dict[str, Any]) -> None:
        if topic == TOPIC:
            for window in [*self._windows.get(news.get("visitor", ""), ())]:
                task = asyncio.create_task(window.hear())  # a slow window must not hold up the sender
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)


hall = Hall()


def token_for(workspace_id: int, visitor: str) -> str:
    """What a visitor's window shows to hear the replies to this visitor, and to no other."""
    claim = base64.urlsafe_b64encode(json.dumps([workspace_id, visitor]).encode()).decode()
    return f"{claim}.{_sign(claim)}"


def read_token(token: str) -> tuple[int, str] | None:
    """The workspace and visitor of a token that we made; None for any other."""
    claim, _, signature = token.partition(".")
    if not security.same(signature, _sign(claim)):
        return None
    workspace_id, visitor = json.loads(base64.urlsafe_b64decode(claim))
    return workspace_id, visitor


def _sign(claim: str) -> str:
    return hmac.digest(security.derived_key(PURPOSE), claim.encode("utf-8", "replace"), "sha256").hex()


async def chat(socket: WebSocket) -> None:
    """First frame {"token"}; then replies {"id", "text", "author", "at"}, each confirmed by {"ack": id}."""
    await socket.accept()
    try:
        await rates.rates().admit(rates.CHAT_SOCKETS, f"chat:{rates.address_of(socket)}")
        window = await asyncio.wait_for(_welcome(socket), FIRST_FRAME_S)
        if window is None:
            return await _close(socket, POLICY)
        await _serve(window)
    except (WebSocketDisconnect, TimeoutError, OSError):
        await _close(socket, POLICY)
    except AppError:
        await _close(socket, BUSY)
    except Exception:
        log.exception("chat_failed")
        await _close(socket, 1011)


async def _welcome(socket: WebSocket) -> Window | None:
    frame = await _frame(socket)
    known = read_token(frame["token"]) if frame and isinstance(frame.get("token"), str) else None
    return Window(socket, Actor(known[0], "system", "chat visitor"), known[1]) if known else None


async def _serve(window: Window) -> None:
    if not hall.enter(window):
        return await _close(window.socket, BUSY)
    pinging = asyncio.create_task(_ping(window))
    try:
        await window.send_new()
        while (frame := await _frame(window.socket)) is not None:
            await rates.rates().admit(FRAMES, f"visitor:{window.actor.workspace_id}:{window.visitor}")
            if type(ack := frame.get("ack")) is int and 0 < ack < 2**63:  # True is an int, too
                async with transaction(window.actor) as tx:
                    await visitors.confirm(tx, window.visitor, ack)
        await _close(window.socket, TOO_BIG)
    finally:
        pinging.cancel()
        hall.leave(window)


async def _ping(window: Window) -> None:
    """Finds out about windows that are gone without a word; also brings what news from elsewhere was lost."""
    with suppress(Exception):
        while True:
            await asyncio.sleep(PING_S)
            await window.send({"ping": True})
            await window.send_new()
    await _close(window.socket, BUSY)


async def _frame(socket: WebSocket) -> dict[str, Any] | None:
    """The next frame; None when it is too large or no JSON object."""
    message = await socket.receive()
    if message["type"] != "websocket.receive":
        raise WebSocketDisconnect(message.get("code", 1006))
    text = message.get("text") or (message.get("bytes") or b"").decode("utf-8", "replace")
    if len(text) > LARGEST_FRAME:
        return None
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return frame if isinstance(frame, dict) else None


async def _close(socket: WebSocket, code: int) -> None:
    if socket.application_state is WebSocketState.CONNECTED and socket.client_state is WebSocketState.CONNECTED:
        with suppress(Exception):  # it may be gone already
            await socket.close(code)
