"""Imports a file of conversations into a workspace, batch by batch, telling how far it is."""

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crm_app.accounts import queries
from crm_app.inbox.import_format import parse
from crm_app.inbox.importing import Imported, import_conversations, judge
from crm_app.kit import clock
from crm_app.kit.errors import AppError
from crm_app.kit.transaction import Actor, above_walls, transaction
from crm_app.language.understanding import Understanding

BATCH = 500  # one commit each: large enough to be fast, small enough that a server beside it hardly waits
LONGEST_LINE = 20_000_000

Judged = tuple[Imported, Understanding]


@dataclass
class Report:
    """What became of a file. read = stored + known + bad; `bad` names line and reason."""

    read: int = 0
    stored: int = 0
    known: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


async def load(file: Path, slug: str, tell: Callable[[int, int], None]) -> Report:
    """Import a JSON lines file. What is there already, by its id, stays as it is.

    Args:
        tell: hears how many bytes of how many are done.

    Raises AppError when the file cannot be read or the workspace is not there.
    """
    try:
        opened = file.open("rb")
    except OSError as error:
        raise AppError("file_unreadable", f"{file} cannot be read: {error.strerror}.", status=404) from error
    async with above_walls() as session:
        workspace = await queries.workspace_by_slug(session, slug)
        names = [w.slug for w in await queries.workspaces(session)]
    if workspace is None:
        raise AppError("no_workspace", f"There is no workspace {slug!r}; there are: {', '.join(names)}.", status=404)
    actor, report = Actor.system(workspace.id), Report()
    with opened:
        size = os.fstat(opened.fileno()).st_size
        lines = enumerate(opened, 1)
        while numbered := [*itertools.islice(lines, BATCH)]:
            batch = [*_usable(numbered, report)]
            async with transaction(actor) as tx:
                outcome = await import_conversations(tx, batch)
            report.stored, report.known = report.stored + outcome.stored, report.known + outcome.known
            tell(opened.tell(), size)
    return report


def _usable(numbered: list[tuple[int, bytes]], report: Report) -> Iterator[Judged]:
    """The lines that can be used, judged; the others go into the report. Empty lines are nothing."""
    for number, raw in numbered:
        if not raw.strip():
            continue
        report.read += 1
        try:
            if len(raw) > LONGEST_LINE:
                raise ValueError(f"longer than {LONGEST_LINE:,} bytes")
            found = parse(raw.decode("utf-8-sig", "replace"), clock.now())
            yield found, judge(found)
        except ValueError as reason:
            report.bad.append((number, str(reason)))
