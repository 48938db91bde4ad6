"""Blocking work that may take minutes, in a thread that the process need not wait for when it ends.

`asyncio.to_thread` is for short work: its threads are joined at the end, and a mailbox can keep one waiting for long.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T], *, leave: Callable[[], object] | None = None) -> T:
    """Run `work` beside the event loop and return what it returns, or raise what it raises.

    `leave` tidies up in that thread when nobody waits for the result any more, because the caller was cancelled.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)

    def run() -> None:
        result, failure = None, None
        try:
            result = work()
        except BaseException as error:  # told to the caller, as if the work had been done there
            failure = error
        if done.cancelled() and leave is not None:
            leave()
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, result, failure)

    Thread(target=run, daemon=True, name="aside").start()
    return await done
