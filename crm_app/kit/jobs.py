"""Work that outlives the request: named tasks, jobs put down in the same commit as the rows they are about.

A task is a coroutine that takes ids, may run twice without harm, and is found by its name after a restart.
The engine behind this port is `adapters/jobs`.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

Work = Callable[..., Awaitable[None]]

TALK = "talk"
"""Lanes that begin so may wait for a model: they have workers of their own, so that a slow one delays no intake."""


@dataclass(frozen=True)
class Task:
    """A registered coroutine; `gave_up` runs once when every attempt has failed, with the error's sentence."""

    name: str
    run: Work
    gave_up: Work | None = None
    outside: bool = False

    def job(self, key: str, *, lane: str = "", delay_s: float = 0, **payload: Any) -> "Job":
        """A job for this task.

        Args:
            key: its identity; a second job with the same key is the same job.
            lane: jobs of one lane run one at a time, in order.
            delay_s: seconds before it may start.
            payload: JSON arguments of the task.
        """
        return Job(self.name, f"{self.name}:{key}", lane, delay_s, payload, self.outside)


@dataclass(frozen=True)
class Job:
    """One piece of work, ready to be put down."""

    task: str
    key: str
    lane: str = ""
    delay_s: float = 0
    payload: dict[str, Any] = field(default_factory=dict)
    outside: bool = False


TASKS: dict[str, Task] = {}
SCHEDULE: dict[str, str] = {}


def task(*, gave_up: Work | None = None, cron: str = "", outside: bool = False) -> Callable[[Work], Task]:
    """Register a coroutine as a task, named `<domain>.<function>`.

    Args:
        gave_up: called with the same arguments and `reason` after the last attempt failed.
        cron: five fields, in UTC; such a task takes no arguments.
        outside: it waits for a vendor. Such tasks have workers of their own, so that a vendor who does not answer
            keeps nobody from understanding what comes in; their jobs need a lane.
    """

    def register(run: Work) -> Task:
        name = f"{run.__module__.split('.')[1]}.{run.__name__}"
        TASKS[name] = Task(name, run, gave_up, outside)
        if cron:
            SCHEDULE[name] = cron
        return TASKS[name]

    return register


@dataclass(frozen=True)
class Overdue:
    """Jobs that should have begun: how many, and for how many seconds the oldest waits."""

    jobs: int
    seconds: float


class JobEngine(Protocol):
    """Port of the engine."""

    async def put(self, session: AsyncSession, jobs: list[Job]) -> None:
        """Put jobs down inside the session's transaction: they exist if and only if it commits."""
        ...

    async def forget(self, ended_before: datetime) -> None:
        """Let go of the jobs that ended before then, failed or not. Their keys are free again."""
        ...

    async def overdue(self) -> Overdue:
        """What waits although its time has come, in whatever process it is to run."""
        ...

    async def prepare(self) -> None:
        """Make the engine's own tables, so that jobs can be put down before any process has run one."""
        ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


_is_job: ContextVar[bool] = ContextVar("is_job", default=False)


class Courtesy:
    """Jobs give way: while somebody waits for an acknowledgement, jobs begin and write at a walking pace only.

    A rush has gaps, when all who send were answered together: it is over when there was none of it for `QUIET_S`.
    """

    LOOK_S, QUIET_S = 0.02, 0.1
    PACE_S = 0.1
    """Between two steps of jobs in a rush, which slows them down and never stops them."""

    def __init__(self) -> None:
        self._first = 0
        self._rush_until = self._next_step = 0.0

    @contextmanager
    def first(self) -> Iterator[None]:
        """What runs in here goes first."""
        self._first += 1
        was = _is_job.set(False)
        try:
            yield
        finally:
            if self._first > 1:
                self._rush_until = time.monotonic() + self.QUIET_S
            self._first -= 1
            _is_job.reset(was)

    @contextmanager
    def second(self) -> Iterator[None]:
        """What runs in here is a job, whose transactions give way."""
        was = _is_job.set(True)
        try:
            yield
        finally:
            _is_job.reset(was)

    @property
    def due(self) -> bool:
        """Whether it is a job that asks."""
        return _is_job.get()

    async def wait(self) -> None:
        """Let go first who must."""
        while self._first or time.monotonic() < self._rush_until:
            if (now := time.monotonic()) >= self._next_step:
                self._next_step = now + self.PACE_S
                return
            await asyncio.sleep(self.LOOK_S)


courtesy = Courtesy()
