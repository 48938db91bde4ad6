"""Into which parts is a reply cut that a number or a bot sends, and which of them have left?"""

from datetime import datetime

from sqlmodel import select, update

from crm_app.channels import lengths
from crm_app.conversations.models import Delivery, Message, MessagePart
from crm_app.kit.transaction import Transaction


async def of(tx: Transaction, message_id: int) -> list[MessagePart]:
    """A message's parts as they are now, in order."""
    query = select(MessagePart).where(MessagePart.message_id == message_id).order_by(MessagePart.number)
    return [*(await tx.session.exec(query.execution_options(populate_existing=True))).all()]


async def cut(tx: Transaction, message: Message, kind: str) -> list[MessagePart]:
    """A message's parts, made once and for all: a part that is sent again must be the same."""
    found = await of(tx, message.id)
    if found:
        return found
    pieces = [message.text] if "template" in message.details else lengths.split(message.text, lengths.LONGEST[kind])
    rows = [MessagePart(message_id=message.id, number=n, text=piece) for n, piece in enumerate(pieces, 1)]
    tx.session.add_all(rows)
    await tx.session.flush()
    return rows


async def claim(tx: Transaction, part: MessagePart, begins: datetime) -> bool:
    """Say that a part is being sent, before anything leaves. False when somebody else was faster."""
    statement = (
        update(MessagePart)
        .where(MessagePart.id == part.id, MessagePart.state == Delivery.QUEUED)
        .values(state=Delivery.SENDING, begun_at=begins, tries=MessagePart.tries + 1)
    )
    return (await tx.session.exec(statement)).rowcount == 1


async def left(tx: Transaction, message_id: int) -> bool:
    """Whether any part of a message is on its way or gone, so that it cannot be called back."""
    states = [part.state for part in await of(tx, message_id)]
    return any(state not in (Delivery.QUEUED, Delivery.FAILED) for state in states)


async def begin_again(tx: Transaction, message_id: int) -> None:
    """A person wants what failed or is in doubt sent once more; what has arrived is not."""
    for part in await of(tx, message_id):
        if part.state in (Delivery.FAILED, Delivery.UNKNOWN):
            part.state, part.problem, part.tries = Delivery.QUEUED, "", 0
