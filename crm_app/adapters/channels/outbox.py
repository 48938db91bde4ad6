"""A practice outbox: what is sent becomes files in a folder, so that all can be tried before a vendor is named."""

import asyncio
import re
from datetime import datetime
from pathlib import Path

from crm_app.channels.compose import compose
from crm_app.channels.port import FetchedMedia, Media, Outbound, Sent
from crm_app.kit import clock
from crm_app.kit.coded import coded


class OutboxSender:
    """Sends by writing `<message id>.eml`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, outbound: Outbound) -> Sent:
        return await _put(self._folder, outbound, "eml", bytes(compose(outbound, clock.now())))


class PracticeMessenger:
    """Sends texts of a number or bot by writing `<message id>.txt`. Messages of the demo name no real files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, outbound: Outbound) -> Sent:
        text = f"{outbound.channel}\nFrom: {outbound.from_address}\nTo: {outbound.to}\n\n{outbound.text}\n"
        return await _put(self._folder, outbound, "txt", text.encode("utf-8", "replace"))

    async def find(self, outbound: Outbound, since: datetime, known: frozenset[str]) -> Sent | None:
        there = await asyncio.to_thread((self._folder / _name(outbound, "txt")).exists)
        return Sent("sent", outbound.message_id) if there else Sent("failed")

    async def fetch_media(self, media: Media, largest: int) -> FetchedMedia:
        return FetchedMedia("refused", reason="file_of_demo")


def _name(outbound: Outbound, ending: str) -> str:
    return f"{re.sub(r'[^A-Za-z0-9.-]', '', outbound.message_id)[:100]}.{ending}"


async def _put(folder: Path, outbound: Outbound, ending: str, content: bytes) -> Sent:
    try:
        await asyncio.to_thread(_write, folder / _name(outbound, ending), content)
    except OSError as error:
        return Sent("retry", reason=coded("practice_outbox", said=error.strerror), retry_after_s=60)
    return Sent("sent", outbound.message_id)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
