"""Composition root: settings in, a running house out. The only file that names adapters."""

from crm_app import tables  # noqa: F401  (foreign keys find each other)
from crm_app.adapters.jobs.dbos_engine import DbosEngine
from crm_app.kit.bus import InProcessBus
from crm_app.kit.db import Database
from crm_app.kit.events import Event
from crm_app.kit.jobs import Job
from crm_app.kit.settings import settings
from crm_app.kit.transaction import House, Transaction, house, settle


async def open_runtime() -> None:
    """Connect everything and make it the ground of all transactions."""
    known = settings()
    database = Database(known)
    await database.check()
    settle(House(database, DbosEngine(known), InProcessBus(), react))
    await house().bus.start()
    if known.run_jobs:
        await house().jobs.start()


async def react(_tx: Transaction, _event: Event) -> list[Job]:
    """Nothing follows from anything yet."""
    return []


async def close_runtime() -> None:
    """End what `open_runtime` began."""
    ground = house()
    await ground.jobs.stop()
    await ground.bus.stop()
    await ground.database.dispose()
    settle(None)
