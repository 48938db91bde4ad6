"""What is each row of this file worth? The rows of any form of file, to be judged one by one. Pure but for the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from crm_app.imports import mailboxes
from crm_app.imports.kinds import Kind
from crm_app.imports.reading import Layout, Record, rows
from crm_app.imports.values import Ground
from crm_app.language.clean import storable

MOST_ROWS, MOST_BYTES = 500, 20_000_000
"""Of a batch. One commit each: large enough to be fast, small enough that a server beside it hardly waits."""


@dataclass(frozen=True)
class Row:
    """A row that is still to be judged: the line on which it begins, its size, how it reads."""

    line: int
    judge: Callable[[], Any]
    size: int = 0
    shown: str = ""


@dataclass(frozen=True)
class Judged:
    """A value, or the reason why there is none."""

    line: int
    value: Any = None
    reason: str = ""
    shown: str = ""


def rows_of(file: BinaryIO, layout: Layout, kind: Kind, mapping: dict[str, str], ground: Ground) -> Iterator[Row]:
    """The rows of a file, always the same ones in the same order. A thread of mails is one row."""
    if layout.form == "mbox":
        yield from _threads(file, ground)
        return
    for record in rows(file, layout):
        judge = partial(_refuse, record.problem) if record.problem else partial(kind.judge, record, mapping, ground)
        yield Row(record.line, judge, len(record.raw), _shown(record))


def _threads(file: BinaryIO, ground: Ground) -> Iterator[Row]:
    found, refused = mailboxes.threads(file, ground.own)
    for number, reason in refused:
        yield Row(number, partial(_refuse, reason))
    for thread in found:
        judge = partial(mailboxes.conversation, file, thread, ground.own, ground.now)
        yield Row(thread.mails[0].number, judge, sum(mail.length for mail in thread.mails), thread.customer)


def _refuse(reason: str) -> None:
    raise ValueError(reason)


def _shown(record: Record) -> str:
    return (record.raw or " · ".join(cell.strip() for cell in record.cells if cell.strip()))[:120]


def batches(found: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows in the portions in which they are stored."""
    batch: list[Row] = []
    for row in found:
        batch.append(row)
        if len(batch) >= MOST_ROWS or sum(one.size for one in batch) > MOST_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch


def judge(batch: list[Row], prepare: Callable[[Any], Any] | None = None) -> list[Judged]:
    """Judge rows; `prepare` makes values ready to be stored."""
    return [_judged(row, prepare) for row in batch]


def _judged(row: Row, prepare: Callable[[Any], Any] | None) -> Judged:
    shown = storable(row.shown)
    try:
        value = row.judge()
        return Judged(row.line, prepare(value) if prepare else value, shown=shown)
    except ValueError as reason:
        return Judged(row.line, reason=str(reason)[:300], shown=shown)
