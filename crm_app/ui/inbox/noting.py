"""The internal note: left where it was typed, and read by the team alone."""

import reflex as rx

from crm_app.conversations import actions
from crm_app.kit.transaction import transaction
from crm_app.ui.inbox.opened import show
from crm_app.ui.inbox.reply import Reply
from crm_app.ui.session import actor_of, id_of, needs

LONGEST = 20_000


class Noting(rx.State):
    """`number` grows with each note, so that the next one begins empty."""

    number: int = 0

    @rx.event
    @needs("inbox.reply")
    async def leave(self, conversation_id: int, text: str):
        """Leave a note in a conversation; by now another one may be on screen."""
        conversation_id = id_of(conversation_id)
        async with transaction(await actor_of(self)) as tx:
            await actions.add_note(tx, conversation_id, str(text)[:LONGEST])
        reply = await self.get_state(Reply)
        if conversation_id != reply.conversation:
            return
        self.number += 1
        reply.tab = "reply"
        await show(self, conversation_id, afresh=False, draft_too=False)
