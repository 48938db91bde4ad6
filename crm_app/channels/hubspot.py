"""What does HubSpot tell of a contact? Pure."""

from typing import Any

from crm_app.channels import told
from crm_app.channels.news import Altered, Ignored, News
from crm_app.kit.errors import Invalid

PREFIX = "hubspot:"
"""What HubSpot's ids of contacts begin with here, as a contact's outside id."""

FIELDS = {"firstname": "first_name", "lastname": "last_name", "email": "email", "phone": "phone"}
_CONTACT = "0-1"
_OURS = "INTEGRATION"


def place(event: Any, account_id: int) -> tuple[str, str, str]:
    """What an event is about, when (13 digits, ms), and which one of that moment it is: its id here, in parts, so that
    those of one property stand in the order in which they happened."""
    what = told.line(event, "propertyName", limit=60) or told.line(event, "subscriptionType", limit=60)
    subject = f"{account_id}:{told.id_of(event, 'objectId')[:40]}:{what}:"
    return subject, f"{max(0, told.whole(event, 'occurredAt')):013d}"[:13], told.id_of(event, "eventId")[:40]


def read(event: Any, account_id: int) -> News:
    """What an event says; raises Invalid for one that names no contact."""
    what = told.line(event, "subscriptionType", limit=60)
    if what.endswith(".privacyDeletion"):
        return Ignored(f"A privacy request ({what}): an admin looks after it.")
    of_contact = what == "contact.propertyChange" or (
        what == "object.propertyChange" and told.line(event, "objectTypeId") == _CONTACT
    )
    field = FIELDS.get(told.line(event, "propertyName").casefold(), "")
    if not of_contact or not field:
        return Ignored(f"Filed: {' '.join(filter(None, (what, told.line(event, 'propertyName', limit=60))))}.")
    if told.line(event, "changeSource") == _OURS:
        return Ignored("An integration changed this at HubSpot, perhaps for us: it is not taken back.")
    number = told.id_of(event, "objectId")
    if not number:
        raise Invalid("objectId", "This change does not say of whom.")
    subject, moment, _ = place(event, account_id)
    return Altered(PREFIX + number, field, told.line(event, "propertyValue", limit=254), subject, moment)
