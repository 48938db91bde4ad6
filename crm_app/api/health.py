"""Is the product alive, can it work, and what is it doing without? Names no workspace, address or person."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from crm_app.accounts import queries as accounts
from crm_app.api.answers import answer
from crm_app.api.rates import rates
from crm_app.channels import queries as channels
from crm_app.kit.errors import AppError
from crm_app.kit.settings import settings
from crm_app.kit.transaction import house, reading
from crm_app.runtime import runtime

PATIENCE_S = 3.0
KNOWN_FOR_S = 15.0
LATE_S = 60.0
"""Jobs that wait longer than this, although their time has come, are behind."""

_known: dict[str, tuple[float, str]] = {}


async def live(_: Request) -> Response:
    """GET /health/live: the process answers."""
    return answer({"status": "live"})


async def ready(_: Request) -> Response:
    """GET /health/ready: 503 when nothing can be stored; otherwise what is missing without stopping the work."""
    problem = await _database_problem()
    if problem:
        return answer({"status": "unavailable", "checks": {"database": problem}, "degraded": []}, 503)
    checks = {"database": "ok", "redis": await _redis(), "models": _models()}
    for name, look in {"jobs": _jobs, "email": _email, "channels": _channels}.items():
        checks[name] = await _remembered(name, look)
    degraded = [name for name, state in checks.items() if state not in ("ok", "not used")]
    return answer({"status": "degraded" if degraded else "ready", "checks": checks, "degraded": degraded})


def forget() -> None:
    """Look at everything anew."""
    _known.clear()


async def _remembered(name: str, look: Callable[[], Awaitable[str]]) -> str:
    """What a look found, at most some seconds ago: anybody may ask, and it must not cost much."""
    found = _known.get(name)
    if found and time.monotonic() - found[0] < KNOWN_FOR_S:
        return found[1]
    try:
        said = await asyncio.wait_for(look(), PATIENCE_S)
    except AppError as error:
        return error.sentence
    except TimeoutError:
        return "It does not answer."
    _known[name] = (time.monotonic(), said)
    return said


async def _database_problem() -> str:
    try:
        await asyncio.wait_for(house().database.check(), PATIENCE_S)
    except AppError as error:
        return error.sentence
    except TimeoutError:
        return "The database does not answer."
    except RuntimeError:
        return "Still starting."
    return ""


async def _redis() -> str:
    if not settings().redis_url:
        return "not used"
    try:
        reached = await asyncio.wait_for(rates().redis_answers(), PATIENCE_S)
    except TimeoutError:
        reached = False
    return "ok" if reached else "Redis does not answer: live news and limits stay within this process."


def _models() -> str:
    gateway = runtime().gateway
    if not gateway.configured:
        return "not used"
    resting = gateway.resting
    return f"Passed over for now: {', '.join(resting)}. Others or the offline engine answer." if resting else "ok"


async def _jobs() -> str:
    late = await house().jobs.overdue()
    if late.seconds <= LATE_S:
        return "ok"
    return f"{late.jobs} jobs wait, the oldest for {round(late.seconds)} s. Does a worker run?"


async def _email() -> str:
    found = await _accounts()
    if not settings().smtp_host and not sum(one.mailboxes for one in found):
        return "No mail account is set up: replies by e-mail wait."
    troubled = sum(one.mailboxes_troubled for one in found)
    return f"Mail accounts with a problem: {troubled}. See Settings, E-mail." if troubled else "ok"


async def _channels() -> str:
    found = await _accounts()
    if not sum(one.channels for one in found):
        return "not used"
    troubled = sum(one.channels_troubled for one in found)
    return f"Channel accounts with a problem: {troubled}. See Settings, Channels." if troubled else "ok"


async def _accounts() -> list[channels.Troubled]:
    found = []
    for actor in await accounts.everywhere():
        async with reading(actor) as tx:
            found.append(await channels.troubled(tx))
    return found
