"""Migrations lead to exactly the tables of the models, and back to nothing, on both databases."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from crm_app.kit.settings import Settings
from crm_app.tables import metadata
from tests.places import Place, migrate, migrated_place


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with migrated_place(tmp_path, server) as found:
        yield found


def engine_of(place: Place) -> sa.Engine:
    known = Settings(_env_file=None, data_dir=place.folder, database_url=place.url)
    return sa.create_engine(known.sync_database_url, poolclass=sa.NullPool)


def ours(_object, name, kind, reflected, _compare_to) -> bool:
    """The search indexes and the job engine's tables stand in no model."""
    searched = kind == "index" and name.endswith("_index")
    return not searched and not (kind == "table" and reflected and name not in metadata.tables)


def test_up_is_what_the_models_say(place):
    with engine_of(place).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, metadata) == []


def test_no_id_of_a_deleted_row_is_given_again(tmp_path):
    with migrated_place(tmp_path) as place, engine_of(place).connect() as connection:
        made = dict(connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())
    own = [table.name for table in metadata.sorted_tables if not table.c.id.foreign_keys]
    assert own and [name for name in own if "AUTOINCREMENT" not in made[name]] == []


def test_down_leaves_nothing_of_ours_and_up_works_again(place):
    migrate(place, "downgrade", "base")
    left = set(sa.inspect(engine_of(place)).get_table_names())
    assert not left & set(metadata.tables) and not {t for t in left if t.endswith("_index")}
    migrate(place)
    assert set(metadata.tables) <= set(sa.inspect(engine_of(place)).get_table_names())
