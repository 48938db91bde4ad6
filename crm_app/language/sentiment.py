"""How does the writer feel? 0 is bad, 1 is good."""

import itertools
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from crm_app.language import lexicon, linear
from crm_app.language.linear import Numbers
from crm_app.language.tone import Tone, pieces, tone

Feeling = Literal["negative", "neutral", "positive"]

FEELINGS: tuple[Feeling, ...] = ("negative", "neutral", "positive")
TRAINED = ("ar", "en", "es")
PIECES_READ = 400
_STORED = Path(__file__).parent / "weights" / "sentiment.json"
# Shares are flatter than they deserve on mail, which says more than the tweets that the models learned from.
_SHARPEN = 1.5
_LISTED_NEGATIVE, _LISTED_POSITIVE = 0.35, 0.65


@dataclass(frozen=True)
class Sentiment:
    """A score from 0 (bad) to 1 (good), its label, and the words that weighed most."""

    score: float
    label: Feeling
    reasons: tuple[str, ...]


def sentiment(text: str, language: str) -> Sentiment:
    """The feeling in a text. English, Spanish and Arabic are judged by a trained model; Arabizi and mixed texts by
    listed words alone; what cannot be judged is neutral."""
    if language in TRAINED and pieces(text):
        return _trained(text, language)
    return _listed(text, {"arabizi": ("arabizi", "en"), "mixed": ("en", "es", "ar", "arabizi")}.get(language, ()))


def features(read: list[str]) -> list[str]:
    """What the sentiment models look at: words, pairs of words, and groups of 3 and 4 letters inside a word."""
    read = read[:PIECES_READ]
    groups = [
        marked[start : start + size]
        for marked in (f" {piece} " for piece in read)
        for size in (3, 4)
        for start in range(len(marked) - size + 1)
    ]
    pairs = [f"={one} {other}" for one, other in itertools.pairwise(read)]
    return [f"={piece}" for piece in read] + pairs + groups


def _trained(text: str, language: str) -> Sentiment:
    heard = tone(text, lexicon.load(language))
    logits = linear.load(f"sentiment_{language}").logits(features(pieces(text)))
    weights, bias = _weights(language)
    shares = linear.softmax(_SHARPEN * (np.concatenate([logits, heard.facts]) @ weights + bias))
    score = round(float(shares[2] + shares[1] / 2), 3)
    return Sentiment(score, FEELINGS[int(shares.argmax())], _reasons(heard))


def _listed(text: str, lists: tuple[str, ...]) -> Sentiment:
    heard = [tone(text, lexicon.load(name)) for name in lists]
    total = sum(float(each.facts[0]) for each in heard)
    score = round(float(1 / (1 + np.exp(-0.6 * total))), 3)
    label: Feeling = "negative" if score < _LISTED_NEGATIVE else "positive" if score > _LISTED_POSITIVE else "neutral"
    return Sentiment(score, label, tuple(reason for each in heard for reason in _reasons(each))[:4])


def _reasons(heard: Tone) -> tuple[str, ...]:
    strongest = sorted(heard.words, key=lambda felt: -abs(felt[1]))
    return tuple(dict.fromkeys(word for word, _ in strongest))[:4]


@cache
def _weights(language: str) -> tuple[Numbers, Numbers]:
    stored = json.loads(_STORED.read_text())[language]
    return np.array(stored["weights"], dtype=np.float32), np.array(stored["bias"], dtype=np.float32)
