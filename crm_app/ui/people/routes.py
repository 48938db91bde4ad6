"""The lines of the list of people, a page at a time, as the browser's own list asks for them while it is scrolled."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from crm_app.accounts import queries as accounts
from crm_app.accounts.permissions import require
from crm_app.contacts import finding
from crm_app.kit.errors import AppError
from crm_app.kit.paging import Page
from crm_app.kit.transaction import reading
from crm_app.ui import guard
from crm_app.ui.people.showing import line

LONGEST_QUERY = 200


async def rows(request: Request) -> Response:
    """GET /people/rows?page=&q= with the cookie of a login: `{rows, total}`, 50 a page, by name.

    With `q`, the contacts whose name, mail or phone holds these words. 401 without a login, 422 for no such page.
    """
    try:
        actor = require(await guard.actor_of_cookie(request.headers.get("cookie", "")), "contacts.read")
        query = request.query_params.get("q", "").strip()[:LONGEST_QUERY]
        number = request.query_params.get("page", "1")
        at = Page(int(number) if number.isdecimal() and len(number) < 9 else 0)
        async with reading(actor) as tx:
            currency = (await accounts.workspace(tx)).currency
            if query:
                found = await finding.search(tx, query)
                total = len(found)
            else:
                page = await finding.page(tx, at)
                found, total = page.rows, page.total
        lines = [line(row, currency, actor.language) for row in found]
        return JSONResponse({"rows": lines, "total": total}, headers={"cache-control": "no-store"})
    except AppError as error:
        return JSONResponse({"error": error.code, "sentence": error.sentence}, error.status)


def routes() -> Starlette:
    """The route as an app to mount beside the others."""
    return Starlette(routes=[Route("/people/rows", rows, methods=["GET"])])
