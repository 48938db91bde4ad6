"""The one place where the time comes from, so that tests can set it."""

from datetime import UTC, datetime, timedelta

_offset: timedelta | None = None


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC) + _offset if _offset else datetime.now(UTC)


def shift(offset: timedelta | None) -> None:
    """Move this process's clock by a timedelta (None: back to real time). For tests."""
    global _offset
    _offset = offset
