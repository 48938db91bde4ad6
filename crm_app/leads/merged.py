"""What becomes of leads when two contacts are made one, or two again?"""

from sqlmodel import update

from crm_app.contacts.events import ContactsMerged, MergeUndone
from crm_app.contacts.merging import load_merge, move_rows, return_rows
from crm_app.kit.transaction import Transaction
from crm_app.leads.models import Lead

KIND = "leads"


async def follow(tx: Transaction, event: ContactsMerged) -> None:
    """The leads of the one that goes are now the other's."""
    await move_rows(tx, await load_merge(tx, event.merge_id), Lead, KIND)


async def part(tx: Transaction, event: MergeUndone) -> None:
    """They go back; a lead that a conversation made since goes with its conversation."""
    done = await load_merge(tx, event.merge_id)
    await return_rows(tx, done, Lead, KIND)
    went_back = done.moved.get("conversations", [])
    theirs = (Lead.conversation_id.in_(went_back), Lead.contact_id == done.keep_id)
    await tx.session.exec(update(Lead).where(*theirs).values(contact_id=done.gone_id))
