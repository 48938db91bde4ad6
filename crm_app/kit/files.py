"""Files from outside: kept under names of ours, never under theirs."""

from typing import Protocol


class FileStore(Protocol):
    """Port of the file store."""

    async def put(self, workspace_id: int, content: bytes) -> str:
        """Keep the bytes; returns the name under which they are found again."""
        ...

    async def get(self, workspace_id: int, stored_as: str) -> bytes:
        """The bytes; raises AppError when they are gone."""
        ...
