"""News after a commit reach the open pages of the workspace, and no other; who looks at what."""

import asyncio

import pytest
import reflex as rx
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

import crm_app.crm_app as application
from crm_app.kit.transaction import house
from crm_app.ui import live
from crm_app.ui.session import needs

heard: dict[str, list[dict]] = {}


class Listener(rx.State):
    """A page that listens."""

    @rx.event
    @needs("inbox.read")
    async def arrive(self):
        await live.watch(self, Listener.on_news)

    @rx.event
    @needs("inbox.read")
    async def on_news(self, news: list[dict]):
        heard.setdefault(self.router.session.client_token, []).append(news)

    @rx.event
    @needs("inbox.read")
    async def look(self, conversation_id: int | None):
        await live.look_at(self, conversation_id)


@pytest.fixture
async def pages(town):
    """The real event loop of the application with three open pages; `call(token, handler, ...)` acts on one."""
    heard.clear()
    live._pages.clear()
    live._viewers.clear()
    app = application.app
    cookies = {"admin-page": "admin", "agent-page": "agent", "strange-page": "stranger"}

    async def call(token: str, handler, *args) -> None:
        headers = {"cookie": town.cookies[cookies[token]], "accept-language": ""}
        event = Event.from_event_type(handler(*args))[0]
        event.router_data.update({"headers": headers, "token": token, "pathname": "/"})
        await (await app.event_processor.enqueue(token, event))

    async with app._setup_event_processor(), live.delivering(app):
        for token in cookies:
            await app.event_namespace._token_manager.link_token_to_sid(token, f"sid-{token}")
            await call(token, Listener.arrive)
        yield call
        for token in cookies:
            await app.event_namespace._token_manager.disconnect_token(token, f"sid-{token}")


async def until(true) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  (what is waited for happens on the real loop)
            await asyncio.sleep(0.01)


async def test_news_reach_the_workspace_in_one_call_and_nobody_else(pages, town):
    for number in (1, 2, 3):
        await house().bus.publish(f"workspace:{town.workspace}", {"event": "MessageStored", "id": number})
    await until(lambda: len(heard) == 2)
    await asyncio.sleep(0.2)
    assert set(heard) == {"admin-page", "agent-page"}
    assert [[item["id"] for item in news] for news in heard["admin-page"]] == [[1, 2, 3]]


def test_no_news_cancels_the_one_before():
    found = RegistrationContext.get().event_handlers
    hearing = {name: entry.handler for name, entry in found.items() if name.endswith(".on_news")}
    assert len(hearing) > 5 and not [name for name, handler in hearing.items() if handler.supersedes]


async def test_a_page_that_closed_hears_nothing_and_is_forgotten(pages, town):
    manager = application.app.event_namespace._token_manager
    await manager.disconnect_token("agent-page", "sid-agent-page")
    await house().bus.publish(f"workspace:{town.workspace}", {"event": "MessageStored"})
    await until(lambda: "admin-page" in heard)
    assert set(live._pages[town.workspace]) == {"admin-page"} and set(heard) == {"admin-page"}


async def test_who_else_is_looking(pages, town):
    await pages("admin-page", Listener.look, 7)
    await pages("strange-page", Listener.look, 7)
    assert live.viewers(town.workspace, 7) == ["admin"]
    assert live.viewers(town.workspace, 7, besides=town.members["admin"]) == []
    await until(lambda: "agent-page" in heard)
    assert heard["agent-page"][0] == [{"event": "ViewersChanged", "conversation_id": 7}]
    await pages("admin-page", Listener.look, None)
    assert live.viewers(town.workspace, 7) == []


async def test_a_page_on_which_someone_else_signs_in_leaves_its_workspace(pages, town):
    live.forget("admin-page")
    await house().bus.publish(f"workspace:{town.workspace}", {"event": "MessageStored"})
    await until(lambda: "agent-page" in heard)
    assert "admin-page" not in heard
