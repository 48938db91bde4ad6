"""What is known of a contact: worth, handles, orders, merges; or the fields to change it."""

import reflex as rx

from crm_app.ui.components import states
from crm_app.ui.components.forms import field, paragraph, submit, text
from crm_app.ui.inbox.surroundings import Fact
from crm_app.ui.people.opened import Person
from crm_app.ui.people.pairs import Pairs
from crm_app.ui.people.showing import Other
from crm_app.ui.session import may
from crm_app.ui.words import t


def details_pane() -> rx.Component:
    """The pane; empty while nobody is open."""
    return rx.el.aside(
        rx.match(
            Person.stage,
            ("ready", rx.cond(Person.editing, _form(), _known())),
            ("missing", rx.fragment()),
            rx.cond(rx.State.is_hydrated, rx.fragment(), states.loading("short", "", "", "", "short", "tall")),
        ),
        class_name="ctx",
        aria_label=t("Details"),
        tab_index=0,
    )


def _known() -> rx.Component:
    return rx.el.div(
        _titled("Worth", Person.worth),
        _titled("Known by", Person.known_by),
        _titled("Orders", Person.bought),
        rx.cond(
            Person.alike.length() > 0,
            rx.fragment(rx.el.h3(t("May be the same")), rx.foreach(Person.alike, _alike)),
        ),
        rx.cond(
            Person.merged.length() > 0,
            rx.fragment(rx.el.h3(t("Merged into this contact")), rx.foreach(Person.merged, _past)),
        ),
    )


def _titled(title: str, facts: rx.Var[list[Fact]]) -> rx.Component:
    lines = rx.el.dl(
        rx.foreach(facts, lambda fact: rx.el.div(rx.el.dt(fact.label), rx.el.dd(fact.value, dir="auto"))),
        class_name="facts",
    )
    return rx.cond(facts.length() > 0, rx.fragment(rx.el.h3(t(title)), lines))


def _alike(other: rx.Var[Other]) -> rx.Component:
    compare = rx.el.button(
        t("Compare"),
        type="button",
        class_name="small",
        aria_label=t("Compare with {name}", name=other.name),
        on_click=Pairs.open(Person.id),
    )
    return _other(other, compare)


def _past(other: rx.Var[Other]) -> rx.Component:
    undo = rx.el.button(
        t("Undo"),
        type="button",
        class_name="small",
        aria_label=t("Undo the merge of {name}", name=other.name),
        on_click=Person.undo(other.id),
    )
    return _other(other, rx.cond(may("contacts.merge"), undo))


def _other(other: rx.Var[Other], act: rx.Component) -> rx.Component:
    said = rx.el.span(other.about, class_name="second", dir="auto")
    return rx.el.div(
        rx.el.div(rx.el.span(other.name, dir="auto"), said, class_name="who-was"),
        act,
        class_name="merged",
        key=other.id.to_string(),
    )


def _form() -> rx.Component:
    shown = Person.fields
    return rx.el.form(
        rx.el.h3(t("Change the details")),
        field("name", "Name", text("name", shown["name"], auto_focus=True, dir="auto"), whole=True),
        field("email", "E-mail", text("email", shown["email"], kind="email"), whole=True),
        field("phone", "Phone", text("phone", shown["phone"], kind="tel", dir="ltr"), whole=True),
        field("address", "Address", paragraph("address", shown["address"]), whole=True),
        field(
            "segments", "Segments", text("segments", shown["segments"], dir="auto"), hint="Separated by commas.",
            whole=True,
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="vip", default_checked=Person.vip), t("VIP"), class_name="check"
        ),
        rx.el.div(
            submit("Save"),
            rx.el.button(t("Cancel"), type="button", class_name="b q", on_click=Person.leave),
            class_name="acts",
        ),
        on_submit=Person.save,
        class_name="form edit",
        key=Person.id.to_string(),
    )  # fmt: skip
