"""Imports a file from the command line: the same import as on screen, carried out here and now."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from crm_app.accounts import queries as accounts
from crm_app.imports import actions, queries
from crm_app.imports.reading import recognise
from crm_app.imports.sampling import sample
from crm_app.imports.tasks import work_through
from crm_app.kit.errors import AppError
from crm_app.kit.transaction import Actor, above_walls, reading, transaction


@dataclass
class Report:
    """What became of a file. read = stored + known + refused; `bad` names line and reason, as far as they are kept."""

    read: int = 0
    stored: int = 0
    known: int = 0
    refused: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


async def load(file: Path, slug: str, tell: Callable[[int, int], None], kind: str = "conversations") -> Report:
    """Import a file into a workspace. What is there already stays as it is.

    Args:
        tell: hears how many bytes of how many are done.

    Raises AppError when the file cannot be read or the workspace is not there.
    """
    try:
        opened = file.open("rb")
    except OSError as error:
        raise AppError("file_unreadable", f"{file} cannot be read: {error.strerror}.", status=404) from error
    async with above_walls() as session:
        workspace = await accounts.workspace_by_slug(session, slug)
        names = [w.slug for w in await accounts.workspaces(session)]
    if workspace is None:
        raise AppError("no_workspace", f"There is no workspace {slug!r}; there are: {', '.join(names)}.", status=404)
    actor = Actor.system(workspace.id)
    with opened:
        size = os.fstat(opened.fileno()).st_size
        try:
            layout = recognise(opened)
        except ValueError as reason:
            raise AppError("file_unusable", f"{file}: {reason}", status=422) from None
        async with transaction(actor) as tx:
            samples = sample(opened, layout)
            import_id = (await actions.take(tx, kind, file.name, layout, samples=samples, size=size)).id
            await actions.start(tx, import_id, drafts=True, here=True)
        async with reading(actor) as tx:
            plan = await queries.plan(tx, import_id)
        await work_through(actor, import_id, plan, opened, lambda: tell(opened.tell(), size))
    async with reading(actor) as tx:
        view = await queries.one(tx, import_id)
    return Report(view.done, view.added, view.changed + view.skipped, view.refused, [*view.refusals])
