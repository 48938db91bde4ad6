"""A chat window: speaks the socket's protocol to the application itself, in the test's own loop."""

import asyncio
import json
from typing import Any

from starlette.types import ASGIApp

PATIENCE_S = 20


class ChatWindow:
    """`async with ChatWindow(app) as window`; the origin is a foreign site, as it is in life."""

    def __init__(self, app: ASGIApp, path: str = "/ws/chat") -> None:
        self._app, self._path = app, path
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "ChatWindow":
        scope = {
            "type": "websocket", "path": self._path, "raw_path": self._path.encode(), "query_string": b"",
            "root_path": "", "scheme": "ws", "headers": [(b"origin", b"https://shop.example")],
            "client": ("203.0.113.9", 4000), "server": ("localhost", 8000), "subprotocols": [], "http_version": "1.1",
            "asgi": {"version": "3.0"},
        }  # fmt: skip
        self._task = asyncio.create_task(self._app(scope, self._in.get, self._out.put))
        await self._in.put({"type": "websocket.connect"})
        assert (await self._next())["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._in.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self._task, PATIENCE_S)

    async def say(self, content: Any) -> None:
        """Send a frame: a text as it is, anything else as JSON."""
        text = content if isinstance(content, str) else json.dumps(content)
        await self._in.put({"type": "websocket.receive", "text": text})

    async def hear(self) -> dict[str, Any]:
        """The next frame."""
        message = await self._next()
        assert message["type"] == "websocket.send", message
        return json.loads(message["text"])

    async def closed(self) -> int:
        """The code by which the server closed."""
        message = await self._next()
        assert message["type"] == "websocket.close", message
        return message["code"]

    async def silent(self) -> bool:
        """Whether nothing has come and nothing comes once everything put down has run."""
        for _ in range(20):
            await asyncio.sleep(0.01)
        return self._out.empty()

    async def _next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._out.get(), PATIENCE_S)
