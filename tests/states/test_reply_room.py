"""Beside the editor stands what the channel allows; once WhatsApp takes no free text, a template leaves instead."""

from datetime import timedelta

import pytest

from crm_app.channels import actions as channels
from crm_app.channels.port import Inbound, Sender
from crm_app.conversations import queries, receiving
from crm_app.kit import clock
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.language.understanding import understand
from crm_app.ui.inbox.approved import ByTemplate
from crm_app.ui.inbox.opened import Opened, show
from crm_app.ui.inbox.reply import Reply
from crm_app.ui.session import Session
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)

VISIT = {"name": "visit", "language": "es", "body": "Hola {{1}}, ¿sigue interesada?"}


@pytest.fixture
async def talk(town):
    """A talk on WhatsApp, whose account has one template."""
    system = Actor.system(town.workspace)
    secrets = {"access_token": "x" * 20, "app_secret": "y" * 20, "verify_token": "z" * 20}
    async with transaction(system) as tx:
        account = await channels.save_channel_account(
            tx, None, kind="meta_whatsapp", address="106540352242922", secrets=secrets
        )
        await channels.save_templates(tx, account.id, [VISIT])
        heard = Inbound(
            "whatsapp", "in1", Sender("Ana", phone="+14155550101"), text="Hola", account_id=account.id,
            sent_at=clock.now(),
        )  # fmt: skip
        message = await receiving.receive(tx, heard, understand(heard.text), joins=None)
    yield message.conversation_id
    clock.shift(None)


@pytest.fixture
async def letter(town):
    """A mail that waits for a reply."""
    heard = Inbound("email", "m1", Sender("Ana", email="ana@mail.example"), text="Where is it?", sent_at=clock.now())
    async with transaction(Actor.system(town.workspace)) as tx:
        message = await receiving.receive(tx, heard, understand(heard.text), joins=None)
    return message.conversation_id


async def test_what_is_typed_is_counted(signed, talk):  # noqa: F811
    reply = await signed("manager", Reply)
    await show(reply, talk, afresh=True)
    await run(reply, "keep", talk, "Hello")
    assert reply.room.startswith("5 of 4096 characters · free text until ")
    assert (await reply.get_state(ByTemplate)).shut == ""


async def test_half_an_emoji_of_a_paste_is_no_reason_to_refuse(signed, talk):  # noqa: F811
    reply = await signed("manager", Reply)
    await show(reply, talk, afresh=True)
    await run(reply, "keep", talk, "Hello \ud83d\x00")
    assert await wrong(reply) == {} and reply.text == "Hello \ufffd\ufffd"


async def test_after_a_day_a_template_leaves_with_its_values(signed, town, talk):  # noqa: F811
    clock.shift(timedelta(hours=25))
    reply = await signed("manager", Reply)
    await show(reply, talk, afresh=True)
    instead = await reply.get_state(ByTemplate)
    assert "only a template" in instead.shut and [one.name for one in instead.templates] == ["visit"]
    await run(instead, "choose", "7")
    await run(instead, "send", {"value_1": " "})
    assert set(await wrong(instead)) == {"values"}
    await run(instead, "send", {"value_1": "Ana"})
    async with reading(Actor.system(town.workspace)) as tx:
        thread = await queries.thread(tx, talk)
    assert thread[-1].text == "Hola Ana, ¿sigue interesada?" and reply.undo_id == thread[-1].id
    assert await wrong(instead) == {} and not reply.sending


async def test_a_colleagues_reply_leaves_what_was_typed_to_be_confirmed(signed, letter):  # noqa: F811
    reply, other = await signed("manager", Reply), await signed("admin", Reply)
    await show(reply, letter, afresh=True)
    await run(reply, "edit")
    await run(reply, "keep", letter, "You get $981 back.")
    await show(other, letter, afresh=True)
    await run(other, "keep", letter, "Thank you.")
    await run(other, "send", letter)
    await show(reply, letter, afresh=False)  # as the news of it does
    await run(reply, "submit", letter, "You get $981 back.")
    await run(reply, "read_it")
    await run(reply, "send", letter)
    assert [doubt.text for doubt in reply.doubts] == ["$981"] and reply.stage == "editing"


async def test_a_dropped_draft_comes_back(signed, letter):  # noqa: F811
    reply = await signed("manager", Reply)
    await show(reply, letter, afresh=True)
    await run(reply, "keep", letter, "Thank you.")
    await run(reply, "drop")
    assert (reply.stage, reply.text) == ("empty", "")
    verb, _, draft = (await reply.get_state(Session)).notice["action"].partition(":")
    await run(reply, verb, draft)
    await show(reply, letter, afresh=True)
    assert (reply.stage, reply.text) == ("ready", "Thank you.")


async def test_where_nothing_can_leave_it_cannot_be_sent(signed, town, letter):  # noqa: F811
    call = Inbound("phone", "c1", Sender("Ana", phone="+15551230001"), text="Call me.", sent_at=clock.now())
    async with transaction(Actor.system(town.workspace)) as tx:
        message = await receiving.receive(tx, call, understand(call.text), joins=None)
    reply = await signed("manager", Reply)
    await show(reply, letter, afresh=True)
    assert not reply.barred
    await show(reply, message.conversation_id, afresh=True)
    assert reply.barred and "by telephone" in reply.room


async def test_what_is_put_off_says_until_when(signed, letter):  # noqa: F811
    opened = await signed("manager", Opened)
    await show(opened, letter, afresh=True)
    await run(opened, "snooze", "2099-03-01T09:30")
    assert "snoozed until 1 Mar, 09:30" in opened.under
