"""What stands around every page: navigation, the keys, the palette, the help, the notices.

For page builders:

    def inbox() -> rx.Component:
        return page(list_pane(), thread_pane(), context_pane(), key="inbox", title="Inbox", panes=rx.Var | str,
                    keys={"j": "next", "k": "previous", "mod+enter": "send"}, on_action=Inbox.act,
                    help=[("j", "Next conversation"), ("k", "Previous conversation")])

- A new page needs three lines: its `Place` in `places.PLACES`, its `Page` in `routes.PAGES`, its texts in a `.po` file
  of both languages. `key` is the place's key.
- `keys` maps a key (or two: "g i") to a name, `on_action(name)` gets it; `help` lists them under `?`. Taken by the
  frame: `?`, Ctrl/Cmd+K, `g` + a place's letter. Keys never fire while someone types, but `mod+...` do, and
  `escape`. A name that begins with `ui-` stays in the browser as the window event `tacit:<name>`.
- With `panes="..."` the children become the columns of the design (`.list`, `.thread`, `.ctx`); its value is the
  class that says what a narrow screen shows: "" the list, `show-thread`, `show-context`. Without it the children
  stand on a wide page with the title on top.
- Notices (`session.tell`) appear in the corner; a notice's button calls `on_action` with its action.
- `search_also(search)` adds results to the palette: `async (actor, query) -> [{"to", "label", "detail"}]`, at most 8.
- The page's own `on_load` fills it; show `states.loading()` until then. `Session.ready` is already true by then.
"""

from collections.abc import Awaitable, Callable

import reflex as rx

from crm_app.accounts import actions
from crm_app.kit.transaction import Actor, transaction
from crm_app.ui.components.broken import guarded
from crm_app.ui.components.browser import Connection, Dialog, Document, Keys, Notices, Palette, announce
from crm_app.ui.components.fonts import Fonts
from crm_app.ui.components.native import NativeForm, link
from crm_app.ui.components.native import key as kbd
from crm_app.ui.places import PLACES, SETTINGS, Place
from crm_app.ui.session import Session, actor_of, may, signed_in
from crm_app.ui.standing import standing
from crm_app.ui.words import Words, t

Search = Callable[[Actor, str], Awaitable[list[dict[str, str]]]]
MOST_FOUND, LONGEST_QUERY = 8, 200

_searches: list[Search] = []


def search_also(search: Search) -> None:
    """Let the palette find more: called with who asks and what they typed."""
    _searches.append(search)


class Frame(rx.State):
    """What the frame itself does."""

    found: list[dict[str, str]] = []

    @rx.event
    @signed_in
    async def go(self, where: str):
        """Open one of our own pages: a path, or an action `go:<path>`."""
        path = where.removeprefix("go:")
        if path.startswith("/") and not path.startswith(("//", "/\\")):
            return rx.redirect(path)

    @rx.event(supersedes=True)
    @signed_in
    async def search(self, query: str):
        """Look for what was typed into the palette."""
        actor, query = await actor_of(self), query.strip()[:LONGEST_QUERY]
        found = [await search(actor, query) for search in _searches] if query else []
        self.found = [item for items in found for item in items][:MOST_FOUND]

    @rx.event
    @signed_in
    async def keep_theme(self, theme: str):
        """Show light or dark from now on, on every device of the member."""
        async with transaction(await actor_of(self)) as tx:
            await actions.set_profile(tx, theme=theme)
        (await self.get_state(Session)).theme = theme


def page(
    *children: rx.Component,
    key: str,
    title: str,
    lead: str = "",
    panes: rx.Var[str] | str | None = None,
    keys: dict[str, str] | None = None,
    on_action: rx.EventHandler | None = None,
    help: list[tuple[str, str]] | None = None,
) -> rx.Component:
    """A page in its frame; `title`, `lead` and the second part of `help` are texts for `t`."""
    return rx.el.div(
        rx.el.a(t("Skip to the page"), href="#main", class_name="skip"),
        *_unseen(keys, on_action),
        _navigation(key),
        rx.el.main(standing(), guarded(*_body(children, title, lead, panes)), id="main", tab_index=-1),
        _help(help or []),
        _palette(),
        class_name="app",
    )


def bare_page(*children: rx.Component) -> rx.Component:
    """A page without navigation: sign-in, nothing found."""
    return rx.el.main(Fonts.create(), _document(), *children, id="main", class_name="door")


def plain_page(*children: rx.Component) -> rx.Component:
    """A page that belongs to no workspace."""
    inner = rx.el.div(*children, class_name="inner")
    notices = Notices.create(notice=Session.notice, close_label=t("Close"), on_action=Frame.go)
    return rx.el.main(Fonts.create(), _document(), notices, inner, id="main", class_name="alone")


def _body(children: tuple, title: str, lead: str, panes: rx.Var[str] | str | None) -> list[rx.Component]:
    if panes is not None:
        return [
            rx.el.h1(t(title), class_name="sr-only"),
            rx.el.div(*children, class_name=f"panes {panes}"),
        ]
    head = [rx.el.h1(t(title)), rx.el.p(t(lead) if lead else "", class_name="lead")]
    return [rx.el.div(rx.el.div(*head, *children, class_name="inner"), class_name="page")]


def _unseen(keys: dict[str, str] | None, on_action: rx.EventHandler | None) -> list[rx.Component]:
    jumps = {f"g {place.letter}": f"go:{place.path}" for place in PLACES}
    own = Keys.create(map=keys, on_action=on_action) if keys and on_action else rx.fragment()
    return [
        Fonts.create(),
        _document(),
        Connection.create(text=t("Reconnecting. What you typed is kept.")),
        Keys.create(map={"mod+k": "ui-palette", "?": "ui-help", **jumps}, on_action=Frame.go),
        Notices.create(
            notice=Session.notice, close_label=t("Close"), on_action=[on_action, Frame.go] if on_action else Frame.go
        ),
        own,
    ]


def _document() -> rx.Component:
    return Document.create(
        language=Words.language,
        direction=Words.direction,
        theme=Session.theme,
        ready=Session.ready & rx.State.is_hydrated,
    )


def _navigation(active: str) -> rx.Component:
    above = [_place(place, active) for place in PLACES if not place.at_foot]
    below = [_place(place, active) for place in PLACES if place.at_foot]
    return rx.el.nav(
        rx.el.div(
            rx.el.span(Session.workspace[:1], class_name="mark", aria_hidden="true"),
            rx.el.span(Session.workspace, class_name="cut", dir="auto"),
            class_name="ws",
        ),
        rx.el.ul(*above),
        rx.el.span(class_name="sp"),
        _ask(),
        rx.el.ul(*below),
        _me(),
        class_name="nav",
        aria_label=t("Pages"),
    )


def _place(place: Place, active: str) -> rx.Component:
    number = rx.fragment()
    if place.key == "inbox":
        number = rx.cond(Session.inbox_open >= 0, rx.el.span(Session.inbox_open, class_name="n"))
    entry = link(
        rx.icon(place.icon, aria_hidden="true"),
        rx.el.span(t(place.label), class_name="label"),
        number,
        to=place.path,
        class_name="go on" if place.key == active else "go",
        aria_current="page" if place.key == active else None,
    )
    return rx.cond(may(place.right), rx.el.li(entry))


def _ask() -> rx.Component:
    return rx.el.button(
        rx.el.span(rx.icon("search"), class_name="only-narrow", aria_hidden="true"),
        kbd("Ctrl K"),
        rx.el.span(t("Ask or jump"), class_name="label"),
        type="button",
        class_name="go",
        aria_keyshortcuts="Control+K Meta+K",
        on_click=announce("ui-palette"),
    )


def _me() -> rx.Component:
    other = rx.color_mode_cond("dark", "light")
    return rx.el.div(
        rx.el.span(Session.name, class_name="who-am-i cut", dir="auto"),
        rx.el.button(
            rx.icon("sun-moon", class_name="icon", aria_hidden="true"),
            type="button",
            class_name="ib",
            aria_label=t("Light or dark"),
            title=t("Light or dark"),
            on_click=Frame.keep_theme(other),
        ),
        NativeForm.create(
            rx.el.button(
                rx.icon("log-out", class_name="icon", aria_hidden="true"),
                type="submit",
                class_name="ib",
                aria_label=t("Sign out"),
                title=t("Sign out"),
            ),
            action="/auth/sign-out",
            method="post",
        ),
        class_name="me",
    )


def _help(own: list[tuple[str, str]]) -> rx.Component:
    jumps = [rx.cond(may(place.right), rx.fragment(*_key_line(f"g {place.letter}", place.label))) for place in PLACES]
    return Dialog.create(
        _key_list(own) if own else rx.fragment(),
        rx.el.h3(t("Everywhere")) if own else rx.fragment(),
        rx.el.dl(*_key_line("mod k", "Ask or jump"), *jumps, *_key_line("?", "This list"), class_name="keys"),
        open_on="ui-help",
        title=t("Keys"),
        close_label=t("Close"),
    )


def _key_list(lines: list[tuple[str, str]]) -> rx.Component:
    return rx.el.dl(*[part for key, text in lines for part in _key_line(key, text)], class_name="keys")


def _key_line(keys: str, text: str) -> list[rx.Component]:
    names = {"mod": "Ctrl / ⌘", "enter": "↵", "escape": "Esc"}
    parts = [
        rx.el.kbd(names.get(part, part.upper() if len(part) == 1 else part)) for part in keys.replace("+", " ").split()
    ]
    return [rx.el.dt(t(text)), rx.el.dd(*parts)]


def _palette() -> rx.Component:
    # Places that the member may not open are left out, in the browser: the list is short.
    own = [rx.cond(may(place.right), {"to": place.path, "label": t(place.label)}, {}) for place in [*PLACES, *SETTINGS]]
    words = {
        "title": t("Ask or jump"),
        "placeholder": t("A page, a customer, a subject…"),
        "nothing": t("Nothing found. Try fewer or other words."),
        "places": t("Pages"),
        "found": t("Found"),
    }
    return Palette.create(
        places=rx.Var.create(own).to(list[dict[str, str]]),
        found=Frame.found,
        words=rx.Var.create(words).to(dict[str, str]),
        rtl=Words.direction == "rtl",
        on_search=Frame.search,
        on_pick=Frame.go,
    )
