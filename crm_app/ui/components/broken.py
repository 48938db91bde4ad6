"""What a page shows when its own script fails: a sentence and a way on, never a trace."""

import reflex as rx
from reflex_components_core.base.error_boundary import error_boundary

from crm_app.ui.words import t


def guarded(*children: rx.Component) -> rx.Component:
    """The children, or in their place a calm failure; the server's log gets the details."""
    calm = rx.el.div(
        rx.el.h2(t("This page stopped working")),
        rx.el.p(t("Something went wrong on our side. Nothing was lost. Try again.")),
        rx.el.div(
            rx.el.button(
                t("Load the page anew"),
                type="button",
                class_name="b",
                on_click=rx.call_function(rx.Var("() => { window.location.reload() }")),
            ),
            class_name="acts",
        ),
        class_name="failed",
        role="alert",
    )
    return error_boundary(*children, fallback_render=rx.Var.create(calm))
