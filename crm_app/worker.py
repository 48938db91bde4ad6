"""Works behind the scenes without serving pages: `python -m crm_app.worker`, any number of them on PostgreSQL."""

import asyncio
import signal

import structlog

from crm_app.bootstrap import close_runtime, open_runtime
from crm_app.kit import log
from crm_app.kit.settings import settings


async def work() -> None:
    """Run jobs until somebody asks to stop; what is running then ends first, for at most a few seconds."""
    stop = asyncio.Event()
    for asked in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(asked, stop.set)
    await open_runtime(run_jobs=True)
    structlog.get_logger().info("worker_started")
    try:
        await stop.wait()
    finally:
        await close_runtime()


if __name__ == "__main__":
    log.set_up(settings().log_level)
    asyncio.run(work())
