"""What does the writer wish of the conversation: a person, an end, to agree, to decline, to thank?"""

from dataclasses import dataclass
from typing import Literal

from crm_app.language.traced import Folded

Kind = Literal["person", "stop", "agree", "decline", "thank"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish with the words that say so."""

    kind: Kind
    start: int
    end: int
    text: str


def wishes(text: str, folded: Folded) -> tuple[Wish, ...]:
    """The wishes in `text`, each kind once, in the order of `Kind`."""
    return ()
