"""Jobs give way to deliveries: held up by a rush and never stopped by it."""

import asyncio

import pytest

from crm_app.kit.jobs import Courtesy

LONG = 3600.0


@pytest.fixture
def courtesy() -> Courtesy:
    """One step has just been taken, and the next is far off."""
    courtesy = Courtesy()
    courtesy.PACE_S = LONG
    with courtesy.first():
        asyncio.run(courtesy.wait())
    return courtesy


async def is_held_up(courtesy: Courtesy) -> bool:
    try:
        await asyncio.wait_for(courtesy.wait(), 0.1)
    except TimeoutError:
        return True
    return False


async def test_a_job_goes_at_once_when_nobody_waits(courtesy):
    assert not await is_held_up(courtesy)


async def test_a_job_waits_until_a_delivery_is_acknowledged(courtesy):
    with courtesy.first():
        waiting = asyncio.create_task(courtesy.wait())
        assert await is_held_up(courtesy)
    await waiting


async def test_a_rush_goes_on_for_a_moment_after_all_were_answered(courtesy):
    courtesy.QUIET_S = LONG
    with courtesy.first():
        pass
    assert not await is_held_up(courtesy)
    with courtesy.first(), courtesy.first():
        pass
    assert await is_held_up(courtesy)


async def test_a_rush_never_stops_the_jobs():
    courtesy = Courtesy()
    with courtesy.first():
        await asyncio.gather(*(courtesy.wait() for _ in range(5)))


def test_what_a_job_does_for_a_delivery_gives_way_to_nobody(courtesy):
    assert not courtesy.due
    with courtesy.second():
        with courtesy.first():
            assert not courtesy.due
        assert courtesy.due
    assert not courtesy.due
