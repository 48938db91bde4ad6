"""The list of people, and what keys and notices ask for. Who is open is in `opened.py`, who may be the same in
`pairs.py`."""

import time

import reflex as rx

from crm_app.contacts import finding
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Actor, reading
from crm_app.ui import frame, live
from crm_app.ui.people.opened import Person, show
from crm_app.ui.people.pairs import Pairs, fill
from crm_app.ui.session import actor_of, id_of, language_of, needs
from crm_app.ui.words import count

OTHERS = {"ContactEdited", "ContactsMerged", "MergeUndone", "DuplicatesChanged"}


class People(rx.State):
    """What stands above the list."""

    failed: bool = False
    total_text: str = ""
    pairs_text: str = ""
    query: str = ""
    round: int = 0

    @rx.event
    @needs("contacts.read")
    async def load(self):
        """Fill the page, and open the contact that the address names."""
        self.failed = True
        person = await self.get_state(Person)
        asked = id_of(self.router.url.query_parameters.get("c", ""))
        await self._count()
        await live.watch(self, People.on_news)
        self.failed, self.round = False, self.round + 1
        person.editing = False
        if asked:
            person.pane = "show-thread"
            await show(person, asked)
        else:
            person.id, person.stage, person.pane = 0, "nothing", ""

    async def _count(self) -> None:
        language, pairs = await language_of(self), await self.get_state(Pairs)
        await fill(pairs)
        async with reading(await actor_of(self)) as tx:
            total = (await finding.page(tx, Page(1, 1))).total
        self.total_text = count(language, "{n} contact", "{n} contacts", total)
        waiting = pairs.waiting
        self.pairs_text = (
            count(language, "{n} pair may be the same", "{n} pairs may be the same", waiting) if waiting else ""
        )

    @rx.event
    @needs("contacts.read")
    async def on_news(self, news: list[dict]):
        """Somebody was edited, merged or parted, here or elsewhere; or somebody wrote to whom is open."""
        names = {str(item.get("event")) for item in news}
        if names & OTHERS:
            await self._count()
            self.round += 1
        person = await self.get_state(Person)
        if person.stage == "ready" and names & (OTHERS | {"ConversationChanged"}):
            await show(person, person.id)

    @rx.event(supersedes=True)
    @needs("contacts.read")
    async def search(self, typed: str):
        """Show who is found by these words instead of everybody."""
        self.query = str(typed).strip()[:200]

    @rx.event
    @needs("contacts.read")
    async def act(self, name: str):
        """What a key or a notice's button asks for."""
        verb, _, rest = str(name).partition(":")
        person = await self.get_state(Person)
        if verb == "escape":
            if person.editing:
                return Person.leave
            person.pane = ""
        elif verb == "part":
            return Person.undo(id_of(rest))
        else:
            return {
                "read": Person.look("show-thread"), "edit": Person.edit, "pairs": Pairs.open(0), "write": Person.write,
            }.get(verb)  # fmt: skip


async def find(actor: Actor, query: str) -> list[dict[str, str]]:
    """Contacts for the palette. The time makes an address that is open already a new one to the router."""
    async with reading(actor) as tx:
        found = await finding.search(tx, query, limit=4)
    at = time.monotonic_ns()
    return [
        {
            "to": f"/people?c={row.id}&at={at}", "label": row.name or row.email or row.phone or "",
            "detail": row.email or row.phone or "",
        }
        for row in found
    ]  # fmt: skip


frame.search_also(find)
