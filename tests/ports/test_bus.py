"""News reaches every listener of every process; Redis that goes away takes none of what happens here."""

import asyncio

import pytest
import redis.asyncio as redis

from crm_app.adapters.bus import redis_bus
from crm_app.adapters.bus.redis_bus import RedisBus
from crm_app.kit.bus import InProcessBus
from tests.servers import free_port, redis_server

TUNING = "tuning"


async def tuned_in(speaks, hears) -> None:
    """Wait until `hears` is told what `speaks` publishes: a subscription takes its time."""
    is_heard = asyncio.Event()

    async def listener(topic: str, _told: dict) -> None:
        if topic == TUNING:
            is_heard.set()

    hears.listen(listener)
    while not is_heard.is_set():
        await speaks.publish(TUNING, {})
        await asyncio.sleep(0.02)


async def heard(news: list, count: int) -> list:
    for _ in range(1000):
        if len(news) >= count:
            break
        await asyncio.sleep(0.02)
    return sorted(news, key=str)


def listening(bus) -> list:
    news: list = []

    async def listener(topic: str, told: dict) -> None:
        if topic != TUNING:
            news.append((topic, told))

    bus.listen(listener)
    return news


@pytest.fixture(params=["in process", "redis"])
async def bus(request):
    made = InProcessBus() if request.param == "in process" else RedisBus(request.getfixturevalue("redis_url"))
    await made.start()
    yield made
    await made.stop()


async def test_every_listener_hears_everything_in_order(bus):
    first, second = listening(bus), listening(bus)
    await tuned_in(bus, bus)
    for number in range(5):
        await bus.publish("workspace:1", {"event": "ConversationChanged", "number": number})
    expected = [("workspace:1", {"event": "ConversationChanged", "number": n}) for n in range(5)]
    assert await heard(first, 5) == expected
    assert await heard(second, 5) == expected


async def test_a_listener_that_fails_keeps_nobody_else_from_hearing(bus):
    async def broken(_topic: str, _told: dict) -> None:
        raise RuntimeError("broken")

    bus.listen(broken)
    news = listening(bus)
    await tuned_in(bus, bus)
    await bus.publish("visitors", {"visitor": "v"})
    assert await heard(news, 1) == [("visitors", {"visitor": "v"})]


async def test_another_process_hears_it(redis_url):
    here, there = RedisBus(redis_url), RedisBus(redis_url)
    news = listening(there)
    await asyncio.gather(here.start(), there.start())
    await tuned_in(here, there)
    await here.publish("workspace:2", {"event": "DraftChanged"})
    assert await heard(news, 1) == [("workspace:2", {"event": "DraftChanged"})]
    await asyncio.gather(here.stop(), there.stop())


async def test_what_somebody_else_publishes_ends_nothing(redis_url, monkeypatch):
    monkeypatch.setattr(redis_bus, "RETRY_S", 0.01)
    bus = RedisBus(redis_url)
    news = listening(bus)
    await bus.start()
    await tuned_in(bus, bus)
    async with redis.from_url(redis_url) as stranger:
        await stranger.publish(redis_bus.CHANNEL, "hello?")
    await tuned_in(bus, bus)
    await bus.publish("workspace:5", {"number": 1})
    assert await heard(news, 1) == [("workspace:5", {"number": 1})]
    await bus.stop()


async def test_without_redis_news_stays_in_this_process():
    bus = RedisBus(f"redis://127.0.0.1:{free_port()}/0")
    news = listening(bus)
    await bus.start()
    await bus.publish("workspace:3", {"event": "ConversationChanged"})
    assert await heard(news, 1) == [("workspace:3", {"event": "ConversationChanged"})]
    await bus.stop()


async def test_a_redis_that_ends_is_survived():
    with redis_server() as url:
        bus = RedisBus(url)
        news = listening(bus)
        await bus.start()
        await tuned_in(bus, bus)
        await bus.publish("workspace:4", {"number": 1})
        assert await heard(news, 1) == [("workspace:4", {"number": 1})]
    await bus.publish("workspace:4", {"number": 2})
    assert ("workspace:4", {"number": 2}) in await heard(news, 2)
    await bus.stop()
