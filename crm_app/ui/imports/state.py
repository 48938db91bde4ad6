"""The import section as the page shows it: a file on its way in, or the list of those that came."""

from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.imports import actions, queries
from crm_app.imports.kinds import KINDS
from crm_app.imports.queries import ImportView
from crm_app.kit.transaction import reading, transaction
from crm_app.ui import live
from crm_app.ui.imports import told
from crm_app.ui.imports.told import Column, Line, Sample
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.settings.stages import LOADING, filling
from crm_app.ui.words import say

RIGHT = "import.write"


class Imports(rx.State):
    """The list, and the one that is open (`opened` 0: none)."""

    stage: str = LOADING
    lines: list[Line] = []
    kind: str = "contacts"
    opened: int = 0
    name: str = ""
    form: str = ""
    file_kind: str = ""
    state: str = ""
    state_text: str = ""
    tone: str = ""
    problem: str = ""
    columns: list[Column] = []
    existing: str = "fill"
    day_first: bool = True
    own: str = ""
    heads: list[str] = []
    rows: list[Sample] = []
    new: int = 0
    here: int = 0
    unusable: int = 0
    total: int = 0
    done: int = 0
    percent: int = 0
    added: int = 0
    changed: int = 0
    skipped: int = 0
    refused: int = 0
    refusals: list[tuple[int, str]] = []
    undone: int = 0
    kept: int = 0
    keepings: list[tuple[int, str]] = []
    can_undo: bool = False
    can_go_on: bool = False
    asking: bool = False

    @rx.event
    @needs(RIGHT)
    async def load(self):
        """Fill the section, and keep it up to date."""
        self.asking = False
        async with filling(self):
            await self._read_list()
            if self.opened:
                await self._read_one()
        await live.watch(self, Imports.on_news)

    async def _read_list(self) -> None:
        async with reading(await actor_of(self)) as tx:
            zone = ZoneInfo((await accounts.workspace(tx)).time_zone)
            found = await queries.imports(tx)
        self.lines = [told.line(view, zone, await language_of(self)) for view in found]
        if self.opened not in {view.id for view in found}:
            self.opened = 0

    async def _read_one(self) -> None:
        async with reading(await actor_of(self)) as tx:
            view = await queries.one(tx, self.opened)
        self._show(view, await language_of(self))

    def _show(self, view: ImportView, language: str) -> None:
        self.name, self.form, self.file_kind = view.file_name, view.form, view.kind
        self.problem, self.existing, self.day_first, self.own = (
            say(language, view.problem), view.existing, view.day_first, ", ".join(view.own)
        )  # fmt: skip
        self.state, (text, self.tone) = str(view.state), told.STATES[view.state]
        self.state_text = say(language, text)
        self.columns = told.columns(view)
        self.heads, self.rows = told.preview(view, language)
        self.new, self.here, self.unusable = (view.counts.get(name, 0) for name in ("new", "here", "unusable"))
        self.total, self.done, self.percent = view.total, view.done, 100 * view.done // max(1, view.total)
        self.added, self.changed, self.skipped, self.refused = view.added, view.changed, view.skipped, view.refused
        self.refusals, self.keepings = told.refusals(view, language), told.keepings(view, language)
        self.undone, self.kept = view.undone, view.kept
        self.can_undo = view.started and self.state in ("done", "failed")
        self.can_go_on = view.started and self.state == "failed" and not view.undone and view.has_file

    @rx.event
    @needs(RIGHT)
    async def on_news(self, news: list[dict]):
        """Some import has gone on."""
        own = [item for item in news if item.get("event") == "ImportProgressed"]
        if own and self.opened and any(item.get("import_id") == self.opened for item in own):
            await self._read_one()
        if any(item.get("state") != "running" for item in own):
            await self._read_list()

    @rx.event
    @needs(RIGHT)
    async def choose(self, kind: str):
        """What the next file holds."""
        self.kind = kind if kind in KINDS else self.kind

    @rx.event
    @needs(RIGHT)
    async def open(self, import_id: int):
        """Show one import."""
        self.opened = import_id
        await self._read_one()
        await self._read_list()

    @rx.event
    @needs(RIGHT)
    async def close(self):
        """Back to the list."""
        self.opened = 0
        await clear_wrong(self)
        await self._read_list()

    @rx.event
    @needs(RIGHT)
    async def refuse(self, sentence: str):
        """The file was not taken; the browser or the route says why."""
        await tell(self, sentence[:300], "warn")

    async def _arrange(self, **choice: object) -> None:
        async with transaction(await actor_of(self)) as tx:
            await actions.arrange(tx, self.opened, **choice)
        await self._read_one()

    @rx.event
    @needs(RIGHT)
    async def take_for(self, kind: str):
        """The file holds something else."""
        await self._arrange(kind=kind)

    @rx.event
    @needs(RIGHT)
    async def map_column(self, column: int, field: str):
        """A column means something else."""
        await self._arrange(column=column, field=field)

    @rx.event
    @needs(RIGHT)
    async def treat(self, existing: str):
        """What becomes of those that are here already."""
        await self._arrange(existing=existing)

    @rx.event
    @needs(RIGHT)
    async def read_dates(self, day_first: bool):
        """Whether 3/4 is in April."""
        await self._arrange(day_first=bool(day_first))

    @rx.event
    @needs(RIGHT)
    async def save_own(self, form: dict):
        """Which addresses are ours."""
        await self._arrange(own=str(form.get("own", ""))[:5000])

    @rx.event
    @needs(RIGHT)
    async def start(self):
        """Write what is usable, or go on."""
        async with transaction(await actor_of(self)) as tx:
            await actions.start(tx, self.opened)
        await self._read_one()

    @rx.event
    @needs(RIGHT)
    async def ask(self):
        """Ask before an import is taken back."""
        self.asking = True

    @rx.event
    @needs(RIGHT)
    async def keep(self):
        """Take nothing back."""
        self.asking = False

    @rx.event
    @needs(RIGHT)
    async def undo(self):
        """Take back what came in."""
        self.asking = False
        async with transaction(await actor_of(self)) as tx:
            await actions.undo(tx, self.opened)
        await self._read_one()

    @rx.event
    @needs(RIGHT)
    async def remove(self):
        """Forget a file of which nothing was written."""
        async with transaction(await actor_of(self)) as tx:
            await actions.remove(tx, self.opened)
        self.opened = 0
        await self._read_list()
