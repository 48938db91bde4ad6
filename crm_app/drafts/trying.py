"""What would be answered? The real way of a message, in a transaction that is taken back: nothing of it stays."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_app.channels.port import Inbound, Sender
from crm_app.conversations.models import Delivery, Direction, Message
from crm_app.conversations.receiving import receive
from crm_app.drafts import claims, tasks
from crm_app.drafts.claims import Claim
from crm_app.drafts.context import gather
from crm_app.drafts.facts import DraftContext
from crm_app.drafts.on_the_spot import by_rules
from crm_app.kit.transaction import Actor, Transaction, transaction
from crm_app.language.understanding import Understanding, understand
from crm_app.leads import actions as leads
from crm_app.leads import queries
from crm_app.leads.hearing import hear
from crm_app.leads.queries import LeadCard


@dataclass(frozen=True)
class Line:
    """One message of the talk that is tried: the visitor's, or ours."""

    text: str
    ours: bool = False


@dataclass(frozen=True)
class Tried:
    """The answer with its claims, and the lead as it would stand (None: this begins none). `engine`: who wrote it."""

    content: str
    language: str
    tone: str
    engine: str
    claims: tuple[Claim, ...]
    lead: LeadCard | None


class _TakenBack(Exception):
    """Ends the transaction without a trace."""


async def answer_to(actor: Actor, lines: Sequence[Line], channel: str) -> Tried:
    """What would be answered to the last of the lines, which is the visitor's."""
    understood = [await asyncio.to_thread(understand, line.text) for line in lines]
    found: list[tuple[DraftContext, LeadCard | None]] = []
    try:
        async with transaction(Actor.system(actor.workspace_id)) as tx:
            conversation_id = await _talk(tx, lines, understood, channel)
            found.append(((await gather(tx, conversation_id)).facts, await queries.card(tx, conversation_id)))
            raise _TakenBack
    except _TakenBack:
        [(context, lead)] = found
    written = await tasks.by_model(actor, 0, context, "first") or by_rules(context)
    checked = tuple(claims.check(written.content, context).claims)
    return Tried(written.content, context.language, written.tone, written.engine, checked, lead)


async def _talk(tx: Transaction, lines: Sequence[Line], understood: Sequence[Understanding], channel: str) -> int:
    visitor, conversation_id = f"try-{secrets.token_hex(12)}", 0
    for number, (line, said) in enumerate(zip(lines, understood, strict=True)):
        external_id = f"{visitor}:{number}"
        if line.ours:
            if conversation_id:
                tx.session.add(_ours(conversation_id, channel, external_id, line.text, tx.now))
                await tx.session.flush()
            continue
        inbound = Inbound(channel, external_id, Sender(handle=visitor), text=line.text)
        message = await receive(tx, inbound, said, joins=conversation_id or None)
        assert message is not None  # the visitor is new
        conversation_id = message.conversation_id
        await _assess(tx, conversation_id, message.id)
    return conversation_id


async def _assess(tx: Transaction, conversation_id: int, message_id: int) -> None:
    await tx.session.flush()
    material = await queries.material(tx, conversation_id, message_id)
    if material is not None:
        heard = hear(material.newest.text, message_id, material.asked, material.place, material.known)
        await leads.assess(tx, conversation_id, message_id, heard)


def _ours(conversation_id: int, channel: str, external_id: str, text: str, now: datetime) -> Message:
    return Message(
        conversation_id=conversation_id, direction=Direction.OUTBOUND, channel=channel, external_id=external_id,
        text=text, state=Delivery.SENT, sent_at=now, created_at=now,
    )  # fmt: skip
