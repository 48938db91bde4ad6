"""From a delivery to a customer who has the answer, with real jobs."""

import asyncio
import email
import email.policy
from pathlib import Path

from crm_app.api.app import app
from crm_app.channels.models import Mailbox
from crm_app.drafts import queries
from crm_app.kit.settings import settings
from crm_app.kit.transaction import transaction

from .chat_window import ChatWindow

PATIENCE_S = 60


async def until(look):
    """What `look` finds, as soon as it finds something."""
    for _ in range(PATIENCE_S * 10):
        if found := await look():
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("nothing came")


def outbox() -> list[bytes]:
    """What has been mailed."""
    return [path.read_bytes() for path in Path(settings().data_dir, "outbox").rglob("*.eml")]


async def tickets(town):
    return (await town.get("/api/tickets")).json()["tickets"]


async def drafted(town, ticket):
    return await town.read(lambda tx: queries.current(tx, ticket))


async def test_a_form_is_drafted_answered_and_mailed(busy_town):
    town = busy_town
    async with transaction(town.shop.system) as tx:
        tx.session.add(Mailbox(address="help@shop.test", name="Shop", smtp_security="folder"))
    form = {"name": "Lina", "email": "lina@example.com", "subject": "Late", "message": "Where is my order?"}
    assert (await town.post("/webhooks/web-form", form)).status_code == 200
    ticket = (await until(lambda: tickets(town)))[0]["id"]
    draft = await until(lambda: drafted(town, ticket))
    told = (await town.get(f"/api/ai/tickets/{ticket}/draft-response")).json()
    assert told["content"] == draft.content
    sent = await town.post(f"/api/tickets/{ticket}/messages", {"text": told["content"]})

    async def arrived():
        messages = (await town.get(f"/api/tickets/{ticket}")).json()["messages"]
        return [m for m in messages if m["id"] == sent.json()["id"] and m["state"] == "sent"]

    await until(arrived)
    mails = outbox()
    assert len(mails) == 1
    mail = email.message_from_bytes(mails[0], policy=email.policy.default)
    assert (mail["To"], mail["Subject"]) == ("lina@example.com", "Re: Late")
    assert " ".join(told["content"].split()) in " ".join(mail.get_body(("plain",)).get_content().split())


async def test_a_chat_goes_there_and_back(busy_town):
    town = busy_town
    told = (await town.post("/webhooks/live-chat", {"visitor": "v-1", "message": "Do you ship to Spain?"})).json()
    ticket = (await until(lambda: tickets(town)))[0]["id"]
    async with ChatWindow(app) as window:
        await window.say({"token": told["visitor_token"]})
        sent = (await town.post(f"/api/tickets/{ticket}/messages", {"text": "Yes, in three days."})).json()
        heard = await window.hear()
        assert (heard["id"], heard["text"]) == (sent["id"], "Yes, in three days.")
        await window.say({"ack": heard["id"]})

        async def delivered():
            messages = (await town.get(f"/api/tickets/{ticket}")).json()["messages"]
            return [m for m in messages if m["id"] == sent["id"] and m["state"] == "delivered"]

        await until(delivered)
    again = {"visitor": "v-1", "message": "Thanks!"}
    await town.post("/webhooks/live-chat", again)

    async def answered():
        return [t for t in await tickets(town) if t["preview"] == "Thanks!"]

    assert [t["id"] for t in await until(answered)] == [ticket]
