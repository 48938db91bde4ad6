"""How far a message may move: forward only, and never twice out of the door. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm_app.conversations.models import Delivery as D

_NEXT: dict[D, frozenset[D]] = {
    D.QUEUED: frozenset({D.SENDING, D.UNDONE, D.FAILED}),
    D.SENDING: frozenset({D.QUEUED, D.SENT, D.DELIVERED, D.READ, D.FAILED, D.UNKNOWN}),
    D.UNKNOWN: frozenset({D.QUEUED, D.SENT, D.DELIVERED, D.READ, D.FAILED}),
    D.SENT: frozenset({D.DELIVERED, D.READ, D.FAILED}),
    D.DELIVERED: frozenset({D.READ}),
    D.FAILED: frozenset({D.QUEUED, D.READ}),
    D.READ: frozenset(),
    D.UNDONE: frozenset(),
    D.RECEIVED: frozenset(),
}


@dataclass(frozen=True)
class Move:
    allowed: bool
    reason: str = ""


def move(now: D, to: D) -> Move:
    """May a message that stands at `now` go to `to`? Late or repeated reports change nothing."""
    if to in _NEXT[D(now)]:
        return Move(True)
    return Move(False, f"a {now} message does not become {to}")


_FAR = (D.SENT, D.DELIVERED, D.READ)


def whole(parts: Sequence[D]) -> D:
    """How far a message in several parts has got: as far as the last of them, and failed when one is lost."""
    for state in (D.FAILED, D.UNKNOWN, D.SENDING, D.QUEUED):
        if state in parts:
            return state
    return min(parts, key=_FAR.index, default=D.QUEUED)


def counts_as_reply(state: D) -> bool:
    """Whether an outbound message in this state has answered the customer."""
    return state not in (D.UNDONE, D.FAILED)
