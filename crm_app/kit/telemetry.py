"""What is told to the operator's own OpenTelemetry and Sentry, where they are set: names, ids, durations, errors.

Never a text, a secret, a query parameter or a variable. Nothing is connected unless the composition root did it.
"""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, Protocol

import structlog

log = structlog.get_logger()

Facts = dict[str, str | int | float | bool]


class Tracer(Protocol):
    """Port of what keeps spans."""

    def span(self, name: str, facts: Facts) -> AbstractContextManager[None]:
        """Around some work; `facts` are read at its end, an error that passes marks it as failed."""
        ...

    def tell(self, name: str, began: datetime, milliseconds: int, facts: Facts) -> None:
        """A span that has ended already."""
        ...

    def close(self) -> None:
        """Hand over what is kept; may take seconds."""
        ...


class Reporter(Protocol):
    """Port of what collects errors."""

    def report(self, error: BaseException, where: str) -> None:
        """An error that nobody expected; `where` names the place, as a route or a task."""
        ...

    def close(self) -> None:
        """Hand over what is kept; may take seconds."""
        ...


_tracers: list[Tracer] = []
_reporters: list[Reporter] = []


def connect(*, tracer: Tracer | None = None, reporter: Reporter | None = None) -> None:
    """Tell this one from now on."""
    _tracers.extend([tracer] * (tracer is not None))
    _reporters.extend([reporter] * (reporter is not None))


def close() -> None:
    """Hand over what is kept and tell nobody any more; blocks for some seconds when nobody listens."""
    gone = [*_tracers, *_reporters]
    _tracers.clear()
    _reporters.clear()
    for service in gone:
        service.close()


@contextmanager
def span(name: str, facts: Facts) -> Iterator[None]:
    """Tell how long this took. `facts` may grow until the end."""
    if not _tracers:
        yield
        return
    with _tracers[0].span(name, facts):
        yield


def tell(name: str, began: datetime, milliseconds: int, facts: Facts) -> None:
    """Tell of something that has ended already; for what runs in pieces, where a span around it would not hold."""
    for tracer in _tracers:
        tracer.tell(name, began, milliseconds, facts)


def report(error: BaseException, where: str) -> None:
    """Tell of an error that nobody expected."""
    for reporter in _reporters:
        try:
            reporter.report(error, where)
        except Exception as failure:  # telling must not break what is told of
            log.warning("report_lost", error=type(failure).__name__)


def report_logged(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A step of the log's chain: what is logged with its trace is reported, too."""
    error = event.get("exc_info")
    if isinstance(error, tuple):
        error = error[1]
    elif error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        ours = "_record" not in event  # a library's words may quote anything
        report(error, str(event.get("path") or event["event"]) if ours else "library")
    return event
