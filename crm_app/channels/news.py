"""What can come in over a channel beside a message: changes to one, reports on ours, orders, parcels."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from crm_app.channels.port import Inbound, Sender


@dataclass(frozen=True)
class Edit:
    """The sender changed what they wrote: the whole message as it reads now, under its first id."""

    inbound: Inbound


@dataclass(frozen=True)
class Revoke:
    """The sender took a message back."""

    channel: str
    external_id: str


@dataclass(frozen=True)
class Reaction:
    """An emoji on a message, theirs or ours; an empty one takes it away."""

    channel: str
    external_id: str
    who: str
    emoji: str


@dataclass(frozen=True)
class Report:
    """How far a message of ours has got. `state`: sent, delivered, read or failed. `outside_id` is the vendor's id,
    `echo` the id of ours that some vendors repeat. `code` is the vendor's for a failure, `kind` whose it is."""

    channel: str
    outside_id: str
    state: str
    kind: str
    at: datetime | None = None
    code: str = ""
    echo: str = ""


@dataclass(frozen=True)
class Moved:
    """A person writes from another number now, or under another id of the vendor's (`old_id`)."""

    channel: str
    old_phone: str
    sender: Sender
    old_id: str = ""


@dataclass(frozen=True)
class Blocked:
    """A person blocked us, or lets us in again. `handle_kind` and `handle` name them."""

    handle_kind: str
    handle: str
    blocked: bool


@dataclass(frozen=True)
class Pressed:
    """A button was pressed, and whoever pressed it waits for a sign. `callback_id` answers it."""

    inbound: Inbound
    callback_id: str


@dataclass(frozen=True)
class MissedCall:
    """Somebody rang and nobody answered. `inbound` is None for a caller who hides their number."""

    call_id: str
    phone: str
    inbound: Inbound | None


@dataclass(frozen=True)
class Customer:
    """What a shop tells of a person; None where it tells nothing. `told_at`: as of when."""

    external_id: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    told_at: datetime | None = None


@dataclass(frozen=True)
class ShopOrder:
    """What a shop tells of an order, as of `told_at`. `customer` is None when nobody is named on it."""

    external_id: str
    customer: Customer | None
    facts: dict[str, Any]
    total: Decimal | None = None
    told_at: datetime | None = None


@dataclass(frozen=True)
class Shipped:
    """What a shop tells of one order's parcel, without the order itself."""

    order_external_id: str
    carrier: str
    tracking_number: str
    status: str
    told_at: datetime | None = None


@dataclass(frozen=True)
class Parcel:
    """What a carrier tells of a parcel. `events`: [{at, place, text}], oldest first."""

    tracking_number: str
    carrier: str
    status: str
    events: tuple[dict[str, str], ...] = ()
    expected_at: datetime | None = None
    told_at: datetime | None = None


@dataclass(frozen=True)
class Introduced:
    """A program told of a person who has not said anything yet."""

    sender: Sender


@dataclass(frozen=True)
class Booking:
    """An appointment was made, moved or cancelled (`state`). `replaces`: the id that it had before it was moved;
    `reason`: why it was cancelled, in somebody's words."""

    id: str
    state: str
    start: datetime
    title: str
    email: str
    name: str = ""
    phone: str = ""
    replaces: str = ""
    reason: str = ""
    account_id: int | None = None


@dataclass(frozen=True)
class Altered:
    """Another program changed one `field` of a person: first_name, last_name, email or phone. `subject` is what the
    ids of such deliveries begin with, `moment` follows: of two, the later in that order holds."""

    external_id: str
    field: str
    value: str
    subject: str
    moment: str


@dataclass(frozen=True)
class Ended:
    """The vendor closed an account: nothing comes or goes by it any more."""

    account_id: int
    reason: str


@dataclass(frozen=True)
class Ignored:
    """Kept in the ledger and nowhere else; `reason` says why."""

    reason: str


News = (
    Inbound | Edit | Revoke | Reaction | Report | Moved | Blocked | Pressed | MissedCall | Customer | ShopOrder
    | Shipped | Parcel | Introduced | Booking | Altered | Ended | Ignored
)  # fmt: skip
