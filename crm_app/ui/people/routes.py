"""The lines of the list of people: those of a page by name, or by their name, mail or phone."""

from starlette.applications import Starlette

from crm_app.contacts import finding
from crm_app.ui.people.showing import line
from crm_app.ui.rows import rows_of


def routes() -> Starlette:
    """The route as an app to mount beside the others."""
    return rows_of("/people/rows", "contacts.read", search=finding.search, page=finding.page, line=line)
