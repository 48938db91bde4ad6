"""The few things that need the browser's own language: one small JSX file each, and how Python speaks to it."""

import reflex as rx


def announce(name: str) -> rx.event.EventSpec:
    """Tell the page itself something, as the window event `tacit:<name>`, without asking the server."""
    return rx.call_function(rx.Var(f"() => {{ window.dispatchEvent(new Event({f'tacit:{name}'!r})) }}"))


def _library(name: str) -> str:
    return f"$/public{rx.asset(name, shared=True)}"


class Document(rx.Component):
    """Sets language, direction and theme on the document."""

    library = _library("document.jsx")
    tag = "Document"

    language: rx.Var[str]
    direction: rx.Var[str]
    theme: rx.Var[str]
    ready: rx.Var[bool]


class Keys(rx.Component):
    """Turns keys into named actions.

    `map` gives keys their action: `{"j": "next", "mod+enter": "send", "g i": "go:/"}`. `on_action` gets the name.
    Actions that begin with `ui-` stay in the browser: they are told as the window event `tacit:<action>`.
    """

    library = _library("keys.jsx")
    tag = "Keys"

    map: rx.Var[dict[str, str]]

    on_action: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Palette(rx.Component):
    """Ctrl/Cmd+K. `places` and `found` are lists of `{to, label, detail?}`; `words` are its own texts."""

    library = _library("palette.jsx")
    tag = "Palette"
    lib_dependencies: list[str] = ["cmdk@1.1.1"]

    places: rx.Var[list[dict[str, str]]]
    found: rx.Var[list[dict[str, str]]]
    words: rx.Var[dict[str, str]]
    rtl: rx.Var[bool]

    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_pick: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Connection(rx.Component):
    """Says that the live connection is down."""

    library = _library("connection.jsx")
    tag = "Connection"

    text: rx.Var[str]


class Dialog(rx.Component):
    """A dialog with a title. Opens on the window event `tacit:<open_on>`, or while `open` is true."""

    library = _library("dialog.jsx")
    tag = "Dialog"

    open: rx.Var[bool]
    open_on: rx.Var[str]
    title: rx.Var[str]
    close_label: rx.Var[str]

    on_close: rx.EventHandler[rx.event.no_args_event_spec]


class Notices(rx.Component):
    """Short notices in the corner, one for each new `notice` (see `rights.tell`)."""

    library = _library("notices.jsx")
    tag = "Notices"

    notice: rx.Var[dict]
    close_label: rx.Var[str]

    on_action: rx.EventHandler[rx.event.passthrough_event_spec(str)]
