"""Two transactions at once on PostgreSQL: the first goes on only when the second waits for it, so no luck is needed."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import psycopg

from crm_app.kit.settings import settings
from tests.ports.whole_house import eventually

T = TypeVar("T")
WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def begun(second: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Begins `second`; returns once it waits for a lock, or is done."""
    task = asyncio.create_task(second)
    async with await psycopg.AsyncConnection.connect(settings().database_url, autocommit=True) as watching:

        async def waits() -> bool:
            return task.done() or await (await watching.execute(WAITING)).fetchone() is not None

        await eventually(waits)
    return task
