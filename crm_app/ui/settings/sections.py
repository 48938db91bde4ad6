"""The sections of the settings: who may open each, what it shows, what fills it."""

from collections.abc import Callable
from dataclasses import dataclass

import reflex as rx

from crm_app.ui.settings.email import Mail
from crm_app.ui.settings.email_page import email
from crm_app.ui.settings.keys import ApiKeys, api_keys
from crm_app.ui.settings.members import Members, members
from crm_app.ui.settings.order import Order, order
from crm_app.ui.settings.profile import profile
from crm_app.ui.settings.workspace import WorkspaceForm, workspace


@dataclass(frozen=True)
class Section:
    """A part of the settings; `label` is a text for `t`."""

    key: str
    label: str
    right: str
    build: Callable[[], rx.Component]
    load: rx.EventHandler | None = None


SECTIONS = [
    Section("profile", "You", "profile.write", profile),
    Section("order", "Inbox order", "scoring.write", order, Order.load),
    Section("email", "E-mail", "email.write", email, Mail.load),
    Section("members", "Members", "members.write", members, Members.load),
    Section("keys", "API keys", "keys.write", api_keys, ApiKeys.load),
    Section("workspace", "Workspace", "workspace.write", workspace, WorkspaceForm.load),
]
