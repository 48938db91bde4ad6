"""May this caller ask again so soon? Counted per key and per address, in Redis when there is one."""

import time
from functools import cache

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.storage import storage_from_string
from starlette.requests import HTTPConnection

from crm_app.kit.errors import AppError
from crm_app.kit.settings import settings

log = structlog.get_logger()

# over ten seconds, so that a burst that is worked off a moment later is not turned away
PER_KEY = parse("10000 per 10 seconds")
PER_ADDRESS = parse("20000 per 10 seconds")
WRONG_KEYS = parse("300 per second")
CHAT_SOCKETS = parse("1200 per minute")

PATIENCE_S, REST_S = 2.0, 10.0
"""How long an answer of Redis is waited for, and how long this process then counts by itself."""


class Rates:
    """Counts calls. Losing Redis means counting in this process, never letting everything through."""

    def __init__(self, redis_url: str | None) -> None:
        self._here = FixedWindowRateLimiter(storage_from_string("async+memory://"))
        self._storage = _redis(redis_url) if redis_url else None
        self._shared = FixedWindowRateLimiter(self._storage) if self._storage else self._here
        self._lost_at = -REST_S

    async def admit(self, limit: RateLimitItem, who: str) -> None:
        """Count one call; raises AppError 429 when there were too many."""
        try:
            fits = await self._counter().hit(limit, "api", who)
        except Exception as error:  # whatever Redis' client raises
            log.warning("shared_limits_lost", error=type(error).__name__)
            self._lost_at = time.monotonic()
            fits = await self._here.hit(limit, "api", who)
        if not fits:
            raise AppError("too_many_requests", "Too many requests at once. Wait a moment, then go on.", status=429)

    def _counter(self) -> FixedWindowRateLimiter:
        """The shared one, unless it failed a moment ago: one caller waits for a Redis that hangs, the others do not."""
        return self._here if time.monotonic() - self._lost_at < REST_S else self._shared

    async def redis_answers(self) -> bool:
        """Whether the shared counter can be reached; True without one."""
        try:
            return self._storage is None or await self._storage.check()
        except Exception:  # whatever Redis' client raises
            return False


@cache
def _of(redis_url: str | None) -> Rates:
    return Rates(redis_url)


def rates() -> Rates:
    """The counters of this process."""
    return _of(settings().redis_url)


def address_of(connection: HTTPConnection) -> str:
    """The client's address; forwarded ones count only behind as many trusted proxies as are set."""
    hops = settings().trusted_proxies
    forwarded = [part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops][:64]
    return connection.client.host if connection.client else ""


def _redis(url: str) -> Storage:
    # Its default client is another one than the product has.
    return storage_from_string(
        f"async+{url}", implementation="redispy", socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S
    )
