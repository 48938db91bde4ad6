"""How soon does a message need an answer?"""

from dataclasses import dataclass
from typing import Literal

from crm_app.language.category import Category
from crm_app.language.phrases import found
from crm_app.language.sentiment import Sentiment

Level = Literal["urgent", "high", "normal", "low"]

_LOW_CATEGORIES = frozenset({"feedback", "newsletter"})
_VERY_UNHAPPY = 0.15
_HAPPY = 0.6
_THANKS_ONLY_WORDS = 25
_SAYS = {
    "fraud": "speaks of fraud or a disputed charge",
    "safety": "speaks of danger or injury",
    "legal": "speaks of lawyers, courts or the police",
    "deadline": "has a deadline within a day",
    "urgent": "calls it urgent",
    "repeated": "says it happened or was asked before",
    "wrong_item": "got something broken or wrong",
    "money": "has a problem with a payment",
    "locked_out": "cannot get in",
    "leaving": "threatens to leave",
}
_URGENT = ("fraud", "safety", "legal", "deadline", "urgent")
_HIGH = ("repeated", "wrong_item", "money", "locked_out", "leaving")


@dataclass(frozen=True)
class Priority:
    """How soon to answer, and why: one plain half-sentence a reason."""

    name: Level
    reasons: tuple[str, ...]


def priority(text: str, sentiment: Sentiment, category: Category) -> Priority:
    """urgent: harm, law or a deadline. high: money, access or goods gone wrong, or a customer about to leave. low:
    thanks, feedback, newsletters. normal: everything else."""
    signs = found(text)
    urgent = tuple(_reason(sign, signs) for sign in _URGENT if sign in signs)
    if urgent:
        return Priority("urgent", urgent)
    high = tuple(_reason(sign, signs) for sign in _HIGH if sign in signs)
    if high:
        return Priority("high", high)
    if sentiment.score < _VERY_UNHAPPY:
        return Priority("high", ("is very unhappy",))
    if category.name in _LOW_CATEGORIES:
        return Priority("low", (f"is about {category.name}",))
    if "thanks" in signs and _asks_nothing(text, sentiment, category):
        return Priority("low", ("only says thanks",))
    return Priority("normal", ("nothing presses",))


def _asks_nothing(text: str, sentiment: Sentiment, category: Category) -> bool:
    short = len(text.split()) <= _THANKS_ONLY_WORDS
    return short and category.name == "other" and sentiment.score >= _HAPPY and "?" not in text and "؟" not in text


def _reason(sign: str, signs: dict[str, str]) -> str:
    return f"{_SAYS[sign]} ({signs[sign]})"
