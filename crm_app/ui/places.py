"""The pages that the navigation and the palette lead to. A page stands here once it exists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where one can go: who may, how it is named and drawn, and the letter that leads there after `g`."""

    key: str
    path: str
    label: str
    icon: str
    right: str
    letter: str = ""
    at_foot: bool = False


INBOX = Place("inbox", "/", "Inbox", "inbox", "inbox.read", "i")
ESCALATIONS = Place("escalations", "/escalations", "Escalations", "life-buoy", "inbox.read", "e")
INTAKE = Place("intake", "/intake", "Intake", "arrow-down-to-line", "ledger.read", "n", at_foot=True)

PEOPLE = Place("people", "/people", "People", "users", "contacts.read", "p")

PLACES = [
    INBOX,
    PEOPLE,
    ESCALATIONS,
    INTAKE,
    Place("settings", "/settings", "Settings", "settings", "profile.write", "s", at_foot=True),
]
"""In the order of the navigation; the first is where one lands after signing in."""

SETTINGS = [
    Place("profile", "/settings", "You", "user", "profile.write"),
    Place("order", "/settings/order", "Inbox order", "list-ordered", "scoring.write"),
    Place("alerts", "/settings/alerts", "Watched words", "zap", "alerts.write"),
    Place("email", "/settings/email", "E-mail", "mail", "email.write"),
    Place("channels", "/settings/channels", "Channels", "radio-tower", "channels.write"),
    Place("chat", "/settings/chat", "Web chat", "message-square", "channels.write"),
    Place("answers", "/settings/answers", "Answers", "bot", "workspace.write"),
    Place("members", "/settings/members", "Members", "users", "members.write"),
    Place("keys", "/settings/keys", "API keys", "key-round", "keys.write"),
    Place("budget", "/settings/budget", "Budget", "coins", "workspace.write"),
    Place("imports", "/settings/import", "Import", "file-up", "import.write"),
    Place("workspace", "/settings/workspace", "Workspace", "building-2", "workspace.write"),
]
"""The sections of the settings, in their order."""
