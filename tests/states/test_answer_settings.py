"""How far the software goes, what it asks and what calls a person: saved from the screen, and what follows from it."""

import pytest

from crm_app.accounts import queries
from crm_app.channels.port import Inbound, Sender
from crm_app.contacts import actions as contacts
from crm_app.conversations import receiving
from crm_app.conversations.escalation import HIGH_BUDGET, HIGH_VALUE, judge
from crm_app.kit.errors import Forbidden, Invalid
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.language.understanding import understand
from crm_app.leads import autonomy, escalation_queries, governing
from crm_app.leads.qualification import Rules
from crm_app.ui.settings.answers import Answers
from crm_app.ui.words import say
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)

FORM = {
    "mode_sms": "reply_and_tell", "on": "on", "most_questions": "4", "hot_from": "65", "high_value": "3,000",
    "high_budget": "750.000",
}  # fmt: skip


async def stored(town) -> queries.WorkspaceView:
    async with reading(Actor.system(town.workspace)) as tx:
        return await queries.workspace(tx)


async def test_the_thresholds_are_shown_with_their_currency_and_kept_with_an_audit(signed, town):  # noqa: F811
    form = await signed("admin", Answers)
    await run(form, "load")
    assert (form.high_value, form.high_budget, form.currency) == (f"{HIGH_VALUE:.0f}", f"{HIGH_BUDGET:.0f}", "USD")
    await run(form, "save", FORM)
    assert (form.high_value, form.high_budget, form.most_questions, form.hot_from) == ("3000", "750000", "4", "65")
    workspace = await stored(town)
    rules = Rules.read(workspace.settings, workspace.industry)
    assert (rules.on, rules.high_value, rules.high_budget, rules.hot_from) == (True, 3000, 750_000, 0.65)
    assert autonomy.mode(workspace.settings, "sms") == "reply_and_tell"
    async with reading(Actor.system(town.workspace)) as tx:
        (entry,) = await queries.audit(tx, "workspace", town.workspace)
    assert (entry.action, entry.actor) == ("workspace.changed", "admin@shop.test")
    assert entry.changes["settings"]["qualification"]["high_value"] == 3000


@pytest.mark.parametrize("field", ["high_value", "high_budget", "most_questions", "hot_from"])
async def test_what_is_out_of_bounds_is_told_beside_its_input_and_changes_nothing(signed, town, field):  # noqa: F811
    form = await signed("admin", Answers)
    await run(form, "load")
    await run(form, "save", FORM | {field: "-5"})
    assert set(await wrong(form)) == {field}
    assert "qualification" not in (await stored(town)).settings


async def test_a_customer_calls_a_person_from_the_value_that_was_set(signed, town):  # noqa: F811
    form = await signed("admin", Answers)
    await run(form, "load")
    async with transaction(Actor.system(town.workspace)) as tx:
        await contacts.upsert_contact(tx, "c1", name="Ana", email="ana@x.example", lifetime_value=3_000.0)
        mail = Inbound("email", "<m@x>", Sender("Ana", "ana@x.example"), text="Do you ship?", message_id="<m@x>")
        message = await receiving.receive(tx, mail, understand(mail.text), joins=None)
    for value, needed in (("3001", False), ("3000", True)):
        await run(form, "save", FORM | {"high_value": value})
        async with reading(Actor.system(town.workspace)) as tx:
            verdict = judge(await escalation_queries.situation(tx, message.conversation_id, message.id))
        assert (verdict.needed, verdict.kind) == (needed, "value" if needed else "")


async def test_what_is_not_named_stays(town):
    admin = Actor(town.workspace, "admin", "admin@shop.test", town.members["admin"])
    async with transaction(admin) as tx:
        await governing.govern(tx, autonomy={"default": "off", "sms": "draft_only"}, qualification={"on": True})
    async with transaction(admin) as tx:
        await governing.govern(tx, autonomy={"sms": "off"}, qualification={"hot_from": 0.5})
    settings = (await stored(town)).settings
    assert settings["autonomy"] == {"default": "off", "sms": "off"}
    assert settings["qualification"] == {"on": True, "hot_from": 0.5}
    agent = Actor(town.workspace, "agent", "agent@shop.test", town.members["agent"])
    for actor, change, error in (
        (agent, {"autonomy": {"sms": "off"}}, Forbidden),
        (admin, {"autonomy": {"pigeon": "off"}}, Invalid),
        (admin, {"autonomy": {"sms": "all"}}, Invalid),
        (admin, {"qualification": {"facts": ["urgency"]}}, Invalid),
    ):
        with pytest.raises(error):
            async with transaction(actor) as tx:
                await governing.govern(tx, **change)


@pytest.mark.parametrize("language", ["ar", "es"])
def test_the_help_is_in_the_readers_language(language):
    told = say(language, "In {currency}, of what a new lead would spend.", currency="SAR")
    assert "SAR" in told and "lead" not in told
