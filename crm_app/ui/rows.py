"""The rows of a long list, a page at a time, as the browser's own list asks for them while it is scrolled."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from crm_app.accounts import queries as accounts
from crm_app.accounts.permissions import require
from crm_app.kit.errors import AppError
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Transaction, reading
from crm_app.ui import guard

LONGEST_QUERY = 200


class Paged(Protocol):
    """A page of views, and how many there are on all pages."""

    rows: Sequence[Any]
    total: int


Search = Callable[[Transaction, str], Awaitable[Sequence[Any]]]
Read = Callable[[Transaction, Page], Awaitable[Paged]]
Line = Callable[[Any, str, str], Mapping[str, Any]]


def rows_of(path: str, right: str, *, search: Search, page: Read, line: Line) -> Starlette:
    """An app to mount beside the others: GET `path`?page=&q= with the cookie of a login: `{rows, total}`, 50 a page.

    With `q`, what `search` finds by these words. 401 without a login, 403 without `right`, 422 for no such page.
    `line` makes a row of a view, the workspace's currency and the member's language.
    """

    async def rows(request: Request) -> Response:
        try:
            actor = require(await guard.actor_of_cookie(request.headers.get("cookie", "")), right)
            query, at = _asked(request)
            async with reading(actor) as tx:
                currency = (await accounts.workspace(tx)).currency
                found, total = await _found(tx, query, at, search, page)
            lines = [line(row, currency, actor.language) for row in found]
            return JSONResponse({"rows": lines, "total": total}, headers={"cache-control": "no-store"})
        except AppError as error:
            return JSONResponse({"error": error.code, "sentence": error.sentence}, error.status)

    return Starlette(routes=[Route(path, rows, methods=["GET"])])


def _asked(request: Request) -> tuple[str, Page]:
    query = request.query_params.get("q", "").strip()[:LONGEST_QUERY]
    number = request.query_params.get("page", "1")
    return query, Page(int(number) if number.isdecimal() and len(number) < 9 else 0)


async def _found(tx: Transaction, query: str, at: Page, search: Search, page: Read) -> tuple[Sequence[Any], int]:
    if query:
        found = await search(tx, query)
        return found, len(found)
    whole = await page(tx, at)
    return whole.rows, whole.total
