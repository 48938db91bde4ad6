"""What can be brought in, and how: one `Kind` for each. A new one is a row in `KINDS`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crm_app.contacts import importing as contacts
from crm_app.contacts.importing import Brought, Existing
from crm_app.imports import contact_rows, conversation_lines, conversation_rows, order_rows
from crm_app.imports.mapping import Field, read
from crm_app.imports.reading import Record
from crm_app.imports.values import Ground
from crm_app.inbox import importing as inbox
from crm_app.kit.transaction import Transaction
from crm_app.language.understanding import Understanding

Keys = list[tuple[str, str]]


@dataclass(frozen=True)
class How:
    """What the person chose: what becomes of those that are here already, and whether drafts are written."""

    existing: Existing
    drafts: bool


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Kind:
    """One kind of thing.

    judge: a row and its mapping in, a value out; ValueError with the reason. Pure, and may be slow.
    keys: by what the same one is known again. known: which of the values are here already.
    store: writes values in one transaction. tell: what is understood, by field, for the preview.
    prepare: what takes long and is needed for writing alone.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    judge: Callable[[Record, dict[str, str], Ground], Any]
    keys: Callable[[Any], Keys]
    known: Callable[[Transaction, Sequence[Any]], Awaitable[list[bool]]]
    store: Callable[[Transaction, Sequence[Any], How], Awaitable[Brought]]
    tell: Callable[[Any], dict[str, object]]
    prepare: Callable[[Any], Any] = _as_it_is

    def labels(self) -> dict[str, str]:
        return {one.key: one.label for one in self.fields}


def _contact(record: Record, mapping: dict[str, str], ground: Ground) -> contacts.Person:
    return contact_rows.person(read(record.cells, mapping, contact_rows.FIELDS, ground))


async def _store_contacts(tx: Transaction, values: Sequence[contacts.Person], how: How) -> Brought:
    return await contacts.bring_in(tx, values, how.existing)


async def _known_contacts(tx: Transaction, values: Sequence[contacts.Person]) -> list[bool]:
    known = await contacts.known_people(tx, values)
    return [any(key in known for key in person.keys) for person in values]


def _order(record: Record, mapping: dict[str, str], ground: Ground) -> contacts.Purchase:
    return order_rows.purchase(read(record.cells, mapping, order_rows.FIELDS, ground))


async def _store_orders(tx: Transaction, values: Sequence[contacts.Purchase], how: How) -> Brought:
    return await contacts.bring_in_orders(tx, values, how.existing)


async def _known_orders(tx: Transaction, values: Sequence[contacts.Purchase]) -> list[bool]:
    known = await contacts.known_orders(tx, values)
    return [purchase.external_id in known for purchase in values]


def _conversation(record: Record, mapping: dict[str, str], ground: Ground) -> inbox.Imported:
    if record.raw and not mapping:
        return conversation_lines.parse(record.raw, ground)
    said = read(record.cells, mapping, conversation_rows.FIELDS, ground)
    return conversation_rows.conversation(said, ground)


async def _known_conversations(tx: Transaction, values: Sequence[inbox.Imported]) -> list[bool]:
    known = await inbox.known_ids(tx, values)
    return [found.id in known for found in values]


def _understood(found: inbox.Imported) -> tuple[inbox.Imported, Understanding]:
    return found, inbox.judge(found)


async def _store_conversations(
    tx: Transaction, values: Sequence[tuple[inbox.Imported, Understanding]], how: How
) -> Brought:
    return await inbox.import_conversations(tx, values, draft=how.drafts)


KINDS: dict[str, Kind] = {
    "contacts": Kind(
        "contacts", "Contacts", contact_rows.FIELDS, _contact, lambda person: person.keys, _known_contacts,
        _store_contacts, contact_rows.tell,
    ),
    "orders": Kind(
        "orders", "Orders", order_rows.FIELDS, _order, lambda order: [("order", order.external_id)], _known_orders,
        _store_orders, order_rows.tell,
    ),
    "conversations": Kind(
        "conversations", "Conversations", conversation_rows.FIELDS, _conversation, lambda found: [("id", found.id)],
        _known_conversations, _store_conversations, conversation_rows.tell, _understood,
    ),
}  # fmt: skip
"""By key, in the order of the page."""
