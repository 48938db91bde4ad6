"""Which conversations come first? The best of one status and channel, read along the indexes."""

import heapq
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from sqlmodel import func, select

from crm_app.conversations.indexing import channel_facet, status_facet
from crm_app.conversations.models import Conversation, SearchText, Tally
from crm_app.inbox import ordering, scoring
from crm_app.inbox.ordering import IDLE, WAITING, Band, Candidate, Clockwork, Stream
from crm_app.inbox.rules import Rules
from crm_app.inbox.topic_alerts import matching
from crm_app.kit.fulltext import Search, count_matching, matching_ids, one_of
from crm_app.kit.transaction import Transaction
from crm_app.kit.walls import UNSCOPED

C = Conversation
CHEAP = 3_000
"""So many rows are scored one by one rather than found along the indexes."""
MOST_TO_BEGIN_WITH = 8
COUNT_KEPT_S = 10.0
_counts: dict[tuple[int, Search], tuple[float, int]] = {}
HOT = {UNSCOPED: "the hot path: every part of the union names the workspace itself"}


async def total_of(tx: Transaction, status: str, channel: str | None = None) -> int:
    """How many conversations there are, from the tally."""
    query = select(func.coalesce(func.sum(Tally.total), 0)).where(Tally.status == status)
    return int((await tx.session.exec(query.where(Tally.channel == channel) if channel else query)).one())


@dataclass
class View:
    """The conversations of one status and channel, and ways to find the best of them."""

    tx: Transaction
    rules: Rules
    status: str
    channel: str | None
    _read_bands: list[Band] | None = field(default=None, init=False)

    @cached_property
    def clock(self) -> Clockwork:
        return self.rules.clockwork(self.tx.now)

    def _mine(self, wrap: Callable[[sa.ColumnElement], sa.ColumnElement] = lambda c: c) -> list[sa.ColumnElement[bool]]:
        mine = [wrap(C.workspace_id) == self.tx.workspace_id, wrap(C.status) == self.status]
        return [*mine, wrap(C.channel) == self.channel] if self.channel else mine

    async def alerted(self) -> int:
        """How many are marked, by the partial index alone: SQLite finds it only when its condition stands there word
        for word (not as "alerted = 1"), and where no fuller index fits the rest."""
        marked = sa.literal_column("conversation.alerted")
        mine = [C.workspace_id == self.tx.workspace_id, *self._mine(_unindexed)]
        query = select(func.count()).select_from(C).where(*mine, marked)
        return (await self.tx.session.execute(query, execution_options=HOT)).scalar_one()

    async def top(self, count: int) -> list[tuple[float, int]]:
        """The best by the workspace's own watched words, whose boost is part of what is stored."""
        clock = self.clock
        if self.channel and await total_of(self.tx, self.status, self.channel) <= CHEAP:
            return _best_of(await self._all(), clock.score, count)
        return await ordering.best(count, await self._bands(), self._fetch, clock, clock.score)

    async def top_watching(self, count: int, wanted: dict[tuple[str, ...], str]) -> tuple[int, list[tuple[float, int]]]:
        """How many hold other words than the saved ones, and the best when those get the boost and no others do.

        Few matches are scored one by one; many are met soon enough while reading along the indexes.
        """
        facets = (status_facet(self.status), *([channel_facet(self.channel)] if self.channel else ()))
        search = Search(facets, (), tuple(wanted))
        # Scoring m matches costs m steps, reading until enough of n rows match costs count * n / m: take the less.
        few = math.isqrt(count * await total_of(self.tx, self.status)) + count
        many = (self._counted(search) or 0) > few
        ids = await matching_ids(self.tx, "search_text", search, few + 1) if wanted and not many else []
        if many or len(ids) > few:
            return await self._count(search), await self._streamed_watching(count, wanted)
        held = set(ids)
        top = await self._best_held(count, ids) if ids else []

        def others(row: Candidate) -> float | None:
            return None if row.id in held else self._scored(row)

        rest = await ordering.best(count, await self._bands(), self._fetch, self.clock, others)
        return len(ids), heapq.nsmallest(count, [*top, *rest], key=lambda found: (-found[0], found[1]))

    async def _best_held(self, count: int, ids: list[int]) -> list[tuple[float, int]]:
        """The best of few: those with the most to begin with; all, when one of the others could still overtake."""
        held = one_of(self.tx, C.id, ids)
        first = await self._all(held, most=MOST_TO_BEGIN_WITH * count)
        top = _best_of([replace(row, raised=True) for row in first], self._scored, count)
        if len(first) < MOST_TO_BEGIN_WITH * count:
            return top
        oldest = min((band.first_due for band in await self._bands() if band.first_due), default=None)
        most = 1 / scoring.SHORTEST_WAIT_H + scoring.overdue(oldest, self.tx.now, self.rules.hours)
        boost = self.rules.weights.topic_alert_boost
        if first[-1].standing + most + boost < top[-1][0]:
            return top
        rows = [replace(row, raised=True) for row in await self._all(held)]
        return _best_of(rows, self._scored, count)

    def _scored(self, row: Candidate) -> float:
        """The score with the boost for the words typed in, and without that of the saved ones."""
        return self.clock.score(row) + self.rules.weights.topic_alert_boost * (row.raised - row.alerted)

    async def _streamed_watching(self, count: int, wanted: dict[tuple[str, ...], str]) -> list[tuple[float, int]]:
        """The best along the indexes; each batch's own words say which rows are raised."""

        async def fetch(streams: list[Stream]) -> list[list[Candidate]]:
            batches = await self._fetch(streams)
            held = await self._holding([row.id for batch in batches for row in batch], wanted)
            return [[replace(row, raised=True) if row.id in held else row for row in batch] for batch in batches]

        boost = self.rules.weights.topic_alert_boost
        return await ordering.best(count, await self._bands(), fetch, self.clock, self._scored, boost)

    async def _holding(self, ids: list[int], wanted: dict[tuple[str, ...], str]) -> set[int]:
        query = select(SearchText.id, SearchText.body).where(one_of(self.tx, SearchText.id, ids))
        return {id_ for id_, body in (await self.tx.session.exec(query)).all() if matching(wanted, body)}

    async def _count(self, search: Search) -> int:
        """Counting many matches takes longer than finding the page: a number of up to ten seconds ago will do."""
        counted = self._counted(search)
        if counted is None:
            if len(_counts) > 1000:
                _counts.clear()
            counted = await count_matching(self.tx, "search_text", search)
            _counts[self.tx.workspace_id, search] = (time.monotonic(), counted)
        return counted

    def _counted(self, search: Search) -> int | None:
        at, counted = _counts.get((self.tx.workspace_id, search), (-math.inf, None))
        return counted if time.monotonic() - at < COUNT_KEPT_S else None

    async def _bands(self) -> list[Band]:
        """Every band that holds rows, highest first."""
        if self._read_bands is None:
            self._read_bands = await self._every_band()
        return self._read_bands

    async def _every_band(self) -> list[Band]:
        """One index step each, however many rows there are."""
        mine = [C.workspace_id == self.tx.workspace_id, C.status == self.status]
        bands = select(func.max(C.band).label("band")).where(*mine).cte("bands", recursive=True)
        lower = select(select(func.max(C.band)).where(*mine, C.band < bands.c.band).scalar_subquery())
        bands = bands.union_all(lower.where(bands.c.band.is_not(None)))
        first = select(func.min(C.reply_due)).where(*mine, C.band == bands.c.band).scalar_subquery()
        query = select(bands.c.band, first).where(bands.c.band.is_not(None))
        found = await self.tx.session.execute(query, execution_options=HOT)
        return [Band(number, due) for number, due in found.all()]

    async def _fetch(self, streams: list[Stream]) -> list[list[Candidate]]:
        """The next rows of each stream, by one statement."""
        parts = [self._part(number, stream).subquery().select() for number, stream in enumerate(streams)]
        found = await self.tx.session.execute(sa.union_all(*parts), execution_options=HOT)
        batches: list[list[Candidate]] = [[] for _ in streams]
        for number, id_, standing, waiting, due, alerted in found.all():
            batches[number].append(Candidate(id_, standing, waiting, due, alerted))
        return batches

    def _part(self, number: int, stream: Stream) -> sa.Select:
        query = _candidates(sa.literal_column(str(number)).label("stream")).where(*self._mine()).limit(stream.batch)
        last = stream.after
        if stream.kind == IDLE:
            query = query.where(C.waiting_since.is_(None)).order_by(C.standing.desc(), C.id.desc())
            return query.where(sa.tuple_(C.standing, C.id) < (last.standing, last.id)) if last else query
        query = query.where(C.band == stream.band)
        if stream.kind == WAITING:
            query = query.where(C.waiting_since.is_not(None)).order_by(C.waiting_since.desc(), C.id.desc())
            return query.where(_after(C.waiting_since, last.waiting_since, last.id, down=True)) if last else query
        query = query.where(C.reply_due <= self.tx.now).order_by(C.reply_due, C.id)
        return query.where(_after(C.reply_due, last.reply_due, last.id, down=False)) if last else query

    async def _all(self, among: sa.ColumnElement[bool] | None = None, most: int | None = None) -> list[Candidate]:
        """All rows, or those among which the id is; with `most`, so many with the highest stored part."""
        # Few ids: coalesce keeps SQLite from reading the whole status by an index instead of these rows by their id.
        mine = self._mine() if among is None else [among, *self._mine(_unindexed)]
        query = _candidates().where(*mine)
        query = query.order_by(C.standing.desc()).limit(most) if most else query
        found = await self.tx.session.execute(query, execution_options=HOT)
        return [Candidate(*row) for row in found.all()]


def _unindexed(column: sa.ColumnElement) -> sa.ColumnElement:
    return sa.func.coalesce(column, sa.null())


def _candidates(*first: sa.ColumnElement) -> sa.Select:
    return select(*first, C.id, C.standing, C.waiting_since, C.reply_due, C.alerted)


def _after(column, value: datetime, id_: int, *, down: bool) -> sa.ColumnElement[bool]:
    """Rows behind (value, id) in reading order."""
    beyond = column < value if down else column > value
    tie = sa.and_(column == value, C.id < id_ if down else C.id > id_)
    return sa.and_(column <= value if down else column >= value, sa.or_(beyond, tie))


def _best_of(rows: list[Candidate], score: ordering.Score, count: int) -> list[tuple[float, int]]:
    scored = [(points, row.id) for row in rows if (points := score(row)) is not None]
    return heapq.nsmallest(count, scored, key=lambda found: (-found[0], found[1]))
