"""What a customer writes about, and where the order stands: the two questions that choose the words of a draft."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from crm_app.drafts.checking.evidence import day_of
from crm_app.drafts.checking.spotting import spot
from crm_app.drafts.facts import DraftContext, OrderFact
from crm_app.language.traced import fold, words

State = Literal["none", "preparing", "on_the_way", "delivered", "cancelled", "refunded", "other"]

_SAID = {
    "damaged": r"damag|broken|cracked|wrong (?:item|size|colou?r|product)|defective|faulty|dañad|roto|rota"
    r"|equivocad|defectuos|تالف|مكسور|غلط|خاطي|معيب",
    "cancel": r"\bcancel(?!l?ation policy)|\banular|\bcancelar|الغاء|الغي",
    "address": r"(?:change|wrong|update|new)\b.{0,24}\baddress|cambiar .{0,16}dirección|dirección (?:equivocada"
    r"|nueva)|(?:تغيير|تعديل) (?:ال)?عنوان|عنوان خاطي",
    "refund": r"refund|money back|send (?:it|them) back|\breturn(?:s|ing)?\b|reembols|devol|استرداد|استرجاع|ارجاع|ارجع",
    "tracking": r"where(?:'s| is| are)|has(?:n't| not) arrived|not arrived|still waiting|\btrack|dónde está"
    r"|no (?:ha )?lleg|اين (?:ال)?طلب|وين|لم يصل|ما وصل|لم تصل",
}
_BY_CATEGORY = {
    "shipping_address": "address",
    "address": "address",
    "shipping": "tracking",
    "delivery": "tracking",
    "order": "tracking",
    "refund": "refund",
    "payment": "payment",
    "invoice": "invoice",
    "account": "account",
    "contact": "contact",
    "cancellation_fee": "cancel",
    "cancel": "cancel",
    "cancellation": "cancel",
    "feedback": "feedback",
    "newsletter": "newsletter",
    "subscription": "newsletter",
}
# What the customer's own words may narrow down; a payment that mentions a refund stays a payment.
_NARROWED = {
    "tracking": ("damaged", "cancel", "address", "refund"),
    "refund": ("damaged", "cancel"),
    "feedback": ("damaged",),
    "other": ("damaged", "tracking", "refund", "cancel", "address"),
}
ABOUT_AN_ORDER = ("tracking", "damaged", "cancel", "change", "address", "refund", "payment", "invoice")
_CHANGE = re.compile(
    r"\b(?:change|modify|edit|add|remove)\b.{0,30}\border|(?:cambiar|modificar) .{0,12}pedido|(?:تعديل"
    r"|تغيير) (?:ال)?طلب"
)
_STATES: tuple[tuple[State, str], ...] = (
    ("cancelled", r"cancel|anulad|ملغ|الغاء"),
    ("refunded", r"refunded|reembolsad|مسترد"),
    (
        "on_the_way",
        r"transit|shipp|dispatch|out for delivery|on (?:its|the) way|enviad|camino|reparto|tránsito|شحن|الطريق",
    ),
    ("delivered", r"\bdelivered|entregad|مسلم|تم (?:ال)?تسليم"),
    (
        "preparing",
        r"process|pending|prepar|placed|confirmed|new|packed|unfulfilled|pendiente|proces|confirmad|قيد|تجهيز"
        r"|معالج|جديد",
    ),
)
_AGAIN = re.compile(
    r"second time|third time|again\b|every time|once more|otra vez|de nuevo|segunda vez|tercera vez"
    r"|(?:لل)?مره (?:ال)?(?:ثاني|ثالث|اخر)"
)
_OCCASIONS = {"birthday": r"birthday|cumpleaños|عيد ميلاد", "gift": r"\bgift\b|\bpresent\b|regalo|هديه"}
_UPSET = 0.3
_STUCK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Issue:
    """What the draft answers. `stuck_days` counts from the last scan, 0 when it moves; `unknown_number` is an order
    number the customer gave that no record holds."""

    topic: str
    state: State
    late: bool
    stuck_days: int
    upset: bool
    again: bool
    occasion: str
    unknown_number: str


def read(context: DraftContext) -> Issue:
    """Find the issue in the category and the customer's newest message."""
    said = fold(newest(context)).text
    order = context.order
    topic = _topic(context.category, said)
    if context.trade != "other" and not context.orders and topic in ABOUT_AN_ORDER:
        topic = "other"
    state = _state(order)
    stuck = _stuck(context) if state in ("on_the_way", "other") else 0
    expected = day_of(order.expected_at, context) if order else None
    late = state in ("on_the_way", "preparing", "other") and bool(expected and expected < context.now.date())
    occasion = next((name for name, pattern in _OCCASIONS.items() if re.search(pattern, said)), "")
    return Issue(
        topic,
        state,
        late,
        stuck,
        context.sentiment < _UPSET,
        bool(_AGAIN.search(said)),
        occasion,
        "" if context.order else _unknown_number(context),
    )


def newest(context: DraftContext) -> str:
    """What the customer wrote since our last reply, the subject first; at most 4,000 characters."""
    turns = list(context.messages)
    while turns and turns[-1].direction == "outbound":
        turns.pop()
    since: list[str] = []
    while turns and turns[-1].direction == "inbound":
        since.insert(0, turns.pop().text)
    return "\n".join([context.subject, *since])[-4000:]


def _topic(category: str, said: str) -> str:
    topic = _BY_CATEGORY.get(category.lower(), "other")
    if topic in ("tracking", "other") and _CHANGE.search(said) and not re.search(_SAID["address"], said):
        return "change"
    return next((name for name in _NARROWED.get(topic, ()) if re.search(_SAID[name], said)), topic)


def _state(order: OrderFact | None) -> State:
    if order is None:
        return "none"
    status = fold(order.status).text
    return next(
        (state for state, pattern in _STATES if re.search(pattern, status)), "other" if status.strip() else "none"
    )


def _stuck(context: DraftContext) -> int:
    scan = context.order.last_event if context.order else None
    if scan is None:
        return 0
    quiet = context.now.date() - (day_of(scan.at, context) or context.now.date())
    return quiet.days if quiet >= _STUCK else 0


def _unknown_number(context: DraftContext) -> str:
    """An order number that the customer gave and none of the contact's orders bears."""
    text = newest(context)
    known = {words(order.number).strip() for order in context.orders}
    for found in spot(text, context.now.date()):
        number = text[found.start : found.end].lstrip("#")
        if found.kind == "order" and len(number) <= 20 and words(number).strip() not in known:
            return number
    return ""
