"""An approved text in place of a reply: what WhatsApp alone takes once a customer has been silent for a day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.conversations import templating
from crm_app.conversations.limits import ReplyLimits
from crm_app.kit.settings import settings
from crm_app.kit.transaction import transaction
from crm_app.ui.inbox import room
from crm_app.ui.inbox.reply import Reply
from crm_app.ui.inbox.room import Approved
from crm_app.ui.session import actor_of, clear_wrong, needs


class ByTemplate(rx.State):
    """Why free text is `shut` out, the templates instead, and the place of the chosen one."""

    shut: str = ""
    templates: list[Approved] = []
    chosen: int = 0

    @rx.event
    @needs("inbox.reply")
    async def choose(self, place: str):
        """Show another template."""
        self.chosen = next((at for at in range(len(self.templates)) if str(at) == place), 0)
        await clear_wrong(self)

    @rx.event
    @needs("inbox.reply")
    async def send(self, form: dict):
        """Send the chosen template with the values that were typed."""
        reply = await self.get_state(Reply)
        if not reply.conversation or reply.sending or self.chosen >= len(self.templates):
            return
        approved, reply.sending = self.templates[self.chosen], True
        try:
            async with reply._telling():
                async with transaction(await actor_of(self)) as tx:
                    message = await templating.send_template(
                        tx,
                        reply.conversation,
                        approved.name,
                        approved.language,
                        room.typed(form, approved),
                        seen_message_id=reply._seen,
                        keep_open=reply.keep_open,
                        undo_seconds=settings().undo_seconds,
                    )
                await clear_wrong(self)
                await reply._sent(message.id)
        finally:
            reply.sending = False


async def allow(reply: Reply, limits: ReplyLimits, now: datetime, zone: ZoneInfo, language: str) -> None:
    """Show what the channel allows of the text that stands there, and the templates where only they may leave."""
    reply.room, reply.barred = room.line(limits, reply.text, now, zone, language), bool(limits.refusal)
    instead = await reply.get_state(ByTemplate)
    instead.shut = room.shut(limits, language)
    instead.templates = room.offered(limits) if instead.shut else []
    instead.chosen = instead.chosen if instead.chosen < len(instead.templates) else 0
