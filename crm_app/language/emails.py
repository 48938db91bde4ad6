"""Which e-mail addresses does a text give, written or spoken?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Email:
    """An address; `text` are the words as they stand ("ana at gmail dot com")."""

    address: str
    start: int
    end: int
    text: str


def emails(text: str, *, asked: str | None = None) -> tuple[Email, ...]:
    """Every address in `text`, in order."""
    return ()
