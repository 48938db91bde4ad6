"""Which jobs does the engine let go of? Those that ended long ago; what waits or runs stays, however old it is."""

import asyncio
from datetime import datetime

from dbos import DBOSClient

from crm_app.kit.jobs import courtesy

ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

AT_ONCE = 100
"""So many go in one transaction: SQLite has a single writer, and a batch holds it for a few milliseconds."""

PAUSE_S = 0.1
"""Between two batches: whoever waits for SQLite's writer looks again at least that often."""


async def forget(client: DBOSClient, ended_before: datetime) -> None:
    """Delete the jobs that ended before, with what they were given, what they left and their steps."""
    until = ended_before.isoformat()
    while True:
        await courtesy.wait()
        found = await client.list_workflows_async(
            status=ENDED,
            completed_before=until,
            end_time=until,  # it was put down before it ended: spares a look at all younger ones
            limit=AT_ONCE,
            load_input=False,
            load_output=False,
        )
        if not found:
            return
        await client.delete_workflows_async([each.workflow_id for each in found])
        await asyncio.sleep(PAUSE_S)
