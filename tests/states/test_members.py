"""The members' page: who was let out is let in again."""

from reflex_base.event import Event

import crm_app.crm_app as application
from crm_app.accounts import actions
from crm_app.kit.transaction import Actor, transaction
from crm_app.ui.guard import Guard
from crm_app.ui.session import Session
from crm_app.ui.settings.members import Members


async def test_an_admin_lets_a_disabled_member_in_again(town, browser_page):
    async with transaction(Actor.system(town.workspace)) as tx:
        await actions.disable_member(tx, town.members["agent"])
    root = browser_page(town.cookies["admin"])
    await Guard().preprocess(application.app, root, Event(name="anything", payload={}))
    page = await root.get_state(Members)
    await run(page, "load")
    assert [person.role for person in page.people if person.disabled] == ["agent"]
    await run(page, "enable", town.members["agent"])
    assert (await page.get_state(Session)).notice["text"].endswith("can sign in now.")
    await run(page, "load")
    assert not [person for person in page.people if person.disabled]


def run(state, handler: str, *args):
    return type(state).event_handlers[handler].fn(state, *args)
