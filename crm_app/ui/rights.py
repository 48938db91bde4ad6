"""What each event handler declares: the right it needs. What declares nothing is refused by the guard.

    @rx.event
    @needs("inbox.read")
    async def open(self, conversation_id: int): ...

Put the decorator under `@rx.event`. Handlers are coroutines or async generators: a blocking one stops every browser.
The decorator also turns an error into something a person can read: an AppError's own sentence as a notice, and beside
the input that it names (`Session.wrong`); anything else is logged and shown as one quiet sentence. The state that
the handler changed before it failed is kept, so nothing that was typed is lost. What comes from the browser is made
storable first: half an emoji or a NUL of a paste is no reason to refuse a text.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any

import reflex as rx
import structlog
from reflex.istate.proxy import StateProxy

from crm_app.kit.errors import AppError
from crm_app.language.clean import storable
from crm_app.ui.words import Words, say, say_error

log = structlog.get_logger()

ANYBODY, SIGNED_IN = "anybody", "signed in"
OUR_FAULT = "Something went wrong on our side. Nothing was lost. Try again."
_MARK = "_tacit_right"


def needs(right: str) -> Callable[[Callable], Callable]:
    """Declare the right (see `accounts.permissions`) that a handler needs."""
    return functools.partial(_declare, right)


def public(handler: Callable) -> Callable:
    """Declare that nobody needs to be signed in for this handler."""
    return _declare(ANYBODY, handler)


def signed_in(handler: Callable) -> Callable:
    """Declare that every member may call this handler."""
    return _declare(SIGNED_IN, handler)


def declared(handler: Callable) -> str | None:
    """The right that a handler declared; None when it declared nothing."""
    return getattr(handler, _MARK, None)


async def tell(
    state: rx.State,
    text: str,
    kind: str = "info",
    *,
    action: str = "",
    label: str = "",
    field: str = "",
    seconds: float = 6,
) -> None:
    """Show a short notice in the corner, in the member's language.

    Args:
        state: any state of the page; in a background handler, inside `async with self`.
        text: what to say, from `words.say`.
        kind: info, good, warn or bad; a bad one interrupts a screen reader.
        action: name that the page's `on_action` gets when the button is pressed ("undo:17").
        label: what the button says, from `words.say`.
        field: the input that it is about; where the page shows the sentence beside it, it gets the focus instead.
        seconds: how long it stays; the pointer over it holds it.

    Not `rx.toast`: Reflex brings that to the browser as code to evaluate, which our content policy refuses.
    """
    from crm_app.ui.session import Session  # the session's own handlers declare rights, too

    session = await state.get_state(Session)
    number = session.notice.get("number", 0) + 1
    session.notice = {
        "number": number, "text": text, "kind": kind, "action": action, "label": label, "field": field,
        "seconds": seconds,
    }  # fmt: skip


async def refuse(state: rx.State, error: Exception) -> None:
    """Tell a person about an error; a bug is logged with its trace and told as one sentence."""
    from crm_app.ui.session import Session

    language = (await state.get_state(Words)).language
    if not isinstance(error, AppError):
        log.error("handler_failed", exc_info=error, state=type(state).__name__)
        return await tell(state, say(language, OUR_FAULT), "bad")
    sentence = say_error(language, error)
    if error.field:
        (await state.get_state(Session)).wrong = {error.field: sentence}
    await tell(state, sentence, "warn" if error.status < 500 else "bad", field=error.field or "")


def _declare(right: str, handler: Callable) -> Callable:
    if inspect.isasyncgenfunction(handler):

        @functools.wraps(handler)
        async def run(self: rx.State, *args: Any, **payload: Any):
            try:
                async for update in handler(self, *storable([*args]), **storable(payload)):
                    yield update
            except Exception as error:
                await _answer(self, error)
                yield

    elif inspect.iscoroutinefunction(handler):

        @functools.wraps(handler)
        async def run(self: rx.State, *args: Any, **payload: Any):
            try:
                return await handler(self, *storable([*args]), **storable(payload))
            except Exception as error:
                await _answer(self, error)

    else:
        raise TypeError(f"{handler.__qualname__} blocks: write it as a coroutine or an async generator")
    setattr(run, _MARK, right)
    return run


async def _answer(state: rx.State, error: Exception) -> None:
    if isinstance(state, StateProxy):  # a background handler has let go of its state
        async with state:
            await refuse(state, error)
    else:
        await refuse(state, error)
