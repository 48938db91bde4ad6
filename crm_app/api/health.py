"""Is the product alive, can it work, and what is it doing without?"""

import asyncio
import time

from starlette.requests import Request
from starlette.responses import Response

from crm_app.accounts import queries as accounts
from crm_app.api.answers import answer
from crm_app.api.rates import rates
from crm_app.channels import queries as channels
from crm_app.kit.errors import AppError
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, above_walls, house, reading

PATIENCE_S = 3.0
MAIL_KNOWN_FOR_S = 30.0

_mail: tuple[float, bool] = (0.0, False)


async def live(_: Request) -> Response:
    """GET /health/live: the process answers."""
    return answer({"status": "live"})


async def ready(_: Request) -> Response:
    """GET /health/ready: 503 when nothing can be stored; otherwise what is missing without stopping the work."""
    problem = await _database_problem()
    if problem:
        return answer({"status": "unavailable", "checks": {"database": problem}, "degraded": []}, 503)
    checks = {"database": "ok", "redis": await _redis(), "email": await _email()}
    degraded = [name for name, state in checks.items() if state not in ("ok", "not used")]
    return answer({"status": "degraded" if degraded else "ready", "checks": checks, "degraded": degraded})


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


async def _email() -> str:
    global _mail
    if time.monotonic() - _mail[0] > MAIL_KNOWN_FOR_S:
        try:
            _mail = (time.monotonic(), await _somebody_can_send())
        except AppError as error:
            return error.sentence
    return "ok" if _mail[1] else "No mail account is set up: replies by e-mail wait."


async def _somebody_can_send() -> bool:
    if settings().smtp_host:
        return True
    async with above_walls() as session:
        ids = [workspace.id for workspace in await accounts.workspaces(session)]
    for workspace_id in ids:
        async with reading(Actor.system(workspace_id)) as tx:
            if any(box.enabled for box in await channels.mailboxes(tx)):
                return True
    return False
