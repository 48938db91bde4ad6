"""What is a message about?"""

import itertools
import re
from dataclasses import dataclass

from crm_app.language import linear
from crm_app.language.keywords import pointers
from crm_app.language.tone import pieces

OTHER = "other"
CATEGORIES = (
    "account",
    "cancellation_fee",
    "contact",
    "delivery",
    "feedback",
    "invoice",
    "newsletter",
    "order",
    "payment",
    "refund",
    "shipping_address",
)
SURE_ENOUGH = 0.5
_SENTENCES_READ = 30
_WORDS_READ = 60
_STRONG_HINT = 1.5
_HINT_REPEATS = 3
_LISTS = {"ar": ("ar",), "es": ("es",), "arabizi": ("arabizi", "en"), "mixed": ("en", "es", "ar", "arabizi")}
_END = re.compile(r"(?<=[.!?؟;\n])\s+|\n+")


@dataclass(frozen=True)
class Category:
    """A name from CATEGORIES or "other", how sure that is (0..1), and the words that spoke for it."""

    name: str
    confidence: float
    reasons: tuple[str, ...]


def categorise(text: str, language: str) -> Category:
    """What a message is about, judged by its clearest sentence. "other" where nothing fits: no guess is made."""
    sentences = [part for part in _END.split(text) if part.strip()][:_SENTENCES_READ]
    judged = [_by_model(part) if language == "en" else _by_words(part, language) for part in sentences]
    fitting = [found for found in judged if found.name != OTHER]
    if fitting:
        return max(fitting, key=lambda found: found.confidence)
    return Category(OTHER, min((found.confidence for found in judged), default=0.0), ())


def features(read: list[str]) -> list[str]:
    """What the English model looks at: words, pairs of words, groups of 2 to 5 letters, and the categories that listed
    words hint at; any number is one word."""
    read = ["0" if piece.isdigit() else piece for piece in read if piece.isalnum()][:_WORDS_READ]
    groups = [
        marked[start : start + size]
        for marked in (f" {piece} " for piece in read)
        for size in (2, 3, 4, 5)
        for start in range(len(marked) - size + 1)
    ]
    pairs = [f"={one} {other}" for one, other in itertools.pairwise(read)]
    return [f"={piece}" for piece in read] + pairs + groups + _hints(" ".join(read))


def _hints(text: str) -> list[str]:
    """Several features a hint, lest one drown among a hundred groups of letters."""
    found = pointers(text, ("en_hints",))
    names = [f"@{hint.category}" for hint in found]
    names += [f"@@{hint.category}" for hint in found if hint.weight > _STRONG_HINT]
    return [f"{name}{turn}" for name in names for turn in range(_HINT_REPEATS)]


def _by_model(sentence: str) -> Category:
    found = features(pieces(sentence))
    model = linear.load("category_en")
    shares = model.probabilities(found)
    name, share = model.classes[int(shares.argmax())], float(shares.max())
    if name == OTHER or share < SURE_ENOUGH:
        best_fit = max(float(part) for part, each in zip(shares, model.classes, strict=True) if each != OTHER)
        return Category(OTHER, round(min(best_fit, SURE_ENOUGH), 3), ())
    weighed = model.contributions([feature for feature in found if feature.startswith("=")], name)
    strongest = sorted(weighed, key=lambda feature: -weighed[feature])[:3]
    return Category(name, round(share, 3), tuple(feature[1:] for feature in strongest))


def _by_words(sentence: str, language: str) -> Category:
    found = pointers(sentence, _LISTS.get(language, ()))
    if not found:
        return Category(OTHER, 0.0, ())
    rival = found[1].weight if len(found) > 1 else 0.0
    confidence = found[0].weight / (found[0].weight + rival + 0.6)
    return Category(found[0].category, round(confidence, 3), found[0].words[:3])
