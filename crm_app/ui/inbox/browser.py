"""What of the inbox needs the browser's own language: the long list, the editor, the seconds that run."""

from typing import Any

import reflex as rx


def _library(name: str) -> str:
    return f"$/public{rx.asset(name, shared=True)}"


class List(rx.Component):
    """The list of conversations, of which the browser holds only what is near.

    `patch` is `{number, rows}`: rows that changed, in place; anything else waits until the pointer is out
    of the list. `selected` is the open conversation; a click shows at once and is told by `on_open`,
    with the id of the row above (0: none, -1: not known). `signal` is
    `{number, name, at}`: with a new number, and while conversation `at` is still open, go to the `next` one, or
    `settle` what waits.
    """

    library = _library("list.jsx")
    tag = "List"

    query: rx.Var[str]
    patch: rx.Var[dict[str, Any]]
    selected: rx.Var[int]
    signal: rx.Var[dict[str, Any]]
    words: rx.Var[dict[str, str]]

    on_open: rx.EventHandler[rx.event.passthrough_event_spec(int, int)]


class Editor(rx.Component):
    """A text that is saved while it is typed, and never overwritten while unsaved.

    `text` is taken over when `version` changes. `on_save` gets the text after a pause, `on_submit` on Ctrl/Cmd+Enter
    and on the window event `tacit:<submit_on>`.
    """

    library = _library("editor.jsx")
    tag = "Editor"

    text: rx.Var[str]
    version: rx.Var[str]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    submit_on: rx.Var[str]
    focused: rx.Var[bool]

    on_save: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_submit: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Countdown(rx.Component):
    """A sentence with the seconds that are left in place of `{n}`; gone with its children when they have run out."""

    library = _library("countdown.jsx")
    tag = "Countdown"

    seconds: rx.Var[int]
    started: rx.Var[int]
    text: rx.Var[str]


class ScrollToEnd(rx.Component):
    """The thread's messages: at their end when another conversation opens, and when one arrives there."""

    library = _library("messages.jsx")
    tag = "Messages"

    conversation: rx.Var[int]
    last: rx.Var[int]
    label: rx.Var[str]


rx.asset("row.jsx", shared=True)
