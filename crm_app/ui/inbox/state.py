"""The list, and what keys and notices ask for. The open conversation is in `opened.py`, its reply in `reply.py`."""

import time
from typing import Any

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.inbox import actions, queries
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.ui import frame, live
from crm_app.ui.inbox.lead_card import show_lead
from crm_app.ui.inbox.opened import UNKNOWN, Opened, enter, greet, know, show, signal
from crm_app.ui.inbox.reasons import line
from crm_app.ui.inbox.reply import Reply, stream
from crm_app.ui.session import actor_of, id_of, language_of, needs, show_open, tell
from crm_app.ui.words import count, say

MOST_PATCHED = 50
EVERYTHING = {"AlertsChanged", "ImportEnded", "WeightsChanged"}


class Inbox(rx.State):
    """What stands above the list, and the rows that changed."""

    failed: bool = False
    open_text: str = ""
    alerts: list[str] = []
    typed_round: int = 0
    searching: bool = False
    query: str = ""
    patch: dict[str, Any] = {}

    @rx.event
    @needs("inbox.read")
    async def load(self):
        """Fill the page, and open the conversation that the address names; where it names none, the one that is open
        already (a lost connection comes back here too), else the first."""
        self.failed = True
        actor = await actor_of(self)
        asked = self.router.url.query_parameters.get("c", "")
        async with reading(actor) as tx:
            first = await queries.page(tx, Page(1, 1))
            people = await accounts.members(tx)
        opened = await self.get_state(Opened)
        know(opened, people)
        (await self.get_state(Reply)).undo_number = 0
        self.alerts, self.failed = first.alerts, False
        await self._count(first.total)
        await live.watch(self, Inbox.on_news)
        await self._everything()
        named = id_of(asked) if asked else opened.id
        wanted = named or (first.rows[0].id if first.rows and not asked else 0)
        if asked:
            opened.pane = "show-thread"
        if not wanted:
            return Opened.close
        opened._above = UNKNOWN if named else 0
        await enter(self, wanted)

    async def _count(self, total: int) -> None:
        self.open_text = count(await language_of(self), "{n} open, best first", "{n} open, best first", total)
        await show_open(self, total)

    async def _everything(self) -> None:
        """Let the list ask for its rows anew."""
        self.patch = {"number": self.patch.get("number", 0) + 1, "rows": []}

    @rx.event
    @needs("inbox.read")
    async def on_news(self, news: list[dict]):
        """Something changed in the workspace: show the rows that did, and what is open."""
        actor = await actor_of(self)
        names = {str(item.get("event")) for item in news}
        changed = {id_of(item.get("conversation_id")) for item in news if item.get("event") == "ConversationChanged"}
        if changed or names & EVERYTHING:
            await self._patch(actor, sorted(changed)[-MOST_PATCHED:])
        opened = await self.get_state(Opened)
        own = [item for item in news if opened.id and item.get("conversation_id") == opened.id]
        if own:
            await self._follow(actor, {str(item.get("event")): item for item in own})
        for item in news:
            if item.get("event") == "MemberMentioned" and item.get("member_id") == actor.member_id:
                await self._called(item)
        alone = [item for item in news if item.get("event") == "ReplyLeftByItself"]
        if alone:
            await self._answered(id_of(alone[-1].get("conversation_id")))

    async def _patch(self, actor: Actor, ids: list[int]) -> None:
        async with reading(actor) as tx:
            workspace = await accounts.workspace(tx)
            rows = await queries.rows_by_id(tx, ids)
            total = await queries.total_of(tx, "open")
            self.alerts = list((await queries.watched_phrases(tx)).values())
        lines = [line(row, workspace.currency, actor.language) for row in rows]
        self.patch = {"number": self.patch.get("number", 0) + 1, "rows": lines}
        await self._count(total)

    async def _follow(self, actor: Actor, news: dict[str, dict]) -> None:
        """Bring what is open up to date, but not the text that its own reader is typing."""
        opened, reply = await self.get_state(Opened), await self.get_state(Reply)
        if streamed := news.get("DraftStreamed"):
            stream(reply, str(streamed.get("content", ""))[:20_000])
        if "ViewersChanged" in news:
            await greet(opened, actor)
        draft = news.get("DraftChanged")
        foreign = draft is not None and draft.get("by") != actor.member_id
        if foreign or "ConversationChanged" in news:
            await show(self, opened.id, afresh=False, draft_too=foreign)
        elif "LeadChanged" in news:
            await show_lead(self, opened.id)

    async def _called(self, item: dict) -> None:
        language, id_ = await language_of(self), id_of(item.get("conversation_id"))
        text = say(language, "{name} mentioned you in a note.", name=str(item.get("by", ""))[:100])
        await tell(self, text, action=f"open:{id_}", label=say(language, "Open"), seconds=12)

    async def _answered(self, id_: int) -> None:
        language = await language_of(self)
        text = say(language, "A lead was answered without you.")
        await tell(self, text, "good", action=f"open:{id_}", label=say(language, "Read it"), seconds=6)

    @rx.event
    @needs("alerts.write")
    async def watch(self, form: dict):
        """Watch the words that were typed, separated by commas."""
        typed = str(form.get("words", "")).strip()
        if not typed:
            return
        async with transaction(await actor_of(self)) as tx:
            await actions.watch(tx, typed)
            self.alerts = list((await queries.watched_phrases(tx)).values())
        self.typed_round += 1  # an empty input
        signal(await self.get_state(Opened), "settle")

    @rx.event
    @needs("alerts.write")
    async def unwatch(self, phrase: str):
        """Stop watching a phrase."""
        async with transaction(await actor_of(self)) as tx:
            await actions.unwatch(tx, str(phrase))
            self.alerts = list((await queries.watched_phrases(tx)).values())
        signal(await self.get_state(Opened), "settle")

    @rx.event(supersedes=True)
    @needs("inbox.read")
    async def search(self, typed: str):
        """Show what holds these words instead of the order."""
        self.query = str(typed).strip()[:200]

    @rx.event
    @needs("inbox.read")
    async def show_search(self, shown: bool):
        """Show the search field, or the order again."""
        self.searching = bool(shown)
        if not shown:
            self.query = ""

    @rx.event
    @needs("inbox.read")
    async def act(self, name: str, shown: int = 0):
        """What a key or a notice's button asks for, while conversation `shown` is on screen."""
        verb, _, rest = str(name).partition(":")
        opened, reply = await self.get_state(Opened), await self.get_state(Reply)
        if verb == "open":
            return Opened.open(id_of(rest))
        if verb == "reopen":
            return Opened.reopen(id_of(rest))
        if verb == "search":
            self.searching = True
        elif verb == "undo":
            return Reply.undo(id_of(rest) if rest else reply.undo_id)
        elif verb == "take_up":
            return Reply.take_up(id_of(rest))
        elif verb == "escape":
            return await self._step_back(opened, reply)
        elif opened.id:
            return {
                "resolve": Opened.resolve,
                "assign": Opened.menu_of("assign"),
                "snooze": Opened.menu_of("snooze"),
                "read": Opened.look("show-thread"),
                "edit": Reply.edit,
                "note": Reply.turn("note"),
                "send": Reply.send(shown),
            }.get(verb)

    async def _step_back(self, opened: Opened, reply: Reply):
        """One thing at a time: the menu, the editor, the note, the search, the pane."""
        if opened.menu:
            left, opened.menu = opened.menu, ""
            return rx.set_focus(f"menu-{left}")
        elif reply.tab == "note":
            reply.tab = "reply"
        elif reply.stage == "editing":
            return Reply.finish
        elif self.searching:
            self.searching, self.query = False, ""
        else:
            opened.pane = ""


async def find(actor: Actor, query: str) -> list[dict[str, str]]:
    """Conversations for the palette. The time makes an address that is open already a new one to the router."""
    async with reading(actor) as tx:
        found = await queries.search(tx, query, limit=8)
    at = time.monotonic_ns()
    return [
        {"to": f"/?c={r.id}&at={at}", "label": r.contact_name or r.contact_email or "", "detail": r.subject}
        for r in found
    ]


frame.search_also(find)
