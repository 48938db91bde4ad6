"""What does a vendor's payload hold at this place, whatever else it may hold there instead? Pure; nothing raises."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from crm_app.kit import clock
from crm_app.language.clean import clean

LONGEST_ID = 200
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def at(value: Any, *path: str) -> Any:
    """The value at the end of a path of keys; None where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def line(value: Any, *path: str, limit: int = 200) -> str:
    """A text or a number as one line; "" for anything else."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return " ".join(clean(_text(found), limit=limit).split())


def text(value: Any, *path: str, limit: int = 100_000) -> str:
    """A text with its lines."""
    found = at(value, *path)
    return clean(found, limit=limit).strip() if isinstance(found, str) else ""


def number(value: Any, *path: str) -> float | None:
    """A finite number, also one written as text."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    try:
        read = float(found)
    except (ValueError, OverflowError):
        return None
    return read if abs(read) < 1e15 else None


def whole(value: Any, *path: str) -> int:
    """A whole number of at most 15 digits; 0 for anything else."""
    return int(number(value, *path) or 0)


def money(value: Any, *path: str) -> Decimal | None:
    """An amount as the decimal text it came as."""
    try:
        read = Decimal(line(value, *path) or "x")
    except InvalidOperation:
        return None
    return read if read.is_finite() and 0 <= read < Decimal(10) ** 12 else None


def items(value: Any, *path: str) -> list[dict[str, Any]]:
    """The objects of a list."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def id_of(value: Any, *path: str) -> str:
    """An outside id; one too long to be stored is told by its hash. "" when there is none."""
    found = at(value, *path)
    return short(_text(found)) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def short(told: str) -> str:
    """An id as it may be stored."""
    found = clean(told.strip(), limit=100_000)
    return found if len(found) <= LONGEST_ID else "hash:" + sha256(found.encode()).hexdigest()


def seconds(value: Any, *path: str) -> datetime | None:
    """An instant that is told in seconds since 1970, as number or text."""
    read = number(value, *path)
    try:
        return _plausible(datetime.fromtimestamp(read, UTC)) if read is not None else None
    except (ValueError, OverflowError, OSError):
        return None


def instant(value: Any, *path: str) -> datetime | None:
    """An instant that is told as ISO 8601; one without a zone is read as UTC."""
    try:
        return _plausible(clock.in_utc(datetime.fromisoformat(line(value, *path))))
    except (ValueError, OverflowError):
        return None


def _plausible(moment: datetime) -> datetime | None:
    return moment if EARLIEST < moment < LATEST else None


def _text(value: str | int | float) -> str:
    try:
        return str(value)
    except ValueError:  # a number of thousands of digits
        return ""
