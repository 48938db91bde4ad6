"""The walls between workspaces: a session that reads and writes one workspace only.

Four layers, because each alone was shown to leak: criteria on every ORM statement, a guard on every write,
refusal of statements the criteria cannot see (text, bare tables), and row-level security on PostgreSQL.
"""

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from crm_app.kit.table import WorkspaceOwned

UNSCOPED = "unscoped_reason"
"""Execution option for the few statements that bind the workspace themselves; its value says why."""

elements, selectable = sa.sql.elements, sa.sql.selectable


class WallError(RuntimeError):
    """A statement or row that would cross a workspace wall: always a bug, never shown as such."""


class WalledSession(Session):
    """Synchronous core of the walled session."""

    def workspace(self) -> int:
        workspace_id = self.info.get("workspace_id")
        if workspace_id is None:
            raise WallError("no workspace bound to this session")
        return workspace_id

    def connection(self, *args: Any, **kwargs: Any) -> sa.Connection:
        if not self.info.get("trusted"):
            raise WallError("session.connection() is closed")
        return super().connection(*args, **kwargs)

    def _closed(self, *_: Any, **__: Any) -> Any:
        raise WallError("the legacy bulk API is closed")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _closed


class WalledAsyncSession(AsyncSession):
    sync_session_class = WalledSession


@lru_cache(maxsize=4096)
def _own_rows(workspace_id: int) -> Any:
    """Criteria on every class whose rows a workspace owns. SQLAlchemy tries them on the mixin first, which SQLModel
    leaves without the column."""
    return with_loader_criteria(
        WorkspaceOwned,
        lambda owned: getattr(owned, "workspace_id", _NO_COLUMN) == workspace_id,
        include_aliases=True,
        propagate_to_loaders=True,
    )


_NO_COLUMN = sa.column("workspace_id")


@event.listens_for(WalledSession, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    workspace_id = state.session.workspace()
    if state.execution_options.get(UNSCOPED):
        return
    if not state.is_orm_statement:
        raise WallError(f"not an ORM statement: {str(state.statement)[:80]!r}")
    if state.is_insert:
        _scope_insert(state, workspace_id)
        return
    if not (state.is_relationship_load or state.is_column_load):
        _refuse_escapes(state.statement)
    if state.is_update:
        _refuse_moving(state)
    state.statement = state.statement.options(_own_rows(workspace_id))


def _refuse_moving(state: ORMExecuteState) -> None:
    if isinstance(state.parameters, (list, tuple)):
        raise WallError("bulk update by primary key is closed; use update().where()")
    columns = [*(getattr(state.statement, "_values", None) or {}), *(state.parameters or {})]
    if any(getattr(c, "key", c) == "workspace_id" for c in columns):
        raise WallError("workspace_id may not be updated")


_SELECT_PARTS = (
    "_raw_columns", "_from_obj", "_where_criteria", "_having_criteria", "_order_by_clauses",
    "_group_by_clauses", "_distinct_on", "_independent_ctes",
)  # fmt: skip


def _owned_table(table: Any) -> bool:
    return isinstance(table, sa.Table) and "workspace_id" in table.c


def _entity_tables(items: list[Any]) -> set[str]:
    found: set[str] = set()
    for item in items:
        entity = getattr(item, "_annotations", {}).get("parententity")
        if entity is not None and hasattr(entity, "mapper"):
            found.update(t.name for t in entity.mapper.tables)
        if isinstance(item, selectable.Join):
            found |= _entity_tables([item.left, item.right])
        elif isinstance(item, sa.sql.ColumnElement) and not isinstance(item, elements.ColumnClause):
            found |= _entity_tables([c for c in item.get_children() if isinstance(c, sa.sql.ClauseElement)])
    return found


def _parts_of(select: Any) -> tuple[list[Any], set[str]]:
    joins = [x for j in select._setup_joins for x in j[:3] if hasattr(x, "_annotations")]
    parts = [x for name in _SELECT_PARTS for x in (getattr(select, name, None) or ())] + joins
    limits = (select._limit_clause, select._offset_clause, select._fetch_clause)
    if select._hints or select._statement_hints or select._prefixes or select._suffixes:
        raise WallError("hints and prefixes are closed")
    entities = _entity_tables([*select._raw_columns, *select._from_obj, *joins, *select._where_criteria])
    return parts + [x for x in limits if x is not None], entities


def _refuse_escapes(statement: Any) -> None:
    """Refuse what criteria cannot see: bare tables, and SQL text (`where(text("a OR b"))` is not bracketed)."""
    entities: set[str] = set()
    if isinstance(statement, selectable.Select):
        todo, entities = _parts_of(statement)
    elif isinstance(statement, (sa.sql.dml.Update, sa.sql.dml.Delete)):
        entities = {statement.table.name}
        todo = [c for c in statement.get_children() if c is not statement.table and not isinstance(c, sa.Table)]
    else:
        todo = [statement]
    while todo:
        todo.extend(_inside(todo.pop(), entities))


def _inside(part: Any, entities: set[str]) -> list[Any]:
    """Judge one part of a statement; what is left to judge inside it comes back."""
    mapped = {"parententity", "parentmapper"} & set(getattr(part, "_annotations", {}))
    if isinstance(part, (elements.TextClause, selectable.TextualSelect)):
        raise WallError("SQL text is closed")
    if isinstance(part, sa.Table):
        if _owned_table(part) and not mapped:
            raise WallError(f"bare table {part.name}")
        return []
    if isinstance(part, elements.ColumnClause):
        _judge_column(part, bool(mapped), entities)
        return []
    if isinstance(part, (selectable.Subquery, selectable.CTE)):
        _refuse_escapes(part.element)
        return []
    if isinstance(part, selectable.Alias):
        if _owned_table(part.element) and not mapped:
            raise WallError(f"bare alias of {part.element.name}")
        return []
    if isinstance(part, selectable.Select):
        _refuse_escapes(part)
        return []
    return list(part.selects) if isinstance(part, selectable.CompoundSelect) else list(part.get_children())


def _judge_column(column: Any, mapped: bool, entities: set[str]) -> None:
    if column.is_literal and str(column.name) != "*" and not str(column.name).isalnum():
        raise WallError("a literal SQL column is closed")
    table = getattr(column, "table", None)
    if _owned_table(table) and not mapped and table.name not in entities:
        raise WallError(f"bare column {table.name}.{column.name}")
    if isinstance(table, (selectable.Subquery, selectable.CTE)):
        _refuse_escapes(table.element)
    elif isinstance(table, selectable.Alias) and _owned_table(table.element) and not mapped:
        if "parententity" not in table._annotations:
            raise WallError(f"bare alias of {table.element.name}")


def _scope_insert(state: ORMExecuteState, workspace_id: int) -> None:
    mapper, statement = state.bind_mapper, state.statement
    if mapper is None or not issubclass(mapper.class_, WorkspaceOwned):
        return
    if getattr(statement, "select", None) is not None or getattr(statement, "_multi_values", ()):
        raise WallError("INSERT .. SELECT and multi-VALUES are closed; pass a list of dicts")
    given = {getattr(c, "key", c): getattr(v, "value", v) for c, v in (statement._values or {}).items()}
    rows = state.parameters if isinstance(state.parameters, (list, tuple)) else [state.parameters or {}]
    if any(row.get("workspace_id", workspace_id) != workspace_id for row in [given, *rows]):
        raise WallError("insert into another workspace")
    if state.parameters:
        for row in rows:
            row["workspace_id"] = workspace_id
    elif "workspace_id" not in given:
        state.statement = statement.values(workspace_id=workspace_id)


@event.listens_for(WalledSession, "before_flush")
def _guard_writes(session: WalledSession, _context: Any, _instances: Any) -> None:
    workspace_id = session.workspace()
    for row in session.new:
        if isinstance(row, WorkspaceOwned):
            if row.workspace_id is None:
                row.workspace_id = workspace_id
            elif row.workspace_id != workspace_id:
                raise WallError(f"{type(row).__name__} of another workspace added")
    for row in [*session.dirty, *session.deleted]:
        if isinstance(row, WorkspaceOwned):
            moved = sa.inspect(row).attrs.workspace_id.history.deleted
            if row.workspace_id != workspace_id or moved:
                raise WallError(f"{type(row).__name__} changes workspace, or belongs to another one")


@event.listens_for(WalledSession, "before_attach")
def _guard_attach(session: WalledSession, row: Any) -> None:
    if isinstance(row, WorkspaceOwned):
        if sa.inspect(row).key is not None:  # its DELETE or UPDATE would go by the id alone
            raise WallError(f"{type(row).__name__} that this session did not load")
        owner = row.__dict__.get("workspace_id")
        if owner is not None and owner != session.workspace():
            raise WallError(f"{type(row).__name__} of another workspace attached")


@event.listens_for(WalledSession, "after_begin")
def _tell_database(session: WalledSession, _transaction: Any, connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT set_config('app.workspace_id', '{session.workspace():d}', true)")
