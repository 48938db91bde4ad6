"""No session, statement or row reaches another workspace: on SQLite, and on PostgreSQL even by raw SQL."""

import asyncio

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased, make_transient_to_detached
from sqlmodel import select

from crm_app.accounts.actions import create_workspace
from crm_app.accounts.models import Workspace
from crm_app.contacts.models import Contact, Handle
from crm_app.conversations.models import Conversation, Message
from crm_app.kit import clock
from crm_app.kit.db import Database
from crm_app.kit.settings import Settings
from crm_app.kit.transaction import above_walls, house
from crm_app.kit.walls import UNSCOPED, WalledAsyncSession, WallError
from tests.places import migrated_place
from tests.ports.whole_house import living_in


class Town:
    """Two workspaces of two contacts each, the second with a secret; each has one conversation with one message."""

    def __init__(self, ours: int, theirs: int, kind: str) -> None:
        self.ours, self.theirs, self.kind = ours, theirs, kind
        self.contacts: dict[int, list[int]] = {}
        self.conversation: dict[int, int] = {}

    def session(self, workspace_id: int | None = None, *, write: bool = True) -> WalledAsyncSession:
        return house().database.session(workspace_id or self.ours, write=write)

    @property
    def mine(self) -> set[int]:
        return set(self.contacts[self.ours])

    @property
    def secret(self) -> int:
        return self.contacts[self.theirs][1]

    async def fill(self) -> "Town":
        for workspace_id, names in ((self.ours, ("a1", "a2")), (self.theirs, ("b1", "SECRET"))):
            async with self.session(workspace_id) as s, s.begin():
                people = [
                    Contact(name=n, email=f"{n}@x.example", churn_risk=0.5, created_at=clock.now()) for n in names
                ]
                s.add_all(people)
                await s.flush()
                talk = Conversation(
                    contact_id=people[0].id, channel="email", created_at=clock.now(), last_message_at=clock.now()
                )
                s.add(talk)
                await s.flush()
                text = f"text of {names[1]}"
                s.add(
                    Message(
                        conversation_id=talk.id,
                        direction="inbound",
                        channel="email",
                        text=text,
                        sent_at=clock.now(),
                        created_at=clock.now(),
                    )
                )
                self.contacts[workspace_id] = [p.id for p in people]
                self.conversation[workspace_id] = talk.id
        return self

    async def names(self, workspace_id: int) -> list[str]:
        async with self.session(workspace_id, write=False) as s:
            return [*(await s.exec(select(Contact.name).order_by(Contact.id))).all()]

    async def untouched(self) -> None:
        """Nothing of theirs has changed."""
        assert await self.names(self.theirs) == ["b1", "SECRET"]
        async with self.session(self.theirs, write=False) as s:
            assert (await s.exec(select(Message.text))).all() == ["text of SECRET"]


@pytest.fixture(params=["sqlite", "postgresql"])
async def town(request, tmp_path):
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=False):
            async with above_walls(write=True) as session:
                both = [
                    await create_workspace(session, slug=slug, name=slug, now=clock.now())
                    for slug in ("ours", "theirs")
                ]
            yield await Town(*(workspace.id for workspace in both), request.param).fill()


async def test_a_forgotten_where_reads_only_ours(town):
    for turn in range(20):  # compiled statements are shared between workspaces
        workspace_id = (town.ours, town.theirs)[turn % 2]
        async with town.session(workspace_id, write=False) as s:
            found = (await s.exec(select(Contact))).all()
            assert {c.workspace_id for c in found} == {workspace_id} and len(found) == 2


async def test_get_by_a_foreign_id_finds_nothing(town):
    async with town.session() as s:
        assert await s.get(Contact, town.secret) is None
        assert (await s.get(Contact, min(town.mine))).name == "a1"


async def test_columns_counts_and_exists(town):
    async with town.session() as s:
        assert (await s.exec(select(sa.func.count()).select_from(Contact))).one() == 2
        assert "SECRET" not in (await s.exec(select(Contact.name))).all()
        with pytest.raises(WallError):
            await s.execute(sa.select(sa.exists().where(Contact.id == town.secret)))
        there = sa.exists(sa.select(Message.id).where(Message.text == "text of SECRET"))
        assert (await s.execute(sa.select(Contact.id).where(there))).all() == []


async def test_aliases_subqueries_ctes_unions(town):
    async with town.session() as s:
        assert {*(await s.exec(select(aliased(Contact).id)))} == town.mine
        inner = select(Contact.id).subquery()
        assert {*(await s.execute(select(inner.c.id))).scalars()} == town.mine
        named = select(Contact.id).cte("named")
        assert {*(await s.execute(select(named.c.id))).scalars()} == town.mine
        both = sa.union_all(sa.select(Contact.name), sa.select(Message.text))
        assert {*(await s.execute(both)).scalars()} == {"a1", "a2", "text of a2"}
        theirs = sa.select(Message.id).where(Message.conversation_id.in_(sa.select(Conversation.id)))
        assert len((await s.execute(theirs)).all()) == 1
        counted = sa.select(sa.func.count(Message.id)).where(Message.conversation_id != 0).scalar_subquery()
        assert {n for _, n in (await s.execute(sa.select(Contact.id, counted))).all()} == {1}


async def test_joins_without_a_proper_condition(town):
    async with town.session() as s:
        crossed = sa.select(Contact.id, Message.text).select_from(sa.join(Contact, Message, sa.true()))
        assert [text for _, text in (await s.execute(crossed)).all()] == ["text of a2"] * 2
        outer = sa.select(Contact.id, Message.text).outerjoin(
            Message, Message.conversation_id == town.conversation[town.theirs]
        )
        assert all(text is None for _, text in (await s.execute(outer)).all())


async def test_bulk_update_and_delete_stay_inside(town):
    async with town.session() as s:
        assert (await s.execute(sa.update(Contact).values(name="changed"))).rowcount == 2
        assert (await s.execute(sa.delete(Message))).rowcount == 1
        await s.commit()
    await town.untouched()


async def test_a_row_cannot_change_its_workspace(town):
    async with town.session() as s:
        with pytest.raises(WallError):
            await s.execute(sa.update(Contact).values(workspace_id=town.theirs))
    async with town.session() as s:
        contact = await s.get(Contact, min(town.mine))
        contact.workspace_id = town.theirs
        with pytest.raises(WallError):
            await s.commit()
    async with town.session() as s:
        with pytest.raises(WallError):
            await s.execute(sa.update(Contact), [{"id": town.secret, "name": "mine now"}])
    await town.untouched()


async def test_inserts_are_stamped_and_foreign_ones_refused(town):
    foreign = {"name": "n", "workspace_id": town.theirs, "created_at": clock.now(), "segments": []}
    async with town.session() as s:
        s.add(Contact(name="new", created_at=clock.now()))
        await s.commit()
    async with town.session() as s:
        with pytest.raises(WallError):
            s.add(Contact(name="n", workspace_id=town.theirs, created_at=clock.now()))
            await s.flush()
    for values in ("values", "rows"):
        async with town.session() as s:
            insert = sa.insert(Contact)
            with pytest.raises(WallError):
                await (s.execute(insert.values(**foreign)) if values == "values" else s.execute(insert, [foreign]))
    async with town.session() as s:
        own = {k: v for k, v in foreign.items() if k != "workspace_id"}
        await s.execute(sa.insert(Contact), [{**own, "name": f"bulk{n}"} for n in range(3)])
        await s.execute(sa.insert(Contact).values(**{**own, "name": "one"}))
        await s.commit()
    assert await town.names(town.ours) == ["a1", "a2", "new", "bulk0", "bulk1", "bulk2", "one"]
    await town.untouched()


async def test_a_foreign_object_carried_in(town):
    async with town.session(town.theirs) as s:
        carried = await s.get(Contact, town.secret)
    async with town.session() as s:
        with pytest.raises(WallError):
            s.add(carried)
    carried.name = "hacked"
    async with town.session() as s:
        with pytest.raises((WallError, sa.exc.SQLAlchemyError)):
            await s.merge(carried)
            await s.commit()
    await town.untouched()


async def test_forged_ids_in_merge_and_delete(town):
    async with town.session() as s:
        with pytest.raises((WallError, sa.exc.SQLAlchemyError)):
            await s.merge(Contact(id=town.secret, name="mine", created_at=clock.now()))
            await s.commit()
    async with town.session() as s:
        forged = Contact(id=town.secret, name="x", workspace_id=town.ours, created_at=clock.now())
        make_transient_to_detached(forged)
        for write in (s.delete, s.merge):
            with pytest.raises((WallError, sa.exc.SQLAlchemyError)):
                await write(forged)
                await s.commit()
    await town.untouched()


async def test_a_child_cannot_hang_on_a_foreign_parent(town):
    async with town.session() as s:
        s.add(Handle(kind="email", value="graft@x.example", contact_id=town.secret))
        with pytest.raises(sa.exc.IntegrityError):
            await s.commit()
    async with town.session() as s:
        s.add(Handle(kind="email", value="none@x.example", contact_id=999_999))
        with pytest.raises(sa.exc.IntegrityError):
            await s.commit()


async def test_core_statements_and_text_are_refused(town):
    table = Contact.__table__
    statements = (
        sa.text("SELECT * FROM contact"),
        sa.select(table),
        sa.update(table).values(name="x"),
        sa.delete(table),
        sa.insert(table).values(name="x", workspace_id=town.theirs),
        sa.select(Contact).where(sa.text("id IN (SELECT id FROM contact)")),
        sa.select(Contact).from_statement(sa.text("SELECT * FROM contact")),
        sa.select(Message.id, table.c.email).join(table, sa.true()),
        sa.select(Message.id).where(Message.conversation_id.in_(sa.select(table.c.id))),
        sa.insert(Handle).from_select(["workspace_id", "kind"], sa.select(sa.literal(1), table.c.email)),
        sa.select(Contact.id).where(sa.literal_column("1=1 OR 1")),
        sa.select(Contact.id).order_by(sa.text("1")),
        sa.select(sa.literal_column("(SELECT name FROM contact LIMIT 1)")).select_from(Message),
        sa.select(sa.alias(table).c.name),
        sa.select(Message.id, sa.select(table.c.name).limit(1).scalar_subquery()),
    )
    async with town.session() as s:
        for statement in statements:
            with pytest.raises(WallError):
                await s.execute(statement)
        for fragment in ("1=1 OR 1=1", "1=1) OR (1=1", "1"):
            for statement in (sa.select(Contact.id), sa.update(Contact).values(name="x"), sa.delete(Message)):
                with pytest.raises(WallError):
                    await s.execute(statement.where(sa.text(fragment)))
        with pytest.raises(WallError):
            await s.connection()
        either = sa.or_(Contact.id == town.secret, Contact.id == min(town.mine))
        assert [*(await s.execute(sa.select(Contact.id).where(either))).scalars()] == [min(town.mine)]
    await town.untouched()


async def test_the_legacy_bulk_interface_is_closed(town):
    async with town.session() as s:
        with pytest.raises(WallError):
            await s.run_sync(lambda sync: sync.bulk_insert_mappings(Contact, [{"name": "x"}]))


async def test_refresh_savepoints_and_the_time_after_a_commit(town):
    async with town.session() as s:
        async with s.begin_nested():
            assert len((await s.exec(select(Contact))).all()) == 2
        await s.commit()
        assert len((await s.exec(select(Contact))).all()) == 2
        contact = await s.get(Contact, min(town.mine))
        s.expire(contact)
        await s.refresh(contact)
        assert contact.name == "a1"


async def test_sessions_share_connections_and_no_rows(town):
    async def read(number: int) -> None:
        workspace_id = (town.ours, town.theirs)[number % 2]
        async with town.session(workspace_id, write=False) as s:
            for _ in range(4):
                assert {c.workspace_id for c in (await s.exec(select(Contact))).all()} == {workspace_id}
                await asyncio.sleep(0)
                if number % 3 == 0:
                    await s.rollback()

    await asyncio.gather(*(read(n) for n in range(40)))


@pytest.mark.parametrize("bad", [None, 0, "1", -1])
async def test_a_session_needs_a_workspace(town, bad):
    with pytest.raises(ValueError):
        house().database.session(bad, write=False)


async def test_a_session_that_nobody_bound_reads_nothing(town):
    async with WalledAsyncSession(house().database.reader) as s:
        with pytest.raises(WallError):
            await s.exec(select(Contact))


async def test_the_table_of_workspaces_stands_above(town):
    async with town.session() as s:
        assert len((await s.exec(select(Workspace))).all()) == 2


async def test_even_a_statement_that_says_it_needs_no_walls_sees_only_ours_on_postgresql(town):
    if town.kind == "sqlite":
        async with town.session() as s:  # SQLite has no last line: such statements name the workspace themselves
            found = await s.execute(sa.select(Contact.__table__.c.id), execution_options={UNSCOPED: "a test"})
            assert len(found.all()) == 4
        return
    async with town.session() as s:
        found = await s.execute(sa.text("SELECT id FROM contact"), execution_options={UNSCOPED: "a test"})
        assert {*found.scalars()} == town.mine


async def test_raw_sql_on_postgresql_meets_row_level_security(town):
    if town.kind == "sqlite":
        return
    async with house().database.writer.connect() as c:
        assert (await c.exec_driver_sql("SELECT id FROM contact")).all() == []  # nobody bound: nothing
        await c.exec_driver_sql(f"SELECT set_config('app.workspace_id', '{town.ours}', true)")
        assert {row[0] for row in await c.exec_driver_sql("SELECT id FROM contact")} == town.mine
        assert (await c.exec_driver_sql("UPDATE contact SET name = 'x'")).rowcount == 2
        assert (await c.exec_driver_sql("DELETE FROM message")).rowcount == 1
        with pytest.raises(sa.exc.DBAPIError):
            await c.exec_driver_sql(
                "INSERT INTO handle(workspace_id, kind, value, contact_id) "
                f"VALUES ({town.theirs}, 'email', 'x', {town.secret})"
            )
        await c.rollback()
        assert (await c.exec_driver_sql("SELECT id FROM contact")).all() == []
    await town.untouched()


async def test_every_table_of_a_workspace_has_its_wall_on_postgresql(town):
    if town.kind == "sqlite":
        return
    query = (
        "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE attname = 'workspace_id' "
        "AND relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    async with house().database.reader.connect() as c:
        assert {row[0] for row in await c.exec_driver_sql(query)} == {"member", "login", "api_key", "channel_account"}


async def test_a_superuser_stops_the_start(postgres_url, tmp_path):
    with psycopg.connect(postgres_url) as connection:
        port = connection.info.port
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    database = Database(Settings(_env_file=None, data_dir=tmp_path, database_url=url))
    try:
        with pytest.raises(SystemExit, match="superuser"):
            await database.check()
    finally:
        await database.dispose()
