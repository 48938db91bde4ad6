"""What does another program change about a contact that it knows by an id of its own?"""

from typing import Any

from crm_app.channels.news import Altered
from crm_app.contacts import actions
from crm_app.contacts.editing import edit_contact
from crm_app.kit.errors import Conflict, Invalid
from crm_app.kit.transaction import Transaction


async def note_altered(tx: Transaction, told: Altered) -> str:
    """Change what it tells of; returns what became of it. Nobody is made known by a change alone."""
    contact = await actions.by_external_id(tx, told.external_id)
    if contact is None:
        return f"Nobody here is known as {told.external_id}."
    try:
        await edit_contact(tx, contact.id, **_fields(contact.name, told))
    except (Conflict, Invalid) as error:
        return error.sentence
    return "A person's particulars."


def _fields(name: str, told: Altered) -> dict[str, Any]:
    if told.field in ("first_name", "last_name"):
        return {"name": renamed(name, told.field, told.value)}
    return {told.field: told.value}


def renamed(name: str, part: str, value: str) -> str:
    """A whole name of which a part, `first_name` or `last_name`, has changed: the first word is the first name."""
    first, _, last = " ".join(name.split()).partition(" ")
    parts = {"first_name": first, "last_name": last} | {part: value}
    return f"{parts['first_name']} {parts['last_name']}".strip()
