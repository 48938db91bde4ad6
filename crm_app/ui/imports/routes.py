"""Where the browser puts a file that is to be imported: streamed to the store, looked at, never run."""

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from crm_app.accounts.permissions import require
from crm_app.imports import actions
from crm_app.imports.reading import Layout, recognise
from crm_app.imports.sampling import sample
from crm_app.kit.errors import AppError, Forbidden, Invalid
from crm_app.kit.transaction import transaction
from crm_app.runtime import runtime
from crm_app.ui import guard
from crm_app.ui.words import say_error

LARGEST_MB = 200
TOO_LARGE = "This file is too large. Split it and import the parts one after the other."


async def upload(request: Request) -> Response:
    """POST /imports/files?kind=&name= with the file as the body and the cookie of a login: `{id}`.

    401 without a login, 403 for the wrong role or page, 413 for a file over 200 MB, 422 for one that is no table, no
    JSON lines and no mbox. A page elsewhere cannot post here: the header it would need is not allowed across sites.
    """
    language = "en"
    try:
        actor = require(await guard.actor_of_cookie(request.headers.get("cookie", "")), "import.write")
        language = actor.language
        if request.headers.get("x-tacit") != "import":
            raise Forbidden()
        stored_as, size = await _store(actor.workspace_id, request)
        with await runtime().files.open(actor.workspace_id, stored_as) as file:
            layout, samples = await asyncio.to_thread(_look, file)
        name, kind = unquote(request.query_params.get("name", "")), request.query_params.get("kind", "")
        async with transaction(actor) as tx:
            run = await actions.take(tx, kind, name, layout, samples=samples, stored_as=stored_as, size=size)
            await actions.count(tx, run.id)
        return JSONResponse({"id": run.id}, 201)
    except AppError as error:
        return JSONResponse({"error": error.code, "sentence": say_error(language, error)}, error.status)


async def _store(workspace_id: int, request: Request) -> tuple[str, int]:
    size = 0

    async def parts() -> AsyncIterator[bytes]:
        nonlocal size
        async for part in request.stream():
            size += len(part)
            if size > LARGEST_MB * 1024 * 1024:
                raise AppError("too_large", TOO_LARGE, status=413)
            yield part

    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced[:15]) > LARGEST_MB * 1024 * 1024:
        raise AppError("too_large", TOO_LARGE, status=413)
    return await runtime().files.put_stream(workspace_id, parts()), size


def _look(file: BinaryIO) -> tuple[Layout, list[list[str]]]:
    try:
        layout = recognise(file)
    except ValueError as reason:
        raise Invalid("file", str(reason)) from None
    return layout, sample(file, layout)


def routes() -> Starlette:
    """The route as an app to mount beside the others."""
    return Starlette(routes=[Route("/imports/files", upload, methods=["POST"])])
