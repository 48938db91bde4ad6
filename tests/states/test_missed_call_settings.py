"""The text after a missed call is the workspace's own where it has written one, and can be switched off."""

from crm_app.accounts import queries
from crm_app.conversations.missed_calls import TEXTS, text_for
from crm_app.kit import clock
from crm_app.kit.transaction import Actor, reading
from crm_app.ui.settings.missed_calls import MissedCalls
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)


async def test_own_texts_are_sent_and_what_is_empty_stays_usual(signed, town):  # noqa: F811
    form = await signed("admin", MissedCalls)
    await run(form, "save", {"follow": "on", "es_open": "Le llamamos\n enseguida."})
    assert form.on and {name for name, text in form.texts.items() if text} == {"es_open"}
    async with reading(Actor.system(town.workspace)) as tx:
        workspace = await queries.workspace(tx)
    assert workspace.settings["missed_call_texts"] == {"es": ["Le llamamos enseguida.", TEXTS["es"][1]]}
    assert "missed_call_off" not in workspace.settings
    assert text_for(workspace, "es", clock.now()) == "Le llamamos enseguida."
    assert text_for(workspace, "ar", clock.now()) == TEXTS["ar"][0]


async def test_no_text_is_sent_where_it_is_switched_off(signed, town):  # noqa: F811
    form = await signed("admin", MissedCalls)
    await run(form, "save", {"en_open": "Hello"})
    await run(form, "save", {})
    assert not form.on and not any(form.texts.values())
    async with reading(Actor.system(town.workspace)) as tx:
        stored = (await queries.workspace(tx)).settings
    assert stored["missed_call_off"] is True and "missed_call_texts" not in stored
    await run(form, "save", {"follow": "on", "ar_closed": "x" * 481})
    assert set(await wrong(form)) == {"ar_closed"}
