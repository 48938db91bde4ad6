"""Settings, Channels: the texts that WhatsApp has approved are kept, shown and taken away."""

from crm_app.channels import actions
from crm_app.kit.transaction import Actor, transaction
from crm_app.ui.settings.templates import Templates
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)

FORM = {"template_name": "visit", "template_language": "es", "template_body": "Hola {{1}}, ¿mañana?"}


async def test_templates_are_added_and_removed_and_a_wrong_one_says_why(signed, town):  # noqa: F811
    async with transaction(Actor.system(town.workspace)) as tx:
        secrets = {"access_token": "x"}
        account = await actions.save_channel_account(tx, None, kind="meta_whatsapp", address="1065", secrets=secrets)
    page = await signed("admin", Templates)
    await run(page, "show", account.id)
    await run(page, "add", FORM)
    assert [(line.name, line.language, line.body) for line in page.lines] == [("visit", "es", "Hola {{1}}, ¿mañana?")]
    await run(page, "add", FORM | {"template_name": "Not so!"})
    assert "template_name" in await wrong(page)
    assert len(page.lines) == 1
    await run(page, "remove", "visit", "es")
    assert page.lines == []
