"""The lead beside its conversation: a card that has grown old is told of, and shown anew."""

from crm_app.kit.transaction import Actor, transaction
from crm_app.leads import actions
from crm_app.ui.inbox.lead_card import LeadPane, show_lead
from crm_app.ui.session import Session
from tests.states.test_escalations_state import called
from tests.states.test_session_settings import run, signed  # noqa: F401  (a fixture)


async def test_a_lead_that_was_moved_meanwhile_is_told_of_and_shown_as_it_stands(signed, town):  # noqa: F811
    await called(town, 1)
    async with transaction(Actor.system(town.workspace)) as tx:
        lead = await actions.open_lead(tx, 1, "email", conversation_id=1)
    pane = await signed("agent", LeadPane)
    await show_lead(pane, 1)
    async with transaction(Actor.system(town.workspace)) as tx:
        await actions.move(tx, lead.id, "QUALIFYING", "A colleague moved it.")
    await run(pane, "move", "QUALIFYING")
    told = (await pane.get_state(Session)).notice["text"]
    assert told == "El cliente potencial ha cambiado de fase mientras tanto: vuelve a mirarlo."
    assert "HANDED_OFF" not in [step.name for step in pane.card.onward] and pane.card.state == "Cualificando"
