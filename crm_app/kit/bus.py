"""Live news between processes: published after commit, lost without harm (a page reads anew when it reconnects)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

Listener = Callable[[str, dict[str, Any]], Awaitable[None]]


class Bus(Protocol):
    """Port; adapters: in process, Redis."""

    async def publish(self, topic: str, news: dict[str, Any]) -> None: ...

    def listen(self, listener: Listener) -> None:
        """Every listener of every process gets every piece of news."""
        ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class InProcessBus:
    """One process needs no server for it."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    async def publish(self, topic: str, news: dict[str, Any]) -> None:
        await asyncio.gather(*(listener(topic, news) for listener in self._listeners), return_exceptions=True)

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    async def start(self) -> None: ...

    async def stop(self) -> None: ...
