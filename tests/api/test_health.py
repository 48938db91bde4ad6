"""Alive, ready, and what is missing."""

from crm_app.api import health
from crm_app.kit.transaction import house


async def test_alive_says_so_without_looking_anywhere(town):
    answer = await town.http.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


async def test_ready_names_what_is_missing(town, monkeypatch):
    monkeypatch.setattr(health, "_mail", (0.0, False))
    told = (await town.http.get("/health/ready")).json()
    assert told["status"] == "degraded"
    assert told["degraded"] == ["email"]
    assert told["checks"]["database"] == "ok"


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
