"""Does a transaction on PostgreSQL wait for what another one has locked?"""

import asyncio

import psycopg

from crm_app.kit.settings import settings

WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def stands_in_line(other: asyncio.Task) -> bool:
    """Whether it comes to wait for a lock; False when it ends without."""
    async with (
        asyncio.timeout(30),
        await psycopg.AsyncConnection.connect(settings().database_url, autocommit=True) as server,
    ):
        while not other.done():
            if await (await server.execute(WAITING)).fetchone():
                return True
            await asyncio.sleep(0.01)
    return False
