"""Is a text in one language or in several? Turns what is known of its words into a few facts, and weighs those."""

import json
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from crm_app.language.linear import Numbers, softmax

LANGUAGES: tuple[Literal["en", "es", "arabizi"], ...] = ("en", "es", "arabizi")
BESIDE = "fr"
OUTCOMES: tuple[Literal["arabizi", "en", "es", "mixed", "other"], ...] = ("arabizi", "en", "es", "mixed", "other")
NAME_WEIGHT = 0.25
_LEAST = -12.0

_STORED = Path(__file__).parent / "weights" / "mixture.json"


def facts(support: Numbers, is_name: Numbers) -> Numbers:
    """What a text is judged by. `support` has a row a word and a column for each of LANGUAGES, BESIDE and any further
    ones: log of its share, 0 for its best language, less for others; `is_name` is 1 for a name, which says little."""
    weight = np.where(is_name > 0, NAME_WEIGHT, 1.0)[:, None].astype(np.float32)
    count = len(support)
    as_one = _grouped(softmax((support * weight).sum(axis=0)))
    each = _grouped(((softmax(support) * weight).sum(axis=0)) / weight.sum())
    of_languages = [
        np.maximum(np.log(as_one + 1e-9), _LEAST),
        np.maximum(np.log(1 - as_one[:-1] + 1e-9), _LEAST),
        each,
        [count == 1, count == 2, is_name.mean()],
    ]
    return np.concatenate([*_of_words(support, weight), *of_languages]).astype(np.float32)


def _of_words(support: Numbers, weight: Numbers) -> list[Numbers]:
    """How clearly single words speak for one language, the further ones taken together by their best."""
    named = len(LANGUAGES) + 1
    support = np.column_stack([support[:, :named], support[:, named:].max(axis=1)])
    best = support.max(axis=1, keepdims=True)
    leads = support == best
    second = np.where(leads, -np.inf, support).max(axis=1, keepdims=True)
    margins = np.where(leads, support - np.maximum(second, -20.0), 0.0) * weight
    both = np.log1p(_evidence_of_two(support, margins, weight[:, 0]))
    count = np.log(len(support))
    return [
        (support * weight).mean(axis=0),
        (leads * weight).mean(axis=0),
        np.log1p(margins.sum(axis=0)),
        margins.max(axis=0),
        np.log1p((margins > 2).sum(axis=0)),
        both,
        np.minimum(both, 1.5),
        both * count,
        np.array([count]),
    ]


def _grouped(shares: Numbers) -> Numbers:
    """Shares of LANGUAGES and BESIDE, and the sum of the further ones."""
    named = len(LANGUAGES) + 1
    return np.append(shares[:named], shares[named:].sum())


def _evidence_of_two(support: Numbers, margins: Numbers, weight: Numbers) -> Numbers:
    """For each pair that people mix: how strongly the weaker language of the two shows."""
    english, spanish, arabizi, french, _ = support.T

    def over(one: Numbers, other: Numbers) -> float:
        return float((np.maximum(one - other, 0) * weight).sum())

    total = margins.sum(axis=0)
    return np.array(
        [
            min(over(english, spanish), over(spanish, english)),
            min(over(arabizi, np.maximum(english, french)), over(english, np.maximum(arabizi, french))),
            min(total[0], total[1]),
            min(total[0], total[2]),
        ],
        dtype=np.float32,
    )


def outcome(of: Numbers) -> Numbers:
    """The share of each of OUTCOMES, given the facts of a text."""
    weights, bias = _weights()
    return softmax(of @ weights + bias)


@cache
def _weights() -> tuple[Numbers, Numbers]:
    stored = json.loads(_STORED.read_text())
    return np.array(stored["weights"], dtype=np.float32), np.array(stored["bias"], dtype=np.float32)
