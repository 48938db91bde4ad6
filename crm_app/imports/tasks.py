"""Jobs about imports: count what would come in, bring it in, take it back. Each goes on where it was stopped."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from crm_app.accounts import queries as accounts
from crm_app.imports import actions, forgetting, queries, undoing
from crm_app.imports.judging import Judged, Row, batches, judge, rows_of
from crm_app.imports.kinds import KINDS, Kind
from crm_app.imports.models import State
from crm_app.imports.queries import Plan
from crm_app.inbox.importing import Imported
from crm_app.kit.jobs import courtesy, task
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.runtime import runtime

PREVIEWED = 20
LONGEST_CELL = 80
TELL_S = 0.3
"""Open pages hear of the progress at most this often."""


class Pace:
    """Whether it is time to tell again."""

    def __init__(self) -> None:
        self._told = 0.0

    def due(self) -> bool:
        now = time.monotonic()
        if now - self._told < TELL_S:
            return False
        self._told = now
        return True


async def _failed(workspace_id: int, import_id: int, turn: int, reason: str) -> None:
    async with transaction(Actor.system(workspace_id)) as tx:
        run = await actions.load(tx, import_id)
        if run.turn == turn:
            await actions.finish(tx, import_id, State.FAILED, reason)


@task(gave_up=_failed)
async def count(workspace_id: int, import_id: int, turn: int) -> None:
    """Say of every row what would become of it; nothing is written."""
    actor = Actor.system(workspace_id)
    async with reading(actor) as tx:
        plan = await queries.plan(tx, import_id)
    if (plan.state, plan.turn) != (State.COUNTING, turn):
        return
    kind, pace = KINDS[plan.kind], Pace()
    counts: Counter[str] = Counter(new=0, here=0, unusable=0)
    preview: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    with await runtime().files.open(workspace_id, plan.stored_as) as file:
        found = batches(rows_of(file, plan.layout, kind, plan.mapping, plan.ground))
        while batch := await asyncio.to_thread(next, found, None):
            judged = await asyncio.to_thread(judge, batch)
            verdicts = await _verdicts(actor, kind, judged, seen)
            counts.update(verdicts)
            rows = zip(judged, verdicts, strict=True)
            preview += [_shown(kind, one, verdict) for one, verdict in islice(rows, PREVIEWED - len(preview))]
            if pace.due():
                async with transaction(actor) as tx:
                    if not await actions.note_count(tx, import_id, turn, dict(counts), preview, False):
                        return
            await courtesy.wait()
    async with transaction(actor) as tx:
        await actions.note_count(tx, import_id, turn, dict(counts), preview, True)


async def _verdicts(actor: Actor, kind: Kind, judged: list[Judged], seen: set[tuple[str, str]]) -> list[str]:
    """new, here (in the workspace, or in an earlier row) or unusable; `seen` remembers the rows."""
    good = [one.value for one in judged if not one.reason]
    async with reading(actor) as tx:
        known = iter(await kind.known(tx, good))
    verdicts = []
    for one in judged:
        if one.reason:
            verdicts.append("unusable")
            continue
        keys = kind.keys(one.value)
        verdicts.append("here" if next(known) or not seen.isdisjoint(keys) else "new")
        seen.update(keys)
    return verdicts


def _shown(kind: Kind, one: Judged, verdict: str) -> dict[str, Any]:
    told = kind.tell(one.value) if not one.reason else {}
    cells = {key: _text(value) for key, value in told.items()}
    return {"line": one.line, "verdict": verdict, "reason": one.reason, "cells": cells, "raw": one.shown}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list):
        return ", ".join(value)[:LONGEST_CELL]
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return " ".join(text[: LONGEST_CELL * 2].split())[:LONGEST_CELL]


@task(gave_up=_failed)
async def run(workspace_id: int, import_id: int, turn: int) -> None:
    """Bring in what is usable."""
    actor = Actor.system(workspace_id)
    async with reading(actor) as tx:
        plan = await queries.plan(tx, import_id)
    if (plan.state, plan.turn) == (State.RUNNING, turn):
        with await runtime().files.open(workspace_id, plan.stored_as) as file:
            await work_through(actor, import_id, plan, file)


async def work_through(
    actor: Actor, import_id: int, plan: Plan, file: BinaryIO, tell: Callable[[], None] = lambda: None
) -> None:
    """Write the rest of a file, a batch a commit; `tell` is called after each."""
    kind, pace, at = KINDS[plan.kind], Pace(), plan.done
    rows = islice(rows_of(file, plan.layout, kind, plan.mapping, plan.ground), at, None)
    found: Iterator[list[Row]] = batches(rows)
    while batch := await asyncio.to_thread(next, found, None):
        judged = await asyncio.to_thread(judge, batch, kind.prepare)
        judged = [await _with_files(actor.workspace_id, one) for one in judged]
        async with transaction(actor) as tx:
            if not await actions.store_batch(tx, import_id, at, judged, tell=pace.due()):
                return
        at += len(batch)
        tell()
        await courtesy.wait()
    async with transaction(actor) as tx:
        await actions.finish(tx, import_id)


async def _with_files(workspace_id: int, judged: Judged) -> Judged:
    """The same with its attachments put into the store."""
    found = judged.value[0] if isinstance(judged.value, tuple) else None
    if not isinstance(found, Imported) or not any(said.files for said in found.messages):
        return judged
    messages = []
    for said in found.messages:
        names = [await runtime().files.put(workspace_id, file.content) for file in said.files]
        messages.append(replace(said, stored_as=tuple(names)))
    return replace(judged, value=(replace(found, messages=tuple(messages)), *judged.value[1:]))


@task(gave_up=_failed)
async def undo(workspace_id: int, import_id: int, turn: int) -> None:
    """Take back what an import brought."""
    actor = Actor.system(workspace_id)
    more = True
    while more:
        async with transaction(actor) as tx:
            more = await undoing.undo_some(tx, import_id)
        await courtesy.wait()
    async with transaction(actor) as tx:
        if (await actions.load(tx, import_id)).state == State.UNDOING:
            await actions.finish(tx, import_id, State.UNDONE)


@task(cron="10 3 * * *")
async def forget_old_files() -> None:
    """Every night: files that were brought in long ago, or never."""
    for actor in await accounts.everywhere():
        async with transaction(actor) as tx:
            names = await forgetting.forget(tx, tx.now - forgetting.FILES_LAST)
        for name in names:
            await runtime().files.remove(actor.workspace_id, name)


@task()
async def forget_file(workspace_id: int, stored_as: str) -> None:
    """The file of an import that somebody has removed, unless something else is the same file."""
    async with reading(Actor.system(workspace_id)) as tx:
        is_unused = await forgetting.unused(tx, stored_as)
    if is_unused:
        await runtime().files.remove(workspace_id, stored_as)
