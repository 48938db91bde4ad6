"""The settings: a row of sections, one of them open."""

import reflex as rx

from crm_app.ui.frame import page
from crm_app.ui.session import may
from crm_app.ui.settings.sections import SECTIONS, Section
from crm_app.ui.settings.state import SettingsPage
from crm_app.ui.words import t


def settings_page() -> rx.Component:
    """The page."""
    return page(
        rx.el.nav(*[_entry(section) for section in SECTIONS], class_name="sections", aria_label=t("Settings")),
        rx.match(SettingsPage.section, *[(section.key, section.build()) for section in SECTIONS], rx.fragment()),
        key="settings",
        title="Settings",
    )


def _entry(section: Section) -> rx.Component:
    entry = rx.el.button(
        t(section.label),
        type="button",
        aria_current=rx.cond(SettingsPage.section == section.key, "page", "false"),
        on_click=SettingsPage.choose(section.key),
    )
    return rx.cond(may(section.right), entry)
