"""Files in a local folder, one sub-folder a workspace, named by their SHA-256."""

import asyncio
import hashlib
import os
from pathlib import Path

from crm_app.kit.errors import NotFound


class FolderStore:
    """FileStore on the local disk. A name is a hash, so no path from outside ever reaches the file system."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, workspace_id: int, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        await asyncio.to_thread(self._write, self._folder / str(workspace_id) / name, content)
        return name

    async def get(self, workspace_id: int, stored_as: str) -> bytes:
        if not stored_as.isalnum():
            raise NotFound("file")
        try:
            return await asyncio.to_thread((self._folder / str(workspace_id) / stored_as).read_bytes)
        except FileNotFoundError:
            raise NotFound("file") from None

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}")
        half.write_bytes(content)
        half.replace(path)  # whole or not at all, whenever we are killed
