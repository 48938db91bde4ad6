"""Which address shows which page."""

from collections.abc import Callable
from dataclasses import dataclass

import reflex as rx

from crm_app.ui.escalations.page import escalations
from crm_app.ui.escalations.state import Escalations
from crm_app.ui.inbox.page import inbox
from crm_app.ui.inbox.state import Inbox
from crm_app.ui.installation.page import installation
from crm_app.ui.installation.state import Installation
from crm_app.ui.ledger.page import ledger
from crm_app.ui.ledger.state import Ledger
from crm_app.ui.not_found import not_found
from crm_app.ui.people.page import people
from crm_app.ui.people.state import People
from crm_app.ui.settings.page import sections
from crm_app.ui.sign_in.page import SignIn, sign_in


@dataclass(frozen=True)
class Page:
    """A page, its address, its title in the browser's tab, what fills it, and whether nobody may see it."""

    path: str
    build: Callable[[], rx.Component]
    title: str
    on_load: rx.EventHandler | None = None
    public: bool = False


PAGES = [
    Page("/sign-in", sign_in, "Sign in · Tacit", SignIn.arrive, public=True),
    Page("/", inbox, "Inbox · Tacit", Inbox.load),
    Page("/escalations", escalations, "Escalations · Tacit", Escalations.load),
    Page("/people", people, "People · Tacit", People.load),
    Page("/intake", ledger, "Intake · Tacit", Ledger.load),
    *[Page(place.path, build, f"{place.label} · Tacit", load) for place, build, load in sections()],
    Page("/installation", installation, "Installation · Tacit", Installation.arrive, public=True),
    Page("404", not_found, "Not found · Tacit", public=True),
]
