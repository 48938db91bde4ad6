"""Every write about contacts and orders."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import select

from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.contacts.events import ContactChanged
from crm_app.contacts.models import Contact, Handle, Order
from crm_app.kit.errors import NotFound
from crm_app.kit.transaction import Transaction


async def find_or_create(
    tx: Transaction, *, name: str = "", email: str = "", phone: str = "", visitor: str = ""
) -> Contact:
    """The contact known by any of these handles, else a new one. New handles are added to whom they came with;
    a handle that is someone else's already stays theirs."""
    handles = {k: v for k, v in (("email", email.casefold()), ("phone", phone), ("visitor", visitor)) if v}
    known = await _known(tx, handles)
    contact = next((known[kind] for kind in ("email", "phone", "visitor") if kind in known), None)
    if contact is None:
        contact = Contact(name=name[:200], email=email.casefold() or None, phone=phone or None, created_at=tx.now)
        tx.session.add(contact)
        await tx.session.flush()
    contact.name = contact.name or name[:200]
    contact.email = contact.email or ("email" not in known and email.casefold()) or None
    contact.phone = contact.phone or ("phone" not in known and phone) or None
    for kind, value in handles.items():
        if kind not in known:
            tx.session.add(Handle(kind=kind, value=value[:254], contact_id=contact.id))
    await tx.session.flush()
    return contact


async def _known(tx: Transaction, handles: dict[str, str]) -> dict[str, Contact]:
    found: dict[str, Contact] = {}
    for kind, value in handles.items():
        query = (
            select(Contact)
            .join(Handle, Handle.contact_id == Contact.id)
            .where(Handle.kind == kind, Handle.value == value[:254])
        )
        contact = (await tx.session.exec(query)).first()
        if contact:
            found[kind] = contact
    return found


async def upsert_contact(tx: Transaction, external_id: str, **facts: Any) -> tuple[Contact, bool]:
    """Store what a shop knows about a person; facts that are None are left as they are.

    Returns the contact and whether it is new. A contact known by the same e-mail or phone is the same person.
    """
    require(tx.actor, "contacts.write")
    contact = (await tx.session.exec(select(Contact).where(Contact.external_id == external_id))).first()
    created = False
    if contact is None:
        email, phone = facts.get("email") or "", facts.get("phone") or ""
        handles = await _known(tx, {k: v for k, v in (("email", email.casefold()), ("phone", phone)) if v})
        contact = await find_or_create(tx, name=facts.get("name") or "", email=email, phone=phone)
        created = not handles
        contact.external_id = contact.external_id or external_id
    else:
        await _add_handles(tx, contact, facts)
    for name, value in facts.items():
        if value is not None:
            setattr(contact, name, value.casefold() if name == "email" else value)
    await tx.session.flush()
    record(tx, "contact.upserted", "contact", contact.id, fields=sorted(k for k, v in facts.items() if v is not None))
    tx.emit(ContactChanged(contact.id))
    return contact, created


async def _add_handles(tx: Transaction, contact: Contact, facts: dict[str, Any]) -> None:
    wanted = {k: str(facts[k]).casefold() for k in ("email", "phone") if facts.get(k)}
    known = await _known(tx, wanted)
    for kind, value in wanted.items():
        if kind not in known:
            tx.session.add(Handle(kind=kind, value=value, contact_id=contact.id))


async def upsert_order(tx: Transaction, external_id: str, contact_external_id: str, **facts: Any) -> tuple[Order, bool]:
    """Store what a shop knows about an order; facts that are None are left as they are.

    Raises NotFound when the contact was never told of. Returns the order and whether it is new.
    """
    require(tx.actor, "contacts.write")
    contact = (await tx.session.exec(select(Contact).where(Contact.external_id == contact_external_id))).first()
    if contact is None:
        raise NotFound("contact")
    order = (await tx.session.exec(select(Order).where(Order.external_id == external_id))).first()
    created = order is None
    if order is None:
        number = facts.get("number") or external_id
        order = Order(external_id=external_id, number=number, contact_id=contact.id, updated_at=tx.now)
        tx.session.add(order)
    for name, value in facts.items():
        if value is not None:
            setattr(order, name, _amount(value) if name == "total" else value)
    order.contact_id, order.updated_at = contact.id, tx.now
    await tx.session.flush()
    record(tx, "order.upserted", "order", order.id, number=order.number)
    tx.emit(ContactChanged(contact.id))
    return order, created


def _amount(value: Decimal | float | str) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def in_utc(moment: datetime | None) -> datetime | None:
    """An instant from outside, read as UTC when it names no zone."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
