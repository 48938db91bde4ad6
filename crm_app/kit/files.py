"""Files from outside: kept under names of ours, never under theirs."""

from collections.abc import AsyncIterator
from typing import BinaryIO, Protocol


class FileStore(Protocol):
    """Port of the file store."""

    async def put(self, workspace_id: int, content: bytes) -> str:
        """Keep the bytes; returns the name under which they are found again."""
        ...

    async def put_stream(self, workspace_id: int, parts: AsyncIterator[bytes]) -> str:
        """The same for what is too large to be held at once; what breaks off leaves nothing behind."""
        ...

    async def open(self, workspace_id: int, stored_as: str) -> BinaryIO:
        """The bytes as a file that can be read anywhere; whoever asked closes it. Raises AppError like `get`."""
        ...

    async def get(self, workspace_id: int, stored_as: str) -> bytes:
        """The bytes; raises AppError when they are gone."""
        ...

    async def remove(self, workspace_id: int, stored_as: str) -> None:
        """Forget the bytes, or do nothing where they are gone. What was put within the last hour stays: a row that
        names it may be about to be written."""
        ...
