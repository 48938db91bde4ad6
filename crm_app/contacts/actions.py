"""Every write about contacts and orders."""

from decimal import Decimal
from typing import Any

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.contacts import numbers
from crm_app.contacts.duplicates import found_by
from crm_app.contacts.events import ContactChanged
from crm_app.contacts.models import Contact, Handle, Order
from crm_app.kit.errors import NotFound
from crm_app.kit.transaction import Transaction

ALIAS = "external"
"""Kind of handle under which a second outside id of the same person is kept."""


async def find_or_create(
    tx: Transaction,
    *,
    name: str = "",
    email: str = "",
    phone: str = "",
    visitor: str = "",
    whatsapp: str = "",
    telegram: str = "",
) -> Contact:
    """The contact known by any of these handles, else a new one: a vendor's own id of a person counts most, since
    numbers change hands. New handles are added to whom they came with; a handle that is someone else's stays theirs."""
    phone = await _in_one_form(tx, phone)
    given = {
        "whatsapp": whatsapp, "telegram": telegram, "email": email.casefold(), "phone": phone, "visitor": visitor,
    }  # fmt: skip
    handles = {kind: value for kind, value in given.items() if value}
    known = await _known(tx, handles)
    contact = next(iter(known.values()), None)
    if contact is None:
        contact = Contact(name=name[:200], email=email.casefold() or None, phone=phone or None, created_at=tx.now)
        tx.session.add(contact)
        await tx.session.flush()
    before = (contact.name, contact.email, contact.phone)
    contact.name = contact.name or name[:200]
    contact.email = contact.email or ("email" not in known and email.casefold()) or None
    contact.phone = contact.phone or ("phone" not in known and phone) or None
    fresh = {kind: value for kind, value in handles.items() if kind not in known}
    _add_handles(tx, contact, fresh)
    await tx.session.flush()
    if fresh or before != (contact.name, contact.email, contact.phone):
        await found_by(tx, [contact])
    return contact


async def _in_one_form(tx: Transaction, phone: str) -> str:
    """A number by which its owner is found, however it was typed where the workspace is at home."""
    return numbers.in_one_form(phone, (await accounts.workspace(tx)).region) if phone else ""


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
    email, phone = (facts.get("email") or "").casefold(), await _in_one_form(tx, facts.get("phone") or "")
    facts = {**facts, "email": email or None, "phone": phone or None}
    handles = {kind: value for kind, value in (("email", email), ("phone", phone)) if value}
    known = await _known(tx, handles)
    contact = await by_external_id(tx, external_id)
    created = False
    if contact is None:
        contact = await find_or_create(tx, name=facts.get("name") or "", email=email, phone=phone)
        created = contact.created_at == tx.now  # somebody else may have told of them since `known` was read
        await _remember_id(tx, contact, external_id)
    else:
        _add_handles(tx, contact, {kind: value for kind, value in handles.items() if kind not in known})
    for name, value in facts.items():
        somebody_elses = name in known and known[name].id != contact.id
        if value is not None and not somebody_elses:
            setattr(contact, name, value)
    await tx.session.flush()
    await found_by(tx, [contact])
    record(tx, "contact.upserted", "contact", contact.id, fields=sorted(k for k, v in facts.items() if v is not None))
    tx.emit(ContactChanged(contact.id))
    return contact, created


async def by_external_id(tx: Transaction, external_id: str) -> Contact | None:
    """The contact that a program knows by this id; whoever was merged is the one they became."""
    contact = (await tx.session.exec(select(Contact).where(Contact.external_id == external_id))).first()
    while contact and contact.merged_into:
        contact = (await tx.session.exec(select(Contact).where(Contact.id == contact.merged_into))).one()
    return contact or (await _known(tx, {ALIAS: alias(external_id)})).get(ALIAS)


async def _remember_id(tx: Transaction, contact: Contact, external_id: str) -> None:
    """A person who is in the shop twice keeps their first id, and is found by the second too."""
    if contact.external_id is None:
        contact.external_id = external_id
    else:
        _add_handles(tx, contact, {ALIAS: alias(external_id)})


def alias(external_id: str) -> str:
    """The value of the handle under which an outside id is kept."""
    return f"id:{external_id}"[:254]


def _add_handles(tx: Transaction, contact: Contact, handles: dict[str, str]) -> None:
    tx.session.add_all(Handle(kind=kind, value=value[:254], contact_id=contact.id) for kind, value in handles.items())


async def upsert_order(tx: Transaction, external_id: str, contact_external_id: str, **facts: Any) -> tuple[Order, bool]:
    """Store what a shop knows about an order; facts that are None are left as they are.

    Raises NotFound when the contact was never told of. Returns the order and whether it is new.
    """
    require(tx.actor, "contacts.write")
    number = (facts.get("number") or "").lstrip("#")  # screens and drafts add their own
    facts = {**facts, "number": number or None}
    contact = await by_external_id(tx, contact_external_id)
    if contact is None:
        raise NotFound("contact")
    order = (await tx.session.exec(select(Order).where(Order.external_id == external_id))).first()
    created = order is None
    if order is None:
        order = Order(
            external_id=external_id, number=(number or external_id.lstrip("#"))[:60], contact_id=contact.id,
            currency=(await accounts.workspace(tx)).currency, updated_at=tx.now,
        )  # fmt: skip
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
