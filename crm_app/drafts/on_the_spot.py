"""A draft for somebody who asks before the job has written one, or after the conversation was answered."""

from dataclasses import asdict

from crm_app.conversations import queries
from crm_app.drafts import actions, claims, offline
from crm_app.drafts.actions import Written
from crm_app.drafts.context import gather
from crm_app.drafts.facts import DraftContext
from crm_app.drafts.models import Draft
from crm_app.drafts.queries import DraftView, view
from crm_app.kit.transaction import Transaction

PERSONALIZATION = ("used_order_info", "mentioned_tracking", "referenced_past_issue", "applied_vip_treatment")


async def write(tx: Transaction, conversation_id: int) -> DraftView:
    """Write a draft with the offline engine, and keep it where none is there. Raises NotFound."""
    facts = (await gather(tx, conversation_id)).facts
    written = by_rules(facts)
    newest = await queries.last_inbound(tx, conversation_id)
    kept = await actions.store(tx, conversation_id, newest.id, 0, written) if newest else None
    return view(kept or _unkept(facts, written))


def by_rules(context: DraftContext, number: int = 0, variant: str = "first") -> Written:
    """What the offline engine writes."""
    made = offline.write(context, variant, number)
    marks = {name: bool(getattr(made.personalization, name)) for name in PERSONALIZATION}
    return Written(made.content, made.tone, made.reasoning, "offline", marks, tuple(made.rests_on))


def _unkept(context: DraftContext, written: Written) -> Draft:
    return Draft(
        content=written.content,
        original=written.content,
        channel=context.channel,
        language=context.language,
        tone=written.tone,
        reasoning=written.reasoning,
        engine=written.engine,
        personalization=written.personalization,
        rests_on=list(written.rests_on),
        claims=[asdict(c) for c in claims.check(written.content, context).claims],
    )
