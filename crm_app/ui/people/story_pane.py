"""The middle of the page: a contact's story over all channels, or pairs that may be the same."""

import reflex as rx

from crm_app.ui.components import states
from crm_app.ui.components.native import key as kbd
from crm_app.ui.components.native import link
from crm_app.ui.inbox.surroundings import Fact
from crm_app.ui.people.opened import Person
from crm_app.ui.people.pairs import Pairs
from crm_app.ui.people.showing import Line, Pair, Side
from crm_app.ui.session import may
from crm_app.ui.words import t


def story_pane() -> rx.Component:
    """The pane; it says what to do where nobody is open."""
    return rx.el.section(
        rx.match(
            Person.stage,
            ("ready", rx.fragment(_head(), _tabs(), _story())),
            ("pairs", _pairs()),
            ("missing", _missing()),
            ("failed", states.failed(t("This contact could not be read just now. Nothing is lost."), Person.again())),
            rx.cond(rx.State.is_hydrated, _nobody(), _loading()),
        ),
        class_name="thread",
        aria_label=t("Story"),
    )


def _back() -> rx.Component:
    return rx.el.button(
        rx.icon("arrow-left", class_name="icon turns", aria_hidden="true"),
        type="button",
        class_name="ib only-phone",
        aria_label=t("Back to the list"),
        on_click=Person.look(""),
    )


def _head() -> rx.Component:
    edit = rx.el.button(t("Edit"), kbd("E"), type="button", class_name="b", aria_keyshortcuts="E", on_click=Person.edit)
    talk = link(t("Open the conversation"), to=Person.talk, class_name="b q", aria_keyshortcuts="O")
    return rx.el.header(
        _back(),
        rx.el.span(Person.initials, class_name="av", aria_hidden="true"),
        rx.el.div(rx.el.h2(Person.name, dir="auto"), rx.el.p(Person.under, dir="auto"), class_name="what"),
        rx.el.div(rx.cond(Person.talk != "", talk), rx.cond(may("contacts.write"), edit), class_name="btns"),
        class_name="thead",
    )


def _tabs() -> rx.Component:
    def tab(label: str, pane: str) -> rx.Component:
        on = (Person.pane == "show-context") == (pane == "show-context")
        return rx.el.button(t(label), type="button", aria_pressed=on.to_string(), on_click=Person.look(pane))

    return rx.el.div(tab("Story", "show-thread"), tab("Details", "show-context"), class_name="tabs")


def _story() -> rx.Component:
    return rx.el.div(
        rx.cond(
            Person.lines.length() > 0,
            rx.el.ol(rx.foreach(Person.lines, _line), class_name="story"),
            states.empty(
                t("Nothing has happened yet"), t("Messages, notes, orders and changes appear here."), icon="history"
            ),
        ),
        rx.cond(
            Person.older,
            rx.el.div(rx.el.button(t("Older"), type="button", class_name="b", on_click=Person.more), class_name="acts"),
        ),
        class_name="msgs",
        tab_index=0,
        role="region",
        aria_label=t("Story"),
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return rx.cond(line.kind == "day", rx.el.li(rx.el.h3(line.title), class_name="day", key=line.key), _moment(line))


def _moment(line: rx.Var[Line]) -> rx.Component:
    by = rx.fragment(
        rx.el.b(line.title, dir="auto"),
        rx.el.span(line.more, class_name="second", dir="auto"),
        rx.cond(line.subject != "", rx.el.span(line.subject, class_name="second cut", dir="auto")),
    )
    return rx.el.li(
        rx.el.time(line.time),
        rx.el.i(aria_hidden="true"),
        rx.el.div(
            rx.cond(line.where != "", link(by, to=line.where, class_name="by"), rx.el.div(by, class_name="by")),
            rx.cond(line.text != "", rx.el.p(line.text, dir="auto")),
        ),
        class_name=f"moment {line.kind}",
        key=line.key,
    )


def _pairs() -> rx.Component:
    return rx.fragment(
        rx.el.header(
            _back(),
            rx.el.div(
                rx.el.h2(t("These may be the same")),
                rx.el.p(t("Merging keeps one contact with everything of both. It can be undone.")),
                class_name="what",
            ),
            class_name="thead short",
        ),
        rx.el.div(
            rx.cond(
                Pairs.shown.length() > 0,
                rx.foreach(Pairs.shown, _pair),
                states.empty(
                    t("Nobody is here twice"),
                    t("Tacit looks at whoever comes in, and at everybody once a night."),
                    icon="users",
                ),
            ),
            class_name="msgs pairs",
            tab_index=0,
            role="region",
            aria_label=t("These may be the same"),
        ),
    )


def _pair(pair: rx.Var[Pair]) -> rx.Component:
    """Two contacts side by side, why they may be the same, and what a person can say to it."""
    return rx.el.article(
        rx.el.p(
            rx.el.b(pair.score, class_name="num"),
            rx.foreach(pair.likely, lambda why: rx.el.span(why, class_name="state good")),
            rx.foreach(pair.doubtful, lambda why: rx.el.span(why, class_name="state")),
            class_name="whys",
        ),
        rx.el.div(_side(pair.first, pair.second), _side(pair.second, pair.first), class_name="sides"),
        rx.cond(
            may("contacts.merge"),
            rx.el.div(
                rx.el.button(t("Not the same"), type="button", class_name="b q", on_click=Pairs.dismiss(pair.id)),
                class_name="acts",
            ),
        ),
        class_name="pair",
        aria_label=t("{one} and {other}", one=pair.first.name, other=pair.second.name),
        key=pair.id.to_string(),
    )


def _side(side: rx.Var[Side], other: rx.Var[Side]) -> rx.Component:
    keep = rx.el.button(
        t("Merge, keep this one"),
        type="button",
        class_name="b",
        aria_label=t("Merge, keep {name}", name=side.name),
        on_click=Pairs.merge(side.id, other.id),
    )
    return rx.el.div(
        rx.el.h3(rx.el.button(side.name, type="button", class_name="small", on_click=Person.open(side.id)), dir="auto"),
        _facts(side.facts),
        rx.cond(may("contacts.merge"), keep),
        class_name="side",
    )


def _facts(facts: rx.Var[list[Fact]]) -> rx.Component:
    return rx.el.dl(
        rx.foreach(facts, lambda fact: rx.el.div(rx.el.dt(fact.label), rx.el.dd(fact.value, dir="auto"))),
        class_name="facts",
    )


def _missing() -> rx.Component:
    return states.empty(
        t("This contact is not here"), t("It does not exist, or it was removed. Choose another."), icon="users"
    )


def _nobody() -> rx.Component:
    return states.empty(t("Nobody is open"), t("Choose somebody from the list, or press J."), icon="users")


def _loading() -> rx.Component:
    return rx.el.div(states.loading("title", "short", "", "", "short", "", ""), class_name="msgs")
