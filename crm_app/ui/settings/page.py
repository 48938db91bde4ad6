"""The settings: a row of sections, each with an address of its own, so that what is typed outlives a reconnect."""

from collections.abc import Callable

import reflex as rx

from crm_app.ui.components.native import link
from crm_app.ui.frame import page
from crm_app.ui.imports.page import imports
from crm_app.ui.imports.state import Imports
from crm_app.ui.places import SETTINGS, Place
from crm_app.ui.session import Session, may
from crm_app.ui.settings.alerts import Alerts, alerts
from crm_app.ui.settings.answers import Answers, answers
from crm_app.ui.settings.budget import Budget, budget
from crm_app.ui.settings.channels import Channels
from crm_app.ui.settings.channels_page import channels
from crm_app.ui.settings.chat_window import ChatWindow, chat_window
from crm_app.ui.settings.email import Mail
from crm_app.ui.settings.email_page import email
from crm_app.ui.settings.keys import ApiKeys, api_keys
from crm_app.ui.settings.members import Members, members
from crm_app.ui.settings.order import Order, order
from crm_app.ui.settings.profile import Profile, profile
from crm_app.ui.settings.workspace import WorkspaceForm, workspace
from crm_app.ui.words import t

CONTENT: dict[str, tuple[Callable[[], rx.Component], rx.EventHandler]] = {
    "profile": (profile, Profile.load),
    "order": (order, Order.load),
    "alerts": (alerts, Alerts.load),
    "email": (email, Mail.load),
    "channels": (channels, Channels.load),
    "chat": (chat_window, ChatWindow.load),
    "answers": (answers, Answers.load),
    "members": (members, Members.load),
    "keys": (api_keys, ApiKeys.load),
    "budget": (budget, Budget.load),
    "imports": (imports, Imports.load),
    "workspace": (workspace, WorkspaceForm.load),
}
"""What each section shows, and what fills it."""


def sections() -> list[tuple[Place, Callable[[], rx.Component], rx.EventHandler]]:
    """Every section with the builder of its page and the handler that fills it."""
    return [(place, _page(place, CONTENT[place.key][0]), CONTENT[place.key][1]) for place in SETTINGS]


def _page(place: Place, content: Callable[[], rx.Component]) -> Callable[[], rx.Component]:
    def build() -> rx.Component:
        return page(
            rx.el.nav(*[_entry(other, place) for other in SETTINGS], class_name="sections", aria_label=t("Settings")),
            rx.cond(~Session.ready | may(place.right), content(), _refused()),
            key="settings",
            title="Settings",
        )

    return build


def _entry(place: Place, active: Place) -> rx.Component:
    current = "page" if place.key == active.key else None
    return rx.cond(may(place.right), link(t(place.label), to=place.path, aria_current=current))


def _refused() -> rx.Component:
    return rx.el.div(
        rx.el.h2(t("This is not for your role")),
        rx.el.p(t("Your role does not allow this. Ask an admin of your workspace.")),
        class_name="empty",
    )
