"""The rows of the list of conversations: those of a page best first, or of any status by their words."""

from starlette.applications import Starlette

from crm_app.inbox import queries
from crm_app.ui.inbox.reasons import line
from crm_app.ui.rows import rows_of


def routes() -> Starlette:
    """The route as an app to mount beside the others."""
    return rows_of("/inbox/rows", "inbox.read", search=queries.search, page=queries.page, line=line)
