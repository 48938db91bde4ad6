"""The bus over Redis: news reaches every process. Losing Redis degrades to news within this process."""

import asyncio
import json
from typing import Any

import redis.asyncio as redis
import structlog

from crm_app.kit.bus import Listener

log = structlog.get_logger()
CHANNEL = "tacit:news"
RETRY_S = 1.0


class RedisBus:
    """Bus by Redis pub/sub."""

    def __init__(self, url: str) -> None:
        self._client = redis.from_url(url, socket_connect_timeout=2, socket_keepalive=True)
        self._listeners: list[Listener] = []
        self._reader: asyncio.Task[None] | None = None

    async def publish(self, topic: str, news: dict[str, Any]) -> None:
        try:
            await asyncio.wait_for(self._client.publish(CHANNEL, json.dumps([topic, news], default=str)), 2)
        except (redis.RedisError, OSError, TimeoutError) as error:
            log.warning("redis_unreachable", error=type(error).__name__)
            await self._tell(topic, news)

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    async def start(self) -> None:
        self._reader = asyncio.create_task(self._read_for_ever())

    async def stop(self) -> None:
        if self._reader:
            self._reader.cancel()
        await self._client.aclose()

    async def _read_for_ever(self) -> None:
        while True:
            try:
                async with self._client.pubsub() as subscription:
                    await subscription.subscribe(CHANNEL)
                    async for message in subscription.listen():
                        if message["type"] == "message":
                            await self._tell(*json.loads(message["data"]))
            except Exception as error:  # nobody awaits this task, and others may publish here
                log.warning("redis_lost", error=type(error).__name__)
                await asyncio.sleep(RETRY_S)

    async def _tell(self, topic: str, news: dict[str, Any]) -> None:
        await asyncio.gather(*(listener(topic, news) for listener in self._listeners), return_exceptions=True)
