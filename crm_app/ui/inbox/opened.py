"""The conversation that is open: its thread, what surrounds it, and what can be done with it as a whole."""

from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.conversations import actions, replying
from crm_app.conversations import queries as conversations
from crm_app.conversations.limits import reply_limits
from crm_app.drafts import queries as drafts
from crm_app.drafts.context import gather
from crm_app.inbox import queries
from crm_app.inbox.queries import Row
from crm_app.kit import clock
from crm_app.kit.errors import Invalid, NotFound
from crm_app.kit.transaction import Actor, Transaction, reading, transaction
from crm_app.ui import live
from crm_app.ui.inbox import reasons, snoozing, told
from crm_app.ui.inbox.approved import allow
from crm_app.ui.inbox.lead_card import show_lead
from crm_app.ui.inbox.messages import Entry, entries, waiting
from crm_app.ui.inbox.reasons import Part
from crm_app.ui.inbox.reply import Reply, begin, meanwhile, take
from crm_app.ui.inbox.surroundings import Reader, Surroundings, surroundings
from crm_app.ui.session import actor_of, id_of, language_of, needs, tell
from crm_app.ui.words import say

UNKNOWN = -1
PANES = ("", "show-thread", "show-context")


class Opened(rx.State):
    """What is on screen of it. `stage`: nothing, ready, missing or failed; `pane` is what a narrow screen shows."""

    id: int = 0
    stage: str = "nothing"
    pane: str = ""
    subject: str = ""
    name: str = ""
    initials: str = ""
    channel: str = ""
    under: str = ""
    status: str = ""
    assignee: str = ""
    entries: list[Entry] = []
    others: str = ""
    people: list[dict[str, Any]] = []
    menu: str = ""
    later: str = ""
    why: str = ""
    score: str = ""
    parts: list[Part] = []
    against: str = ""
    around: Surroundings = Surroundings()
    signal: dict[str, Any] = {}
    _above: int = UNKNOWN

    @rx.event(supersedes=True)
    @needs("inbox.read")
    async def open(self, conversation_id: int, above_id: int = UNKNOWN):
        """Show a conversation; `above_id` is the row that the list shows above it."""
        self.menu, self.pane, self._above = "", "show-thread", above_id if above_id == 0 else id_of(above_id) or UNKNOWN
        await enter(self, id_of(conversation_id))

    @rx.event
    @needs("inbox.read")
    async def close(self):
        """Show no conversation."""
        self.id, self.stage, self.pane, self.menu = 0, "nothing", "", ""
        await live.look_at(self, None)

    @rx.event
    @needs("inbox.read")
    async def look(self, pane: str):
        """Which pane a narrow screen shows."""
        if pane in PANES:
            self.pane = pane

    @rx.event
    @needs("inbox.read")
    async def menu_of(self, name: str):
        """Open a menu, or close it."""
        self.menu = str(name) if self.menu != name else ""
        if self.menu == "snooze":
            async with reading(await actor_of(self)) as tx:
                zone = ZoneInfo((await accounts.workspace(tx)).time_zone)
            later = snoozing.times(clock.now(), zone).get("later")
            self.later = told.clock(later, zone, await language_of(self)) if later else ""

    @rx.event
    @needs("inbox.assign")
    async def assign(self, member_id: int):
        """Give the conversation to a member; 0 gives it to nobody."""
        self.menu = ""
        async with transaction(await actor_of(self)) as tx:
            await actions.assign(tx, self.id, id_of(member_id) or None)
        await show(self, self.id, afresh=False)
        return rx.set_focus("menu-assign")

    @rx.event
    @needs("inbox.reply")
    async def snooze(self, until: str):
        """Put the conversation off: later, tomorrow, week, or a date and time."""
        self.menu = ""
        async with transaction(await actor_of(self)) as tx:
            zone = ZoneInfo((await accounts.workspace(tx)).time_zone)
            at = snoozing.times(tx.now, zone).get(until) or snoozing.picked(str(until), zone)
            if at is None:
                raise Invalid("until", "Choose a time that is still to come.")
            await actions.snooze(tx, self.id, at)
        language = await language_of(self)
        await self._leave(say(language, "Out of the way until {time}.", time=told.moment(at, zone, language)))
        signal(self, "next")

    @rx.event
    @needs("inbox.reply")
    async def snooze_until(self, form: dict):
        """Put the conversation off until what was picked."""
        return Opened.snooze(str(form.get("until", "")))

    @rx.event
    @needs("inbox.reply")
    async def resolve(self):
        """Close the conversation and go on to the next; a closed one is opened again."""
        if self.status == "closed":
            return Opened.reopen(self.id)
        async with transaction(await actor_of(self)) as tx:
            await actions.resolve(tx, self.id)
        await self._leave(say(await language_of(self), "Resolved: {subject}", subject=self.subject))
        signal(self, "next")

    async def _leave(self, text: str) -> None:
        await tell(
            self, text, "good", action=f"reopen:{self.id}", label=say(await language_of(self), "Undo"), seconds=8
        )
        await show(self, self.id, afresh=False)

    @rx.event
    @needs("inbox.reply")
    async def reopen(self, conversation_id: int):
        """Open a conversation again, and show it."""
        async with transaction(await actor_of(self)) as tx:
            await actions.reopen(tx, id_of(conversation_id))
        return Opened.open(id_of(conversation_id))

    @rx.event
    @needs("inbox.reply")
    async def retry(self, message_id: int):
        """Send a failed reply again."""
        async with transaction(await actor_of(self)) as tx:
            await replying.retry_reply(tx, id_of(message_id))
        await show(self, self.id, afresh=False)


def signal(opened: Opened, name: str) -> None:
    """Tell the list something: to go on to the `next` conversation, or to `settle` what waits."""
    opened.signal = {"number": opened.signal.get("number", 0) + 1, "name": name, "at": opened.id}


def know(opened: Opened, people: list[accounts.MemberView]) -> None:
    """Remember to whom a conversation can be given."""
    opened.people = [{"id": person.id, "name": person.name} for person in people if not person.disabled]


async def greet(opened: Opened, actor: Actor) -> None:
    """Say who else has this open."""
    names = live.viewers(actor.workspace_id, opened.id, besides=actor.member_id)
    language = await language_of(opened)
    opened.others = say(language, "Also here: {names}", names=told.listed(names, language)) if names else ""


async def enter(state: rx.State, conversation_id: int) -> None:
    """Open a conversation; what its reader is typing there already stays."""
    opened, reply = await state.get_state(Opened), await state.get_state(Reply)
    typing = reply.conversation == conversation_id and reply.stage == "editing" and opened.stage == "ready"
    try:
        await show(state, conversation_id, afresh=not typing)
    except NotFound:
        opened.id, opened.stage = 0, "missing"
        return
    await live.look_at(state, conversation_id)
    await greet(opened, await actor_of(state))


async def show(state: rx.State, conversation_id: int, *, afresh: bool, draft_too: bool = True) -> None:
    """Read a conversation and put it on screen. Raises NotFound.

    Args:
        afresh: it is being opened: the reader now sees its last message, and no text of theirs is in the editor.
        draft_too: bring the draft as well, unless it is being edited here.
    """
    opened, reply = await state.get_state(Opened), await state.get_state(Reply)
    language = await language_of(state)
    async with reading(await actor_of(state)) as tx:
        row = await queries.row(tx, conversation_id)
        if row is None:
            raise NotFound("conversation")
        gathered = await gather(tx, conversation_id)
        draft = await drafts.current(tx, conversation_id)
        seen = await conversations.last_message_id(tx, conversation_id)
        limits = await reply_limits(tx, conversation_id)
        reader = await _reader(tx, language)
        above = await _above(tx, row, opened._above)
    opened.id, opened.stage, now = conversation_id, "ready", clock.now()
    _head(opened, row, now, reader)
    opened.entries = entries(gathered, now, reader.zone, language, reader.currency)
    opened.around = surroundings(gathered, now, reader)
    opened.parts, opened.score = reasons.breakdown(row, now, language), f"{row.score:.1f}"
    opened.why = say(language, "Why here" if above or row.status != "open" else "Why first")
    opened.against = reasons.against(above, row, language) if above else ""
    await show_lead(state, conversation_id)
    talk = [message for message in gathered.thread if message.direction != "note"]
    if afresh:
        begin(reply, conversation_id, seen)
    meanwhile(reply, seen, talk[-1].author if talk else "", language)
    if afresh or draft_too:
        take(reply, draft, language)
    await allow(reply, limits, now, reader.zone, language)


async def _above(tx: Transaction, row: Row, shown: int) -> Row | None:
    """The row above: the one that the list shows there, as long as it is open; else it is looked for in the order."""
    if row.status != "open" or shown == 0:
        return None
    found = await queries.row(tx, shown) if shown > 0 else None
    return found if found and found.status == "open" else await queries.row_above(tx, row.id)


def _head(opened: Opened, row: Row, now: Any, reader: Reader) -> None:
    language = reader.language
    opened.name = row.contact_name or row.contact_email or ""
    opened.initials, opened.channel = told.initials(opened.name), row.channel
    opened.subject, opened.status, opened.assignee = row.subject or row.preview, row.status, row.assignee
    parts = [
        opened.name,
        told.channel(row.channel, language),
        _aside(row, reader) or waiting(row.waiting_since, now, language),
        say(language, "with {name}", name=row.assignee) if row.assignee else "",
    ]
    opened.under = told.listed(parts, language)


def _aside(row: Row, reader: Reader) -> str:
    """Why it is not open; empty when it is."""
    if row.snoozed_until:
        when = told.moment(row.snoozed_until, reader.zone, reader.language)
        return say(reader.language, "snoozed until {time}", time=when)
    state = {"pending": "waiting for the customer", "closed": "resolved"}.get(row.status)
    return say(reader.language, state) if state else ""


async def _reader(tx: Transaction, language: str) -> Reader:
    workspace = await accounts.workspace(tx)
    return Reader(language, ZoneInfo(workspace.time_zone), workspace.currency)
