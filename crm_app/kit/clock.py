"""The one place where the time comes from, so that tests can set it."""

from datetime import UTC, datetime, timedelta

_offset: timedelta | None = None


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC) + _offset if _offset else datetime.now(UTC)


def in_utc(told: datetime) -> datetime:
    """An instant that was told, in UTC; one without a zone is read as UTC. Raises ValueError for one before 1900 or
    after 2200: programs tell the ends of the calendar for "never", and no time zone can shift those."""
    if not 1900 <= told.year <= 2200:
        raise ValueError("lies before 1900 or after 2200")
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)


def shift(offset: timedelta | None) -> None:
    """Move this process's clock by a timedelta (None: back to real time). For tests."""
    global _offset
    _offset = offset
