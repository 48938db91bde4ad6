"""The job engine: DBOS on the product's own database, SQLite in one process, PostgreSQL with any number.

A job is put down in the transaction of the rows it is about, survives kill -9, is retried with growing pauses,
and is parked as failed when every attempt failed.
"""

import asyncio
import fcntl
import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSClient, DBOSConfig
from dbos._serialization import Serializer
from dbos._sys_db import SystemDatabase
from sqlalchemy.ext.asyncio import AsyncSession

from crm_app.adapters.jobs import forgetting
from crm_app.kit import telemetry
from crm_app.kit.errors import AppError
from crm_app.kit.jobs import SCHEDULE, TALK, TASKS, Job, Overdue, courtesy
from crm_app.kit.settings import Settings

log = structlog.get_logger()
APP = "tacit"
LANES, TALKS, FREE, OUTSIDE = "lanes", "talks", "free", "outside"
VERSION = "1"  # jobs put down by an older build run on a newer one: tasks are found by name
PAUSES_S = (1.0, 3.0, 9.0, 27.0, 81.0)
"""Between the attempts of a job."""

GAVE_UP_GROWTH = 3.0

LOOK_EVERY_S = {LANES: 0.05, TALKS: 0.15, FREE: 0.2, OUTSIDE: 0.25}
"""A look costs the processor a few milliseconds even when nothing waits; what a person waits for is looked for most."""

MOST_OUTSIDE = 64
"""Jobs of one process that may wait for vendors at the same time, each in a lane of its own; they only wait."""


class JsonSerializer(Serializer):
    """Arguments and results as JSON rather than pickles: a row in the database must never be code."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, default=repr)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "tacit_json"


class JobFailed(Exception):
    """Every attempt failed; says why the last one did."""


@DBOS.step(name="attempt")
async def _attempt(task: str, payload: dict[str, Any]) -> str | None:
    """None when it is done, else why not. Told rather than raised: results are kept as JSON, which knows no errors."""
    await courtesy.wait()
    try:
        with courtesy.second(), telemetry.span(f"job {task}", {"job.task": task}):
            await TASKS[task].run(**payload)
    except Exception as error:
        if not isinstance(error, AppError):
            telemetry.report(error, task)
        reason = str(error) if isinstance(error, AppError) else f"{type(error).__name__}: {error}"
        log.warning("job_attempt_failed", task=task, error=reason[:300])
        return reason[:500]
    return None


@DBOS.step(
    name="gave_up", retries_allowed=True, max_attempts=6, interval_seconds=PAUSES_S[0], backoff_rate=GAVE_UP_GROWTH
)
async def _gave_up(task: str, payload: dict[str, Any], reason: str) -> None:
    handler = TASKS[task].gave_up
    if handler:
        await handler(**payload, reason=reason)


@DBOS.workflow(name="run_job", max_recovery_attempts=20)
async def run_job(task: str, payload: dict[str, Any]) -> None:
    """One job: its attempts, and what to do when all have failed. A restart goes on with the next attempt."""
    for pause in (*PAUSES_S, None):
        reason = await _attempt(task, payload)
        if reason is None:
            return
        if pause is not None:
            await DBOS.sleep_async(pause)
    await _gave_up(task, payload, reason)
    raise JobFailed(reason)


@DBOS.workflow(name="run_scheduled")
async def run_scheduled(_at: Any, task: str) -> None:
    """One tick of the schedule."""
    await _attempt(task, {})


class DbosEngine:
    """JobEngine by DBOS. `put` works in any process; jobs run only between `start` and `stop`."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.sync_database_url
        self._life = Life(self._url, settings.data_dir / "locks")
        self._serializer = JsonSerializer()
        self._client = DBOSClient(system_database_url=self._url, application_name=APP, serializer=self._serializer)
        self._sweeper: asyncio.Task[None] | None = None

    async def put(self, session: AsyncSession, jobs: list[Job]) -> None:
        if not jobs:
            return
        session.info["trusted"] = True  # the engine writes its own tables through our connection
        try:
            await session.run_sync(lambda s: [self._put_one(s.connection(), job) for job in jobs])
        finally:
            session.info["trusted"] = False

    def _put_one(self, connection: sa.Connection, job: Job) -> None:
        options: dict[str, Any] = {
            "workflow_name": "run_job",
            "workflow_id": job.key,
            "queue_name": _queue(job),
        }
        if job.lane:
            options["queue_partition_key"] = job.lane
        if job.delay_s > 0:
            options["delay_seconds"] = job.delay_s
        self._client.enqueue_in_transaction(connection, options, job.task, job.payload)

    async def forget(self, ended_before: datetime) -> None:
        await forgetting.forget(self._client, ended_before)

    async def overdue(self) -> Overdue:
        return await asyncio.to_thread(self._overdue)

    def _overdue(self) -> Overdue:
        table = "workflow_status" if self._url.startswith("sqlite") else "dbos.workflow_status"
        query = (
            f"SELECT count(*), min(coalesce(delay_until_epoch_ms, created_at)) FROM {table} "
            "WHERE status IN ('ENQUEUED', 'DELAYED') AND coalesce(delay_until_epoch_ms, created_at) <= :now"
        )
        now = time.time() * 1000
        engine = sa.create_engine(self._url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            jobs, oldest = connection.execute(sa.text(query), {"now": int(now)}).one()
        return Overdue(jobs, max(0.0, (now - oldest) / 1000) if jobs else 0.0)

    async def prepare(self) -> None:
        await asyncio.to_thread(DBOS.migrate, self._url)

    async def start(self) -> None:
        await asyncio.to_thread(self._life.hold)
        config = DBOSConfig(
            name=APP,
            system_database_url=self._url,
            executor_id=self._life.id,
            application_version=VERSION,
            serializer=self._serializer,
            log_level="ERROR",
            notification_listener_polling_interval_sec=1.0,
            scheduler_polling_interval_sec=5.0,
        )
        engine = DBOS(config=config)
        DBOS.launch()  # on this loop, so that tasks share the process's engines and bus
        for lanes, most in ((LANES, 16), (TALKS, 16), (OUTSIDE, MOST_OUTSIDE)):
            await DBOS.register_queue_async(
                lanes, partition_concurrency=1, worker_concurrency=most, polling_interval_sec=LOOK_EVERY_S[lanes]
            )
        await DBOS.register_queue_async(FREE, worker_concurrency=16, polling_interval_sec=LOOK_EVERY_S[FREE])
        _look_cheaply(engine._sys_db)
        await asyncio.to_thread(_schedule)
        self._sweeper = asyncio.create_task(self._sweep_for_ever())

    async def stop(self) -> None:
        if self._sweeper:
            self._sweeper.cancel()
            await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=5)
            # The engine made its threads the loop's own, and they end with it.
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
            self._life.release()
        self._client.destroy()

    async def _sweep_for_ever(self) -> None:
        """Take over the jobs of processes that died."""
        while True:
            try:
                dead = await asyncio.to_thread(self._life.dead_executors)
                if dead:
                    await asyncio.to_thread(DBOS._recover_pending_workflows, dead)
            except Exception as error:
                log.warning("sweep_failed", error=str(error)[:200])
            await asyncio.sleep(2)


def _look_cheaply(store: SystemDatabase) -> None:
    """Let a look at an empty queue cost a tenth: at every look, DBOS builds a long statement anew and reads how the
    queue is set. So it is asked first whether anything waits at all, and how a queue is set is read once."""
    jobs, look, connections = store.tables.workflow_status, store.dequeue_scopes, store.engine
    ours = jobs.c.queue_name == sa.bindparam("queue")
    waiting = sa.select(ours).where(ours, jobs.c.status == "ENQUEUED", store._in_flight_status_prover()).limit(1)
    if connections.dialect.name == "postgresql":  # SQLite has no transaction to spare for a read
        connections = connections.execution_options(isolation_level="AUTOCOMMIT")

    def look_again(queue: str) -> list[str | None]:
        with connections.connect() as connection:
            return look(queue) if connection.execute(waiting, {"queue": queue}).first() else []

    store.dequeue_scopes = look_again  # type: ignore[method-assign]
    store.get_queue = cache(store.get_queue)  # type: ignore[method-assign]


def _queue(job: Job) -> str:
    if job.outside:
        return OUTSIDE
    if not job.lane:
        return FREE
    return TALKS if job.lane.startswith(f"{TALK}:") else LANES


def _schedule() -> None:
    """Put the schedule down, whether or not another process that starts right now has."""
    DBOS.apply_schedules(
        [
            {"schedule_name": name, "workflow_fn": run_scheduled, "schedule": cron, "context": name}
            for name, cron in SCHEDULE.items()
        ]
    )


class Life:
    """A process lives as long as it holds its lock; the kernel or the server frees it at death, however violent."""

    def __init__(self, url: str, folder: Path) -> None:
        self.id, self._url, self._folder = uuid.uuid4().hex, url, folder
        self._sqlite = url.startswith("sqlite")
        self._file: Any = None
        self._connection: sa.Connection | None = None

    def hold(self) -> None:
        if self._sqlite:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = (self._folder / self.id).open("w")
            fcntl.flock(self._file, fcntl.LOCK_EX)
        engine = sa.create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self._connection = engine.connect()
        if not self._sqlite:
            self._connection.execute(sa.text("SELECT pg_advisory_lock(4711, hashtext(:id))"), {"id": self.id})

    def release(self) -> None:
        if self._connection:
            self._connection.close()
        if self._file:
            self._file.close()
            (self._folder / self.id).unlink(missing_ok=True)

    def dead_executors(self) -> list[str]:
        """Executors with unfinished jobs whose lock is free."""
        if self._connection.invalidated:  # the server ended it, and everybody's locks: the others need a moment too
            self.hold()
            return []
        table = "workflow_status" if self._sqlite else "dbos.workflow_status"
        query = f"SELECT DISTINCT executor_id FROM {table} WHERE status = 'PENDING' AND executor_id <> :me"
        found = self._connection.execute(sa.text(query), {"me": self.id}).scalars().all()
        return [executor for executor in found if executor and self._is_dead(executor)]

    def _is_dead(self, executor: str) -> bool:
        if not self._sqlite:
            free = "SELECT pg_try_advisory_lock(4711, hashtext(:e)) AND pg_advisory_unlock(4711, hashtext(:e))"
            return bool(self._connection.execute(sa.text(free), {"e": executor}).scalar())
        path = self._folder / executor
        try:
            with path.open("r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
            return True
        except FileNotFoundError:
            return True
        except BlockingIOError:
            return False
