"""Contacts that may be the same, side by side: a person says whether they are."""

from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.contacts import duplicates, finding, merging
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.inbox.surroundings import Reader
from crm_app.ui.people import showing
from crm_app.ui.people.opened import Person, show
from crm_app.ui.people.showing import Pair
from crm_app.ui.session import actor_of, id_of, language_of, needs, tell
from crm_app.ui.words import say

MOST = 20


class Pairs(rx.State):
    """The surest suggestions."""

    shown: list[Pair] = []
    waiting: int = 0
    _about: int = 0

    @rx.event
    @needs("contacts.read")
    async def open(self, contact_id: int = 0):
        """Show them in the middle of the page; only those with one contact where it is named."""
        person, self._about = await self.get_state(Person), id_of(contact_id)
        person.stage, person.id, person.editing, person.pane = "pairs", 0, False, "show-thread"
        await fill(self)

    @rx.event
    @needs("contacts.merge")
    async def merge(self, keep_id: int, gone_id: int):
        """These two are one; the first is kept."""
        language = await language_of(self)
        async with transaction(await actor_of(self)) as tx:
            done = await merging.merge(tx, id_of(keep_id), id_of(gone_id))
            merge_id, kept = done.id, done.keep_id
        text = say(language, "Merged. Everything is with one contact now.")
        await tell(self, text, "good", action=f"part:{merge_id}", label=say(language, "Undo"), seconds=12)
        await self._after(kept)

    @rx.event
    @needs("contacts.merge")
    async def dismiss(self, suggestion_id: int):
        """These two are not the same."""
        async with transaction(await actor_of(self)) as tx:
            await duplicates.dismiss(tx, id_of(suggestion_id))
        await tell(self, say(await language_of(self), "They will not be suggested again."))
        await self._after((await self.get_state(Person)).id or self._about)

    async def _after(self, contact_id: int) -> None:
        """Where one was goes on: through the pairs, or with the contact that is open."""
        person = await self.get_state(Person)
        await fill(self)
        if contact_id and (person.stage != "pairs" or (self._about and not self.shown)):
            await show(person, contact_id)


async def fill(pairs: Pairs) -> None:
    """Read how many wait, and the surest of them."""
    language = await language_of(pairs)
    async with reading(await actor_of(pairs)) as tx:
        workspace = await accounts.workspace(tx)
        reader = Reader(language, ZoneInfo(workspace.time_zone), workspace.currency)
        pairs.waiting = await finding.waiting(tx)
        found = await finding.suggestions(tx, contact_id=pairs._about or None, limit=MOST)
    pairs.shown = [showing.pair(one, reader) for one in found]
