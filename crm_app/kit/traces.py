"""What a write touched, so that it can be taken back exactly: rows that were added, and fields as they were before."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import SQLModel


@dataclass(frozen=True)
class Touch:
    """One row of table `subject`. `before` None: it was added, and looked like `after`."""

    subject: str
    id: int
    before: dict[str, Any] | None
    after: dict[str, Any]


def snapshot(row: SQLModel, names: tuple[str, ...]) -> dict[str, Any]:
    """Fields of a row as JSON can hold them."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return [*value] if isinstance(value, list) else value
