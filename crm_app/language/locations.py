"""Which places does a lead ask about?"""

from dataclasses import dataclass

from crm_app.language.traced import Folded


@dataclass(frozen=True, slots=True)
class Location:
    """A place as it was said. `city`, `district` and `country` (ISO 3166) are "" where not known; `known` tells
    whether the place is on our list or merely follows a word like "in"."""

    name: str
    district: str
    city: str
    country: str
    known: bool
    start: int
    end: int
    text: str


def locations(text: str, folded: Folded, *, asked: str | None = None) -> tuple[Location, ...]:
    """The places in `text`, in order; a district and its city said together are one."""
    return ()
