"""A process with jobs that a test may kill (it calls `serve`), and the tasks that its tests put down.

Tasks write what they did into the file named by JOB_DIARY, a line each, so that it is known after any death.
"""

import asyncio
import os
from pathlib import Path

from crm_app.bootstrap import open_runtime
from crm_app.kit.errors import AppError
from crm_app.kit.jobs import task


def diary() -> list[str]:
    """The lines so far."""
    path = Path(os.environ["JOB_DIARY"])
    return path.read_text().split("\n")[:-1] if path.exists() else []


def _write(line: str) -> None:
    with open(os.environ["JOB_DIARY"], "a") as file:
        file.write(line + "\n")


@task()
async def note_down(text: str, hold_s: float = 0) -> None:
    """Say that it begins, work for a while, say that it ends."""
    _write(f"begin {text}")
    await asyncio.sleep(hold_s)
    _write(f"end {text}")


@task()
async def hang_the_first_time(text: str) -> None:
    """Never ends unless it was begun before."""
    again = f"begin {text}" in diary()
    _write(f"begin {text}")
    if not again:
        await asyncio.sleep(3600)
    _write(f"end {text}")


@task()
async def hold_until_let_go(text: str) -> None:
    """Ends when the test has written so (`let_go`)."""
    _write(f"begin {text}")
    while f"let go {text}" not in diary():  # noqa: ASYNC110  (another process may write it)
        await asyncio.sleep(0.02)
    _write(f"end {text}")


def let_go(text: str) -> None:
    """Let a job that holds end."""
    _write(f"let go {text}")


@task()
async def fail_twice(text: str) -> None:
    """Works at the third attempt."""
    _write(f"attempt {text}")
    if diary().count(f"attempt {text}") < 3:
        raise ConnectionError("not yet")


async def _refused(text: str, reason: str) -> None:
    _write(f"gave up {text}: {reason}")


@task(gave_up=_refused)
async def fail_always(text: str) -> None:
    """Never works."""
    _write(f"attempt {text}")
    raise AppError("no", "This cannot be done.")


async def _serve() -> None:
    await open_runtime(run_jobs=True)
    _write("ready")
    await asyncio.sleep(3600)


def serve() -> None:
    """Run jobs until killed."""
    asyncio.run(_serve())
