"""What is let go of at night, on both databases: old reports of providers, and files that were brought in."""

import os
import time
from datetime import timedelta

import pytest
from sqlmodel import select

from crm_app.channels.news import Report
from crm_app.contacts.models import Contact
from crm_app.conversations import reports
from crm_app.conversations import tasks as talks
from crm_app.conversations.models import DeliveryReport
from crm_app.imports import actions, queries, tasks
from crm_app.imports.forgetting import FILES_LAST
from crm_app.imports.models import Import, State
from crm_app.kit import clock
from crm_app.kit.errors import AppError, NotFound
from crm_app.kit.jobs import SCHEDULE
from crm_app.kit.transaction import reading, transaction
from crm_app.runtime import runtime
from tests.ports.test_imports import PEOPLE, bring, see, take_back, upload
from tests.ports.whole_house import found_workspace


async def stored_as(shop, import_id: int) -> str:
    async with reading(shop.system) as tx:
        return (await queries.plan(tx, import_id)).stored_as


async def is_there(shop, name: str) -> bool:
    try:
        return bool(await runtime().files.get(shop.id, name))
    except NotFound:
        return False


def age_files(tmp_path) -> None:
    for path in tmp_path.rglob("*"):
        if len(path.name) == 64:
            os.utime(path, (time.time() - 7200,) * 2)


async def sleep_over(tmp_path, how_long: timedelta) -> None:
    age_files(tmp_path)
    clock.shift(how_long)
    await tasks.forget_old_files.run()


async def test_reports_of_long_ago_are_forgotten_and_younger_ones_kept(shop):
    other = await found_workspace("noor")
    for place in (shop, other):
        for name, days in (("SM-old", 91), ("SM-young", 89)):
            async with transaction(place.system) as tx:
                at = tx.now - timedelta(days=days)
                await reports.note(tx, Report("sms", name, "delivered", "twilio", at=at))
    assert SCHEDULE[talks.forget_old_reports.name] == "0 3 * * *"
    await talks.forget_old_reports.run()
    for place in (shop, other):
        async with reading(place.system) as tx:
            assert (await tx.session.exec(select(DeliveryReport.outside_id))).all() == ["SM-young"]


async def test_a_file_goes_a_month_after_its_import_and_the_import_can_still_be_taken_back(shop, tmp_path):
    run = await bring(shop, "contacts", PEOPLE)
    name = await stored_as(shop, run.id)
    assert SCHEDULE[tasks.forget_old_files.name] == "10 3 * * *"
    await sleep_over(tmp_path, FILES_LAST - timedelta(hours=1))
    assert await is_there(shop, name) and await stored_as(shop, run.id) == name
    await sleep_over(tmp_path, FILES_LAST + timedelta(hours=1))
    assert not await is_there(shop, name) and await stored_as(shop, run.id) == ""
    undone = await take_back(shop, run.id)
    assert (undone.state, undone.undone) == (State.UNDONE, run.added)
    async with reading(shop.system) as tx:
        assert (await tx.session.exec(select(Contact.id))).all() == []


async def test_what_nobody_began_goes_with_its_file_and_what_stopped_cannot_go_on(shop, tmp_path):
    forgotten, stopped = await upload(shop, "contacts", PEOPLE), await upload(shop, "contacts", PEOPLE + "Eva;;;;\n")
    async with transaction(shop.system) as tx:
        for import_id in (forgotten, stopped):
            (await actions.load(tx, import_id)).state = State.READY
        await actions.start(tx, stopped)
        await actions.finish(tx, stopped, State.FAILED, "x")
    names = [await stored_as(shop, import_id) for import_id in (forgotten, stopped)]
    await sleep_over(tmp_path, FILES_LAST + timedelta(hours=1))
    assert not any([await is_there(shop, name) for name in names])
    with pytest.raises(NotFound):
        await see(shop, forgotten)
    assert not (await see(shop, stopped)).has_file
    with pytest.raises(AppError) as refused:
        async with transaction(shop.admin) as tx:
            await actions.start(tx, stopped)
    assert refused.value.code == "file_gone"


async def test_one_file_of_two_imports_stays_as_long_as_either_needs_it(shop, tmp_path):
    first = await bring(shop, "contacts", PEOPLE)
    name = await stored_as(shop, first.id)
    clock.shift(FILES_LAST)
    second = await upload(shop, "contacts", PEOPLE)
    await sleep_over(tmp_path, FILES_LAST + timedelta(hours=1))
    assert await is_there(shop, name) and await stored_as(shop, second) == name
    async with transaction(shop.admin) as tx:
        (await actions.load(tx, second)).state = State.READY
        await actions.remove(tx, second)
    age_files(tmp_path)
    await tasks.forget_file.run(shop.id, name)
    assert not await is_there(shop, name)
    async with reading(shop.system) as tx:
        assert (await tx.session.exec(select(Import.id))).all() == [first.id]
