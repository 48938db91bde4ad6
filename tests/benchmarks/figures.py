"""A figure, its bar, and the machine's load while it was measured."""

import os
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """`bar` is what the product promises: at most, or at least when `at_least`; None where nothing is promised."""

    what: str
    value: float
    unit: str
    bar: float | None = None
    at_least: bool = False
    remark: str = ""
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    @property
    def verdict(self) -> str:
        if self.bar is None:
            return ""
        kept = self.value >= self.bar if self.at_least else self.value <= self.bar
        return "ok" if kept else "OVER" if not self.at_least else "UNDER"


def line(figure: Figure) -> str:
    """One line of the table."""
    sign = "≥" if figure.at_least else "≤"
    bar = "" if figure.bar is None else f"{sign} {figure.bar:g} {figure.unit}"
    value = f"{figure.value:,.1f} {figure.unit}"
    return f"{figure.what:<58} {value:>14}  {bar:>13} {figure.verdict:<5} load {figure.load:.1f}  {figure.remark}"


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0..1) of the values do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


async def timed(work: Callable[[], Awaitable[object]], rounds: int, warm: int = 3) -> list[float]:
    """Milliseconds of each round, after a few that do not count."""
    for _ in range(warm):
        await work()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def spread(taken: list[float]) -> str:
    return f"best {min(taken):.1f}, p95 {percentile(taken, 0.95):.1f}"


def median(taken: list[float]) -> float:
    return statistics.median(taken)
