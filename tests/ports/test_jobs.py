"""Jobs on both databases: put down with the commit, retried, given up, in order, delayed, and alive after a kill."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import psycopg
import pytest
import sqlalchemy as sa
from dbos import DBOS
from sqlmodel import func, select

from crm_app.adapters.jobs import dbos_engine, forgetting
from crm_app.channels.models import Mailbox
from crm_app.conversations import replying, sending
from crm_app.conversations.models import Conversation, Delivery, Intake, IntakeState, Message
from crm_app.drafts.models import Draft
from crm_app.kit import tasks as nightly
from crm_app.kit.jobs import SCHEDULE, Job
from crm_app.kit.transaction import house, reading, transaction
from launch.steps import ROOT
from tests.places import Place, migrated_place
from tests.ports.job_process import (
    diary,
    fail_always,
    fail_twice,
    hang_the_first_time,
    hold_until_let_go,
    let_go,
    note_down,
)
from tests.ports.mail_servers import smtp
from tests.ports.whole_house import engine_tables, eventually, found_workspace, living_in, post_form


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path, monkeypatch):
    monkeypatch.setenv("JOB_DIARY", str(tmp_path / "diary"))
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with migrated_place(tmp_path, server) as found:
        yield found


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(dbos_engine, "PAUSES_S", (0.02, 0.02, 0.02))


async def put(tenant, *jobs: Job) -> None:
    async with transaction(tenant.system) as tx:
        tx.jobs.extend(jobs)


async def written(*lines: str) -> None:
    """Wait until each of these lines stands in the diary."""

    async def there() -> bool:
        return set(lines) <= set(diary())

    await eventually(there)


@contextmanager
def job_process(place: Place):
    """Another process that runs this place's jobs, once it says that it is ready."""
    environment = {**os.environ, **place.environment}
    process = subprocess.Popen(
        [sys.executable, "-c", "from tests.ports.job_process import serve; serve()"], cwd=ROOT, env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@asynccontextmanager
async def home(place: Place, *, run_jobs: bool):
    async with living_in(place, run_jobs=run_jobs):
        yield


async def test_an_empty_queue_is_only_asked_whether_it_is(place):
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        asked.append(statement)

    async with home(place, run_jobs=True):
        await asyncio.sleep(0.3)  # looks that began with the engine end
        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            await asyncio.sleep(1)
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", note)
        await put(await found_workspace("shop"), note_down.job("a", text="a"))
        await written("end a")
    assert any("workflow_status" in statement for statement in asked)
    assert not [statement for statement in asked if "RECURSIVE" in statement]


async def test_a_job_exists_if_and_only_if_the_commit_does(place):
    async with home(place, run_jobs=True):
        shop = await found_workspace("shop")
        with pytest.raises(RuntimeError, match="changed my mind"):
            async with transaction(shop.system) as tx:
                tx.jobs.append(note_down.job("lost", text="lost"))
                await house().jobs.put(tx.session, [note_down.job("lost-too", text="lost-too")])
                raise RuntimeError("changed my mind")
        await put(shop, note_down.job("kept", text="kept"), note_down.job("kept", text="kept"))
        await written("end kept")
    assert diary() == ["begin kept", "end kept"]


async def test_attempts_then_giving_up(place, impatient):
    async with home(place, run_jobs=True):
        lost = fail_always.job("b", text="b")
        await put(await found_workspace("shop"), fail_twice.job("a", text="a"), lost)
        await written("gave up b: This cannot be done.")

        async def third() -> bool:
            return diary().count("attempt a") == 3

        await eventually(third)
        assert diary().count("attempt b") == 4

        async def ended() -> bool:  # its last words come a moment before its end
            return (await DBOS.get_workflow_status_async(lost.key)).status == "ERROR"

        await eventually(ended)
        assert diary().count("gave up b: This cannot be done.") == 1


async def test_one_lane_is_one_line_and_lanes_run_side_by_side(place):
    async with home(place, run_jobs=True):
        shop = await found_workspace("shop")
        jobs = [
            note_down.job(f"{lane}{n}", lane=lane, text=f"{lane}{n}", hold_s=0.15) for n in range(3) for lane in "xy"
        ]
        for job in jobs:
            await put(shop, job)
        await written(*(f"end {lane}{n}" for n in range(3) for lane in "xy"))
    for lane in "xy":
        mine = [line for line in diary() if line.split()[1].startswith(lane)]
        assert mine == [f"{what} {lane}{n}" for n in range(3) for what in ("begin", "end")]
    assert diary().index("begin y0") < diary().index("end x2")


async def test_a_delayed_job_waits(place):
    async with home(place, run_jobs=True):
        shop = await found_workspace("shop")
        await put(shop, note_down.job("later", delay_s=2, text="later"), note_down.job("now", text="now"))
        await written("end now", "end later")
    assert diary().index("end now") < diary().index("begin later")


TRACES = ("workflow_status", "workflow_input", "workflow_output", "operation_outputs")
"""Where the engine writes down what a job is, was given, left behind, and did."""


def traces_of(jobs: list[Job]) -> dict[str, set[str]]:
    """Of which of these jobs something is left, by table."""
    keys = {job.key for job in jobs}
    with engine_tables() as (connection, schema):
        left = {name: connection.exec_driver_sql(f"SELECT workflow_uuid FROM {schema}{name}") for name in TRACES}
        return {name: keys & set(rows.scalars()) for name, rows in left.items()}


def all_of(jobs: list[Job]) -> dict[str, set[str]]:
    return {name: {job.key for job in jobs} for name in TRACES}


def make_older(jobs: list[Job], age: timedelta) -> None:
    """Let jobs be put down, and end where they did, that much earlier."""
    columns = ("created_at", "updated_at", "started_at_epoch_ms", "completed_at")
    moved = ", ".join(f"{name} = {name} - {int(age.total_seconds() * 1000)}" for name in columns)
    with engine_tables() as (connection, schema):
        query = sa.text(f"UPDATE {schema}workflow_status SET {moved} WHERE workflow_uuid IN :keys")
        query = query.bindparams(sa.bindparam("keys", [job.key for job in jobs], expanding=True))
        assert connection.execute(query).rowcount == len(jobs)


async def test_jobs_that_ended_long_ago_go_and_all_others_stay(place, impatient, monkeypatch):
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    old = [note_down.job(f"old{n}", text=f"old{n}") for n in range(4)] + [fail_always.job("old", text="old")]
    young = [note_down.job("young", text="young"), fail_always.job("fresh", text="fresh")]
    runs = hold_until_let_go.job("runs", lane="x", text="runs")
    waits = [note_down.job("queued", lane="x", text="queued"), note_down.job("later", delay_s=3600, text="later")]
    async with home(place, run_jobs=True):
        shop = await found_workspace("shop")
        await put(shop, *old, *young, runs, *waits)
        await written("begin runs")
        await eventually(lambda: have_ended([*old, *young]))
        make_older([*old, runs, *waits], nightly.JOBS_LAST + timedelta(hours=1))
        make_older(young, nightly.JOBS_LAST - timedelta(hours=1))
        assert traces_of(old) == all_of(old)
        assert SCHEDULE[nightly.forget_old_jobs.name] == "30 3 * * *"
        tonight = nightly.forget_old_jobs.job("tonight")
        await put(shop, tonight)
        await eventually(lambda: have_ended([tonight]))
        assert traces_of(old) == {name: set() for name in TRACES}
        assert traces_of(young) == all_of(young)
        left = traces_of([runs, *waits])
        assert left["workflow_status"] == left["workflow_input"] == {job.key for job in (runs, *waits)}
        let_go("runs")
        await written("end runs", "end queued")


async def have_ended(jobs: list[Job]) -> bool:
    return all([(await DBOS.get_workflow_status_async(job.key)).status in forgetting.ENDED for job in jobs])


async def test_a_job_whose_process_was_killed_runs_again(place):
    async with home(place, run_jobs=False):
        shop = await found_workspace("shop")
        await put(shop, hang_the_first_time.job("k", text="k"))
        with job_process(place) as process:
            await written("begin k")
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert "end k" not in diary()
    async with home(place, run_jobs=True):
        await written("end k")
    assert diary().count("begin k") == 2


async def test_a_kill_while_sending_sends_nothing_twice_and_says_so(place):
    with smtp() as server:
        server.handle_DATA = _never_answers(server)
        async with home(place, run_jobs=False):
            shop = await found_workspace("shop")
            async with transaction(shop.system) as tx:
                box = (await tx.session.exec(select(Mailbox))).one()
                box.smtp_security, box.smtp_host, box.smtp_port = "none", "127.0.0.1", server.port
            await post_form(shop, 1, "Where is my parcel?")
            with job_process(place) as process:
                await eventually(lambda: how_many(shop, Draft))
                async with transaction(shop.admin) as tx:
                    conversation = (await tx.session.exec(select(Conversation.id))).one()
                    last = (await tx.session.exec(select(func.max(Message.id)))).one()
                    reply = await replying.queue_reply(
                        tx, conversation, "On its way.", seen_message_id=last, keep_open=False, undo_seconds=0
                    )
                await eventually(lambda: how_many(shop, Message, Message.state == Delivery.SENDING))
                await eventually(lambda: came(server, 1))
                process.kill()
                process.wait()
        async with home(place, run_jobs=True):
            await eventually(lambda: how_many(shop, Message, Message.state == Delivery.UNKNOWN))
            async with reading(shop.system) as tx:
                stored = (await tx.session.exec(select(Message).where(Message.id == reply.id))).one()
            assert stored.problem == sending.DOUBTFUL
        assert len(server.taken) == 1


def _never_answers(server):
    async def handle(_server, _session, envelope) -> str:
        server.taken.append(envelope)
        await asyncio.sleep(3600)
        return "250 OK"

    return handle


async def came(server, number: int) -> bool:
    return len(server.taken) == number


async def how_many(tenant, model, *where) -> int:
    async with reading(tenant.system) as tx:
        return (await tx.session.exec(select(func.count(model.id)).where(*where))).one()


async def test_kills_while_deliveries_come_lose_and_double_nothing(place):
    """Every delivery that was acknowledged is one message with one draft, however often its worker died."""
    async with home(place, run_jobs=False):
        shop = await found_workspace("shop")
        for kill in range(3):
            with job_process(place) as process:
                for n in range(5):
                    number = kill * 5 + n
                    await post_form(shop, number, f"Where is parcel {number}?", email=f"p{number}@customer.example")
                    await asyncio.sleep(0.05)
                await eventually(lambda: how_many(shop, Message))
                process.kill()
                process.wait()
    async with home(place, run_jobs=True):
        await eventually(lambda: equals(15, how_many(shop, Intake, Intake.state == IntakeState.STORED)))
        await eventually(lambda: equals(15, how_many(shop, Draft)))
        assert await how_many(shop, Message) == 15
        assert await how_many(shop, Conversation) == 15


async def equals(wanted: int, found) -> bool:
    return wanted == await found


async def both_ready() -> bool:
    return diary().count("ready") == 2


async def test_several_processes_share_the_work_on_postgresql(tmp_path, monkeypatch, postgres_url):
    monkeypatch.setenv("JOB_DIARY", str(tmp_path / "diary"))
    with migrated_place(tmp_path, postgres_url) as place:
        async with home(place, run_jobs=False):
            shop = await found_workspace("shop")
            with job_process(place), job_process(place):
                await eventually(both_ready)
                for n in range(20):
                    await put(shop, note_down.job(str(n), lane=f"lane{n % 2}", text=str(n), hold_s=0.02))
                await written(*(f"end {n}" for n in range(20)))
    begun = [line.removeprefix("begin ") for line in diary() if line.startswith("begin")]
    assert sorted(begun, key=int) == [str(n) for n in range(20)]
    for parity in range(2):
        assert [n for n in begun if int(n) % 2 == parity] == [str(n) for n in range(parity, 20, 2)]


async def test_a_process_that_lost_its_connection_is_not_taken_for_dead(tmp_path, postgres_url):
    with migrated_place(tmp_path, postgres_url) as place:
        async with home(place, run_jobs=True):
            ours = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            holders = f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 4711 AND granted AND {ours}"
            with psycopg.connect(place.url, autocommit=True) as server:
                before = server.execute(holders).fetchall()
                assert len(before) == 1
                server.execute(f"SELECT pg_terminate_backend(pid) FROM ({holders}) AS held")

                async def holds_again() -> bool:
                    held = server.execute(holders).fetchall()
                    return len(held) == 1 and held != before

                await eventually(holds_again)


async def test_processes_that_start_at_the_same_time_have_one_schedule(tmp_path, postgres_url):
    with migrated_place(tmp_path, postgres_url) as place:
        async with home(place, run_jobs=True):
            for name in SCHEDULE:
                DBOS.delete_schedule(name)
            await asyncio.gather(*(asyncio.to_thread(dbos_engine._schedule) for _ in range(8)))
            assert {each["schedule_name"] for each in DBOS.list_schedules()} == set(SCHEDULE)


def test_the_next_pause_is_longer_than_the_last():
    assert list(dbos_engine.PAUSES_S) == sorted(dbos_engine.PAUSES_S)
    assert timedelta(minutes=1) < timedelta(seconds=sum(dbos_engine.PAUSES_S)) < timedelta(minutes=5)
