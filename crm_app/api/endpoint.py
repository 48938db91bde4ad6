"""How is a route served? Admit, recognise, allow, read, run, answer: the same for every one of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import structlog
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from crm_app.accounts import queries
from crm_app.accounts.permissions import require
from crm_app.api import bodies, rates
from crm_app.api.answers import REQUEST_ID, answer, failure, request_id, unheard
from crm_app.api.auth import actor_of, require_installation
from crm_app.kit.errors import AppError, Invalid, NotFound
from crm_app.kit.telemetry import span
from crm_app.kit.transaction import Actor, above_walls

log = structlog.get_logger()

INSTALLATION = "installation"
"""The right of whoever holds ADMIN_TOKEN."""

NOBODY = Actor(0, "installation", "installation")


@dataclass(frozen=True)
class Call:
    """One call, recognised and read. `body` is an instance of the endpoint's body type, `query` of its query type."""

    request: Request
    actor: Actor
    query: Any = None
    body: Any = None

    def id(self, what: str) -> int:
        """The number in the path; raises NotFound for what can be no id."""
        number = whole_number(self.request.path_params["id"])
        if not number:
            raise NotFound(what)
        return number


@dataclass(frozen=True)
class Endpoint:
    """A route: its place, who may call it, what goes in and out, and what runs.

    `query` and `body` are checked before `run` is called. With `reads=False`, `run` reads the body itself and `body`
    only documents it; one that is not needed may stay away; `most` lets it be a list of so many, too. `answers` says
    by status what comes back: a form, several, or a sentence for bytes. `example` is a body that gets the first of
    them. `right` INSTALLATION asks for ADMIN_TOKEN. With `client`, the path's id is the workspace itself: open to its
    own members and keys under `right`, and to whoever holds ADMIN_TOKEN.
    """

    method: str
    path: str
    summary: str
    right: str
    run: Callable[[Call], Awaitable[Response | tuple[BaseModel, int] | BaseModel]]
    answers: dict[int, Any] = field(default_factory=dict)
    query: type[BaseModel] | None = None
    body: Any = None
    reads: bool = True
    most: int = 0
    group: str = ""
    client: bool = False
    needs_body: bool = True
    example: Any = None

    def route(self) -> Route:
        """The route as Starlette serves it."""
        return Route(self.path, self.serve, methods=[self.method])

    async def serve(self, request: Request) -> Response:
        """Answer one request; what no AppError explains is a bug: logged with its trace, answered with its id."""
        name = request_id(request)
        facts = {"http.request.method": self.method, "http.route": self.path, "request.id": name}
        with structlog.contextvars.bound_contextvars(request_id=name), span(f"{self.method} {self.path}", facts):
            try:
                response = await self._run(request)
            except AppError as error:
                response = failure(error)
            except ClientDisconnect:
                response = unheard()
            except Exception:
                log.exception("request_failed", method=self.method, path=self.path)
                sentence = f"Something broke on our side. It is in the log under {name}."
                response = failure(AppError("internal", sentence, status=500))
            facts["http.response.status_code"] = response.status_code
        response.headers[REQUEST_ID] = name
        response.headers.setdefault("cache-control", "no-store")
        return response

    async def _run(self, request: Request) -> Response:
        counter = rates.rates()
        await counter.admit(rates.PER_ADDRESS, f"address:{rates.address_of(request)}")
        actor = await self._actor(request)
        await counter.admit(rates.PER_KEY, f"actor:{actor.workspace_id}:{actor.label}")
        query = check(self.query, {k: v for k, v in request.query_params.items() if v}) if self.query else None
        body = await self._body(request) if self.body and self.reads else None
        told = await self.run(Call(request, actor, query, body))
        if isinstance(told, Response):
            return told
        return answer(*told) if isinstance(told, tuple) else answer(told)

    async def _body(self, request: Request) -> Any:
        raw = await bodies.read_body(request)
        return self._check_body(bodies.parse(raw) if raw or self.needs_body else {})

    def _check_body(self, value: Any) -> Any:
        if not (self.most and isinstance(value, list)):
            return check(self.body, value)
        if not 1 <= len(value) <= self.most:
            raise Invalid("body", f"A list holds 1 to {self.most} items.")
        return [check(self.body, item, number) for number, item in enumerate(value)]

    async def _actor(self, request: Request) -> Actor:
        if self.right == INSTALLATION:
            require_installation(request)
            return NOBODY
        if self.client and "authorization" in request.headers:
            require_installation(request)
            return require(await _client_above(request), self.right)
        actor = require(await actor_of(request, self.method), self.right)
        if self.client and whole_number(request.path_params["id"]) != actor.workspace_id:
            raise NotFound("client")
        return actor


async def _client_above(request: Request) -> Actor:
    """Whoever holds ADMIN_TOKEN, at work in the workspace that the path names."""
    workspace_id = whole_number(request.path_params["id"])
    async with above_walls() as session:
        if not (workspace_id and await queries.workspace_exists(session, workspace_id)):
            raise NotFound("client")
    return Actor(workspace_id, "installation", "installation")


def whole_number(text: str) -> int:
    """The id that a path names; 0 for what can be none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def check(form: Any, value: Any, item: int | None = None) -> Any:
    """The value as the form's type; raises Invalid that names the field. `item`: its place in a list, from 0."""
    try:
        return _adapter(form).validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])[:100] or "body"
        name = place if item is None else f"{item}.{place}"
        raise Invalid(name, f"{name}: {first['msg'].removeprefix('Value error, ')}.") from None


@cache
def _adapter(form: Any) -> TypeAdapter:
    return TypeAdapter(form)
