"""What of the people page needs the browser's own language: the long list."""

from typing import Any

import reflex as rx


class PeopleList(rx.Component):
    """The list of contacts, of which the browser holds only what is near.

    `selected` is the open contact; a click, and the window events `tacit:ui-next` and `tacit:ui-previous`, are told by
    `on_open`. With a new `round` the list is read anew.
    """

    library = f"$/public{rx.asset('people_list.jsx', shared=True)}"
    tag = "PeopleList"

    query: rx.Var[str]
    round: rx.Var[int]
    selected: rx.Var[int]
    words: rx.Var[dict[str, Any]]

    on_open: rx.EventHandler[rx.event.passthrough_event_spec(int)]
