"""What every table shares: ids, UTC instants, and the workspace that owns the row."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware instant. SQLite keeps no zone, so it is stored in UTC and given back aware."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WorkspaceOwned(SQLModel):
    """Mixin of every table whose rows belong to one workspace; the session fills and guards `workspace_id`."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(default=None, nullable=False, foreign_key="workspace.id", sa_type=BigId)


def instant(*, index: bool = False, nullable: bool = False) -> Any:
    """A UTC instant column."""
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable, index=index)


def document(default: type[list] | type[dict]) -> Any:
    """A JSON column."""
    return Field(default_factory=default, sa_type=sa.JSON, nullable=False)


def same_workspace(column: str, parent: str, *, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    """A foreign key that cannot point into another workspace."""
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{parent}.workspace_id", f"{parent}.id"], ondelete=ondelete
    )


def reachable() -> sa.UniqueConstraint:
    """Lets other tables refer to this one by (workspace_id, id)."""
    return sa.UniqueConstraint("workspace_id", "id")
