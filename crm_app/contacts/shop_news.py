"""What shops and carriers tell by themselves becomes contacts and orders: told twice changes nothing, and news that is
older than what is known is let go, since neither of them keeps an order in what they send."""

from datetime import datetime
from typing import Any

from sqlmodel import select

from crm_app.channels.news import Customer, Parcel, Shipped, ShopOrder
from crm_app.contacts import actions
from crm_app.contacts.events import ContactChanged
from crm_app.contacts.models import Order
from crm_app.kit.transaction import Transaction

OLDER = "Older than what is known already."
NOBODY = "No customer is named on this order."
LAST = ("delivered", "returned", "cancelled")


def no_order(external_id: str) -> str:
    """Why news of an order's parcel waits: until the order itself is told of."""
    return f"No order is known as {external_id} yet."


def no_parcel(number: str) -> str:
    """Why a parcel's news waits: until an order with its number is told of."""
    return f"No order has the tracking number {number} yet."


async def note_customer(tx: Transaction, told: Customer) -> str:
    """Store what a shop tells of a person; returns what became of it."""
    contact = await actions.by_external_id(tx, told.external_id)
    if contact and _is_older(told.told_at, contact.told_at):
        return OLDER
    stored, _ = await actions.upsert_contact(tx, told.external_id, **_facts(told))
    stored.told_at = told.told_at or stored.told_at
    return "A customer's particulars."


async def note_order(tx: Transaction, told: ShopOrder) -> str:
    """Store what a shop tells of an order and of whose it is; returns what became of it."""
    if told.customer is None:
        return NOBODY
    order = await _order(tx, told.external_id)
    if order and _is_older(told.told_at, order.told_at):
        return OLDER
    await note_customer(tx, told.customer)
    facts = {**told.facts, "total": told.total}
    if order and order.status in LAST and facts.get("status") in ("shipped", "placed"):
        facts["status"] = None  # the carrier knows better than the shop how far the parcel is
    order, _ = await actions.upsert_order(tx, told.external_id, told.customer.external_id, **facts)
    order.told_at = told.told_at or order.told_at
    return f"Order {order.number}."


async def note_shipped(tx: Transaction, told: Shipped) -> str:
    """Store where the parcel of an order is; returns what became of it."""
    order = await _order(tx, told.order_external_id)
    if order is None:
        return no_order(told.order_external_id)
    if _is_older(told.told_at, order.told_at):
        return OLDER
    order.carrier, order.tracking_number = told.carrier or order.carrier, told.tracking_number or order.tracking_number
    order.status = order.status if order.status in LAST else told.status
    await _changed(tx, order, told.told_at)
    return f"Order {order.number}."


async def note_parcel(tx: Transaction, told: Parcel) -> str:
    """Store what a carrier tells of a parcel: scans are gathered, and the newest scan says how it stands."""
    order = await _order_of_parcel(tx, told)
    if order is None:
        return no_parcel(told.tracking_number)
    known = order.events[-1]["at"] if order.events else ""
    newest = told.events[-1]["at"] if told.events else ""
    order.events = _gathered(order.events, told.events)
    order.carrier = order.carrier or told.carrier
    if newest > known or (newest == known and order.status not in LAST):
        order.status, order.expected_at = told.status or order.status, told.expected_at or order.expected_at
    await _changed(tx, order, None)
    return f"Order {order.number}."


def _gathered(known: list[dict[str, Any]], fresh: tuple[dict[str, str], ...]) -> list[dict[str, Any]]:
    """Scans of both, oldest first, none twice."""
    scans = {(scan.get("at", ""), scan.get("text", "")): scan for scan in [*known, *fresh]}
    return [scans[key] for key in sorted(scans)][-200:]


async def _order(tx: Transaction, external_id: str) -> Order | None:
    return (await tx.session.exec(select(Order).where(Order.external_id == external_id).with_for_update())).first()


async def _order_of_parcel(tx: Transaction, told: Parcel) -> Order | None:
    """The newest order with the number: carriers use theirs again after a while, and some share them."""
    query = select(Order).where(Order.tracking_number == told.tracking_number).order_by(Order.id.desc()).limit(20)
    found = [*(await tx.session.exec(query.with_for_update())).all()]
    same = [order for order in found if _is_one_carrier(order.carrier, told.carrier)]
    return next(iter(same or [order for order in found if not (order.carrier and told.carrier)]), None)


def _is_one_carrier(one: str, other: str) -> bool:
    """A shop writes "DHL Express" and "FedEx", a carrier's news DHLExpress and FedExDefault."""
    short, long = sorted(("".join(filter(str.isalnum, name.casefold())) for name in (one, other)), key=len)
    return short == long or (bool(short) and long.startswith(short))


async def _changed(tx: Transaction, order: Order, told_at: datetime | None) -> None:
    order.updated_at, order.told_at = tx.now, told_at or order.told_at
    await tx.session.flush()
    tx.emit(ContactChanged(order.contact_id))


def _facts(told: Customer) -> dict[str, Any]:
    return {"name": told.name, "email": told.email, "phone": told.phone, "address": told.address}


def _is_older(fresh: datetime | None, known: datetime | None) -> bool:
    return fresh is not None and known is not None and fresh < known
