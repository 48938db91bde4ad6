"""What a person changes about a contact by hand; what stood there before is kept in the audit."""

from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from sqlmodel import select

from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.contacts.duplicates import found_by
from crm_app.contacts.events import ContactChanged, ContactEdited
from crm_app.contacts.models import Contact, Handle
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.transaction import Transaction

LONGEST = {"name": 200, "address": 500}
MOST_SEGMENTS, LONGEST_SEGMENT = 20, 60


async def edit_contact(tx: Transaction, contact_id: int, **fields: Any) -> None:
    """Change name, e-mail, phone, address, vip and segments; what is not named stays.

    A new e-mail or phone is added to those by which the contact is known. Raises NotFound, Invalid with the field, and
    Conflict when the e-mail or phone is someone else's.
    """
    require(tx.actor, "contacts.write")
    query = select(Contact).where(Contact.id == contact_id, Contact.merged_into.is_(None))
    contact = (await tx.session.exec(query.with_for_update())).first()
    if contact is None:
        raise NotFound("contact")
    wanted = {name: _READ[name](value) for name, value in fields.items()}
    changes = {name: [getattr(contact, name), new] for name, new in wanted.items() if getattr(contact, name) != new}
    for kind in ("email", "phone"):
        if kind in changes and wanted[kind]:
            await _own(tx, contact, kind, wanted[kind])
    for name, (_, after) in changes.items():
        setattr(contact, name, after)
    if not changes:
        return
    await tx.session.flush()
    await found_by(tx, [contact])
    record(tx, "contact.edited", "contact", contact.id, **changes)
    tx.emit(ContactEdited(contact.id))
    tx.emit(ContactChanged(contact.id))


async def _own(tx: Transaction, contact: Contact, kind: str, value: str) -> None:
    """Make the handle the contact's, unless it is someone else's."""
    query = select(Handle.contact_id).where(Handle.kind == kind, Handle.value == value)
    owner = (await tx.session.exec(query)).first()
    if owner is None:
        tx.session.add(Handle(kind=kind, value=value, contact_id=contact.id))
    elif owner != contact.id:
        raise Conflict(
            "handle_taken", "{value} belongs to another contact. If the two are the same, merge them.", value=value
        )


def _line(name: str) -> Any:
    def read(value: Any) -> str:
        text = " ".join(str(value or "").split())
        if len(text) > LONGEST[name]:
            raise Invalid(name, "At most {longest} letters.", longest=LONGEST[name])
        return text

    return read


def _email(value: Any) -> str | None:
    text = str(value or "").strip()
    if not text:
        return None
    try:
        return validate_email(text, check_deliverability=False).normalized.casefold()[:254]
    except EmailNotValidError as error:
        raise Invalid("email", "This is not an e-mail address.") from error


def _phone(value: Any) -> str | None:
    text = str(value or "").strip()
    if not text:
        return None
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException as error:
        raise Invalid("phone", "Write the number with its country, as in +34 612 345 678.") from error
    if not phonenumbers.is_possible_number(number):
        raise Invalid("phone", "This number is too short or too long for its country.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _segments(value: Any) -> list[str]:
    words = value.split(",") if isinstance(value, str) else value
    found = [*dict.fromkeys(" ".join(str(word).split()) for word in words)]
    kept = [word for word in found if word]
    if len(kept) > MOST_SEGMENTS or any(len(word) > LONGEST_SEGMENT for word in kept):
        raise Invalid(
            "segments",
            "At most {most} segments, each of at most {longest} letters.",
            most=MOST_SEGMENTS,
            longest=LONGEST_SEGMENT,
        )
    return kept


_READ = {
    "name": _line("name"), "address": _line("address"), "email": _email, "phone": _phone, "vip": bool,
    "segments": _segments,
}  # fmt: skip
