"""The page of escalations: what it shows and what its keys do. The budget's settings, and the lines of the frame."""

import pytest

from crm_app.ai import actions as models
from crm_app.ai.actions import Call
from crm_app.ai.port import Spent
from crm_app.channels.port import Inbound, Sender
from crm_app.conversations import receiving
from crm_app.kit.transaction import Actor, transaction
from crm_app.language.understanding import understand
from crm_app.leads import escalating
from crm_app.ui.escalations.state import Escalations
from crm_app.ui.session import Session
from crm_app.ui.settings.budget import Budget
from crm_app.ui.standing import Standing
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)


async def called(town, number: int, said: str = "I want to speak to a manager.") -> None:
    async with transaction(Actor.system(town.workspace)) as tx:
        sender = Sender(f"Person {number}", f"p{number}@customer.example")
        inbound = Inbound("email", f"<{number}@x>", sender, text=said)
        message = await receiving.receive(tx, inbound, understand(said), joins=None)
        await escalating.consider(tx, message.conversation_id, message.id)


@pytest.fixture
async def two(town):
    await called(town, 1)
    await called(town, 2, "This is unacceptable. You are useless!")


async def test_the_oldest_stands_first_and_keys_work_on_it(signed, two):  # noqa: F811
    page = await signed("manager", Escalations)
    await run(page, "load")
    assert [(row.customer, row.why) for row in page.rows] == [("Person 1", "Asks for a person"), ("Person 2", "Angry")]
    assert page.rows[0].quote == "I want to speak to a manager." and page.selected == page.rows[0].id
    await run(page, "act", "next")
    await run(page, "act", "next")
    assert page.selected == page.rows[1].id
    await run(page, "take", page.selected)
    assert (page.rows[1].taken, page.rows[1].who) == (True, "You have it.")
    await run(page, "close", page.selected)
    assert [row.customer for row in page.rows] == ["Person 1"]
    assert page.selected == page.rows[0].id


async def test_what_a_colleague_took_is_refused_and_the_page_shows_it(signed, two):  # noqa: F811
    mine, theirs = await signed("manager", Escalations), await signed("admin", Escalations)
    await run(mine, "load")
    await run(theirs, "load")
    await run(theirs, "take", mine.rows[0].id)
    await run(mine, "take", mine.rows[0].id)
    assert (await mine.get_state(Session)).notice["kind"] == "warn"
    assert mine.rows[0].who == "admin has it."


async def test_a_strangers_page_shows_and_takes_nothing(signed, two):  # noqa: F811
    page, other = await signed("manager", Escalations), await signed("stranger", Escalations)
    await run(page, "load")
    await run(other, "load")
    assert other.rows == []
    for handler in ("take", "pass_on", "close"):
        await run(other, handler, page.rows[0].id)
    await run(page, "load")
    assert not any(row.taken for row in page.rows) and len(page.rows) == 2


async def test_the_budget_is_saved_shown_and_told_above_every_page(signed, town):  # noqa: F811
    section = await signed("admin", Budget)
    await run(section, "save", {"tokens": "1000", "money": ""})
    async with transaction(Actor.system(town.workspace)) as tx:
        await models.record_calls(tx, "draft", [Call(tx.now, "openai", "gpt", "answered", Spent(900, 0))])
    await run(section, "load")
    assert (section.percent, section.level, section.tokens) == (90, "warned", "1000")
    assert [(line.task, line.tokens) for line in section.lines] == [("Drafts", "900")]
    for role, level in (("admin", "warned"), ("agent", "open")):
        lines = await signed(role, Standing)
        await run(lines, "arrive")
        assert lines.budget == level
    for typed in ("-1", "ten", "1.5"):
        await run(section, "save", {"tokens": typed, "money": ""})
        assert set(await wrong(section)) == {"tokens"}
