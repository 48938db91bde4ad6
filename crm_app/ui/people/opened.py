"""The contact that is open: who they are, what is known of them, their story, and what can be changed."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.contacts import editing, finding, merging, queries, timeline
from crm_app.contacts.timeline import Place
from crm_app.conversations import story
from crm_app.kit.errors import NotFound
from crm_app.kit.transaction import Transaction, reading, transaction
from crm_app.leads import story as leads
from crm_app.ui.inbox.surroundings import Fact, Reader
from crm_app.ui.inbox.told import initials
from crm_app.ui.people import showing
from crm_app.ui.people.showing import Line, Other
from crm_app.ui.session import actor_of, clear_wrong, id_of, language_of, needs, tell
from crm_app.ui.words import say

SOURCES = (timeline.orders, timeline.changes, story.written, leads.moved)
"""What a story is made of; a domain with a history of its own adds its source here."""

PAGE, MOST = 40, 200
PANES = ("", "show-thread", "show-context")


class Person(rx.State):
    """What is on screen of them. `stage`: nothing, ready, pairs, missing or failed; `pane` is what a narrow screen
    shows."""

    id: int = 0
    stage: str = "nothing"
    pane: str = ""
    name: str = ""
    initials: str = ""
    under: str = ""
    talk: str = ""
    worth: list[Fact] = []
    known_by: list[Fact] = []
    bought: list[Fact] = []
    merged: list[Other] = []
    alike: list[Other] = []
    lines: list[Line] = []
    older: bool = False
    editing: bool = False
    fields: dict[str, str] = {}
    vip: bool = False
    _shown: int = PAGE

    @rx.event(supersedes=True)
    @needs("contacts.read")
    async def open(self, contact_id: int):
        """Show a contact."""
        self.pane, self.editing, self._shown = "show-thread", False, PAGE
        await show(self, id_of(contact_id))

    @rx.event
    @needs("contacts.read")
    async def look(self, pane: str):
        """Which pane a narrow screen shows."""
        if pane in PANES:
            self.pane = pane

    @rx.event
    @needs("contacts.read")
    async def more(self):
        """Show older moments, too."""
        self._shown = min(MOST, self._shown + PAGE)
        await show(self, self.id)

    @rx.event
    @needs("contacts.read")
    async def again(self):
        """Try again to show what could not be read."""
        await show(self, self.id)

    @rx.event
    @needs("contacts.read")
    async def write(self):
        """Open the newest conversation with them."""
        if self.talk:
            return rx.redirect(self.talk)

    @rx.event
    @needs("contacts.write")
    async def edit(self):
        """Show the fields to change."""
        if self.stage == "ready":
            self.editing, self.pane = True, "show-context"

    @rx.event
    @needs("contacts.read")
    async def leave(self):
        """Leave the fields as they were."""
        self.editing = False
        await clear_wrong(self)

    @rx.event
    @needs("contacts.write")
    async def save(self, form: dict):
        """Keep what was changed."""
        wanted = {name: str(form.get(name, ""))[:1000] for name in ("name", "email", "phone", "address", "segments")}
        self.fields = wanted  # what was typed stays, whatever comes of it
        async with transaction(await actor_of(self)) as tx:
            await editing.edit_contact(tx, self.id, **wanted, vip=bool(form.get("vip")))
        self.editing = False
        await clear_wrong(self)
        await show(self, self.id)
        await tell(self, say(await language_of(self), "Saved."), "good")

    @rx.event
    @needs("contacts.merge")
    async def undo(self, merge_id: int):
        """Part what was merged."""
        async with transaction(await actor_of(self)) as tx:
            done = await merging.undo_merge(tx, id_of(merge_id))
            kept = done.keep_id
        await tell(self, say(await language_of(self), "They are two contacts again."), "good")
        await show(self, kept)


async def show(person: Person, contact_id: int) -> None:
    """Read a contact and put them on screen; whoever was merged is who they became."""
    language = await language_of(person)
    person.id = contact_id
    try:
        async with reading(await actor_of(person)) as tx:
            await _fill(person, tx, contact_id, language)
    except NotFound:
        person.id, person.stage = 0, "missing"
    except Exception:
        person.stage = "failed"
        raise


async def _fill(person: Person, tx: Transaction, contact_id: int, language: str) -> None:
    contact = await finding.person(tx, contact_id)
    if contact is None:
        raise NotFound("contact")
    workspace = await accounts.workspace(tx)
    reader = Reader(language, ZoneInfo(workspace.time_zone), workspace.currency)
    names = {member.email: member.name for member in await accounts.members(tx)}  # the audit knows addresses
    happened, merges = await _story(tx, contact.id, person._shown + 1), await finding.merges(tx, contact.id)
    moments = [replace(one, who=names.get(one.who, one.who)) for one in happened]
    merges = [replace(one, merged_by=names.get(one.merged_by, one.merged_by)) for one in merges]
    person.id, person.stage = contact.id, "ready"
    person.name = showing.name_of(contact, language)
    person.initials = initials(person.name)
    person.under = ", ".join(said for said in (contact.email, contact.phone) if said and said != person.name)
    person.talk = next((f"/?c={moment.conversation_id}" for moment in moments if moment.conversation_id), "")
    person.worth = showing.worth(contact, reader)
    person.known_by = showing.known_by(contact, await finding.handles(tx, contact.id), language)
    person.bought = showing.bought(await queries.orders(tx, contact.id, 8), reader)
    person.merged = showing.pasts(merges, reader.zone, language)
    found = await finding.suggestions(tx, contact_id=contact.id, limit=5)
    person.alike = [showing.alike(one, contact.id, reader) for one in found]
    person.lines = showing.story(moments[: person._shown], reader)
    person.older = len(moments) > person._shown and person._shown < MOST
    if not person.editing:
        person.fields, person.vip = _fields(contact), contact.vip


async def _story(tx: Transaction, contact_id: int, count: int) -> list[timeline.Moment]:
    found: list[timeline.Moment] = []
    last: Place | None = None
    while len(found) < count:
        page = await timeline.timeline(tx, contact_id, SOURCES, before=last, limit=count - len(found))
        if not page:
            break
        found, last = [*found, *page], page[-1].place
    return found


def _fields(contact: queries.ContactView) -> dict[str, Any]:
    return {
        "name": contact.name, "email": contact.email or "", "phone": contact.phone or "", "address": contact.address,
        "segments": ", ".join(contact.segments),
    }  # fmt: skip
