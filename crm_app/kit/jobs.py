"""Work that outlives the request: named tasks, jobs put down in the same commit as the rows they are about.

A task is a coroutine that takes ids, may run twice without harm, and is found by its name after a restart.
The engine behind this port is `adapters/jobs`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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

    async def replay(self, key: str) -> None:
        """Run a job again that ended, failed or not."""
        ...

    async def overdue(self) -> Overdue:
        """What waits although its time has come, in whatever process it is to run."""
        ...

    async def prepare(self) -> None:
        """Make the engine's own tables, so that jobs can be put down before any process has run one."""
        ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Courtesy:
    """Jobs give way: while somebody waits for an acknowledgement, no job begins, for at most `LONGEST_S` each."""

    LONGEST_S, LOOK_S = 2.0, 0.02

    def __init__(self) -> None:
        self._first = 0

    @contextmanager
    def first(self) -> Iterator[None]:
        """What runs in here goes first."""
        self._first += 1
        try:
            yield
        finally:
            self._first -= 1

    async def wait(self) -> None:
        """Let go first who must."""
        for _ in range(int(self.LONGEST_S / self.LOOK_S)):
            if not self._first:
                return
            await asyncio.sleep(self.LOOK_S)


courtesy = Courtesy()
