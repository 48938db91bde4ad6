"""Are calls and kept answers written, summed and forgotten, on both databases and behind the walls?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from crm_app.ai import tasks
from crm_app.ai.actions import Call, forget_answers, keep_answer, record_calls
from crm_app.ai.port import Answer, Spent
from crm_app.ai.queries import Usage, kept_answer, usage
from crm_app.kit.jobs import SCHEDULE
from crm_app.kit.transaction import Actor, reading, transaction
from tests.unit.ai.ground import ground, own_database

PRINT = "f" * 64


class Draft(BaseModel):
    content: str


@pytest.fixture(params=["sqlite", "postgres"])
async def actors(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Actor, Actor]]:
    with ExitStack() as stack:
        url = ""
        if request.param == "postgres":
            url = stack.enter_context(own_database(request.getfixturevalue("postgres_url")))
        async with ground(tmp_path, url) as (_, acme, other):
            yield acme, other


def call(day: datetime, outcome: str = "answered", cost: str = "0.5", model: str = "gpt") -> Call:
    return Call(day, "openai", model, outcome, Spent(100, 10, Decimal(cost)), 1200)


async def record(actor: Actor, task: str, *calls: Call) -> None:
    async with transaction(actor) as tx:
        await record_calls(tx, task, calls)


async def used(actor: Actor, month: date) -> list[Usage]:
    async with reading(actor) as tx:
        return await usage(tx, month)


async def test_a_month_is_summed_by_task_and_model(actors):
    acme, other = actors
    december = datetime(2026, 12, 1, tzinfo=UTC)
    last, after = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    idle = Call(last, "openai", "gpt", "cached")
    await record(acme, "draft", call(december), call(last), call(last, "timeout", "0"), idle, call(after, cost="7"))
    await record(acme, "draft", call(last, cost="2", model="gpt-big"), Call(last, "openai", "gpt-big", "resting"))
    await record(acme, "summary", call(december - timedelta(seconds=1), cost="9"), call(december, cost="0.000001"))
    await record(other, "draft", call(december, cost="100"))
    assert await used(acme, date(2026, 12, 15)) == [
        Usage("draft", "openai", "gpt-big", 1, 1, 0, 100, 10, Decimal(2)),
        Usage("draft", "openai", "gpt", 3, 2, 1, 300, 30, Decimal(1)),
        Usage("summary", "openai", "gpt", 1, 1, 0, 100, 10, Decimal("0.000001")),
    ]
    assert [u.cost for u in await used(acme, date(2027, 1, 31))] == [Decimal(7)]
    assert await used(acme, date(2027, 2, 1)) == []


async def keep(actor: Actor, text: str) -> None:
    async with transaction(actor) as tx:
        await keep_answer(tx, PRINT, Answer(Draft(content=text), "openai", "gpt"))


async def kept(actor: Actor) -> str | None:
    async with reading(actor) as tx:
        found = await kept_answer(tx, PRINT)
    return found and Draft.model_validate_json(found.content).content


async def test_a_newer_answer_takes_the_place_of_an_older_one(actors):
    acme, other = actors
    assert await kept(acme) is None
    await keep(acme, "first")
    await keep(acme, "مرحبا \0 second")
    assert await kept(acme) == "مرحبا \0 second"
    assert await kept(other) is None


async def test_answers_to_the_same_question_at_the_same_time_do_not_clash(actors):
    acme, _ = actors
    await asyncio.gather(*(keep(acme, "same") for _ in range(6)))
    assert await kept(acme) == "same"


async def test_old_answers_are_forgotten(actors):
    acme, other = actors
    await keep(acme, "mine")
    await keep(other, "theirs")
    async with transaction(acme) as tx:
        assert await forget_answers(tx, tx.now - timedelta(days=1)) == 0
        assert await forget_answers(tx, tx.now + timedelta(seconds=1)) == 1
    assert (await kept(acme), await kept(other)) == (None, "theirs")


async def test_old_answers_are_forgotten_every_night(actors: tuple[Actor, Actor]) -> None:
    old, young = ("0" * 64, "1" * 64)
    for actor in actors:
        async with transaction(actor) as tx:
            tx.now -= tasks.ANSWERS_LAST + timedelta(minutes=1)
            await keep_answer(tx, old, Answer(Draft(content="old"), "openai", "gpt"))
        async with transaction(actor) as tx:
            await keep_answer(tx, young, Answer(Draft(content="young"), "openai", "gpt"))
    assert SCHEDULE[tasks.forget_old_answers.name] == "50 2 * * *"
    await tasks.forget_old_answers.run()
    for actor in actors:
        async with reading(actor) as tx:
            assert await kept_answer(tx, old) is None
            assert await kept_answer(tx, young) is not None
