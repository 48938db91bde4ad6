"""All workspaces, for whoever typed ADMIN_TOKEN: what they use, whether they are paused, their keys and budgets."""

from dataclasses import dataclass

import reflex as rx

from crm_app.accounts import actions, queries
from crm_app.accounts.opening import open_workspace
from crm_app.accounts.queries import WorkspaceView
from crm_app.ai import actions as models
from crm_app.ai import queries as usage
from crm_app.kit.errors import Invalid, NotFound
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, above_walls, reading, transaction
from crm_app.ui import above
from crm_app.ui.budget_told import Told, limits_in, told
from crm_app.ui.rights import public
from crm_app.ui.session import clear_wrong, language_of, needs, tell
from crm_app.ui.words import say

PROBLEMS = {
    "token": "This is not the installation's token. It stands in ADMIN_TOKEN; where that is empty, this stays shut.",
    "later": "Too many attempts. Wait ten minutes, then try again.",
}
MOST = 500


@dataclass
class Line:
    """One workspace."""

    id: int
    name: str
    slug: str
    paused: bool
    used: str
    share: int
    level: str
    tokens: str
    money: str


class Installation(rx.State):
    """`fresh` is a key that was just made, shown this once; `editing` the workspace whose budget is open."""

    open: bool = False
    problem: str = ""
    lines: list[Line] = []
    fresh: str = ""
    fresh_of: str = ""
    editing: int = 0
    rotating: int = 0
    rotating_name: str = ""
    round: int = 0

    @rx.event
    @public
    async def arrive(self):
        """Show the list to whoever holds a ticket, and the door to everybody else."""
        self.reset()
        self.open = above.is_above(self.router.headers.cookie)
        wrong = self.router.url.query_parameters.get("wrong", "")
        self.problem = say(await language_of(self), PROBLEMS.get(wrong, "")) if not self.open else ""
        if self.open:
            await self._read()

    async def _read(self) -> None:
        language = await language_of(self)
        async with above_walls() as session:
            found = (await queries.workspaces(session))[:MOST]
        lines = []
        for workspace in found:
            async with reading(Actor.system(workspace.id)) as tx:
                lines.append(_line(workspace, told(await usage.month(tx, tx.now), language)))
        self.lines = lines

    @rx.event
    @needs(above.RIGHT)
    async def pause(self, workspace_id: int):
        """Let nothing leave the workspace."""
        async with transaction(await _at_work_in(workspace_id)) as tx:
            await actions.pause(tx)
        await self._read()

    @rx.event
    @needs(above.RIGHT)
    async def activate(self, workspace_id: int):
        """End the workspace's pause."""
        async with transaction(await _at_work_in(workspace_id)) as tx:
            await actions.activate(tx)
        await self._read()

    @rx.event
    @needs(above.RIGHT)
    async def ask(self, workspace_id: int):
        """Ask before the newest key is replaced."""
        self.rotating_name = next((line.name for line in self.lines if line.id == workspace_id), "")
        self.rotating = workspace_id if self.rotating_name else 0

    @rx.event
    @needs(above.RIGHT)
    async def keep(self):
        """Replace no key."""
        self.rotating = 0

    @rx.event
    @needs(above.RIGHT)
    async def rotate(self):
        """Put a new key in the place of the newest one; show it this once."""
        workspace_id, self.rotating = self.rotating, 0
        async with transaction(await _at_work_in(workspace_id)) as tx:
            _, self.fresh, _ = await actions.rotate_api_key(tx, overlap_h=settings().key_overlap_hours)
        self.fresh_of = self.rotating_name

    @rx.event
    @needs(above.RIGHT)
    async def forget(self):
        """The key was copied."""
        self.fresh = self.fresh_of = ""

    @rx.event
    @needs(above.RIGHT)
    async def edit(self, workspace_id: int):
        """Open a workspace's budget, or shut it."""
        self.editing = 0 if self.editing == workspace_id else workspace_id
        await clear_wrong(self)

    @rx.event
    @needs(above.RIGHT)
    async def save_budget(self, form: dict):
        """Set the budget of the workspace that is open."""
        tokens, money = limits_in(form)
        async with transaction(await _at_work_in(self.editing)) as tx:
            await models.set_budget(tx, tokens=tokens, money=money)
        self.editing = 0
        await clear_wrong(self)
        await tell(self, say(await language_of(self), "Saved."), "good")
        await self._read()

    @rx.event
    @needs(above.RIGHT)
    async def open_one(self, form: dict):
        """Open a workspace and show its first key."""
        given = {name: str(form.get(name, "")).strip() for name in ("slug", "name", "email", "admin", "password")}
        if not 1 <= len(given["name"]) <= 200:
            raise Invalid("name", "Give the workspace a name of up to 200 characters.")
        language = str(form.get("language", "en"))
        opened = await open_workspace(**given, language=language if language in actions.LANGUAGES else "en")
        self.round += 1
        self.fresh, self.fresh_of = opened.key, given["name"]
        await clear_wrong(self)
        await self._read()


async def _at_work_in(workspace_id: int) -> Actor:
    """The installation at work in a workspace that exists."""
    async with above_walls() as session:
        if type(workspace_id) is not int or not await queries.workspace_exists(session, workspace_id):
            raise NotFound("workspace")
    return Actor(workspace_id, "installation", "installation")


def _line(workspace: WorkspaceView, month: Told) -> Line:
    return Line(
        id=workspace.id, name=workspace.name, slug=workspace.slug, paused=workspace.paused_at is not None,
        used=month.used, share=month.percent, level=month.level, tokens=month.tokens, money=month.money,
    )  # fmt: skip
