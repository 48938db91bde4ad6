"""Every read about contacts and orders."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import func, select

from crm_app.contacts.models import Contact, Handle, Order
from crm_app.kit.transaction import Transaction


@dataclass(frozen=True)
class ContactView:
    id: int
    external_id: str | None
    name: str
    email: str | None
    phone: str | None
    address: str
    lifetime_value: float
    churn_risk: float
    segments: tuple[str, ...]
    vip: bool
    customer_since: datetime | None
    orders: int


@dataclass(frozen=True)
class OrderView:
    id: int
    number: str
    total: Decimal | None
    currency: str
    status: str
    carrier: str
    tracking_number: str
    address: str
    items: tuple[str, ...]
    events: tuple[dict[str, Any], ...]
    placed_at: datetime | None
    expected_at: datetime | None


async def contact(tx: Transaction, contact_id: int) -> ContactView | None:
    """One contact with the number of their orders."""
    row = (await tx.session.exec(select(Contact).where(Contact.id == contact_id))).first()
    if row is None:
        return None
    orders = (await tx.session.exec(select(func.count(Order.id)).where(Order.contact_id == contact_id))).one()
    return view(row, orders)


def view(row: Contact, orders: int = 0) -> ContactView:
    return ContactView(
        row.id, row.external_id, row.name, row.email, row.phone, row.address, row.lifetime_value, row.churn_risk,
        tuple(row.segments), row.vip, row.customer_since, orders,
    )  # fmt: skip


async def emails_of(tx: Transaction, contact_id: int) -> list[str]:
    """Every address by which a contact is known."""
    query = select(Handle.value).where(Handle.contact_id == contact_id, Handle.kind == "email")
    return [*(await tx.session.exec(query)).all()]


async def orders(tx: Transaction, contact_id: int, limit: int = 20) -> list[OrderView]:
    """A contact's orders, newest first."""
    query = select(Order).where(Order.contact_id == contact_id).order_by(Order.placed_at.desc(), Order.id.desc())
    return [_order(row) for row in (await tx.session.exec(query.limit(limit))).all()]


_NUMBER = re.compile(r"(?<![\w.])#?[A-Za-z]{0,3}-?\d{3,15}(?!\w)")
SHORTEST = 3
"""Characters of an order's number that is looked for in a text; shorter ones are found in any."""


def order_named(text: str, known: list[OrderView]) -> OrderView | None:
    """The contact's order that the text names, by its own number or its parcel's."""
    for order in known:
        by_number = len(order.number) >= SHORTEST and re.search(
            rf"(?<![\w.])#?{re.escape(order.number)}(?!\w)", text, re.IGNORECASE
        )
        if by_number or (order.tracking_number and order.tracking_number in text):
            return order
    return None


def order_spoken_of(text: str, known: list[OrderView]) -> OrderView | None:
    """The contact's order that the text names, else the only one still under way. Never someone else's."""
    if found := order_named(text, known):
        return found
    under_way = [o for o in known if o.status.casefold() not in ("delivered", "cancelled", "refunded", "returned")]
    return under_way[0] if len(under_way) == 1 and not _NUMBER.search(text) else None


def _order(row: Order) -> OrderView:
    return OrderView(
        row.id, row.number, row.total, row.currency, row.status, row.carrier, row.tracking_number, row.address,
        tuple(row.items), tuple(row.events), row.placed_at, row.expected_at,
    )  # fmt: skip
