"""May this attempt to sign in be made? Limited per account and per address, in Redis when there is one."""

import structlog
from limits import parse
from limits.aio.storage import Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.storage import storage_from_string

from crm_app.kit import security
from crm_app.kit.errors import AppError

log = structlog.get_logger()

PER_ACCOUNT = parse("8 per 10 minutes")
PER_ADDRESS = parse("40 per 10 minutes")


class Throttle:
    """Counts attempts. Losing Redis means counting in this process, never letting everything through."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._here = MovingWindowRateLimiter(_storage("async+memory://"))
        self._shared = MovingWindowRateLimiter(_storage(f"async+{redis_url}")) if redis_url else self._here

    async def admit(self, account: str, address: str) -> None:
        """Count an attempt; raises AppError when there were too many."""
        account = security.digest(account.strip().casefold())
        by_account = await self._hit(PER_ACCOUNT, account)
        if not (await self._hit(PER_ADDRESS, address) and by_account):
            raise AppError("too_many_attempts", "Too many attempts. Wait ten minutes, then try again.", status=429)

    async def _hit(self, limit: object, key: str) -> bool:
        try:
            return await self._shared.hit(limit, "sign-in", key)
        except Exception as error:  # whatever Redis' client raises
            log.warning("shared_limits_lost", error=type(error).__name__)
            return await self._here.hit(limit, "sign-in", key)


def _storage(url: str) -> Storage:
    return storage_from_string(url)
