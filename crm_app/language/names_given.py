"""By which name does the writer call himself?"""

from dataclasses import dataclass

from crm_app.language.traced import Folded


@dataclass(frozen=True, slots=True)
class NameGiven:
    """The name as it is written."""

    name: str
    start: int
    end: int
    text: str


def name_given(text: str, folded: Folded, *, asked: str | None = None) -> NameGiven | None:
    """The first name that the writer gives of himself."""
    return None
