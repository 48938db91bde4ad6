"""Every write that brings in people and orders from elsewhere, hundreds at a time, nobody doubled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import SQLModel, select

from crm_app.accounts import queries as accounts
from crm_app.accounts.permissions import require
from crm_app.contacts.actions import ALIAS, alias
from crm_app.contacts.duplicates import found_by
from crm_app.contacts.events import ContactChanged
from crm_app.contacts.models import Contact, Handle, Order
from crm_app.kit.traces import Touch, snapshot
from crm_app.kit.transaction import Transaction

CONTACT_FIELDS = (
    "external_id", "name", "email", "phone", "address", "lifetime_value", "churn_risk", "segments", "vip",
    "customer_since",
)  # fmt: skip
ORDER_FIELDS = (
    "number", "contact_id", "total", "currency", "status", "carrier", "tracking_number", "address", "items",
    "placed_at", "expected_at",
)  # fmt: skip
_ORDERING = {"lifetime_value", "churn_risk"}
_UNKNOWN = (None, "", 0, [])


class Existing(StrEnum):
    """What to do with who is here already: fill in what is missing, take the file's word, or leave as it is."""

    FILL = "fill"
    OVERWRITE = "overwrite"
    LEAVE = "leave"


class Verdict(StrEnum):
    """What became of one row."""

    ADDED = "added"
    CHANGED = "changed"
    KNOWN = "known"


@dataclass(frozen=True)
class Person:
    """Someone as a file tells of them. `email` is normalised, `phone` E.164; an unknown one is "".

    `facts` are further fields of Contact; those that are not told are absent.
    """

    external_id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    created: datetime | None = None

    @property
    def keys(self) -> list[tuple[str, str]]:
        """By what they may be known, the surest first."""
        found = (("id", self.external_id[:200]), ("email", self.email[:254]), ("phone", self.phone[:254]))
        return [(kind, value) for kind, value in found if value]

    @property
    def told(self) -> dict[str, Any]:
        """The fields of Contact that are told."""
        own = {
            "external_id": self.external_id[:200], "name": self.name[:200], "email": self.email[:254],
            "phone": self.phone[:32], **self.facts,
        }  # fmt: skip
        return {name: value for name, value in own.items() if value not in ("", None)}


@dataclass(frozen=True)
class Purchase:
    """An order as a file tells of it; `facts` are further fields of Order."""

    external_id: str
    number: str
    person: Person
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Brought:
    """What became of a batch: the rows in its order, a verdict for each, and everything that was touched."""

    rows: list[Any] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)


async def bring_in(tx: Transaction, people: Sequence[Person], existing: Existing = Existing.FILL) -> Brought:
    """The contact of each person: known by the outside id, e-mail or phone; else a new one."""
    require(tx.actor, "contacts.write")
    known = await known_people(tx, people)
    new_here: set[int] = set()
    brought, marks, handles = Brought(), [], []
    for person in people:
        contact = next((known[key] for key in person.keys if key in known), None)
        if contact is None:
            contact = Contact(**person.told, created_at=person.created or tx.now)
            tx.session.add(contact)
            new_here.add(id(contact))
            verdict, before = Verdict.ADDED, None
        else:
            allowed = _undisputed(person, contact, known)
            before = _change(contact, allowed, existing)
            verdict = Verdict.CHANGED if before else Verdict.KNOWN
        if verdict != Verdict.KNOWN:
            marks.append((contact, before, snapshot(contact, CONTACT_FIELDS if before is None else tuple(before))))
        new = [key for key in person.keys if key not in known] if existing != Existing.LEAVE or before is None else []
        handles += [(contact, *_handle(*key)) for key in new if key != ("id", contact.external_id)]
        known.update({key: contact for key in new})
        brought.rows.append(contact)
        brought.verdicts.append(verdict)
    await tx.session.flush()
    brought.touches = [Touch("contact", row.id, before, after) for row, before, after in marks]
    brought.touches += await _add_handles(tx, handles, new_here)
    touched = {id(contact): contact for contact in [*(row for row, _, _ in marks), *(row for row, _, _ in handles)]}
    await found_by(tx, [*touched.values()])
    for touch in brought.touches:
        if touch.before and _ORDERING & touch.before.keys():
            tx.emit(ContactChanged(touch.id))
    return brought


async def known_people(tx: Transaction, people: Iterable[Person]) -> dict[tuple[str, str], Contact]:
    """Who of them is here already, by the keys they are known by."""
    wanted: dict[str, set[str]] = {"id": set(), "email": set(), "phone": set()}
    for person in people:
        for kind, value in person.keys:
            wanted[kind].add(value)
    rows = (await tx.session.exec(select(Contact).where(Contact.external_id.in_(wanted["id"])))).all()
    found = {("id", row.external_id): row for row in rows}
    aliases = {alias(value): value for value in wanted["id"]}
    for kind, values in ((ALIAS, aliases), ("email", wanted["email"]), ("phone", wanted["phone"])):
        query = (
            select(Handle.value, Contact)
            .join(Contact, Contact.id == Handle.contact_id)
            .where(Handle.kind == kind, Handle.value.in_([*values]))
        )
        for value, contact in (await tx.session.exec(query)).all() if values else ():
            found.setdefault(("id", aliases[value]) if kind == ALIAS else (kind, value), contact)
    for key, contact in found.items():
        while contact.merged_into:
            contact = (await tx.session.exec(select(Contact).where(Contact.id == contact.merged_into))).one()
            found[key] = contact
    return found


def _handle(kind: str, value: str) -> tuple[str, str]:
    return (ALIAS, alias(value)) if kind == "id" else (kind, value)


def _undisputed(person: Person, contact: Contact, known: dict[tuple[str, str], Contact]) -> dict[str, Any]:
    """What is told of a contact, without a handle that is somebody else's; a first outside id stays."""
    told = dict(person.told)
    for kind, value in person.keys:
        somebody_elses = (kind, value) in known and known[kind, value] is not contact
        if somebody_elses or (kind == "id" and contact.external_id):
            told.pop("external_id" if kind == "id" else kind, None)
    return told


def _change(row: SQLModel, told: dict[str, Any], existing: Existing) -> dict[str, Any]:
    """Change a row as `existing` allows; returns the changed fields as they were."""
    fields = {
        name: value
        for name, value in told.items()
        if getattr(row, name) != value
        and (existing == Existing.OVERWRITE or (existing == Existing.FILL and getattr(row, name) in _UNKNOWN))
    }
    before = snapshot(row, tuple(fields))
    for name, value in fields.items():
        setattr(row, name, value)
    return before


async def _add_handles(tx: Transaction, new: list[tuple[Contact, str, str]], new_here: set[int]) -> list[Touch]:
    """Handles of a contact that is new itself go with it and need no trace of their own."""
    rows = [Handle(kind=kind, value=value, contact_id=contact.id) for contact, kind, value in new]
    tx.session.add_all(rows)
    await tx.session.flush()
    return [
        Touch("handle", row.id, None, {"opted_out_at": None})
        for row, (contact, _, _) in zip(rows, new, strict=True)
        if id(contact) not in new_here
    ]


async def bring_in_orders(
    tx: Transaction, purchases: Sequence[Purchase], existing: Existing = Existing.FILL
) -> Brought:
    """Store orders with their customers; an order is known by its outside id."""
    customers = await bring_in(tx, [purchase.person for purchase in purchases], Existing.FILL)
    known = await known_orders(tx, purchases)
    brought, marks = Brought(), []
    home = {"currency": (await accounts.workspace(tx)).currency}
    for purchase, contact in zip(purchases, customers.rows, strict=True):
        row, before = known.get(purchase.external_id), None
        if row is None:
            row = Order(
                external_id=purchase.external_id, number=purchase.number, contact_id=contact.id, updated_at=tx.now,
                **{**home, **purchase.facts},
            )  # fmt: skip
            tx.session.add(row)
            known[purchase.external_id], verdict = row, Verdict.ADDED
        else:
            before = _change(row, purchase.facts, existing)
            verdict = Verdict.CHANGED if before else Verdict.KNOWN
        if verdict != Verdict.KNOWN:
            row.updated_at = tx.now
            marks.append((row, before, snapshot(row, ORDER_FIELDS if before is None else tuple(before))))
        brought.rows.append(row)
        brought.verdicts.append(verdict)
    await tx.session.flush()
    own = [Touch("shop_order", row.id, before, after) for row, before, after in marks]
    brought.touches = [*customers.touches, *own]
    return brought


async def known_orders(tx: Transaction, purchases: Iterable[Purchase]) -> dict[str, Order]:
    """The orders that are here already, by their outside ids."""
    ids = {purchase.external_id for purchase in purchases}
    rows = (await tx.session.exec(select(Order).where(Order.external_id.in_(ids)))).all()
    return {row.external_id: row for row in rows}
