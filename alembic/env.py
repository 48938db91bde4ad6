"""Migrations: the same on SQLite and PostgreSQL, compared with the models by a test."""

from typing import Literal

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext

from alembic import context
from crm_app.kit.settings import load_settings
from crm_app.kit.table import UtcDateTime
from crm_app.tables import metadata


def ours(
    _object: sa.schema.SchemaItem,
    name: str | None,
    kind: str,
    reflected: bool,
    _compare_to: sa.schema.SchemaItem | None,
) -> bool:
    """The job engine and the search indexes keep tables of their own in the same database."""
    return not (kind == "table" and reflected and name not in metadata.tables)


def render(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("from crm_app.kit.table import UtcDateTime")
        return "UtcDateTime()"
    return False


def run() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or load_settings().sync_database_url
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_object=ours,
            render_item=render,
            compare_type=True,
            render_as_batch=connection.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":  # machines that start at the same time wait for each other
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(4711, 0)"))
            context.run_migrations()


run()
