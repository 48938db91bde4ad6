"""The top that is read along indexes is the top of all rows, whatever the rows are."""

from datetime import UTC, datetime, time, timedelta
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_app.conversations.hours import BusinessHours
from crm_app.inbox import ordering
from crm_app.inbox.ordering import DUE, IDLE, Band, Candidate, Clockwork, Stream

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
OFFICE = BusinessHours("Europe/Madrid", (((time(9), time(17)),),) * 5 + ((), ()))
TARGETS = (2.0, 4.0, 8.0, 24.0)
# Few different values, so that ties are common
standings = st.sampled_from([-1.5, 0.0, 0.75, 1.5, 1.75, 6.0, 6.2, 16.4]) | st.floats(-3, 60)
minutes = st.sampled_from([0, 5, 29, 31, 600]) | st.integers(0, 60_000)


@st.composite
def candidates(draw, clock: Clockwork, most: int = 60) -> list[Candidate]:
    rows = []
    for number in range(draw(st.integers(0, most))):
        waits = draw(st.booleans()) or draw(st.booleans())
        since = NOW - timedelta(minutes=draw(minutes)) if waits else None
        due = clock.hours.after(since, draw(st.sampled_from(TARGETS))) if since else None
        rows.append(Candidate(number + 1, draw(standings), since, due, draw(st.booleans())))
    return rows


class Indexes:
    """The rows as the database's indexes give them; counts how many were read."""

    def __init__(self, rows: list[Candidate]) -> None:
        self.rows, self.read = rows, 0

    def bands(self) -> list[Band]:
        numbers = sorted({floor(r.standing) for r in self.rows}, reverse=True)
        dues = {n: [r.reply_due for r in self.rows if floor(r.standing) == n and r.reply_due] for n in numbers}
        return [Band(n, min(dues[n], default=None)) for n in numbers]

    async def fetch(self, streams: list[Stream]) -> list[list[Candidate]]:
        return [self._next(stream) for stream in streams]

    def _next(self, stream: Stream) -> list[Candidate]:
        if stream.kind == IDLE:
            line = sorted((r for r in self.rows if r.waiting_since is None), key=lambda r: (-r.standing, -r.id))
        else:
            band = [r for r in self.rows if floor(r.standing) == stream.band and r.waiting_since]
            late = (r for r in band if r.reply_due <= NOW)
            line = (
                sorted(late, key=lambda r: (r.reply_due, r.id)) if stream.kind == DUE
                else sorted(band, key=lambda r: (r.waiting_since, r.id), reverse=True)
            )  # fmt: skip
        start = line.index(stream.after) + 1 if stream.after else 0
        batch = line[start : start + stream.batch]
        self.read += len(batch)
        return batch


@given(st.data(), st.sampled_from([BusinessHours(), OFFICE]), st.integers(1, 70), st.integers(1, 7))
@settings(max_examples=200)
async def test_best_is_brute_force(data, hours, count, batch):
    clock = Clockwork(NOW, hours, min(TARGETS))
    rows = data.draw(candidates(clock))
    indexes = Indexes(rows)
    found = await _best(count, indexes, clock, clock.score, batch)
    wanted = sorted(((clock.score(r), r.id) for r in rows), key=lambda x: (-x[0], x[1]))[:count]
    assert found == wanted


@given(st.data(), st.integers(1, 40), st.integers(1, 7))
@settings(max_examples=150)
async def test_best_is_brute_force_when_some_are_raised_and_others_left_out(data, count, batch):
    clock = Clockwork(NOW, BusinessHours(), min(TARGETS))
    rows = data.draw(candidates(clock))

    def score(row: Candidate) -> float | None:
        return clock.score(row) + 5 if row.alerted else None

    found = await _best(count, Indexes(rows), clock, score, batch, lift=5)
    wanted = sorted(((score(r), r.id) for r in rows if r.alerted), key=lambda x: (-x[0], x[1]))[:count]
    assert found == wanted


async def _best(count, indexes, clock, score, batch, lift=0.0):
    first = ordering.FIRST_BATCH
    ordering.FIRST_BATCH = batch
    Stream.__init__.__defaults__ = (None, batch)
    try:
        return await ordering.best(count, indexes.bands(), indexes.fetch, clock, score, lift)
    finally:
        ordering.FIRST_BATCH = first
        Stream.__init__.__defaults__ = (None, first)


async def test_few_rows_of_many_are_read():
    clock = Clockwork(NOW, BusinessHours(), min(TARGETS))
    rows = []
    for n in range(1, 20_001):
        since = NOW - timedelta(minutes=37 * n % 50_000)
        due = since + timedelta(hours=TARGETS[n % 4])
        rows.append(Candidate(n, (n * 7919 % 3000) / 100, since, due))
    indexes = Indexes(rows)
    found = await ordering.best(50, indexes.bands(), indexes.fetch, clock, clock.score)
    assert found == sorted(((clock.score(r), r.id) for r in rows), key=lambda x: (-x[0], x[1]))[:50]
    assert indexes.read < len(rows) / 4
