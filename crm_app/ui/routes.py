"""Which address shows which page."""

from collections.abc import Callable
from dataclasses import dataclass

import reflex as rx

from crm_app.ui.not_found import not_found
from crm_app.ui.settings.page import settings_page
from crm_app.ui.settings.state import SettingsPage
from crm_app.ui.sign_in.page import SignIn, sign_in


@dataclass(frozen=True)
class Page:
    """A page, its address, its title in the browser's tab, and what fills it."""

    path: str
    build: Callable[[], rx.Component]
    title: str
    on_load: rx.EventHandler | None = None


PAGES = [
    Page("/sign-in", sign_in, "Sign in · Tacit", SignIn.arrive),
    Page("/settings", settings_page, "Settings · Tacit", SettingsPage.open),
    Page("404", not_found, "Not found · Tacit"),
]
