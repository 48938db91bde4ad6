"""How far has each part of a reply got, and so the whole of it?"""

from crm_app.conversations import cutting, delivery, replying
from crm_app.conversations.models import Delivery, MessagePart
from crm_app.kit.transaction import Transaction


async def advance(tx: Transaction, part: MessagePart, state: Delivery, problem: str = "") -> bool:
    """Move a part forward, and the whole message as far as its parts allow; False when this is no news."""
    if not delivery.move(part.state, state).allowed:
        return False
    part.state, part.problem = state, problem[:500]
    await tx.session.flush()
    await settle(tx, part.message_id)
    return True


async def settle(tx: Transaction, message_id: int) -> None:
    """Bring a message to where its parts are. What is still to be sent of it goes on leaving."""
    found = await cutting.of(tx, message_id)
    state = delivery.whole([Delivery(part.state) for part in found])
    problem = next((part.problem for part in found if part.state == state and part.problem), "")
    if state == Delivery.SENDING:
        return
    if state == Delivery.QUEUED:
        await replying.note_delivery(tx, message_id, state, problem, retry_in_s=0)
        return
    if state in (Delivery.DELIVERED, Delivery.READ):
        # Only what was sent begins the wait for an answer; a report may come first.
        await replying.note_delivery(tx, message_id, Delivery.SENT)
    await replying.note_delivery(tx, message_id, state, problem)
