"""Who asks? A program by its key, a member by their browser's cookie, or whoever holds the installation's token."""

import time

from starlette.requests import HTTPConnection

from crm_app.accounts import queries
from crm_app.api import rates
from crm_app.kit import clock, security
from crm_app.kit.errors import AppError, Unauthorised
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, above_walls

KEY = "x-api-key"
COOKIE = "tacit_login"
KNOWN_FOR_S = 3.0
LONGEST_SECRET = 200
SAFE = {"GET", "HEAD"}
WRONG_KEY = "This API key is not valid. An admin finds and makes keys under Settings, API keys."

_known: dict[str, tuple[float, Actor]] = {}


async def actor_of(connection: HTTPConnection, method: str) -> Actor:
    """The caller. Raises Unauthorised for nobody, and AppError for a page of somewhere else that uses the cookie."""
    key, token = connection.headers.get(KEY, ""), connection.cookies.get(COOKIE, "")
    if key:
        return await _looked_up("key", key) or await _refuse(connection, WRONG_KEY)
    if token:
        _refuse_foreign_pages(connection, method)
        return await _looked_up("login", token) or await _refuse(connection, "You are signed out. Sign in again.")
    raise Unauthorised()


def require_installation(connection: HTTPConnection) -> None:
    """Raises Unauthorised unless the caller holds ADMIN_TOKEN; nobody does while it is not set."""
    wanted = settings().admin_token.get_secret_value()
    kind, _, given = connection.headers.get("authorization", "").partition(" ")
    if not wanted or kind.casefold() != "bearer" or not security.same(given.strip(), wanted):
        raise Unauthorised("Send ADMIN_TOKEN as a bearer token. Where that setting is empty, this is closed.")


def forget_all() -> None:
    """Look everybody up anew."""
    _known.clear()


async def _looked_up(kind: str, secret: str) -> Actor | None:
    if len(secret) > LONGEST_SECRET:
        return None
    name, now = f"{kind}:{security.digest(secret)}", time.monotonic()
    found = _known.get(name)
    if found and now - found[0] < KNOWN_FOR_S:
        return found[1]
    async with above_walls() as session:
        if kind == "key":
            actor = await queries.actor_of_key(session, secret, clock.now())
        else:
            actor = await queries.actor_of_login(session, secret, clock.now())
    _known.pop(name, None)
    if actor:  # strangers are not remembered: they would fill the memory
        if len(_known) > 10_000:
            _known.clear()
        _known[name] = (now, actor)
    return actor


async def _refuse(connection: HTTPConnection, sentence: str) -> Actor:
    await rates.rates().admit(rates.WRONG_KEYS, f"wrong:{rates.address_of(connection)}")
    raise Unauthorised(sentence)


def _refuse_foreign_pages(connection: HTTPConnection, method: str) -> None:
    if method not in SAFE and connection.headers.get("origin") not in settings().origins:
        raise AppError("foreign_origin", "A page of another site cannot act for you. Use an API key.", status=403)
