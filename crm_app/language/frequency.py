"""How common is a word in each language? Counted elsewhere (training/), looked up here."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crm_app.language.linear import Numbers

# A level is one 15th of a natural log above FLOOR, the share of a word that a language does not know.
FLOOR = 1e-7
LEVELS = 15

_FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True)
class WordLevels:
    """Words with a level for each of `classes`; 0 where a language does not know the word."""

    classes: tuple[str, ...]
    places: dict[str, int]
    levels: NDArray[np.uint8]

    def logs(self, word: str) -> Numbers | None:
        """Log of the word's share in each language, above FLOOR; None for a word that no language knows."""
        place = self.places.get(word)
        return None if place is None else self.levels[place].astype(np.float32) / LEVELS


@cache
def load(name: str) -> WordLevels:
    """The shipped list `weights/<name>.npz`, read once."""
    with np.load(_FOLDER / f"{name}.npz", allow_pickle=False) as stored:
        words = stored["vocabulary"].tobytes().decode().split("\n")
        return WordLevels(
            tuple(stored["classes"].tolist()), {word: place for place, word in enumerate(words)}, stored["levels"]
        )
