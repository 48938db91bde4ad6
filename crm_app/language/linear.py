"""What does a small linear model over text features say? Trained elsewhere (training/), scored here with numpy."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FOLDER = Path(__file__).parent / "weights"

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class LinearModel:
    """Feature weights per class. Features count by rarity (idf) times 1 + log(count), scaled to length 1."""

    classes: tuple[str, ...]
    vocabulary: dict[str, int]
    rarity: Numbers
    weights: Numbers
    bias: Numbers

    def logits(self, features: Iterable[str]) -> Numbers:
        """One score a class, not normalised."""
        rows, values = self._vector(features)
        return values @ self.weights[rows] + self.bias

    def probabilities(self, features: Iterable[str]) -> Numbers:
        """One share a class; they add up to 1."""
        return softmax(self.logits(features))

    def contributions(self, features: Iterable[str], name: str) -> dict[str, float]:
        """How much each known feature speaks for (above 0) or against (below 0) the class `name`."""
        rows, values = self._vector(features)
        weighed = values * (self.weights[rows, self.classes.index(name)] - self.weights[rows].mean(axis=1))
        known = dict.fromkeys(feature for feature in features if feature in self.vocabulary)
        return dict(zip(known, weighed.tolist(), strict=True))

    def _vector(self, features: Iterable[str]) -> tuple[NDArray[np.int64], Numbers]:
        found = Counter(feature for feature in features if feature in self.vocabulary)
        rows = np.fromiter((self.vocabulary[feature] for feature in found), dtype=np.int64, count=len(found))
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        values = (1 + np.log(counts)) * self.rarity[rows]
        return rows, values / max(float(np.linalg.norm(values)), 1e-9)


def softmax(logits: Numbers) -> Numbers:
    """Shares that add up to 1 along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@cache
def load(name: str) -> LinearModel:
    """The shipped model `weights/<name>.npz`, read once. Weights lie there as bytes with one scale a class."""
    with np.load(_FOLDER / f"{name}.npz", allow_pickle=False) as stored:
        words = stored["vocabulary"].tobytes().decode().split("\n")
        return LinearModel(
            classes=tuple(stored["classes"].tolist()),
            vocabulary={word: place for place, word in enumerate(words)},
            rarity=stored["rarity"].astype(np.float32),
            weights=stored["weights"].astype(np.float32) * stored["scale"],
            bias=stored["bias"].astype(np.float32),
        )
