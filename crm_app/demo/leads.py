"""The demo's leads: what the talks tell is read message by message, as if they had just come."""

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.conversations.models import Direction, Message
from crm_app.kit.transaction import Actor, transaction
from crm_app.leads import actions, queries
from crm_app.leads.hearing import hear
from crm_app.leads.qualification import Rules


async def begin_leads(actor: Actor) -> None:
    """Read every inbound message in its order, offline: a demo costs nobody tokens. The history bears their times."""
    async with transaction(actor) as tx:
        workspace = await accounts.workspace(tx)
        if not Rules.read(workspace.settings, workspace.industry).on:
            return
        query = select(Message).where(Message.direction == Direction.INBOUND, Message.automatic == "")
        for message in (await tx.session.exec(query.order_by(Message.created_at, Message.id))).all():
            tx.now = message.created_at
            material = await queries.material(tx, message.conversation_id, message.id)
            if material is not None:
                heard = hear(message.text, message.id, material.asked, material.place, material.known)
                await actions.take_in(tx, message.conversation_id, message.id, heard)
