"""Settings, Channels: an account waits for its first message, and a test goes only to an address that can be one."""

import pytest

from crm_app.channels import actions
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import Actor, transaction
from crm_app.ui.settings.channel_trial import address_in
from crm_app.ui.settings.channels import Channels
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)

BOT = {"address": "harbour_bot", "name": "", "bot_token": "123:abc", "webhook_secret": "s3cret"}


async def test_waiting_for_the_first_message_ends_by_itself(signed, town):  # noqa: F811
    channels = await signed("admin", Channels)
    await run(channels, "load")
    await run(channels, "connect", "telegram")
    await run(channels, "save", BOT)
    await run(channels, "on_news", [])
    assert (await wrong(channels), channels.form.heard) == ({}, "")
    async with transaction(Actor.system(town.workspace)) as tx:
        await actions.note_channel_received(tx, channels.form.id)
    await run(channels, "on_news", [{"event": "ConversationChanged"}])
    assert channels.form.heard == "0 min" and channels.form.address == "harbour_bot"


@pytest.mark.parametrize(
    ("kind", "typed", "to"),
    [("twilio_sms", " +1 555 123 0001 ", "+15551230001"), ("telegram", "5550001", "5550001")],
)
def test_a_test_goes_to_a_number_or_a_chat(kind, typed, to):
    assert address_in(kind, typed) == to


@pytest.mark.parametrize(
    ("kind", "typed"), [("twilio_sms", "555"), ("meta_whatsapp", "Ana"), ("telegram", "@ana"), ("telegram", "")]
)
def test_what_is_neither_is_refused(kind, typed):
    with pytest.raises(Invalid) as refused:
        address_in(kind, typed)
    assert refused.value.field == "to"
