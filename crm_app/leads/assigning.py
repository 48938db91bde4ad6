"""Who is called when a conversation needs a person? Pure: the choice comes with its reason."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

HERE_FOR = timedelta(minutes=10)
"""So long after the last sign of a member they count as being there."""

SENIOR = frozenset({"manager", "admin"})


@dataclass(frozen=True)
class Colleague:
    """A member who may be called; `open`: escalations that they have already."""

    id: int
    role: str
    open: int
    present: bool


@dataclass(frozen=True)
class Choice:
    """Nobody, where nobody else is left."""

    member_id: int | None
    reason: str


def choose(
    colleagues: Iterable[Colleague], *, senior: bool = False, owner: int | None = None, besides: Collection[int] = ()
) -> Choice:
    """Who has the fewest open ones among those who are there; among all when nobody is.

    Args:
        senior: it is worth a manager, when one may be called.
        owner: who has the conversation already; they go first, unless others are there and they are not.
        besides: who was called before and did not come.
    """
    free = [one for one in colleagues if one.id not in besides]
    free = [one for one in free if one.role in SENIOR] or free if senior else free
    there = [one for one in free if one.present]
    pool = there or free
    if not pool:
        return Choice(None, "Nobody else can be called.")
    if owner in {one.id for one in pool}:
        return Choice(owner, "They have the conversation already.")
    best = min(pool, key=lambda one: (one.open, one.id))
    where = "Of those who are here" if there else "Nobody is here; of all"
    return Choice(best.id, f"{where}, they have the fewest open ({best.open}).")
