"""What does a customer change about what is written already? They edit, take back, react; what stood there is kept."""

from dataclasses import replace

from sqlmodel import select

from crm_app.channels.news import Edit, Reaction, Revoke
from crm_app.channels.port import Inbound
from crm_app.conversations.changing import load, touched
from crm_app.conversations.models import Direction, Message, MessagePart
from crm_app.conversations.previews import preview_of
from crm_app.kit.transaction import Transaction

MOST_EARLIER = 20
NOT_HERE = "About a message that is not here."


async def edit(tx: Transaction, told: Edit) -> Message | None:
    """The message reads as it was changed to, its earlier texts kept in `details.earlier`. None when the message is
    not here: then the edit came first, and is the message."""
    message = await _theirs(tx, told.inbound.channel, told.inbound.external_id)
    if message is None:
        return None
    if message.text != told.inbound.text:
        earlier = [*message.details.get("earlier", ()), {"text": message.text, "until": tx.now.isoformat()}]
        where = {"location": told.inbound.details["location"]} if "location" in told.inbound.details else {}
        message.details = {**message.details, **where, "earlier": earlier[-MOST_EARLIER:]}
        message.text = told.inbound.text
        await _show(tx, message)
    return message


def as_first(told: Edit) -> Inbound:
    """An edit that came before the message itself."""
    return replace(told.inbound, details={**told.inbound.details, "edited": True})


async def revoke(tx: Transaction, told: Revoke) -> str:
    """Mark a message as taken back; what it said is kept for whoever has to know."""
    message = await _theirs(tx, told.channel, told.external_id)
    if message is None:
        return NOT_HERE
    message.details = {**message.details, "revoked_at": tx.now.isoformat()}
    await _show(tx, message)
    return "A message was taken back."


async def react(tx: Transaction, told: Reaction) -> str:
    """Note an emoji on the message that it is about; it is no turn of the talk, so nobody is called."""
    message = await _any(tx, told)
    if message is None:
        return NOT_HERE
    reactions = {who: emoji for who, emoji in message.details.get("reactions", {}).items() if who != told.who}
    if told.emoji:
        reactions[told.who] = told.emoji
    message.details = {**message.details, "reactions": reactions}
    await _show(tx, message)
    return "A reaction."


async def _theirs(tx: Transaction, channel: str, external_id: str) -> Message | None:
    query = select(Message).where(
        Message.channel == channel, Message.external_id == external_id, Message.direction == Direction.INBOUND
    )
    return (await tx.session.exec(query)).first()


async def _any(tx: Transaction, told: Reaction) -> Message | None:
    """Theirs by its own id, ours by the id that the vendor gave one of its parts."""
    if message := await _theirs(tx, told.channel, told.external_id):
        return message
    ids = {told.external_id, told.external_id.partition(":")[2]}  # Telegram's are told apart by the bot only here
    query = (
        select(Message)
        .join(MessagePart, MessagePart.message_id == Message.id)
        .where(Message.channel == told.channel, MessagePart.outside_id.in_(ids - {""}))
    )
    return (await tx.session.exec(query)).first()


async def _show(tx: Transaction, message: Message) -> None:
    conversation = await load(tx, message.conversation_id, lock=True)
    newest = select(Message.id).where(
        Message.conversation_id == conversation.id, Message.direction == Direction.INBOUND
    )
    if (await tx.session.exec(newest.order_by(Message.id.desc()).limit(1))).first() == message.id:
        conversation.preview = preview_of(message.text)
    await touched(tx, conversation, "amended")
