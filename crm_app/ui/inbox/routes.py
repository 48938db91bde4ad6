"""The rows of the list, a page at a time, as the browser's own list asks for them while it is scrolled."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from crm_app.accounts import queries as accounts
from crm_app.accounts.permissions import require
from crm_app.inbox import queries
from crm_app.kit.errors import AppError
from crm_app.kit.paging import Page
from crm_app.kit.transaction import reading
from crm_app.ui import guard
from crm_app.ui.inbox.reasons import line

LONGEST_QUERY = 200


async def rows(request: Request) -> Response:
    """GET /inbox/rows?page=&q= with the cookie of a login: `{rows, total}`, 50 a page, best first.

    With `q`, the conversations of any status that hold these words. 401 without a login, 422 for a page that is none.
    """
    try:
        actor = require(await guard.actor_of_cookie(request.headers.get("cookie", "")), "inbox.read")
        query = request.query_params.get("q", "").strip()[:LONGEST_QUERY]
        number = request.query_params.get("page", "1")
        at = Page(int(number) if number.isdecimal() and len(number) < 9 else 0)
        async with reading(actor) as tx:
            currency = (await accounts.workspace(tx)).currency
            if query:
                found = await queries.search(tx, query)
                total = len(found)
            else:
                page = await queries.page(tx, at)
                found, total = page.rows, page.total
        lines = [line(row, currency, actor.language) for row in found]
        return JSONResponse({"rows": lines, "total": total}, headers={"cache-control": "no-store"})
    except AppError as error:
        return JSONResponse({"error": error.code, "sentence": error.sentence}, error.status)


def routes() -> Starlette:
    """The route as an app to mount beside the others."""
    return Starlette(routes=[Route("/inbox/rows", rows, methods=["GET"])])
