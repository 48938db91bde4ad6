"""How much work will the answer be?"""

import re
from dataclasses import dataclass
from typing import Literal

from crm_app.language.category import Category
from crm_app.language.phrases import found

Level = Literal["easy", "normal", "complex"]

_LONG = 150
_SHORT = 40
_MANY_QUESTIONS = 3
_EASY_CATEGORIES = frozenset(
    {
        "order",
        "delivery",
        "invoice",
        "newsletter",
        "contact",
        "account",
        "shipping_address",
        "cancellation_fee",
        "payment",
    }
)
_SAYS = {
    "dispute": "disputes a refund or a charge",
    "legal": "speaks of lawyers, courts or the police",
    "fraud": "speaks of fraud or a disputed charge",
    "safety": "speaks of danger or injury",
    "repeated": "says it happened or was asked before",
}
_TROUBLE = ("wrong_item", "money", "locked_out", "leaving")
_QUESTION = re.compile(r"[?؟]+")
_ALSO = re.compile(r"(?m)^\s*(?:\d+[.)]|[-*•])\s+\S")


@dataclass(frozen=True)
class Difficulty:
    """How much work, and why: one plain half-sentence a reason."""

    name: Level
    reasons: tuple[str, ...]


def difficulty(text: str, category: Category) -> Difficulty:
    """complex: a dispute, the law, repeated contact, several problems or questions, a long text. easy: one short
    factual question or request in a known category. normal: everything else."""
    signs = found(text)
    reasons = [f"{_SAYS[sign]} ({signs[sign]})" for sign in _SAYS if sign in signs]
    questions = max(len(_QUESTION.findall(text)), len(_ALSO.findall(text)))
    if questions >= _MANY_QUESTIONS:
        reasons.append(f"asks {questions} things")
    troubles = [sign for sign in _TROUBLE if sign in signs]
    if len(troubles) > 1:
        reasons.append("has several problems at once")
    length = len(text.split())
    if length > _LONG:
        reasons.append(f"is long ({length} words)")
    if reasons:
        return Difficulty("complex", tuple(reasons))
    if category.name in _EASY_CATEGORIES and length <= _SHORT and not troubles:
        return Difficulty("easy", (f"one short request about {category.name.replace('_', ' ')}",))
    return Difficulty("normal", ("neither simple nor hard by its words",))
