"""Alive, ready, and what is missing."""

import pytest

from crm_app.api import health
from crm_app.channels.models import Mailbox
from crm_app.kit.jobs import Job
from crm_app.kit.transaction import house, transaction


@pytest.fixture(autouse=True)
def _anew():
    health.forget()
    yield
    health.forget()


async def test_alive_says_so_without_looking_anywhere(town):
    answer = await town.http.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


async def test_ready_names_what_is_missing_and_no_address(busy_town):
    http, shop = busy_town.http, busy_town.shop
    async with transaction(shop.system) as tx:
        tx.jobs.append(Job("inbox.rank_all", "in an hour", delay_s=3600, payload={"workspace_id": shop.id}))
    told = (await http.get("/health/ready")).json()
    assert (told["status"], told["degraded"]) == ("degraded", ["email"])
    assert told["checks"] | {"email": ""} == {
        "database": "ok", "redis": "not used", "models": "not used", "jobs": "ok", "email": "", "channels": "not used",
    }  # fmt: skip
    async with transaction(shop.system) as tx:
        tx.session.add(Mailbox(address="first@shop.test", smtp_host="smtp.shop.test"))
    health.forget()
    assert (await http.get("/health")).json()["degraded"] == []
    async with transaction(shop.system) as tx:
        tx.session.add(Mailbox(address="second@shop.test", smtp_host="smtp.shop.test", problem="Wrong password."))
    health.forget()
    answer = await http.get("/health")
    assert answer.json()["checks"]["email"].startswith("Mail accounts with a problem: 1.")
    assert "shop.test" not in answer.text


async def test_jobs_that_nobody_runs_are_behind(town, monkeypatch):
    async with transaction(town.shop.system) as tx:
        tx.jobs.append(Job("inbox.rank_all", f"late:{tx.now.isoformat()}", payload={"workspace_id": town.shop.id}))
    assert (await house().jobs.overdue()).jobs >= 1
    monkeypatch.setattr(health, "LATE_S", -1)
    told = (await town.http.get("/health/ready")).json()
    assert "jobs" in told["degraded"] and "worker" in told["checks"]["jobs"]


async def test_a_redis_that_is_away_degrades(town, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    health.settings.cache_clear()
    answer = await town.http.get("/health")
    assert answer.status_code == 200
    assert "redis" in answer.json()["degraded"]


async def test_a_database_that_is_away_is_a_503_with_a_sentence(town, monkeypatch):
    await house().database.dispose()
    monkeypatch.setattr(house().database, "reader", _nowhere(house().database.is_sqlite))
    answer = await town.http.get("/health/ready")
    assert answer.status_code == 503
    assert "database" in answer.json()["checks"]["database"]


def _nowhere(sqlite: bool):
    from sqlalchemy.ext.asyncio import create_async_engine

    return create_async_engine(
        "sqlite+aiosqlite:////nowhere/at/all.db" if sqlite else "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    )
