"""The exact top of the inbox, without looking at all of it.

A score is a stored part plus two functions of time that only fall along an index: 1/hours along `waiting_since`
(newest first) and overdue along `reply_due` (longest due first). Conversations are kept in bands of one point of the
stored part. Each band is read along both indexes, the most promising first, until no unread row can reach the page.
This is the threshold algorithm with the stored part cut into bands: see decisions/exact-order.md.
"""

import heapq
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from crm_app.conversations.hours import BusinessHours
from crm_app.inbox.scoring import SHORTEST_WAIT_H, age, overdue

FIRST_BATCH, LARGEST_BATCH = 60, 4_000
STREAMS_A_ROUND = 12
DUE, WAITING, IDLE = "due", "waiting", "idle"
NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What ordering knows of a conversation. `alerted`: its `standing` holds the boost of a saved word; `raised`: it
    holds one of the words that were asked for."""

    id: int
    standing: float
    waiting_since: datetime | None
    reply_due: datetime | None
    alerted: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """One point of the stored part; the earliest reply that is due in it."""

    number: int
    first_due: datetime | None


@dataclass(slots=True)
class Stream:
    """A reading of one index: a band's rows by `reply_due` (those past it) or by `waiting_since`, newest first;
    or, in one stream for all bands, the rows that nobody waits in. `after` is the last row read, `bound` the most
    that an unread row can score."""

    kind: str
    band: int
    bound: float
    after: Candidate | None = None
    batch: int = FIRST_BATCH


Fetch = Callable[[list[Stream]], Awaitable[list[list[Candidate]]]]
Score = Callable[[Candidate], float | None]


@dataclass(frozen=True)
class Clockwork:
    """Time, and what it does to a score."""

    now: datetime
    hours: BusinessHours
    shortest_target_h: float

    def score(self, row: Candidate) -> float:
        return math.fsum((row.standing, age(row.waiting_since, self.now), overdue(row.reply_due, self.now, self.hours)))

    def streams(self, bands: list[Band], lift: float) -> list[Stream]:
        """Where to begin; `lift` is what a score may have above its stored part and time."""
        late_age = 1 / max(SHORTEST_WAIT_H, self.shortest_target_h)  # who is past a target has waited at least so long
        top = bands[0].number + 1.0 if bands else 0.0
        found = [Stream(IDLE, 0, top + lift)]
        for band in bands:
            late = overdue(band.first_due, self.now, self.hours)
            if late:
                found.append(Stream(DUE, band.number, band.number + 1.0 + late + late_age + lift))
            if band.first_due:
                found.append(Stream(WAITING, band.number, band.number + 1.0 + 1 / SHORTEST_WAIT_H + lift))
        return found

    def bound(self, stream: Stream, last: Candidate, lift: float) -> float:
        """The most that a row after `last` can score."""
        if stream.kind == IDLE:
            return last.standing + lift
        if stream.kind == WAITING:
            return stream.band + 1.0 + age(last.waiting_since, self.now) + lift
        late_age = 1 / max(SHORTEST_WAIT_H, self.shortest_target_h)
        return stream.band + 1.0 + overdue(last.reply_due, self.now, self.hours) + late_age + lift


async def best(
    count: int, bands: list[Band], fetch: Fetch, clock: Clockwork, score: Score, lift: float = 0.0
) -> list[tuple[float, int]]:
    """The `count` best conversations as (score, id), best first, ties by lower id.

    Args:
        bands: every band that holds rows, highest first.
        fetch: reads the next `batch` rows of each stream given.
        score: a row's score, or None for a row that does not take part.
        lift: how far `score` may lie above the row's stored part and time.
    """
    streams = clock.streams(bands, lift)
    found: dict[int, float] = {}
    while True:
        bar = _bar(found, count)
        promising = heapq.nlargest(STREAMS_A_ROUND, (s for s in streams if s.bound >= bar), key=lambda s: s.bound)
        promising = [s for s in promising if s.bound > NEVER]
        if not promising:
            ranked = heapq.nsmallest(count, ((-points, id_) for id_, points in found.items()))
            return [(-negative, id_) for negative, id_ in ranked]
        for stream, rows in zip(promising, await fetch(promising), strict=True):
            found.update((row.id, points) for row in rows if (points := score(row)) is not None)
            _advance(stream, rows, clock, lift)


def _bar(found: dict[int, float], count: int) -> float:
    """What the last row of the page scores: a row that cannot reach it need not be read."""
    return heapq.nlargest(count, found.values())[-1] if len(found) >= count > 0 else NEVER


def _advance(stream: Stream, rows: list[Candidate], clock: Clockwork, lift: float) -> None:
    if len(rows) < stream.batch:
        stream.bound = NEVER
        return
    stream.after = rows[-1]
    stream.batch = min(stream.batch * 2, LARGEST_BATCH)
    stream.bound = clock.bound(stream, rows[-1], lift)
