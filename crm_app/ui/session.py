"""Who sits in front of this page, and what they may see.

For page builders:
- Handlers declare their right: `@needs("inbox.read")`, `@signed_in` or `@public` under `@rx.event` (see `rights.py`).
  The guard refuses everything else before it runs, so inside a handler the right is held.
- `actor = await actor_of(self)` in a handler gives the Actor for `transaction(actor)` and `reading(actor)`; in a
  background handler call it inside `async with self`.
- `language = await language_of(self)` for `say(language, ...)`; `await tell(self, text, kind)` shows a notice.
- An AppError that a handler raises becomes a notice with its sentence; with a `field`, the sentence also stands in
  `Session.wrong[field]`, which `components.forms.field` shows beside the input. `await clear_wrong(self)` on success.
- On pages: `Session.ready` (false until the first answer: show skeletons), `.name`, `.workspace`, `.role`,
  `may(right)` as a condition, `.inbox_open` (the count in the navigation: set it with `await show_open(self, n)`).
- States are plain `rx.State` classes. When someone else signs in on the same page, everything is reset, so keep
  nothing about a person outside state. Start names with an underscore for what the browser should not get.
"""

from typing import Any

import reflex as rx

from crm_app.accounts import queries
from crm_app.accounts.permissions import RIGHTS
from crm_app.kit.errors import Unauthorised
from crm_app.kit.transaction import Actor, reading
from crm_app.ui.rights import needs, public, signed_in, tell
from crm_app.ui.words import Words, speak

__all__ = [
    "Session",
    "actor_of",
    "clear_wrong",
    "language_of",
    "may",
    "needs",
    "public",
    "show_open",
    "signed_in",
    "tell",
]

LARGEST_ID = 2**62


class Session(rx.State):
    """The member as the browser sees them. The guard fills it; pages only read it."""

    ready: bool = False
    name: str = ""
    email: str = ""
    role: str = ""
    workspace: str = ""
    theme: str = ""
    rights: list[str] = []
    inbox_open: int = -1
    wrong: dict[str, str] = {}
    notice: dict[str, Any] = {}
    _who: tuple = ()


async def enter(session: Session, actor: Actor | None, language: str) -> None:
    """Make the page the actor's, or nobody's who reads `language`."""
    speak(await session.get_state(Words), actor.language if actor else language)
    session._who = who(actor)
    session.ready = True
    if actor is None:
        return
    async with reading(actor) as tx:
        member = await queries.member(tx, actor.member_id or 0)
        workspace = await queries.workspace(tx)
    session.name, session.email, session.theme = (member.name, member.email, member.theme) if member else ("", "", "")
    session.role, session.workspace = actor.role, workspace.name
    session.rights = sorted(RIGHTS.get(actor.role, ()))


def who(actor: Actor | None) -> tuple:
    """An actor as state keeps it: plain, comparable, the language last."""
    return (actor.workspace_id, actor.role, actor.label, actor.member_id, actor.language) if actor else ()


def may(right: str) -> rx.Var[bool]:
    """Whether the member has a right, as a condition on a page; handlers are guarded on their own."""
    return Session.rights.contains(right)


async def actor_of(state: rx.State) -> Actor:
    """Who calls this handler; raises Unauthorised for nobody."""
    kept = (await state.get_state(Session))._who
    if not kept:
        raise Unauthorised()
    return Actor(*kept)


async def language_of(state: rx.State) -> str:
    """The language in which the member reads."""
    return (await state.get_state(Words)).language


async def clear_wrong(state: rx.State) -> None:
    """Take away what stood beside the inputs."""
    (await state.get_state(Session)).wrong = {}


async def show_open(state: rx.State, number: int) -> None:
    """The number of open conversations that the navigation shows."""
    (await state.get_state(Session)).inbox_open = number


def id_of(value: object) -> int:
    """An id as a browser or the news sent it; 0 for what is none."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 19 and int(text) < LARGEST_ID else 0
