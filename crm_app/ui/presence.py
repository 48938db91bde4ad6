"""Which members are at work? What they do on a page is written down, at most once a minute each."""

import asyncio
import time

import structlog

from crm_app.accounts import actions
from crm_app.kit import clock
from crm_app.kit.errors import AppError
from crm_app.kit.transaction import Actor, above_walls

log = structlog.get_logger()

EVERY_S = 60.0
MOST_KNOWN = 10_000

_noted: dict[int, float] = {}
_writing: set[asyncio.Task[None]] = set()


def note(actor: Actor | None) -> None:
    """A member did something; it is written down beside what they wait for."""
    now = time.monotonic()
    if actor is None or actor.member_id is None or now - _noted.get(actor.member_id, -EVERY_S) < EVERY_S:
        return
    if len(_noted) > MOST_KNOWN:
        _noted.clear()
    _noted[actor.member_id] = now
    task = asyncio.create_task(_write(actor.member_id))
    _writing.add(task)
    task.add_done_callback(_writing.discard)


async def _write(member_id: int) -> None:
    try:
        async with above_walls(write=True) as session:
            await actions.note_seen(session, member_id, clock.now())
    except AppError as error:
        log.warning("presence_not_noted", error=error.code)
