"""The pages that the navigation and the palette lead to. A page stands here once it exists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where one can go: who may, and how it is named and drawn."""

    key: str
    path: str
    label: str
    icon: str
    right: str
    at_foot: bool = False


PLACES = [
    Place("inbox", "/", "Inbox", "inbox", "inbox.read"),
    Place("intake", "/intake", "Intake", "arrow-down-to-line", "ledger.read"),
    Place("settings", "/settings", "Settings", "settings", "profile.write", at_foot=True),
]

SETTINGS = [
    Place("profile", "/settings", "You", "user", "profile.write"),
    Place("order", "/settings/order", "Inbox order", "list-ordered", "scoring.write"),
    Place("email", "/settings/email", "E-mail", "mail", "email.write"),
    Place("members", "/settings/members", "Members", "users", "members.write"),
    Place("keys", "/settings/keys", "API keys", "key-round", "keys.write"),
    Place("workspace", "/settings/workspace", "Workspace", "building-2", "workspace.write"),
]
"""The sections of the settings, in their order."""
