"""What does a lead want: to buy, rent, sell, visit, enrol, know a price?"""

from collections.abc import Collection
from dataclasses import dataclass

from crm_app.language.traced import Folded


@dataclass(frozen=True, slots=True)
class Service:
    """An interest: `kind` is one of ours ("buy", "rent"...) or "own" for one of the workspace's own services."""

    kind: str
    name: str
    start: int
    end: int
    text: str


def services(text: str, folded: Folded, own: Collection[str] = ()) -> tuple[Service, ...]:
    """The interests in `text`, in order, each kind once."""
    return ()
