"""Talks with leads, as scripts: what the lead writes turn by turn, and a broker's house in which they are held."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from crm_app.channels.port import Inbound, Sender
from crm_app.conversations import receiving
from crm_app.conversations.models import Message
from crm_app.conversations.queries import last_message_id
from crm_app.drafts import actions as drafts
from crm_app.drafts import tasks as writing
from crm_app.drafts.queries import DraftView, current
from crm_app.kit.transaction import reading, transaction
from crm_app.language.understanding import understand
from crm_app.leads import queries, tasks
from crm_app.leads.queries import LeadCard
from tests.ports.whole_house import Tenant, found_workspace, workspace_settings

HOURS = {day: [["09:00", "18:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}

SCRIPTS: dict[str, Sequence[str]] = {
    "en": (
        "Hello, good morning",
        "I'm looking for a two-bedroom apartment to buy",
        "In Dubai Marina. Is parking included?",
        "Up to 1.2M AED",
        "Next month, it is quite urgent",
        "My wife and I decide together",
        "You can reach me at +971 50 123 4567",
        "Thank you!",
    ),
    "es": (
        "Hola, buenos días",
        "Busco un piso de dos habitaciones para comprar",
        "En Madrid, en Chamberí. ¿Tiene garaje?",
        "Hasta 350.000 euros",
        "El mes que viene, es bastante urgente",
        "Lo decidimos mi mujer y yo",
        "Mi teléfono es +34 612 345 678",
        "¡Muchas gracias!",
    ),
    "ar": (
        "السلام عليكم، صباح الخير",
        "أبحث عن شقة غرفتين للشراء",
        "في الرياض، حي الملقا. هل يوجد موقف سيارات؟",
        "الميزانية حتى ٩٠٠ ألف ريال",
        "الشهر القادم، والأمر مستعجل",
        "أقرر أنا وزوجتي معًا",
        "رقمي +966 50 555 0111",
        "شكرًا جزيلًا",
    ),
}
"""Each answers what the house asks, in its order, and asks something itself once."""


@dataclass
class Visitor:
    """Somebody who writes in the site's chat."""

    house: Tenant
    name: str
    channel: str = "live_chat"
    written: int = 0

    async def write(self, text: str) -> Message:
        """A message of theirs arrives; nothing is read yet."""
        self.written += 1
        inbound = Inbound(self.channel, f"{self.name}:{self.written}", Sender(handle=self.name), text=text)
        async with transaction(self.house.system) as tx:
            return await receiving.receive(tx, inbound, understand(text), joins=None)

    async def say(self, text: str) -> DraftView | None:
        """A message arrives, is read, and its answer is written."""
        message = await self.write(text)
        ids = (self.house.id, message.conversation_id, message.id)
        await tasks.qualify.run(*ids)
        await writing.write_draft.run(*ids)
        async with reading(self.house.system) as tx:
            return await current(tx, message.conversation_id)

    async def talk(self, text: str) -> str:
        """As `say`, and a member sends what was written; returns that."""
        draft = await self.say(text)
        assert draft is not None
        async with transaction(self.house.admin) as tx:
            last = await self.last(tx)
            how = {"seen_message_id": last, "keep_open": False, "undo_seconds": 0}
            await drafts.send(tx, await self.conversation(tx), draft.content, **how)
        return draft.content

    async def conversation(self, tx) -> int:
        """The conversation of this visitor."""
        query = select(Message.conversation_id).where(Message.external_id == f"{self.name}:1")
        return (await tx.session.exec(query)).one()

    async def last(self, tx) -> int:
        """The newest message of the talk."""
        return await last_message_id(tx, await self.conversation(tx))

    async def card(self) -> LeadCard | None:
        """The lead that the talk has made."""
        async with reading(self.house.system) as tx:
            return await queries.card(tx, await self.conversation(tx))


async def found_broker(**settings: object) -> Tenant:
    """A broker's workspace that qualifies, in Riyadh."""
    broker = await found_workspace(
        "broker", industry="real estate", time_zone="Asia/Riyadh", currency="SAR", business_hours=HOURS
    )
    await workspace_settings(broker, **{"qualification": {"on": True}, **settings})
    return broker
