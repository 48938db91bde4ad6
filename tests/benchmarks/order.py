"""The ordered inbox at growing sizes, on the database that the environment names; figures as JSON lines.

python -m tests.benchmarks.order 10000,100000
"""

import asyncio
import heapq
import json
import random
import sys
from dataclasses import asdict
from datetime import datetime, timedelta

from crm_app.accounts import actions as accounts
from crm_app.accounts import queries as workspaces
from crm_app.bootstrap import close_runtime, open_runtime
from crm_app.drafts.context import gather
from crm_app.inbox import actions, finding, queries, tasks
from crm_app.inbox.ordering import Candidate
from crm_app.inbox.rules import rules_of
from crm_app.kit import clock
from crm_app.kit.fulltext import Search, matching_ids
from crm_app.kit.paging import Page
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, Transaction, above_walls, reading, transaction
from tests.benchmarks import seeding
from tests.benchmarks.figures import Figure, median, spread, timed

ROUNDS = 40
PAGE = Page(1, 50)


async def measure(sizes: list[int]) -> None:
    """Grow the inbox to each size and measure there."""
    await open_runtime(run_jobs=False)
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    async with above_walls(write=True) as session:
        workspace = await accounts.create_workspace(session, slug="bench", name="Bench", now=now)
    actor, have = Actor.system(workspace.id), 0
    first: float | None = None
    for size in sizes:
        tell(f"{size:,} conversations are being put down")
        with seeding.store(settings().database_url) as store:
            seeding.grow(store, workspace.id, have, size, now)
            if not have:
                seeding.tally(store, workspace.id, size)
        have = size
        plain = await _pages(actor, f"{size:,} open", now)
        first = first or plain
        if size > sizes[0]:
            report(Figure(f"{size:,} open: first page, times that at {sizes[0]:,}", plain / first, "x", 3))
        await _rest(actor, f"{size:,} open", size)
    await close_runtime()


async def _pages(actor: Actor, at: str, now: datetime) -> float:
    """First page plain, by words typed in, and by words that are watched; returns the plain median in ms."""
    plain = await _page(actor, f"{at}: first page", None, now)
    await _page(actor, f"{at}: first page, a rare word typed in", seeding.RARE, now)
    await _page(actor, f"{at}: first page, a common word typed in", seeding.COMMON, now)
    async with transaction(actor) as tx:
        await actions.watch(tx, f"{seeding.RARE}, {seeding.COMMON}")
        watched = [event for event in tx.events if event.name == "AlertsChanged"]
    for event in watched:
        if event.below is not None:
            await tasks.rank_holding.run(actor.workspace_id, [*event.phrases], event.below)
    await _page(actor, f"{at}: first page, both watched", None, now)
    async with transaction(actor) as tx:
        await actions.unwatch(tx, None)
        event = tx.events[-1]
    if event.below is not None:
        await tasks.rank_holding.run(actor.workspace_id, [*event.phrases], event.below)
    return plain


async def _page(actor: Actor, what: str, watch: str | None, now: datetime) -> float:
    async with reading(actor) as tx:
        taken = await timed(lambda: queries.page(tx, PAGE, watch=watch), ROUNDS)
        tx.now = now + timedelta(minutes=3)
        shown = [row.id for row in (await queries.page(tx, PAGE, watch=watch)).rows]
        exact = shown == await _brute_force(tx, watch)
    report(Figure(what, median(taken), "ms", 40, remark=spread(taken) + (", exact" if exact else ", NOT EXACT")))
    return median(taken)


async def _brute_force(tx: Transaction, watch: str | None) -> list[int]:
    """The first page by scoring every row."""
    rules = rules_of(await workspaces.workspace(tx))
    clockwork, boost = rules.clockwork(tx.now), rules.weights.topic_alert_boost
    found = await tx.session.execute(finding._candidates().where(queries.C.status == "open"))
    raised: set[int] | None = None
    if watch is not None:
        raised = set(await matching_ids(tx, "search_text", Search(phrases=((watch,),)), 10_000_000))

    def points(row: Candidate) -> float:
        if raised is None:
            return clockwork.score(row)
        return clockwork.score(row) + boost * ((row.id in raised) - row.alerted)

    best = heapq.nsmallest(PAGE.limit, ((-points(row), row.id) for row in (Candidate(*r) for r in found.all())))
    return [id_ for _, id_ in best]


async def _rest(actor: Actor, at: str, size: int) -> None:
    """A page further on, opening a conversation, search."""
    chance = random.Random(3)
    async with reading(actor) as tx:
        page = await timed(lambda: queries.page(tx, Page(10, 50)), 15)
        report(Figure(f"{at}: tenth page", median(page), "ms", remark=spread(page)))
        opened = await timed(lambda: gather(tx, chance.randint(1, size)), ROUNDS)
        report(Figure(f"{at}: open a conversation, all context", median(opened), "ms", 30, remark=spread(opened)))
        words = seeding._WORDS
        for what, typed in (
            ("a rare word", seeding.RARE),
            ("a common word", seeding.COMMON),
            ("two common words", f"{words[3]} {words[9]}"),
            ("three letters of a word", words[5][:3]),
            ("a name", seeding.name_of(17)[:-2]),
        ):
            taken = await timed(lambda typed=typed: queries.search(tx, typed), 20)
            report(Figure(f"{at}: search for {what}", median(taken), "ms", 30, remark=spread(taken)))


def report(figure: Figure) -> None:
    print(json.dumps(asdict(figure)), flush=True)


def tell(what: str) -> None:
    print(json.dumps({"tell": what}), flush=True)


if __name__ == "__main__":
    asyncio.run(measure([int(size) for size in sys.argv[1].split(",")]))
