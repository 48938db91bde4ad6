"""Deny by default: every event of every browser passes here before its handler runs.

A cookie leads to a login, the login to an actor, and the actor's role to rights. Reflex itself lets anybody call any
handler over a raw socket, so what has not declared its right is refused, together with the setters that Reflex
registers on every state.
"""

import logging
import time
from urllib.parse import quote

import reflex as rx
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from starlette.requests import cookie_parser

from crm_app.accounts import queries
from crm_app.accounts.permissions import may
from crm_app.kit import clock, security
from crm_app.kit.errors import AppError, Forbidden
from crm_app.kit.transaction import Actor, above_walls
from crm_app.ui import above, live, presence
from crm_app.ui.rights import ANYBODY, SIGNED_IN, declared, refuse
from crm_app.ui.session import Session, enter, who
from crm_app.ui.words import preferred

COOKIE = "tacit_login"
SIGN_IN = "/sign-in"
KNOWN_FOR_S = 5.0

# What Reflex needs for itself: loading a page, and telling us that the browser failed.
_ROOT = "reflex___state____state"
LOADING = {f"{_ROOT}.hydrate", f"{_ROOT}.hydrate_and_load"}
OWN = LOADING | {
    f"{_ROOT}.reflex___state____on_load_internal_state.on_load_internal",
    f"{_ROOT}.reflex___state____on_load_internal_state.set_is_hydrated",
    f"{_ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
}

_known: dict[str, tuple[float, Actor | None]] = {}


class Guard(rx.Middleware):
    """Lets an event through, or answers in its place."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """None lets the handler run; an update is the whole answer."""
        root = state._get_root_state()
        try:
            return await self._admit(root, event)
        except AppError as error:  # the database cannot say who this is
            await refuse(root, error)
            return await _answer(root)

    async def _admit(self, root: BaseState, event: Event) -> StateUpdate | None:
        headers = root.router_data.get("headers", {})
        actor = await actor_of_cookie(headers.get("cookie", ""))
        session = await root.get_state(Session)
        somebody_else = session.ready and session._who[:4] != who(actor)[:4]
        if somebody_else or not session.ready:
            live.forget(root.router_data.get("token", ""))
            root.reset()
        if event.name in LOADING or not session.ready:
            session.notice = {}  # it was said before the page was loaded
            await enter(session, actor, preferred(headers.get("accept-language", "")))
        presence.note(actor)
        if somebody_else and event.name not in LOADING:  # what the page shows belongs to who was here before
            return await _answer(root, rx.State.hydrate_and_load() if actor else _to_the_door(root))
        return None if event.name in OWN else await self._judge(root, actor, event)

    async def _judge(self, root: BaseState, actor: Actor | None, event: Event) -> StateUpdate | None:
        registered = RegistrationContext.get().event_handlers.get(event.name)
        right = declared(registered.handler.fn) if registered else None
        if right == above.RIGHT:
            cookies = root.router_data.get("headers", {}).get("cookie", "")
            return None if above.is_above(cookies) else await _answer(root, rx.redirect(above.PATH))
        if right == ANYBODY or (actor and (right == SIGNED_IN or (right and may(actor.role, right)))):
            return None
        if actor is None:
            return await _answer(root, _to_the_door(root))
        await refuse(root, Forbidden())
        return await _answer(root)


def door(wanted: str) -> str:
    """Where one signs in to go on to `wanted`: a path of ours with its query."""
    return f"{SIGN_IN}?next={quote(wanted)}" if wanted != "/" else SIGN_IN


def _to_the_door(root: BaseState) -> rx.event.EventSpec:
    return rx.redirect(door(root.router_data.get("asPath") or "/"))


async def _answer(root: BaseState, event: rx.event.EventSpec | None = None) -> StateUpdate:
    update = StateUpdate(delta=await root._get_resolved_delta() or {}, events=Event.from_event_type(event))
    root._clean()
    return update


async def actor_of_cookie(header: str) -> Actor | None:
    """Who a Cookie header belongs to; remembered for some seconds."""
    token = token_in(header)
    if not token:
        return None
    key, now = security.digest(token), time.monotonic()
    found = _known.get(key)
    if found and now - found[0] < KNOWN_FOR_S:
        return found[1]
    async with above_walls() as session:
        actor = await queries.actor_of_login(session, token, clock.now())
    if len(_known) > 10_000:
        _known.clear()
    _known[key] = (now, actor)
    return actor


def forget_login(token: str) -> None:
    """Look the login up anew at its next event: it has ended, or its member has changed."""
    _known.pop(security.digest(token), None)


def token_in(header: str) -> str:
    """The login token in a Cookie header; empty when there is none."""
    return cookie_parser(header).get(COOKIE, "")  # which reads on behind another program's odd cookie


class QuietAboutStrangers(logging.Filter):
    """Reflex logs a whole trace for each event that nothing handles: anyone could fill the disk with them."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not (isinstance(error, KeyError) and "No registered handler" in str(error))
