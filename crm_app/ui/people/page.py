"""People: the list, who is open with their story, what is known of them."""

import reflex as rx

from crm_app.ui.components import forms, states
from crm_app.ui.frame import page
from crm_app.ui.people.browser import PeopleList
from crm_app.ui.people.details_pane import details_pane
from crm_app.ui.people.opened import Person
from crm_app.ui.people.pairs import Pairs
from crm_app.ui.people.state import People
from crm_app.ui.people.story_pane import story_pane
from crm_app.ui.words import t

KEYS = {
    "j": "ui-next",
    "k": "ui-previous",
    "enter": "read",
    "e": "edit",
    "d": "pairs",
    "o": "write",
    "/": "ui-find",
    "escape": "escape",
}
HELP = [
    ("j", "Next contact"),
    ("k", "Previous contact"),
    ("enter", "Read their story"),
    ("o", "Open the conversation"),
    ("e", "Change the details"),
    ("d", "Who may be the same"),
    ("/", "Search"),
    ("escape", "One step back"),
]


def people() -> rx.Component:
    """The page."""
    return page(
        _list(),
        story_pane(),
        details_pane(),
        key="people",
        title="People",
        panes=Person.pane,
        keys=KEYS,
        on_action=People.act,
        help=HELP,
    )


def _list() -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(t("People")), rx.el.span(People.total_text, class_name="m"), class_name="head"),
        forms.find(
            "people-search",
            "Search people",
            "A name, an e-mail, a number…",
            People.query,
            People.search,
            aria_keyshortcuts="/",
        ),
        rx.cond(People.pairs_text != "", _pairs()),
        rx.cond(
            People.failed & rx.State.is_hydrated,
            states.failed(t("The contacts could not be read just now. Nothing is lost."), People.load()),
            _rows(),
        ),
        class_name="list",
        aria_label=t("Contacts"),
    )


def _pairs() -> rx.Component:
    return rx.el.button(
        rx.icon("users", class_name="icon", aria_hidden="true"),
        rx.el.span(People.pairs_text),
        type="button",
        class_name="alikes",
        aria_pressed=(Person.stage == "pairs").to_string(),
        aria_keyshortcuts="D",
        on_click=Pairs.open(0),
    )


def _rows() -> rx.Component:
    words = {
        "list": t("Contacts"),
        "loading": t("Loading"),
        "failed": t("The contacts could not be read just now. Nothing is lost."),
        "again": t("Try again"),
        "empty": t("Nobody is here yet. Whoever writes to you appears here by themselves."),
        "nothing": t("Nobody found. Try fewer or other letters."),
    }
    return PeopleList.create(
        query=People.query,
        round=People.round,
        selected=Person.id,
        words=rx.Var.create(words).to(dict[str, str]),
        on_open=Person.open,
    )
