"""Jobs about leads: understand a message, by a model where one is configured and answers, and offline in any case."""

import asyncio
from dataclasses import replace

from crm_app.ai.port import Question
from crm_app.kit.jobs import task
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.leads import actions, given, prompting, queries
from crm_app.leads.actions import Heard
from crm_app.leads.given import Qualified, Routed
from crm_app.leads.hearing import hear
from crm_app.leads.queries import Material
from crm_app.runtime import runtime


async def _unread(workspace_id: int, conversation_id: int, message_id: int, reason: str) -> None:
    async with transaction(Actor.system(workspace_id)) as tx:
        await actions.pass_over(tx, conversation_id, message_id)


@task(gave_up=_unread)
async def qualify(workspace_id: int, conversation_id: int, message_id: int) -> None:
    """Take in what one inbound message tells of a lead. A second run changes nothing."""
    actor = Actor.system(workspace_id)
    async with reading(actor) as tx:
        material = await queries.material(tx, conversation_id, message_id)
    heard = Heard()
    if material is not None:
        heard = await asyncio.to_thread(
            hear, material.newest.text, message_id, material.asked, material.place, material.known
        )
        heard = await _by_models(actor, material, heard)
    async with transaction(actor) as tx:
        await actions.assess(tx, conversation_id, message_id, heard)


async def _by_models(actor: Actor, material: Material, offline: Heard) -> Heard:
    """What the models add; whatever fails or cannot be borne out leaves the offline result as it is."""
    fast, strong = runtime().fast_gateway, runtime().gateway
    if not strong.configured:
        return offline
    prompt = prompting.router(material.lines, material.trade)
    sorted_ = await fast.ask(
        actor, Question("lead route", prompt.system, prompt.user, Routed, 200, boundary=prompt.boundary)
    )
    heard = given.routed(sorted_.content, material.newest.text, offline) if sorted_ else offline
    if heard.kind in ("spam", "support") or heard.wishes.kind in ("stop", "person"):
        return heard
    prompt = prompting.qualifier(
        material.lines, material.trade, material.missing, material.place.currency, material.place.now.date()
    )
    read = await strong.ask(
        actor, Question("lead qualify", prompt.system, prompt.user, Qualified, 1500, boundary=prompt.boundary)
    )
    if read is None:
        return heard
    own = {line.id: line.text for line in material.lines if not line.ours}
    facts = given.sound(read.content.facts, own, material.place)
    return replace(heard, facts=given.joined(facts, offline.facts), ask=read.content.ask)
