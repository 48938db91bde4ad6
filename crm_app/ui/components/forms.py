"""Inputs with their label, hint and error, in one form everywhere.

A field's `name` is also what an `Invalid` error names: its sentence then appears under the input.
"""

import reflex as rx

from crm_app.ui.session import Session
from crm_app.ui.words import t


def field(
    name: str, label: str, control: rx.Component, *, hint: str | rx.Var[str] = "", whole: bool = False
) -> rx.Component:
    """A labelled control made by `text`, `choose` or `paragraph` of the same name; hints with values are of `t`."""
    told = hint if isinstance(hint, rx.Var) else t(hint) if hint else None
    return rx.el.div(
        rx.el.label(t(label), html_for=name),
        control,
        rx.fragment() if told is None else rx.el.span(told, id=f"{name}-hint", class_name="hint"),
        rx.el.span(Session.wrong[name], id=f"{name}-wrong", role="alert", class_name="wrong"),
        class_name="field whole" if whole else "field",
    )


def text(name: str, value: rx.Var[str] | str = "", *, kind: str = "text", **props: object) -> rx.Component:
    """A one-line input."""
    return rx.el.input(id=name, name=name, type=kind, default_value=value, **_told(name), **props)


def paragraph(name: str, value: rx.Var[str] | str = "", **props: object) -> rx.Component:
    """An input of several lines."""
    return rx.el.textarea(id=name, name=name, default_value=value, dir="auto", **_told(name), **props)


def choose(name: str, value: rx.Var[str] | str, options: dict[str, rx.Var[str] | str], **props: object) -> rx.Component:
    """A choice from a short list of value to label."""
    items = [rx.el.option(label, value=key) for key, label in options.items()]
    # The browser follows a changed default of an input, but not of a select: that one is made anew.
    fresh = value if isinstance(value, str) else value.to_string()
    return rx.el.select(*items, key=fresh, id=name, name=name, default_value=value, **_told(name), **props)


def _told(name: str) -> dict[str, object]:
    wrong = Session.wrong.contains(name)
    return {"aria_invalid": wrong, "aria_describedby": f"{name}-hint {name}-wrong"}


def find(
    name: str, label: str, placeholder: str, value: rx.Var[str], on_change: rx.EventHandler, **props: object
) -> rx.Component:
    """The search above a list: what is typed is told after a short pause."""
    return rx.el.div(
        rx.el.input(
            id=name,
            type="search",
            class_name="input",
            auto_complete="off",
            default_value=value,
            aria_label=t(label),
            placeholder=t(placeholder),
            on_change=on_change.debounce(200),
            **props,
        ),
        class_name="find",
    )


def submit(label: str, busy: rx.Var[bool] | bool = False) -> rx.Component:
    """The one filled button of a form."""
    return rx.el.button(t(label), type="submit", class_name="b p", disabled=busy)
