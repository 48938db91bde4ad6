"""Above all workspaces: only a ticket of this installation's token opens anything, and what it shows is shown once."""

import time

import pytest
from reflex.istate.data import RouterData
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

import crm_app.crm_app as application
from crm_app.accounts import queries
from crm_app.ai import queries as models
from crm_app.kit import clock
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, above_walls, reading
from crm_app.ui import above
from crm_app.ui.guard import Guard
from crm_app.ui.installation.state import Installation
from crm_app.ui.rights import declared
from crm_app.ui.session import Session

TOKEN = "the-installation-token"
PASSWORD = "quiet-harbor-lantern"


@pytest.fixture
def token(monkeypatch, town):
    monkeypatch.setenv("ADMIN_TOKEN", TOKEN)
    settings.cache_clear()


def cookie() -> str:
    return f"{above.COOKIE}={above.ticket()}"


async def page_of(browser_page, header: str):
    root = browser_page(header)
    root.router = RouterData.from_router_data(root.router_data)
    await Guard().preprocess(application.app, root, Event(name="anything", payload={}))
    state = await root.get_state(Installation)
    await run(state, "arrive")
    return state


def run(state, handler: str, *args):
    return type(state).event_handlers[handler].fn(state, *args)


def guarded() -> list[str]:
    found = RegistrationContext.get().event_handlers
    return [name for name, entry in found.items() if declared(entry.handler.fn) == above.RIGHT]


async def admitted(root, name: str) -> bool:
    return await Guard().preprocess(application.app, root, Event(name=name, payload={})) is None


async def test_only_a_ticket_of_this_token_is_let_in(token, town, browser_page, monkeypatch):
    assert len(guarded()) >= 8
    good = cookie()
    until, _, signature = above.ticket().partition(".")
    forged = [
        "", town.cookies["admin"], f"{above.COOKIE}=", f"{above.COOKIE}={TOKEN}", f"{above.COOKIE}=9999999999.x",
        f"{above.COOKIE}={int(until) + 999}.{signature}",
    ]  # fmt: skip
    for header in forged:
        for name in guarded():
            assert not await admitted(browser_page(header), name), (header, name)
    assert await admitted(browser_page(good), guarded()[0])
    monkeypatch.setenv("ADMIN_TOKEN", "another-token")
    settings.cache_clear()
    assert not await admitted(browser_page(good), guarded()[0])
    monkeypatch.setenv("ADMIN_TOKEN", "")
    settings.cache_clear()
    assert not above.is_token("") and not await admitted(browser_page(cookie()), guarded()[0])


async def test_a_ticket_ends(token, monkeypatch):
    good = cookie()
    assert above.is_above(good)
    now = time.time()
    monkeypatch.setattr(above.time, "time", lambda: now + above.LASTS_S + 1)
    assert not above.is_above(good)


async def test_without_a_ticket_the_page_holds_nothing(token, town, browser_page):
    state = await page_of(browser_page, town.cookies["admin"])
    assert (state.open, state.lines) == (False, [])


async def test_pause_activate_key_and_budget(token, town, browser_page):
    state = await page_of(browser_page, cookie())
    assert {line.slug for line in state.lines} == {"shop", "noor"}
    await run(state, "pause", town.workspace)
    assert [line.paused for line in state.lines if line.id == town.workspace] == [True]
    await run(state, "activate", town.workspace)
    assert not any(line.paused for line in state.lines)
    await run(state, "ask", town.workspace)
    await run(state, "rotate")
    async with above_walls() as session:
        assert (await queries.actor_of_key(session, state.fresh, clock.now())).workspace_id == town.workspace
    await run(state, "forget")
    assert state.fresh == ""
    await run(state, "edit", town.workspace)
    await run(state, "save_budget", {"tokens": "1,000", "money": "2.5"})
    async with reading(Actor.system(town.workspace)) as tx:
        assert await models.limits(tx) == models.Limits(1000, 2_500_000)
    await run(state, "edit", town.workspace)
    await run(state, "save_budget", {"tokens": "many", "money": ""})
    assert set((await state.get_state(Session)).wrong) == {"tokens"}
    for handler in ("pause", "activate"):
        await run(state, handler, 10**12)
    assert len(state.lines) == 2


async def test_opening_a_workspace_shows_its_key_and_names_what_is_wrong(token, town, browser_page):
    state = await page_of(browser_page, cookie())
    form = {"slug": "new-place", "name": "New Place", "admin": "Amal", "email": "amal@new.test", "password": PASSWORD}
    await run(state, "open_one", form | {"slug": "No Slug"})
    assert set((await state.get_state(Session)).wrong) == {"slug"}
    await run(state, "open_one", form | {"language": "ar"})
    assert state.fresh.startswith("tacit_") and "new-place" in {line.slug for line in state.lines}
    await run(state, "open_one", form)
    assert (await state.get_state(Session)).notice["kind"] == "warn"  # the name is taken
