"""What stands where nothing stands."""

import reflex as rx

from crm_app.ui.components.native import link
from crm_app.ui.frame import bare_page
from crm_app.ui.places import PLACES
from crm_app.ui.words import t


def not_found() -> rx.Component:
    """The page for an address that leads nowhere."""
    return bare_page(
        rx.el.div(
            rx.el.h1(t("There is no such page")),
            rx.el.p(t("The address may be mistyped, or what stood here was removed."), class_name="second"),
            rx.el.div(link(t("Go to {place}", place=t(PLACES[0].label)), to=PLACES[0].path, class_name="b")),
            class_name="in",
        )
    )
