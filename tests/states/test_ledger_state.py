"""The ledger's handlers, called as the browser calls them."""

from reflex_base.event import Event

import crm_app.crm_app as application
from crm_app.conversations import ledger
from crm_app.conversations.ledger import Arrival
from crm_app.kit.transaction import Actor, transaction
from crm_app.ui.guard import Guard
from crm_app.ui.ledger.state import Ledger
from crm_app.ui.session import Session
from crm_app.ui.words import Words, speak


async def test_what_was_refused_is_shown_with_its_reason_and_replayed(town, browser_page):
    async with transaction(Actor.system(town.workspace)) as tx:
        refused = Arrival("email", "mail-1", "", "lane", {"subject": "Hello"}, refused="This message names no sender.")
        await ledger.accept(tx, [refused, Arrival("web_form", "form-1", "", "lane", {"message": "Hi"})])
    root = browser_page(town.cookies["admin"])
    await Guard().preprocess(application.app, root, Event(name="anything", payload={}))
    page = await root.get_state(Ledger)
    await run(page, "load")
    assert (page.received, page.stored, page.refused, page.waiting) == (2, 0, 1, 1)
    await run(page, "show", "refused")
    (line,) = page.lines
    assert (line.what, line.reason, line.can_replay) == ("Hello", "This message names no sender.", True)
    speak(await page.get_state(Words), "es")
    await run(page, "load")
    assert page.lines[0].reason == "Este mensaje no indica remitente."
    speak(await page.get_state(Words), "en")
    await run(page, "replay", line.id)
    assert (page.refused, page.waiting, page.lines) == (0, 2, [])
    await run(page, "replay", line.id)
    assert (await page.get_state(Session)).notice["text"] == "Only what was refused can be replayed."


async def test_what_was_turned_away_at_the_door_is_told_and_not_replayed(town, browser_page):
    async with transaction(Actor.system(town.workspace)) as tx:
        await ledger.accept(tx, [Arrival("web_form", "refused:hash:1", "", "", refused="message: Field required.")])
    root = browser_page(town.cookies["admin"])
    await Guard().preprocess(application.app, root, Event(name="anything", payload={}))
    page = await root.get_state(Ledger)
    await run(page, "load")
    (line,) = page.lines
    assert (line.what, line.can_replay) == ("Turned away; the sender was told why", False)


def run(state, handler: str, *args):
    return type(state).event_handlers[handler].fn(state, *args)
