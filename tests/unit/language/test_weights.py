"""The shipped models: small, whole, and plain data."""

from pathlib import Path

import numpy as np
import pytest

from crm_app.language import linear

WEIGHTS = Path(linear.__file__).parent / "weights"
MODELS = sorted(path.stem for path in WEIGHTS.glob("*.npz") if path.stem != "words_latin")


def test_every_file_is_under_two_megabytes() -> None:
    assert MODELS
    assert all(path.stat().st_size < 2_000_000 for path in WEIGHTS.iterdir())


@pytest.mark.parametrize("name", MODELS)
def test_a_model_fits_together(name: str) -> None:
    model = linear.load(name)
    assert model.weights.shape == (len(model.vocabulary), len(model.classes))
    assert len(model.rarity) == len(model.vocabulary)
    assert np.isfinite(model.weights).all()
    assert model.probabilities(["no such feature"]).sum() == pytest.approx(1)


@pytest.mark.parametrize("name", MODELS)
def test_contributions_add_up_to_the_logit_above_the_mean(name: str) -> None:
    model = linear.load(name)
    features = list(model.vocabulary)[:50] * 2
    first = model.classes[0]
    without_bias = model.logits(features) - model.bias
    assert sum(model.contributions(features, first).values()) == pytest.approx(
        float(without_bias[0] - without_bias.mean()), abs=1e-3
    )
