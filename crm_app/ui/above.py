"""Who stands above all workspaces? Whoever typed ADMIN_TOKEN a short while ago.

The cookie holds until when, and a signature that only this installation with this token can make: nothing is stored,
and another ADMIN_TOKEN ends all of them.
"""

import hmac
import time

from starlette.requests import cookie_parser

from crm_app.kit import security
from crm_app.kit.settings import settings

COOKIE = "tacit_above"
LASTS_S = 30 * 60
RIGHT = "installation"
PATH = "/installation"


def is_token(given: str) -> bool:
    """Whether this is ADMIN_TOKEN; nothing is while that is not set."""
    wanted = settings().admin_token.get_secret_value()
    return bool(wanted) and security.same(given.strip(), wanted)


def ticket() -> str:
    """What the cookie holds from now on."""
    until = str(int(time.time()) + LASTS_S)
    return f"{until}.{_sign(until)}"


def is_above(cookies: str) -> bool:
    """Whether a Cookie header holds a ticket of ours that is not over."""
    until, _, signature = cookie_parser(cookies).get(COOKIE, "").partition(".")
    if not settings().admin_token.get_secret_value() or not security.same(signature, _sign(until)):
        return False
    return int(until) > time.time()


def _sign(until: str) -> str:
    token = security.digest(settings().admin_token.get_secret_value())
    return hmac.digest(security.derived_key("installation"), f"{until}:{token}".encode(), "sha256").hex()
