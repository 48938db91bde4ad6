"""How does a machine hear of it? JSON, and every error in one form: {"error": {"code", "message", "field"}}."""

import re
from typing import Any
from uuid import uuid4

from pydantic import BaseModel
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response

from crm_app.kit.errors import AppError

REQUEST_ID = "x-request-id"
_PLAIN_ID = re.compile(r"[\w.:-]{1,64}")


class Problem(BaseModel):
    """What went wrong: a stable name for programs, a sentence for people, the input that was wrong."""

    code: str
    message: str
    field: str | None = None


class Failure(BaseModel):
    error: Problem


def answer(content: BaseModel | dict[str, Any], status: int = 200) -> Response:
    """JSON of a typed answer."""
    if isinstance(content, BaseModel):
        return Response(content.model_dump_json(), status, media_type="application/json")
    return JSONResponse(content, status)


def failure(error: AppError) -> Response:
    """An error as a machine reads it, with when to come back where that is known."""
    told = Failure(error=Problem(code=error.code, message=error.sentence, field=error.field))
    response = answer(told, error.status)
    if error.status in (429, 503):
        response.headers["retry-after"] = "1"
    if error.status == 401:
        response.headers["www-authenticate"] = "Bearer"
    return response


def unheard() -> Response:
    """For a caller who hung up before the request was whole: nobody reads it, and it is no fault of ours."""
    return Response(status_code=499)


def request_id(connection: HTTPConnection) -> str:
    """The id that the caller gave, where it is a plain word, else a new one."""
    given = connection.headers.get(REQUEST_ID, "")
    return given if _PLAIN_ID.fullmatch(given) else uuid4().hex
