"""Every read about imports."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.accounts.permissions import require
from crm_app.imports.kinds import KINDS
from crm_app.imports.models import Import, State
from crm_app.imports.reading import Layout
from crm_app.imports.values import Ground
from crm_app.kit.errors import NotFound
from crm_app.kit.transaction import Transaction

LATEST = 20


@dataclass(frozen=True)
class ImportView:
    """An import as people see it."""

    id: int
    kind: str
    file_name: str
    form: str
    columns: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: dict[str, str]
    existing: str
    day_first: bool
    own: tuple[str, ...]
    state: State
    preview: tuple[dict[str, Any], ...]
    counts: dict[str, int]
    total: int
    done: int
    added: int
    changed: int
    skipped: int
    refused: int
    refusals: tuple[tuple[int, str], ...]
    undone: int
    kept: int
    keepings: tuple[tuple[str, int, str], ...]
    problem: str
    who: str
    created_at: datetime
    started: bool
    has_file: bool


@dataclass(frozen=True)
class Plan:
    """What carrying an import out needs to know."""

    kind: str
    layout: Layout
    mapping: dict[str, str]
    ground: Ground
    stored_as: str
    state: State
    turn: int
    done: int


async def imports(tx: Transaction) -> list[ImportView]:
    """The latest imports, newest first."""
    require(tx.actor, "import.write")
    query = select(Import).order_by(Import.id.desc()).limit(LATEST)
    return [_view(row) for row in (await tx.session.exec(query)).all()]


async def one(tx: Transaction, import_id: int) -> ImportView:
    """One import; raises NotFound."""
    require(tx.actor, "import.write")
    return _view(await _row(tx, import_id))


async def plan(tx: Transaction, import_id: int) -> Plan:
    """How an import is to be carried out; raises NotFound."""
    require(tx.actor, "import.write")
    row = await _row(tx, import_id)
    region = (await accounts.workspace(tx)).region
    ground = Ground(row.started_at or tx.now, row.day_first, frozenset(row.own), region)
    layout = Layout.from_json(row.layout)
    return Plan(row.kind, layout, row.mapping, ground, row.stored_as, row.state, row.turn, row.done)


async def _row(tx: Transaction, import_id: int) -> Import:
    row = (await tx.session.exec(select(Import).where(Import.id == import_id))).first()
    if row is None or row.kind not in KINDS:
        raise NotFound("import")
    return row


def _view(row: Import) -> ImportView:
    same = ("id", "kind", "file_name", "mapping", "existing", "day_first", "state", "counts", "total", "done", "added",
            "changed", "skipped", "refused", "undone", "kept", "problem", "who", "created_at")  # fmt: skip
    return ImportView(
        **{name: getattr(row, name) for name in same},
        form=row.layout["form"],
        columns=tuple(row.layout["columns"]),
        samples=tuple(tuple(cells) for cells in row.samples),
        own=tuple(row.own),
        preview=tuple(row.preview),
        refusals=tuple((line, reason) for line, reason in row.refusals),
        keepings=tuple((subject, subject_id, reason) for subject, subject_id, reason in row.keepings),
        started=row.started_at is not None,
        has_file=bool(row.stored_as),
    )
