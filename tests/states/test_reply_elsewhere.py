"""Text belongs to the conversation it was typed in, also when another one has come on screen meanwhile."""

import pytest

from crm_app.channels.port import Inbound, Sender
from crm_app.conversations import queries, receiving
from crm_app.drafts import queries as drafts
from crm_app.inbox import actions as ranking
from crm_app.kit import clock
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.language.understanding import understand
from crm_app.ui.inbox.noting import Noting
from crm_app.ui.inbox.opened import Opened, show
from crm_app.ui.inbox.reply import Reply
from crm_app.ui.inbox.state import Inbox
from crm_app.ui.session import Session
from tests.states.test_session_settings import run, signed  # noqa: F401  (a fixture)


async def letter(town, name: str) -> int:
    sender = Sender(name, email=f"{name.lower()}@mail.example")
    heard = Inbound("email", name, sender, text="Where is it?", sent_at=clock.now())
    async with transaction(Actor.system(town.workspace)) as tx:
        message = await receiving.receive(tx, heard, understand(heard.text), joins=None)
        await ranking.rank(tx, message.conversation_id)
    return message.conversation_id


@pytest.fixture
async def two(town) -> tuple[int, int]:
    """The conversation that was typed in, and the one that is on screen by now."""
    return await letter(town, "Ana"), await letter(town, "Ben")


async def test_what_was_typed_stays_with_whom_it_was_for(signed, town, two):  # noqa: F811
    before, now = two
    reply = await signed("manager", Reply)
    await show(reply, now, afresh=True)
    await run(reply, "keep", before, "Dear Ana")
    assert (reply.text, reply.stage) == ("", "empty")
    async with reading(Actor.system(town.workspace)) as tx:
        assert (await drafts.current(tx, before)).content == "Dear Ana"
        assert await drafts.current(tx, now) is None


async def test_nothing_leaves_to_whom_it_was_not_shown_for(signed, town, two):  # noqa: F811
    before, now = two
    reply = await signed("manager", Reply)
    await show(reply, now, afresh=True)
    await run(reply, "keep", now, "Dear Ben")
    for asked in (await run(reply, "submit", before, "Dear Ana"), await run(reply, "send", before)):
        assert asked is None or asked.args[0][1]._var_value == before
    async with reading(Actor.system(town.workspace)) as tx:
        assert [len(await queries.thread(tx, id_)) for id_ in two] == [1, 1]
    assert (await reply.get_state(Session)).notice["action"] == f"open:{before}"
    await run(reply, "send", now)
    async with reading(Actor.system(town.workspace)) as tx:
        assert (await queries.thread(tx, now))[-1].text == "Dear Ben"


async def test_a_key_sends_only_what_is_on_screen(signed, two):  # noqa: F811
    before, now = two
    inbox = await signed("manager", Inbox)
    await show(inbox, now, afresh=True)
    assert (await run(inbox, "act", "send", before)).args[0][1]._var_value == before


async def test_a_note_stays_with_whom_it_was_for(signed, town, two):  # noqa: F811
    before, now = two
    noting = await signed("manager", Noting)
    await show(noting, now, afresh=True)
    await run(noting, "leave", before, "Ana is in a hurry")
    async with reading(Actor.system(town.workspace)) as tx:
        assert [len(await queries.thread(tx, id_)) for id_ in two] == [2, 1]


async def test_a_connection_that_comes_back_leaves_open_what_is_open(signed, two):  # noqa: F811
    inbox = await signed("manager", Inbox)
    await run(inbox, "load")
    opened = await inbox.get_state(Opened)
    (other,) = {*two} - {opened.id}
    await run(opened, "open", other)
    await run(inbox, "load")
    assert opened.id == other
