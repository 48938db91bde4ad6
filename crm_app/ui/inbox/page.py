"""The inbox: list, thread with its draft, context."""

import reflex as rx

from crm_app.ui.components import forms, states
from crm_app.ui.frame import page
from crm_app.ui.inbox.browser import List
from crm_app.ui.inbox.context_pane import context_pane
from crm_app.ui.inbox.opened import Opened
from crm_app.ui.inbox.state import Inbox
from crm_app.ui.inbox.thread_pane import thread_pane
from crm_app.ui.words import t

KEYS = {
    "j": "ui-next",
    "k": "ui-previous",
    "enter": "read",
    "e": "resolve",
    "r": "edit",
    "n": "note",
    "a": "assign",
    "s": "snooze",
    "u": "undo",
    "/": "search",
    "escape": "escape",
    "mod+enter": "send",
}
HELP = [
    ("j", "Next conversation"),
    ("k", "Previous conversation"),
    ("enter", "Read it"),
    ("mod+enter", "Send the reply"),
    ("r", "Edit the draft"),
    ("n", "Internal note"),
    ("e", "Resolve"),
    ("a", "Assign"),
    ("s", "Snooze"),
    ("u", "Undo the reply that is about to leave"),
    ("/", "Search"),
    ("escape", "One step back"),
]


def inbox() -> rx.Component:
    """The page."""
    return page(
        _list(),
        thread_pane(),
        context_pane(),
        key="inbox",
        title="Inbox",
        panes=Opened.pane,
        keys=KEYS,
        on_action=lambda name: Inbox.act(name, Opened.id),
        help=HELP,
    )


def _list() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Inbox")),
            rx.el.span(Inbox.open_text, class_name="m"),
            rx.el.button(
                rx.icon("search", class_name="icon", aria_hidden="true"),
                type="button",
                class_name="ib push",
                aria_label=t("Search"),
                title=t("Search"),
                aria_expanded=Inbox.searching.to_string(),
                aria_keyshortcuts="/",
                on_click=Inbox.show_search(~Inbox.searching),
            ),
            class_name="head",
        ),
        rx.cond(
            Inbox.searching,
            forms.find(
                "inbox-search", "Search", "A name, a word, an order…", Inbox.query, Inbox.search, auto_focus=True
            ),
        ),
        _watch(),
        rx.cond(
            Inbox.failed & rx.State.is_hydrated,
            states.failed(t("The conversations could not be read just now. Nothing is lost."), Inbox.load()),
            _rows(),
        ),
        class_name="list",
        aria_label=t("Conversations"),
    )


def _watch() -> rx.Component:
    return rx.el.form(
        rx.icon("zap", class_name="icon", aria_hidden="true"),
        rx.el.span(t("Watching")),
        rx.foreach(Inbox.alerts, _tag),
        rx.el.input(
            key=Inbox.typed_round.to_string(),
            name="words",
            auto_complete="off",
            aria_label=t("Watch words, separated by commas"),
            placeholder=t("add a word…"),
        ),
        on_submit=Inbox.watch,
        class_name="watch",
    )


def _tag(phrase: rx.Var[str]) -> rx.Component:
    return rx.el.span(
        rx.el.span(phrase, dir="auto"),
        rx.el.button(
            "×", type="button", aria_label=t("Stop watching {word}", word=phrase), on_click=Inbox.unwatch(phrase)
        ),
        class_name="tag",
    )


def _rows() -> rx.Component:
    words = {
        "minutes": t("{n} min"),
        "hours": t("{n} h"),
        "days": t("{n} d"),
        "score": t("Score"),
        "pending": t("answered"),
        "snoozed": t("snoozed"),
        "closed": t("resolved"),
        "list": t("Conversations"),
        "loading": t("Loading"),
        "fresh": t("{n} new"),
        "failed": t("The conversations could not be read just now. Nothing is lost."),
        "again": t("Try again"),
        "empty": t("No conversation is open. New ones appear here by themselves."),
        "nothing": t("Nothing found. Try fewer or other words."),
    }
    return List.create(
        query=Inbox.query,
        patch=Inbox.patch,
        selected=Opened.id,
        signal=Opened.signal,
        words=rx.Var.create(words).to(dict[str, str]),
        on_open=Opened.open,
    )
