"""Under which words and keys is a contact found? Written anew whenever name, handles or address change."""

import re
from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import delete, insert, select

from crm_app.contacts import names
from crm_app.contacts.blocking import keys
from crm_app.contacts.matching import Known
from crm_app.contacts.models import Contact, ContactKey, ContactText, Handle
from crm_app.kit.fulltext import body, workspace_facet
from crm_app.kit.transaction import Transaction
from crm_app.language.fold import fold, words

SOUND_MARK = "0s"
"""Before how a name sounds, so that a name in one script is found by one typed in another."""

SHORTEST_TAIL = 4
"""A phone is found by any of its ends from so many digits on."""


async def index(tx: Transaction, contacts: Sequence[Contact]) -> list[int]:
    """Write anew what contacts are found by; returns the ids of those whose keys changed."""
    ids = [contact.id for contact in contacts]
    people = await known(tx, contacts)
    texts = {row.id: row for row in (await tx.session.exec(select(ContactText).where(ContactText.id.in_(ids)))).all()}
    before = await _keys_of(tx, ids)
    changed = []
    for contact in contacts:
        person = people[contact.id]
        contact.sort_name = fold(contact.name or contact.email or contact.phone or "").strip()[:60]
        text = _text(tx.workspace_id, person) if contact.merged_into is None else ""
        if contact.id not in texts:
            tx.session.add(ContactText(id=contact.id, body=text))
        elif texts[contact.id].body != text:
            texts[contact.id].body = text
        wanted = keys(person) if contact.merged_into is None else frozenset()
        if wanted != before[contact.id]:
            changed.append((contact.id, wanted))
    await _write_keys(tx, dict(changed))
    await tx.session.flush()
    return [id_ for id_, _ in changed]


async def known(tx: Transaction, contacts: Sequence[Contact]) -> dict[int, Known]:
    """Contacts with all their handles, as the matcher takes them."""
    handles: dict[int, list[tuple[str, str]]] = defaultdict(list)
    query = select(Handle.contact_id, Handle.kind, Handle.value).where(
        Handle.contact_id.in_([contact.id for contact in contacts]), Handle.kind.in_(["email", "phone"])
    )
    for contact_id, kind, value in (await tx.session.exec(query)).all():
        handles[contact_id].append((kind, value))
    return {contact.id: _known(contact, handles[contact.id]) for contact in contacts}


def _known(contact: Contact, handles: list[tuple[str, str]]) -> Known:
    emails = {value for kind, value in handles if kind == "email"} | ({contact.email} if contact.email else set())
    phones = {value for kind, value in handles if kind == "phone"} | ({contact.phone} if contact.phone else set())
    return Known(contact.id, contact.name, tuple(sorted(emails)), tuple(sorted(phones)), contact.address)


async def _keys_of(tx: Transaction, ids: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    query = select(ContactKey.contact_id, ContactKey.key).where(ContactKey.contact_id.in_(ids))
    for contact_id, key in (await tx.session.exec(query)).all():
        found[contact_id].add(key)
    return found


async def _write_keys(tx: Transaction, wanted: dict[int, frozenset[str]]) -> None:
    if not wanted:
        return
    await tx.session.exec(delete(ContactKey).where(ContactKey.contact_id.in_([*wanted])))
    rows = [{"contact_id": id_, "key": key} for id_, found in wanted.items() for key in sorted(found)]
    if rows:
        await tx.session.exec(insert(ContactKey), params=rows)


def _text(workspace_id: int, person: Known) -> str:
    sounds = [SOUND_MARK + heard for word in person.words if (heard := names.sound(word))]
    mails = [word for mail in person.emails for word in words(mail)]
    tails = [tail for phone in person.phones for tail in phone_tails(phone)]
    return body((workspace_facet(workspace_id),), [words(person.name), sounds, mails, tails])


def phone_tails(phone: str) -> list[str]:
    """The ends of a phone number, digits alone."""
    digits = re.sub(r"\D", "", fold(phone))
    return [digits[start:] for start in range(max(1, len(digits) - SHORTEST_TAIL + 1))] if digits else []
