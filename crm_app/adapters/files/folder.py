"""Files in a local folder, one sub-folder a workspace, named by their SHA-256."""

import asyncio
import hashlib
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from crm_app.kit.errors import NotFound

FRESH_S = 3600


class FolderStore:
    """FileStore on the local disk. A name is a hash, so no path from outside ever reaches the file system."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, workspace_id: int, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        await asyncio.to_thread(self._write, self._folder / str(workspace_id) / name, content)
        return name

    async def put_stream(self, workspace_id: int, parts: AsyncIterator[bytes]) -> str:
        folder = self._folder / str(workspace_id)
        half, digest = folder / f"half-{uuid.uuid4().hex}", hashlib.sha256()
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        try:
            with half.open("wb") as file:
                async for part in parts:
                    digest.update(part)
                    await asyncio.to_thread(file.write, part)
            half.replace(folder / digest.hexdigest())
        finally:
            half.unlink(missing_ok=True)
        return digest.hexdigest()

    async def open(self, workspace_id: int, stored_as: str) -> BinaryIO:
        if not stored_as.isalnum():
            raise NotFound("file")
        try:
            return await asyncio.to_thread((self._folder / str(workspace_id) / stored_as).open, "rb")
        except FileNotFoundError:
            raise NotFound("file") from None

    async def get(self, workspace_id: int, stored_as: str) -> bytes:
        if not stored_as.isalnum():
            raise NotFound("file")
        try:
            return await asyncio.to_thread((self._folder / str(workspace_id) / stored_as).read_bytes)
        except FileNotFoundError:
            raise NotFound("file") from None

    async def remove(self, workspace_id: int, stored_as: str) -> None:
        if stored_as.isalnum():
            await asyncio.to_thread(self._remove, self._folder / str(workspace_id) / stored_as)

    @staticmethod
    def _remove(path: Path) -> None:
        if path.exists() and path.stat().st_mtime < time.time() - FRESH_S:
            path.unlink(missing_ok=True)

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        if path.exists():
            path.touch()  # put again: not old any more
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"half-{uuid.uuid4().hex}")
        half.write_bytes(content)
        half.replace(path)  # whole or not at all, whenever we are killed
