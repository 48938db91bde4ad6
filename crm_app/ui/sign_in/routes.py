"""The two routes that a browser posts to: in and out. Plain forms, so that they work before anything is loaded."""

import base64
import json
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm_app.accounts import actions, queries
from crm_app.kit import clock, security
from crm_app.kit.errors import AppError
from crm_app.kit.settings import settings
from crm_app.kit.transaction import above_walls
from crm_app.language.clean import clean
from crm_app.ui import guard
from crm_app.ui.places import PLACES
from crm_app.ui.sign_in.throttle import Throttle

TRIED = "tacit_tried"
"""Cookie that brings a failed attempt back to the form for a minute: the address that was typed, and why."""

LARGEST_FORM = 8192
WRONG = "This e-mail address and password do not fit together."
NOT_OURS = "This form was sent from another address than the one Tacit is set up for. Open Tacit anew and try again."

_throttles: dict[str | None, Throttle] = {}


async def sign_in(request: Request) -> Response:
    """POST /auth/sign-in with `email`, `password` and where to go `next`."""
    form: dict[str, str] = {}
    try:
        refuse_strangers(request)
        form = await read_form(request)
        email = clean(form.get("email", ""))
        await throttle().admit(email, address_of(request))
        token = await _token_for(email, form.get("password", ""))
        async with above_walls(write=True) as session:
            if before := request.cookies.get(guard.COOKIE):
                await actions.sign_out(session, before)
    except AppError as error:
        return _back(form, error.sentence)
    await throttle().forgive(email)
    answer = RedirectResponse(safe_path(form.get("next", "")), 303)
    age = int(actions.LOGIN_LASTS.total_seconds())
    answer.set_cookie(guard.COOKIE, token, max_age=age, path="/", httponly=True, samesite="lax", secure=is_secure())
    answer.delete_cookie(TRIED, path="/")
    return answer


async def _token_for(email: str, password: str) -> str:
    """A fresh login; raises AppError where the two do not fit. Nothing is open while the password is checked."""
    async with above_walls() as session:
        known = await queries.credentials(session, email)
    if not await security.password_fits(known and known.password_hash, password):
        raise AppError("wrong_password", WRONG, status=401)
    async with above_walls(write=True) as session:
        return await actions.sign_in(session, known, clock.now())


async def sign_out(request: Request) -> Response:
    """POST /auth/sign-out: ends this login."""
    try:
        refuse_strangers(request)
    except AppError as error:
        return _back({}, error.sentence)
    token = request.cookies.get(guard.COOKIE, "")
    async with above_walls(write=True) as session:
        await actions.sign_out(session, token)
    guard.forget_login(token)
    answer = RedirectResponse(guard.SIGN_IN, 303)
    answer.delete_cookie(guard.COOKIE, path="/", httponly=True, samesite="lax", secure=is_secure())
    return answer


def routes() -> Starlette:
    """The routes as an app to mount beside the others."""
    return Starlette(routes=[
        Route("/auth/sign-in", sign_in, methods=["POST"]),
        Route("/auth/sign-out", sign_out, methods=["POST"]),
    ])  # fmt: skip


def tried(cookie: str) -> dict[str, str]:
    """What a failed attempt left for the form: `email`, `problem`, `next`; empty when nothing did."""
    try:
        kept = json.loads(base64.urlsafe_b64decode(cookie))
    except ValueError:
        return {}
    return {key: str(kept.get(key, ""))[:300] for key in ("email", "problem", "next")} if isinstance(kept, dict) else {}


def safe_path(path: str) -> str:
    """A path of ours to go to; the first place for anything else."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if ours and 1 < len(path) <= 300 else PLACES[0].path


def address_of(request: Request) -> str:
    """The client's address; forwarded ones count only behind as many trusted proxies as are set."""
    hops = settings().trusted_proxies
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return request.client.host if request.client else ""


def refuse_strangers(request: Request) -> None:
    """Raises AppError for a form that a page of somewhere else sent."""
    if request.headers.get("origin") not in settings().origins:
        raise AppError("foreign_origin", NOT_OURS, status=403)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a small form; raises AppError for a large one."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            raise AppError("too_large", "That is too much text for a sign-in form.", status=413)
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _back(form: dict[str, str], problem: str) -> Response:
    kept = {"email": form.get("email", "")[:254], "next": form.get("next", "")[:300], "problem": problem}
    answer = RedirectResponse(guard.SIGN_IN, 303)
    value = base64.urlsafe_b64encode(json.dumps(kept).encode()).decode()
    answer.set_cookie(TRIED, value, max_age=60, path="/", httponly=True, samesite="lax", secure=is_secure())
    return answer


def throttle() -> Throttle:
    """The counter of attempts."""
    url = settings().redis_url
    if url not in _throttles:
        _throttles[url] = Throttle(url)
    return _throttles[url]


def is_secure() -> bool:
    """Whether cookies go over https alone."""
    return settings().address.startswith("https://")
