"""Where is it told that somebody booked, moved or cancelled? As a note in their newest open conversation, once; what
comes late never undoes what happened after it."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.channels.news import Booking
from crm_app.channels.port import Inbound, Sender
from crm_app.contacts import actions as contacts
from crm_app.contacts.models import Contact
from crm_app.conversations import receiving
from crm_app.conversations.changing import move, note_of_ours, touched
from crm_app.conversations.events import AppointmentNoted
from crm_app.conversations.models import Conversation, Direction, Message, Status
from crm_app.kit.coded import coded
from crm_app.kit.transaction import Transaction

BOOKING = "booking"
"""What such notes were written for, and under which name their details say what they tell of."""

REMARKS = {"made": "booking_made", "moved": "booking_moved", "cancelled": "booking_cancelled"}
AGAIN = "This was told already."
LATE = "Something that happened later is known already."


def judge(told: Booking, known: Iterable[dict[str, Any]]) -> str:
    """Why this is told no more; "" when it is news. `known`: {id, state, replaces} of what was told before. Pure."""
    before = [*known]
    same = {each["state"] for each in before if each["id"] == told.id}
    if told.state in same:
        return AGAIN
    moved_on = told.id in {each["replaces"] for each in before}
    overtaken = bool(same) if told.state == "made" else "cancelled" in same
    return LATE if moved_on or overtaken else ""


async def note(tx: Transaction, told: Booking) -> str:
    """Tell of an appointment; returns what became of it."""
    contact = await contacts.find_or_create(tx, name=told.name, email=told.email, phone=told.phone)
    if reason := judge(told, await _known(tx, contact.id)):
        return reason
    conversation = await _conversation(tx, contact, told)
    zone = ZoneInfo((await accounts.workspace(tx)).time_zone)
    when = told.start.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    remark = coded(REMARKS[told.state], when=when, title=told.title)
    kept = {"id": told.id, "state": told.state, "replaces": told.replaces}
    await note_of_ours(tx, conversation, remark, BOOKING, words=told.reason, details={BOOKING: kept})
    await touched(tx, conversation, "noted")
    if told.state != "cancelled":
        tx.emit(AppointmentNoted(conversation.id, contact.id))
    return f"An appointment was {told.state}."


async def _known(tx: Transaction, contact_id: int) -> list[dict[str, Any]]:
    query = (
        select(Message.details)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.contact_id == contact_id)
        .where(Message.direction == Direction.NOTE, Message.automatic == BOOKING)
    )
    return [details[BOOKING] for details in (await tx.session.exec(query)).all()]


async def _conversation(tx: Transaction, contact: Contact, told: Booking) -> Conversation:
    """The newest that is not closed; else a new one by what they booked with: e-mail, or their number alone."""
    query = select(Conversation).where(Conversation.contact_id == contact.id, Conversation.status != Status.CLOSED)
    newest = query.order_by(Conversation.last_message_at.desc(), Conversation.id.desc()).limit(1)
    found = (await tx.session.exec(newest.with_for_update())).first()
    if found is None:
        who = Sender(email=told.email, phone=told.phone)
        opened = Inbound("email" if told.email else "phone", "", who, subject=told.title)
        found = await receiving.thread_for(tx, opened, contact, None)
        await move(tx, found, Status.OPEN)
    return found
