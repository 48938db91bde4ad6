"""Jobs that write drafts: a model where one is configured and answers, the offline engine otherwise."""

import re
import time
from collections.abc import AsyncIterator

from pydantic import BaseModel, Field

from crm_app.accounts import queries as accounts
from crm_app.ai.port import Answer, Delta, Question
from crm_app.ai.untrusted import repeats, strip_foreign_links
from crm_app.conversations import queries
from crm_app.drafts import actions, leaving, prompting
from crm_app.drafts.actions import Written
from crm_app.drafts.context import gather
from crm_app.drafts.facts import DraftContext
from crm_app.drafts.on_the_spot import by_rules
from crm_app.kit.jobs import task
from crm_app.kit.transaction import Actor, Transaction, house, reading, transaction
from crm_app.language.clean import clean
from crm_app.leads import autonomy
from crm_app.runtime import runtime

TOLD_EVERY_S = 0.15
_LINK = re.compile(r"https?://[^\s<>\"')]+")


class ModelDraft(BaseModel):
    """The form of a model's answer."""

    content: str = Field(min_length=1, max_length=6000)
    tone: str = Field(default="", max_length=60)
    reasoning: str = Field(default="", max_length=1000)


async def _unwritten(workspace_id: int, conversation_id: int, message_id: int, number: int = 0, **_: object) -> None:
    async with transaction(Actor.system(workspace_id)) as tx:
        await actions.give_back(tx, conversation_id, message_id, number)


@task(gave_up=_unwritten)
async def write_draft(
    workspace_id: int, conversation_id: int, message_id: int, number: int = 0, variant: str = "first"
) -> None:
    """Write the draft for one inbound message. A newer message has a job of its own, so an older one gives way."""
    actor = Actor.system(workspace_id)
    async with reading(actor) as tx:
        context = await _context(tx, conversation_id, message_id, number)
    if context is None:
        if number:  # somebody asked for it and waits
            await _unwritten(workspace_id, conversation_id, message_id, number)
        return
    written = await by_model(actor, conversation_id, context, variant) or by_rules(context, number, variant)
    async with transaction(actor) as tx:
        draft = await actions.store(tx, conversation_id, message_id, number, written)
        if draft is not None and context.lead and number == 0:
            await leaving.leave(tx, draft)


async def _context(tx: Transaction, conversation_id: int, message_id: int, number: int) -> DraftContext | None:
    """What to write from; None where the customer has written again, and where nobody asked and drafts are off."""
    newest = await queries.last_inbound(tx, conversation_id)
    if newest is None or newest.id != message_id:
        return None
    mode = autonomy.mode((await accounts.workspace(tx)).settings, newest.channel)
    if mode == "off" and number == 0:
        return None
    return (await gather(tx, conversation_id)).facts


async def by_model(actor: Actor, conversation_id: int, context: DraftContext, variant: str) -> Written | None:
    """What a model writes, told to open panels of the conversation on the way (0: to nobody); None when none does."""
    gateway = runtime().gateway
    if not gateway.configured:
        return None
    prompt = prompting.render(context, variant)
    question = Question(
        "draft", prompt.system, prompt.user, ModelDraft, boundary=prompt.boundary, fresh=variant != "first"
    )
    answer = await _told(actor, conversation_id, gateway.stream(actor, question))
    if answer is None or repeats(answer.content.content, prompting.rules()):
        return None
    allowed = [link for p in context.passages for link in _LINK.findall(f"{p.text} {p.source}")]
    content = clean(strip_foreign_links(answer.content.content, allowed).text).strip()
    marks = {
        "used_order_info": bool(context.order and context.order.number in content),
        "mentioned_tracking": bool(context.order and context.order.tracking_number
                                   and context.order.tracking_number in content),
        "referenced_past_issue": False,
        "applied_vip_treatment": context.contact.vip,
    }  # fmt: skip
    rests_on = (f"order #{context.order.number}",) if context.order else ()
    return Written(content, answer.content.tone, answer.content.reasoning, answer.model, marks, rests_on)


async def _told(
    actor: Actor, conversation_id: int, pieces: AsyncIterator[Delta | Answer[ModelDraft]]
) -> Answer[ModelDraft] | None:
    """Pass the text on to open panels as it is written, a few times a second."""
    text, told_at, answer = "", 0.0, None
    async for piece in pieces:
        if isinstance(piece, Answer):
            answer = piece
            continue
        text = piece.text if piece.afresh else text + piece.text
        if conversation_id and time.monotonic() - told_at > TOLD_EVERY_S:
            told_at = time.monotonic()
            news = {"event": "DraftStreamed", "conversation_id": conversation_id, "content": text}
            await house().bus.publish(f"workspace:{actor.workspace_id}", news)
    return answer
