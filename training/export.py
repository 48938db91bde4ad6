"""How is a trained model made small enough to ship? Fewest features that matter, one byte a weight."""

from pathlib import Path

import numpy as np

from crm_app.language.frequency import WordLevels

WEIGHTS = Path(__file__).resolve().parents[1] / "crm_app" / "language" / "weights"


def strongest(features: list[str], coefficients: np.ndarray, rarity: np.ndarray, keep: int) -> list[str]:
    """The `keep` features whose weight, times rarity, differs most between classes; sorted, so that runs agree."""
    spread = (coefficients.max(axis=0) - coefficients.min(axis=0)) * rarity
    order = np.argsort(-spread, kind="stable")[:keep]
    return sorted(features[place] for place in order)


def save(
    name: str, classes: list[str], features: list[str], rarity: np.ndarray, coefficients: np.ndarray, bias: np.ndarray
) -> int:
    """Writes weights/<name>.npz (coefficients: one row a class) and returns its size in bytes."""
    scale = np.abs(coefficients).max(axis=1) / 127
    path = WEIGHTS / f"{name}.npz"
    np.savez_compressed(
        path,
        classes=np.array(classes),
        vocabulary=np.frombuffer("\n".join(features).encode(), dtype=np.uint8),
        rarity=rarity.astype(np.float16),
        weights=np.round(coefficients / scale[:, None]).astype(np.int8).T,
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
    )
    return path.stat().st_size


def save_levels(name: str, known: WordLevels) -> int:
    """Writes weights/<name>.npz and returns its size in bytes."""
    path = WEIGHTS / f"{name}.npz"
    np.savez_compressed(
        path,
        classes=np.array(known.classes),
        vocabulary=np.frombuffer("\n".join(known.places).encode(), dtype=np.uint8),
        levels=np.asfortranarray(known.levels),
    )
    return path.stat().st_size
