"""The month's budget, on both databases: never exceeded by two processes, told of once, freed after a crash, and the
offline engine goes on when it is used up."""

import asyncio
import sys
from datetime import timedelta
from decimal import Decimal

import pytest
from pydantic import BaseModel, SecretStr
from sqlmodel import select

from crm_app.adapters.llm.chain import configured
from crm_app.ai import actions, queries
from crm_app.ai.actions import Call
from crm_app.ai.budget import Limits
from crm_app.ai.gateway import Gateway
from crm_app.ai.models import ModelCall, MonthUse, Reservation
from crm_app.ai.port import Question, Spent
from crm_app.kit import clock
from crm_app.kit.settings import Settings
from crm_app.kit.transaction import reading, transaction
from crm_app.notices.models import Notice
from launch.steps import ROOT
from tests.places import migrated_place
from tests.ports.llm_stand_in import TOKENS_IN, TOKENS_OUT, stand_in
from tests.ports.whole_house import add_member, found_workspace, living_in

ONE_CALL = TOKENS_IN + TOKENS_OUT
SPENDER = """
import asyncio, sys
from crm_app.ai import actions, queries
from crm_app.bootstrap import close_runtime, open_runtime
from crm_app.kit.transaction import Actor, transaction

async def spend(actor):
    async with transaction(actor) as tx:
        return await actions.reserve(tx, await queries.limits(tx), 10, 0) != 0

async def main():
    await open_runtime(run_jobs=False)
    got = 0
    for _ in range(15):
        got += sum(await asyncio.gather(*(spend(Actor.system(int(sys.argv[1]))) for _ in range(4))))
    await close_runtime()
    print(got)

asyncio.run(main())
"""


class Draft(BaseModel):
    content: str
    tone: str
    reasoning: str


QUESTION = Question("draft", "Write a reply.", "Where is my parcel?", Draft, max_tokens=500, fresh=True)


@pytest.fixture(params=["sqlite", "postgresql"])
async def shop(request, tmp_path):
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=False):
            tenant = await found_workspace("shop")
            yield tenant, place
    clock.shift(None)


async def set_budget(tenant, tokens=None, money=None) -> None:
    async with transaction(tenant.system) as tx:
        await actions.set_budget(tx, tokens=tokens, money=money)


async def spend(tenant, tokens: int) -> None:
    async with transaction(tenant.system) as tx:
        call = Call(tx.now, "openai", "gpt", "answered", Spent(tokens, 0, Decimal("0.001")))
        await actions.record_calls(tx, "draft", [call])


async def every(tenant, model) -> list:
    async with reading(tenant.system) as tx:
        return [*(await tx.session.exec(select(model).order_by(model.id))).all()]


async def test_two_processes_never_spend_more_than_there_is(shop):
    tenant, place = shop
    await set_budget(tenant, tokens=707)
    command = [sys.executable, "-c", SPENDER, str(tenant.id)]
    environment = {**place.environment, "PATH": "/usr/bin:/bin", "TACIT_ENV": "none"}
    pipe = {"cwd": ROOT, "env": environment, "stdout": asyncio.subprocess.PIPE}
    both = [await asyncio.create_subprocess_exec(*command, **pipe) for _ in range(2)]
    said = await asyncio.gather(*(process.communicate() for process in both))
    got = [int(out.split()[-1]) for out, _ in said]
    assert sum(got) == 70
    (month,) = await every(tenant, MonthUse)
    assert (month.tokens_reserved, len(await every(tenant, Reservation))) == (700, 70)


async def test_a_call_settles_what_it_had_set_aside(shop):
    tenant, _ = shop
    await set_budget(tenant, tokens=100, money=Decimal("0.5"))
    async with transaction(tenant.system) as tx:
        held = await actions.reserve(tx, await queries.limits(tx), 90, 400_000)
        assert held and not await actions.reserve(tx, await queries.limits(tx), 11, 0)
        assert not await actions.reserve(tx, await queries.limits(tx), 1, 100_001)
    async with transaction(tenant.system) as tx:
        call = Call(tx.now, "openai", "gpt", "answered", Spent(30, 20, Decimal("0.1")), reservation=held)
        await actions.record_calls(tx, "draft", [call])
    (month,) = await every(tenant, MonthUse)
    assert (month.tokens, month.micros, month.tokens_reserved, month.micros_reserved) == (50, 100_000, 0, 0)
    assert await every(tenant, Reservation) == []


async def test_what_a_dead_process_had_set_aside_is_freed(shop):
    tenant, _ = shop
    limits = Limits(100)
    async with transaction(tenant.system) as tx:
        assert await actions.reserve(tx, limits, 100, 0)
    clock.shift(timedelta(minutes=10))
    async with transaction(tenant.system) as tx:
        assert not await actions.reserve(tx, limits, 100, 0)
    clock.shift(timedelta(minutes=16))
    async with transaction(tenant.system) as tx:
        assert await actions.reserve(tx, limits, 100, 0)


async def test_admins_hear_once_at_80_and_once_at_100(shop):
    tenant, _ = shop
    await add_member(tenant, "Bob")
    await set_budget(tenant, tokens=1000)
    await spend(tenant, 799)
    assert await every(tenant, Notice) == []
    for tokens in (1, 50, 100):
        await spend(tenant, tokens)
    (letter,) = await every(tenant, Notice)
    assert letter.member_id == tenant.admin.member_id and letter.subject == "80 % of Shop's budget for models is used"
    for tokens in (50, 50):
        await spend(tenant, tokens)
    assert [n.subject for n in await every(tenant, Notice)][1:] == ["Shop's budget for models is used up"]
    clock.shift(timedelta(days=32))
    await spend(tenant, 850)
    assert len(await every(tenant, Notice)) == 3


async def test_when_it_is_used_up_nobody_is_asked_and_the_ledger_says_so(shop):
    tenant, _ = shop
    with stand_in() as server:
        gateway = Gateway(configured(Settings(
            _env_file=None, ai_providers="openai,anthropic", openai_api_key=SecretStr("k"),
            openai_base_url=f"{server.url}/openai/v1", anthropic_api_key=SecretStr("k"),
            anthropic_base_url=f"{server.url}/anthropic",
        )))  # fmt: skip
        await set_budget(tenant, tokens=2 * ONE_CALL)
        assert await gateway.ask(tenant.system, QUESTION)
        answers = [await gateway.ask(tenant.system, QUESTION) for _ in range(3)]
        await gateway.close()
    asked = sum(map(len, server.asked.values()))
    assert [bool(answer) for answer in answers][-1] is False
    calls = await every(tenant, ModelCall)
    assert asked == sum(call.outcome == "answered" for call in calls)
    assert calls[-1].outcome == "over budget"
    async with reading(tenant.system) as tx:
        month = await queries.month(tx, tx.now)
    assert month.spent and month.tokens == asked * ONE_CALL <= 2 * ONE_CALL
    assert sum(line.calls for line in month.lines) == asked


async def test_a_budget_of_money_holds_by_the_price_list(shop):
    tenant, _ = shop
    with stand_in() as server:
        gateway = Gateway(configured(Settings(
            _env_file=None, ai_providers="openai", openai_api_key=SecretStr("k"), openai_model="gpt-5-mini",
            openai_base_url=f"{server.url}/openai/v1",
        )))  # fmt: skip
        await set_budget(tenant, money=Decimal("0.000001"))
        assert await gateway.ask(tenant.system, QUESTION) is None
        assert not any(server.asked.values())
        await set_budget(tenant, money=Decimal(1))
        assert await gateway.ask(tenant.system, QUESTION)
        await gateway.close()
