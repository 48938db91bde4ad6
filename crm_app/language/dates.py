"""Which days or periods does a text speak of, counted from now? English, Spanish and Arabic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from crm_app.language.traced import Folded


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; one of them None for "from ..." or "until ...". `at` and `until`
    are times of day where they are said. `plain`: written as a date, so that its digits are nothing else."""

    first: date | None
    last: date | None
    at: time | None
    until: time | None
    is_past: bool
    plain: bool
    start: int
    end: int
    text: str


def dates(
    text: str,
    folded: Folded,
    now: datetime,
    *,
    day_first: bool = True,
    asked: str | None = None,
    taken: Sequence[tuple[int, int]] = (),
) -> tuple[Period, ...]:
    """Every day or period in `text`, in order. `taken` are the offsets of what is something else (a phone)."""
    return ()
