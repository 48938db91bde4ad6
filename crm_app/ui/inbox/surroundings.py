"""What stands beside a thread: the customer, the order it speaks of, cases like it, passages. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_app.contacts.queries import ContactView, OrderView
from crm_app.drafts.context import Gathered
from crm_app.ui.inbox import told
from crm_app.ui.words import count, say

STATUSES = {
    "placed": "Placed",
    "paid": "Paid",
    "processing": "Processing",
    "shipped": "Shipped",
    "in_transit": "In transit",
    "in transit": "In transit",
    "delayed": "Delayed",
    "delivered": "Delivered",
    "cancelled": "Cancelled",
    "refunded": "Refunded",
    "returned": "Returned",
}
ARRIVED = ("delivered", "cancelled", "refunded", "returned")
STALE_DAYS = 3
SHORT = 160


@dataclass
class Fact:
    """A label and its value."""

    label: str
    value: str


@dataclass
class Step:
    """A stop of a parcel; `now` marks where it is."""

    text: str
    now: bool


@dataclass
class OrderCard:
    """The order that the thread speaks of; `number` is empty when there is none."""

    number: str = ""
    facts: list[Fact] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


@dataclass
class Past:
    """A solved case, or a passage: what it is and what it says."""

    id: int
    title: str
    text: str


@dataclass
class Surroundings:
    """All of it."""

    name: str = ""
    contact: list[Fact] = field(default_factory=list)
    order: OrderCard = field(default_factory=OrderCard)
    others: list[Fact] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)
    passages: list[Past] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """For whom things are said: their language, and the workspace's zone and currency."""

    language: str
    zone: ZoneInfo
    currency: str


def surroundings(gathered: Gathered, now: datetime, reader: Reader) -> Surroundings:
    """Everything that was gathered, as it is shown."""
    orders = [order for order in gathered.orders if order is not gathered.order]
    return Surroundings(
        gathered.contact.name or gathered.contact.email or "",
        _contact(gathered.contact, reader),
        _card(gathered.order, now, reader) if gathered.order else OrderCard(),
        [Fact(f"#{o.number}", _status(o.status, reader.language)) for o in orders[:5]],
        [Past(p.id, p.subject, p.solution[:SHORT]) for p in gathered.past],
        [Past(p.id, p.title, p.text[:SHORT]) for p in gathered.passages],
    )


def _contact(contact: ContactView, reader: Reader) -> list[Fact]:
    language = reader.language
    orders = str(contact.orders)
    if contact.orders and contact.customer_since:
        orders = say(language, "{n}, since {year}", n=contact.orders, year=contact.customer_since.year)
    found = [
        (
            "Lifetime value",
            told.money(contact.lifetime_value, reader.currency, language) if contact.lifetime_value else "",
        ),
        ("Orders", orders if contact.orders else ""),
        ("Segment", told.listed([say(language, "VIP") if contact.vip else "", *contact.segments], language)),
        ("E-mail", contact.email or ""),
        ("Phone", contact.phone or ""),
    ]
    return [Fact(say(language, label), value) for label, value in found if value]


def _status(status: str, language: str) -> str:
    known = STATUSES.get(status.casefold())
    return say(language, known) if known else status.capitalize()


def _card(order: OrderView, now: datetime, reader: Reader) -> OrderCard:
    language = reader.language
    found = [
        ("Total", told.money(order.total, order.currency, language) if order.total is not None else ""),
        ("Status", _status(order.status, language)),
        ("Carrier", order.carrier),
        ("Tracking", order.tracking_number),
    ]
    return OrderCard(order.number, [Fact(say(language, k), v) for k, v in found if v], _steps(order, now, reader))


def _steps(order: OrderView, now: datetime, reader: Reader) -> list[Step]:
    """Where the parcel was, where it is, and when it is expected."""
    on_its_way = order.status.casefold() not in ARRIVED
    events = order.events[-4:]
    steps = [Step(_event(event, reader), False) for event in events]
    if events and on_its_way:
        at = datetime.fromisoformat(events[-1]["at"])
        days = (now - at).days if at.tzinfo else 0
        if days >= STALE_DAYS:
            place = events[-1].get("place") or events[-1].get("text") or ""
            steps[-1].text = count(
                reader.language, "{place}, no scan for {n} day", "{place}, no scan for {n} days", days, place=place
            )
        steps[-1].now = True
    if order.expected_at and on_its_way:
        day = told.day(order.expected_at, reader.zone, reader.language)
        steps.append(Step(say(reader.language, "Expected {day}", day=day), False))
    return steps


def _event(event: dict, reader: Reader) -> str:
    at = datetime.fromisoformat(event["at"])
    day = told.day(at, reader.zone, reader.language)
    return told.listed((event.get("text", ""), event.get("place", ""), day), reader.language)
