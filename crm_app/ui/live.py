"""News to open pages, within a second of the commit.

For page builders:
- in `on_load`: `await live.watch(self, Inbox.on_news)`. After every commit with a live event of the workspace,
  `on_news(self, news: list[dict])` is called for that page, at most every 30 ms with what came in between; each item
  is the event's payload with its name under `event`. The handler declares a right like any other, and since a browser
  can call it too, `news` is only a hint: read by id from the database.
- the handler is a plain one (not background), quick, and changes the row that changed, nothing else. It never
  supersedes: the next news may be none of its own, and would cancel what it has yet to show.
- `await live.look_at(self, conversation_id)` says what a member has open (None: nothing). `live.viewers(workspace_id,
  conversation_id, besides=member_id)` names the others; a change arrives as `{"event": "ViewersChanged",
  "conversation_id": n}`. A reader is forgotten a minute after their page is gone.
- `live.tell(workspace_id, payload)` reaches the open pages of this process at once, without the bus.
"""

import asyncio
import time
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import reflex as rx
import structlog
from reflex_base.event import Event

from crm_app.kit.transaction import house
from crm_app.ui.session import Session, actor_of

log = structlog.get_logger()

GATHER_S = 0.03
ANNOUNCE_S, FORGET_S = 20.0, 60.0
NEWS, PRESENCE = "workspace:", "presence:"


@dataclass(frozen=True)
class Viewer:
    """Someone who has a conversation open."""

    member_id: int
    name: str
    conversation_id: int
    seen: float


_pages: dict[int, dict[str, set[rx.EventHandler]]] = defaultdict(lambda: defaultdict(set))
_viewers: dict[tuple[int, str], Viewer] = {}
_waiting: dict[int, list[dict[str, Any]]] = defaultdict(list)
_came = asyncio.Event()


async def watch(state: rx.State, handler: rx.EventHandler) -> None:
    """Call the handler with the news of the member's workspace as long as this page is open."""
    actor = await actor_of(state)
    _pages[actor.workspace_id][state.router.session.client_token].add(handler)


def forget(token: str) -> None:
    """No more news to a page: its member left."""
    for pages in _pages.values():
        pages.pop(token, None)
    for key in [key for key in _viewers if key[1] == token]:
        del _viewers[key]


def tell(workspace_id: int, news: dict[str, Any]) -> None:
    """Bring news to the workspace's open pages in this process."""
    if workspace_id in _pages:
        _waiting[workspace_id].append(news)
        _came.set()


async def look_at(state: rx.State, conversation_id: int | None) -> None:
    """Say which conversation a page has open."""
    actor = await actor_of(state)
    token, name = state.router.session.client_token, (await state.get_state(Session)).name
    await _announce(actor.workspace_id, token, actor.member_id or 0, name, conversation_id)


def viewers(workspace_id: int, conversation_id: int, besides: int | None = None) -> list[str]:
    """The names of the members who have a conversation open, each once."""
    now = time.monotonic()
    found = {
        viewer.member_id: viewer.name
        for (workspace, _), viewer in _viewers.items()
        if workspace == workspace_id and viewer.conversation_id == conversation_id and now - viewer.seen < FORGET_S
    }
    return sorted(name for member_id, name in found.items() if member_id != besides)


async def _announce(workspace_id: int, token: str, member_id: int, name: str, conversation_id: int | None) -> None:
    said = {"token": token, "member_id": member_id, "name": name, "conversation_id": conversation_id}
    await house().bus.publish(f"{PRESENCE}{workspace_id}", said)


async def _hear(topic: str, news: dict[str, Any]) -> None:
    kind, _, workspace = topic.partition(":")
    if kind + ":" == NEWS:
        tell(int(workspace), news)
    elif kind + ":" == PRESENCE:
        _remember(int(workspace), news)


def _remember(workspace_id: int, said: dict[str, Any]) -> None:
    key, opened = (workspace_id, said["token"]), said["conversation_id"]
    before = _viewers.pop(key, None)
    if opened is not None:
        _viewers[key] = Viewer(said["member_id"], said["name"], opened, time.monotonic())
    left = before.conversation_id if before else None
    for conversation_id in {left, opened} - {None} if left != opened else ():
        tell(workspace_id, {"event": "ViewersChanged", "conversation_id": conversation_id})


@asynccontextmanager
async def delivering(app: rx.App):
    """Lifespan of the app: hear the bus and bring its news to open pages."""
    global _came
    _came = asyncio.Event()
    house().bus.listen(_hear)
    # Tasks of their own: news delivered from within a handler would count as that handler's children and end with it.
    tasks = [asyncio.create_task(_deliver_for_ever(app)), asyncio.create_task(_announce_for_ever(app))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def _deliver_for_ever(app: rx.App) -> None:
    while True:
        await _came.wait()
        await asyncio.sleep(GATHER_S)
        _came.clear()
        for workspace_id in list(_waiting):
            try:
                await _deliver(app, workspace_id, _waiting.pop(workspace_id))
            except Exception as error:  # the next news must still arrive
                log.warning("news_not_delivered", error=f"{type(error).__name__}: {error}"[:300])


async def _deliver(app: rx.App, workspace_id: int, news: list[dict[str, Any]]) -> None:
    for token, handlers in list(_pages[workspace_id].items()):
        if not _is_open(app, token):
            del _pages[workspace_id][token]
            continue
        for handler in handlers:
            await app.event_processor.enqueue(token, Event.from_event_type(handler(news))[0])


async def _announce_for_ever(app: rx.App) -> None:
    while True:
        await asyncio.sleep(ANNOUNCE_S)
        now = time.monotonic()
        for (workspace_id, token), viewer in list(_viewers.items()):
            if _is_open(app, token):
                await _announce(workspace_id, token, viewer.member_id, viewer.name, viewer.conversation_id)
            elif now - viewer.seen > FORGET_S:
                _remember(workspace_id, {"token": token, "conversation_id": None})


def _is_open(app: rx.App, token: str) -> bool:
    return token in app.event_namespace.token_to_sid
