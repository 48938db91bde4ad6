"""May this attempt to sign in be made? Limited per account and per address, in Redis when there is one."""

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.storage import storage_from_string

from crm_app.kit import security
from crm_app.kit.errors import AppError

log = structlog.get_logger()

PER_ACCOUNT = parse("8 per 10 minutes")
PER_ADDRESS = parse("100 per 10 minutes")


class Throttle:
    """Counts attempts. Losing Redis means counting in this process, never letting everything through."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._here = MovingWindowRateLimiter(storage_from_string("async+memory://"))
        self._shared = MovingWindowRateLimiter(_redis(redis_url)) if redis_url else self._here

    async def admit(self, account: str, address: str) -> None:
        """Count an attempt; raises AppError when there were too many."""
        by_account = await self._ask("hit", PER_ACCOUNT, _name(account))
        if not (await self._ask("hit", PER_ADDRESS, address) and by_account):
            raise AppError("too_many_attempts", "Too many attempts. Wait ten minutes, then try again.", status=429)

    async def forgive(self, account: str) -> None:
        """Forget an account's attempts: the last one was right."""
        await self._ask("clear", PER_ACCOUNT, _name(account))

    async def _ask(self, verb: str, limit: RateLimitItem, key: str) -> bool | None:
        try:
            return await getattr(self._shared, verb)(limit, "sign-in", key)
        except Exception as error:  # whatever Redis' client raises
            log.warning("shared_limits_lost", error=type(error).__name__)
            return await getattr(self._here, verb)(limit, "sign-in", key)


def _name(account: str) -> str:
    return security.digest(account.strip().casefold())


def _redis(url: str) -> Storage:
    # Its default client is another one than the product has.
    return storage_from_string(f"async+{url}", implementation="redispy")
