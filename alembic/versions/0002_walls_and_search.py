"""Row-level security on PostgreSQL, and the search indexes of both databases."""

from alembic import op

revision = "0002"
down_revision = "0001"

ABOVE_WALLS = {"workspace", "member", "login", "api_key", "channel_account"}
INDEXED = ("search_text", "passage", "contact_text")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _raise_walls()
        for table in INDEXED:
            _index_vectors(table)
    else:
        for table in INDEXED:
            _index_words(table)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in INDEXED:
            op.execute(f"DROP TRIGGER {table}_indexed ON {table}")
            op.execute(f"DROP FUNCTION {table}_into_index")
            op.execute(f"DROP TABLE {table}_index")
        for table in _owned_tables():
            op.execute(f'DROP POLICY workspace_wall ON "{table}"')
            op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
            op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    else:
        for table in INDEXED:
            for moment in ("ai", "ad", "au"):
                op.execute(f"DROP TRIGGER {table}_{moment}")
            op.execute(f"DROP TABLE {table}_index")


def _owned_tables() -> list[str]:
    query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'workspace_id' AND table_schema = 'public'"
    return sorted({row[0] for row in op.get_bind().exec_driver_sql(query)} - ABOVE_WALLS)


def _raise_walls() -> None:
    mine = "workspace_id = (SELECT NULLIF(current_setting('app.workspace_id', true), '')::bigint)"
    for table in _owned_tables():
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY workspace_wall ON "{table}" USING ({mine}) WITH CHECK ({mine})')


def _index_vectors(table: str) -> None:
    """A table of its own, as on SQLite: `@@` is not leakproof, so behind row-level security PostgreSQL would read
    every row instead of the index. It gives out ids; the rows are read behind the wall."""
    op.execute(f"CREATE TABLE {table}_index (id bigint PRIMARY KEY, words tsvector NOT NULL)")
    op.execute(f"CREATE INDEX ix_{table}_index_words ON {table}_index USING gin (words)")
    op.execute(f"""
        CREATE FUNCTION {table}_into_index() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' THEN
                DELETE FROM {table}_index WHERE id = old.id;
                RETURN old;
            END IF;
            INSERT INTO {table}_index VALUES (new.id, to_tsvector('simple', new.body))
                ON CONFLICT (id) DO UPDATE SET words = excluded.words;
            RETURN new;
        END $$""")
    op.execute(
        f"CREATE TRIGGER {table}_indexed AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_into_index()"
    )


def _index_words(table: str) -> None:
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_index USING fts5(body, content='{table}', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0')"
    )
    add = f"INSERT INTO {table}_index(rowid, body) VALUES (new.id, new.body)"
    drop = f"INSERT INTO {table}_index({table}_index, rowid, body) VALUES ('delete', old.id, old.body)"
    op.execute(f"CREATE TRIGGER {table}_ai AFTER INSERT ON {table} BEGIN {add}; END")
    op.execute(f"CREATE TRIGGER {table}_ad AFTER DELETE ON {table} BEGIN {drop}; END")
    op.execute(f"CREATE TRIGGER {table}_au AFTER UPDATE ON {table} BEGIN {drop}; {add}; END")
