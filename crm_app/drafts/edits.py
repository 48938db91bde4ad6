"""How much did a person change of a draft before sending it?"""

from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

EditKind = Literal["unchanged", "edited", "rewritten"]

# Below this, less than half of the letters are still where they stood: the draft gave no more than an idea.
REWRITTEN_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class Edit:
    """The kind of change and how alike the two texts are, from 0 (nothing in common) to 1 (the same)."""

    kind: EditKind
    similarity: float


def measure(original: str, sent: str) -> Edit:
    """Compare what was drafted with what was sent. White space at the ends and between words counts for nothing."""
    before, after = " ".join(original.split()), " ".join(sent.split())
    if before == after:
        return Edit("unchanged", 1.0)
    similarity = Indel.normalized_similarity(before, after)
    return Edit("edited" if similarity >= REWRITTEN_BELOW else "rewritten", similarity)
