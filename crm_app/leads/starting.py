"""Does this conversation begin a lead, or is it a customer's own matter? Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from crm_app.leads.knowing import SUBSTANCE
from crm_app.leads.models import FactName as F

SUPPORT = frozenset(
    ("account", "cancellation_fee", "delivery", "feedback", "invoice", "order", "payment", "refund", "shipping_address")
)
"""Categories of somebody who has bought already."""

SURE, UPSET = 0.5, 0.3


@dataclass(frozen=True)
class Arrived:
    """What is known when a message comes to a conversation that has no lead yet.

    `told`: names of the facts found in it. `customer`: they have bought before. `names_order`: it speaks of an order.
    """

    category: str
    category_confidence: float
    sentiment: float
    told: Collection[F]
    customer: bool = False
    names_order: bool = False
    automatic: bool = False
    stops: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Verdict:
    begins: bool
    reason: str


def judge(on: bool, arrived: Arrived) -> Verdict:
    """Judge one message. `arrived.kind` is a model's reading (lead, support, spam, person, stop), where there is one;
    it can hold back, and it can let in whom the rules doubt, but never a customer who speaks of an order."""
    if not on:
        return Verdict(False, "Qualification is switched off.")
    if arrived.automatic:
        return Verdict(False, "No person wrote this.")
    if arrived.stops:
        return Verdict(False, "They asked to be left alone.")
    if arrived.kind == "spam":
        return Verdict(False, "It reads like an advertisement or worse.")
    if arrived.names_order:
        return Verdict(False, "A customer writes about an order.")
    told = SUBSTANCE & frozenset(arrived.told)
    support = arrived.category in SUPPORT and arrived.category_confidence >= SURE
    wants = F.SERVICE_INTEREST in told and bool(told & {F.BUDGET, F.LOCATION, F.DECISION_MAKER})
    if arrived.customer and arrived.kind != "lead" and (not wants or support or arrived.sentiment < UPSET):
        return Verdict(False, "A customer of the house, and nothing says that they want to buy again.")
    if arrived.kind == "lead":
        return Verdict(True, "Reads like somebody who might buy.")
    if arrived.kind == "support" or (support and not told):
        return Verdict(False, f"It is about something they have already: {arrived.category}.")
    if arrived.category == "feedback" and arrived.sentiment < UPSET:
        return Verdict(False, "A complaint.")
    named = ", ".join(str(name).replace("_", " ") for name in sorted(told))
    return Verdict(True, f"Somebody new, who speaks of: {named}." if named else "Somebody new with a question.")
