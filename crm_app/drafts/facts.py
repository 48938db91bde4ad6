"""What a draft may rest on: the records, gathered before anything is written.

A draft's writer and its claims check read the same frozen picture, so that what was checked is what was shown.
Times are told to the customer as dates of `now`'s zone. Empty strings and None mean "not known".
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from crm_app.leads.knowing import Fact


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """One scan by the carrier: when, where, and what it said."""

    at: datetime
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class OrderFact:
    """One order as the shop knows it. `total` is in `currency` (ISO 4217), events may stand in any order."""

    number: str
    total: Decimal | None = None
    currency: str = ""
    status: str = ""
    carrier: str = ""
    tracking_number: str = ""
    placed_at: datetime | None = None
    expected_at: date | datetime | None = None
    address: str = ""
    items: tuple[str, ...] = ()
    events: tuple[TrackingEvent, ...] = ()

    @property
    def last_event(self) -> TrackingEvent | None:
        """The newest scan, or None when the carrier has reported nothing."""
        # By timestamp: carriers' times come with and without a zone, and the two do not compare.
        return max(self.events, key=lambda event: event.at.timestamp(), default=None)


@dataclass(frozen=True, slots=True)
class ContactFact:
    """The person who wrote. `lifetime_value` is in the workspace's currency, `churn_risk` runs from 0 to 1."""

    name: str = ""
    email: str = ""
    phone: str = ""
    lifetime_value: Decimal = Decimal(0)
    churn_risk: float = 0.0
    segments: tuple[str, ...] = ()
    vip: bool = False
    orders_count: int = 0
    customer_since: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class PastCase:
    """A similar conversation and how it was solved; `rating` is the customer's, 1 to 5."""

    subject: str
    solution: str
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the workspace's knowledge base; `source` is what a person would look up (a file or address)."""

    title: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who signs: a member, or the workspace when `name` is empty. `voice` is the workspace's own wording guidance."""

    name: str = ""
    workspace_name: str = ""
    voice: str = ""

    @property
    def signature(self) -> str:
        """The name under a letter."""
        return self.name or self.workspace_name


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation."""

    direction: Literal["inbound", "outbound"]
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LeadState:
    """Where the talk with a lead stands.

    `known` is all that is believed, `fresh` the names told since our last message; `ask` is the fact to ask for ("" for
    none) and `stopped` why nothing more is asked (see `leads.qualification`). `until` and `opens` are local times:
    open now and how long, or when again; neither where it is always open. `asks`: the lead asked something; `wish`:
    what the newest message wishes for (see `language.wishes`).
    """

    trade: str = "other"
    known: tuple[Fact, ...] = ()
    fresh: frozenset[str] = frozenset()
    ask: str = ""
    stopped: str = ""
    until: datetime | None = None
    opens: datetime | None = None
    asks: bool = False
    wish: str = ""


@dataclass(frozen=True, slots=True)
class DraftContext:
    """Everything known when a reply is written. `sentiment` runs from 0 (bad) to 1 (good), `messages` oldest first.

    `lead` is set where the talk is with a possible buyer. `trade` is what the house does (see `leads.qualification`):
    a broker and a school speak of orders only where there are some.

    `order` is the one the message speaks of; `other_orders` are the contact's further ones. `currency` is the
    workspace's (ISO 4217). `language` is as the language engine names it: ar, en, es, arabizi, mixed, other.
    """

    channel: str
    now: datetime
    language: str = "en"
    category: str = "other"
    sentiment: float = 0.5
    priority: str = "normal"
    difficulty: str = "normal"
    subject: str = ""
    messages: tuple[Turn, ...] = ()
    contact: ContactFact = ContactFact()
    order: OrderFact | None = None
    other_orders: tuple[OrderFact, ...] = ()
    past_cases: tuple[PastCase, ...] = ()
    passages: tuple[Passage, ...] = ()
    writer: Writer = Writer()
    currency: str = "USD"
    lead: LeadState | None = None
    trade: str = "other"

    @property
    def orders(self) -> tuple[OrderFact, ...]:
        """The order spoken of first, then the others."""
        return ((self.order,) if self.order else ()) + self.other_orders

    @property
    def inbound(self) -> tuple[Turn, ...]:
        """What the customer wrote, oldest first."""
        return tuple(turn for turn in self.messages if turn.direction == "inbound")
