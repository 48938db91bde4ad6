"""Two who write to one lead, or to one escalation, at the same time: nothing is mixed, and neither is turned away."""

import pytest

from crm_app.conversations.changing import load
from crm_app.conversations.escalation import Verdict
from crm_app.kit.transaction import transaction
from crm_app.leads import actions, deciding, escalating
from crm_app.leads.hearing import Heard
from crm_app.leads.knowing import Fact
from crm_app.leads.models import FactName
from tests.places import migrated_place
from tests.ports.lead_talks import Visitor, found_broker
from tests.ports.two_at_once import begun
from tests.ports.whole_house import add_member, living_in


@pytest.fixture
async def broker(postgres_url, tmp_path):
    with migrated_place(tmp_path, postgres_url) as place:
        async with living_in(place, run_jobs=False):
            yield await found_broker()


async def do(actor, action, *args) -> None:
    async with transaction(actor) as tx:
        await action(tx, *args)


async def test_a_message_that_comes_during_a_correction_leaves_it_standing(broker):
    visitor = Visitor(broker, "v")
    await visitor.say("I look for a flat in Riyadh")
    lead = await visitor.card()
    message = await visitor.write("In Jeddah")
    heard = Heard((Fact(FactName.LOCATION, {"text": "Jeddah"}, 0.9, message.id, "Jeddah"),))
    reading = do(broker.system, actions.take_in, lead.conversation_id, message.id, heard)
    async with transaction(broker.admin) as tx:
        await actions.correct(tx, lead.id, "location", {"text": "Dammam"})
        reader = await begun(reading)
    await reader
    fact = next(fact for fact in (await visitor.card()).known if fact.name == FactName.LOCATION)
    assert (fact.value, fact.corrected) == ({"text": "Dammam"}, True)


async def test_a_message_that_comes_while_a_lead_is_handed_over_waits_its_turn(broker):
    visitor = Visitor(broker, "v")
    await visitor.say("I look for a flat in Riyadh")
    lead = await visitor.card()
    message = await visitor.write("In Jeddah")
    scoring = {"temperature": "HOT", "score": None, "confidence": None, "reason": ""}

    async def score() -> None:
        async with transaction(broker.admin) as tx:
            await deciding.set_score(tx, lead.id, **scoring)

    async with transaction(broker.system) as tx:
        await load(tx, lead.conversation_id, lock=True)
        scorer = await begun(score())
        await actions.take_in(tx, lead.conversation_id, message.id, Heard())
    await scorer
    assert (await visitor.card()).temperature == "HOT"


@pytest.mark.parametrize("what", ["acknowledge", "pass_on", "remind"])
async def test_a_message_that_comes_while_an_escalation_is_taken_or_passed_on_waits_its_turn(broker, what):
    bob = await add_member(broker, "Bob")
    message = await Visitor(broker, "v").write("Hello")
    talk, verdict = message.conversation_id, Verdict(True, "hand", "hand", "", urgent=True)
    async with transaction(broker.system) as tx:
        row = await escalating.escalate(tx, talk, verdict, message.id)
    async with transaction(broker.system) as tx:
        await load(tx, talk, lock=True)
        taker = await begun(do(bob, getattr(escalating, what), row.id, *([0] if what == "remind" else [])))
        assert await escalating.escalate(tx, talk, verdict, message.id) is None
    await taker
