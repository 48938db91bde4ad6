"""Jobs about jobs."""

from datetime import timedelta

from crm_app.kit import clock
from crm_app.kit.jobs import task
from crm_app.kit.transaction import house

JOBS_LAST = timedelta(days=30)
"""As long as the jobs that were given up may be looked into, and that the key of a job stays taken."""


@task(cron="30 3 * * *")
async def forget_old_jobs() -> None:
    """Every night: the jobs that ended long ago, well or not."""
    await house().jobs.forget(clock.now() - JOBS_LAST)
