"""What a page shows while it has nothing to show: loading, empty, failed."""

import reflex as rx

from crm_app.ui.words import t


def loading(*widths: str, label: str = "Loading") -> rx.Component:
    """Grey lines that keep the layout; `widths` are classes such as `short`, `title`, `tall`."""
    lines = [
        rx.el.span(class_name=f"skeleton line {width}", aria_hidden="true") for width in widths or ("", "", "short")
    ]
    return rx.el.div(rx.el.span(t(label), class_name="sr-only"), *lines, role="status", aria_busy="true")


def empty(title: rx.Var[str], text: rx.Var[str], *acts: rx.Component, icon: str = "inbox") -> rx.Component:
    """Says what will appear here, and how."""
    return rx.el.div(
        rx.icon(icon, aria_hidden="true"),
        rx.el.h2(title),
        rx.el.p(text),
        rx.el.div(*acts, class_name="acts") if acts else rx.fragment(),
        class_name="empty",
    )


def failed(text: rx.Var[str], retry: rx.event.EventSpec | rx.EventHandler) -> rx.Component:
    """Says what happened, and offers to try again."""
    return rx.el.div(
        rx.el.h2(t("This could not be loaded")),
        rx.el.p(text),
        rx.el.div(rx.el.button(t("Try again"), on_click=retry, type="button", class_name="b"), class_name="acts"),
        role="alert",
        class_name="failed",
    )
