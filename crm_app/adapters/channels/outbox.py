"""A practice outbox: mails become files in a folder, so that everything can be tried before a server is named."""

import asyncio
import re
from pathlib import Path

from crm_app.channels.compose import compose
from crm_app.channels.port import Outbound, Sent
from crm_app.kit import clock


class OutboxSender:
    """Sends by writing `<message id>.eml`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, outbound: Outbound) -> Sent:
        name = re.sub(r"[^A-Za-z0-9.-]", "", outbound.message_id)[:100] + ".eml"
        try:
            await asyncio.to_thread(self._write, name, bytes(compose(outbound, clock.now())))
        except OSError as error:
            return Sent("retry", reason=f"The practice outbox cannot be written: {error.strerror}.")
        return Sent("sent", outbound.message_id)

    def _write(self, name: str, mail: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_bytes(mail)
