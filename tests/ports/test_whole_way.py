"""From a delivery to a mail in the outbox, on both databases, with nothing replaced."""

from email import message_from_bytes, policy

import pytest
from sqlmodel import select

from crm_app.conversations import queries
from crm_app.conversations.models import Conversation, Delivery, Message
from crm_app.drafts import actions as drafts
from crm_app.drafts import queries as draft_queries
from crm_app.inbox import queries as inbox
from crm_app.kit.errors import Conflict
from crm_app.kit.paging import Page
from crm_app.kit.transaction import reading, transaction
from tests.places import migrated_place
from tests.ports.whole_house import eventually, found_workspace, living_in, post_form


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_form_becomes_a_drafted_row_and_its_reply_a_mail(kind, request, tmp_path):
    server = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=True):
            await _whole_way(tmp_path)


async def _whole_way(folder):
    shop = await found_workspace("northwind")
    receipt = await post_form(shop, 1, "My order #54321 has not arrived yet. This is urgent!", subject="Where is it?")
    assert not receipt.repeat
    assert (await post_form(shop, 1, "My order #54321 has not arrived yet. This is urgent!")).repeat

    async def drafted():
        async with reading(shop.admin) as tx:
            rows = (await inbox.page(tx, Page())).rows
            return rows and (await draft_queries.current(tx, rows[0].id)) and rows[0]

    row = await eventually(drafted)
    assert row.subject == "Where is it?" and row.contact_name == "Jane Rivera" and row.status == "open"
    assert row.score == pytest.approx(row.parts.urgency + row.parts.age + row.parts.difficulty + row.parts.sentiment)
    async with reading(shop.admin) as tx:
        draft = await draft_queries.current(tx, row.id)
        seen = await queries.last_message_id(tx, row.id)
        assert draft.state == "ready" and draft.engine == "offline" and "Jane" in draft.content
        stored = (await tx.session.exec(select(Conversation).where(Conversation.id == row.id))).one()
        assert stored.band <= stored.standing < stored.band + 1

    text = "Hello Jane,\n\nthank you for writing. I am looking into it.\n\nAda"
    with pytest.raises(Conflict, match="I am looking"):
        async with transaction(shop.admin) as tx:
            await drafts.send(tx, row.id, text, seen_message_id=seen, keep_open=False, undo_seconds=600)
    async with transaction(shop.admin) as tx:
        await drafts.edit(tx, row.id, text)
        for claim in draft_queries.view(await drafts.current(tx, row.id)).to_confirm:
            await drafts.confirm(tx, row.id, claim["text"])
    async with transaction(shop.admin) as tx:
        first = await drafts.send(tx, row.id, text, seen_message_id=seen, keep_open=False, undo_seconds=600)
    async with transaction(shop.admin) as tx:
        assert await drafts.undo(tx, first.id) == row.id
    async with reading(shop.admin) as tx:
        assert (await draft_queries.current(tx, row.id)).content == text
        assert (await inbox.row(tx, row.id)).status == "open"
    async with transaction(shop.admin) as tx:
        second = await drafts.send(tx, row.id, text, seen_message_id=seen, keep_open=False, undo_seconds=0)

    async def sent():
        async with reading(shop.admin) as tx:
            state = (await tx.session.exec(select(Message.state).where(Message.id == second.id))).one()
            return state == Delivery.SENT

    await eventually(sent)
    with pytest.raises(Conflict, match="Too late"):
        async with transaction(shop.admin) as tx:
            await drafts.undo(tx, second.id)
    (mail,) = (folder / "outbox").glob("*.eml")
    read = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert read["To"] == "jane@customer.example" and read["Subject"] == "Re: Where is it?"
    assert read["Message-ID"] == second.external_id and "looking into it" in read.get_content()
    async with reading(shop.admin) as tx:
        done = await inbox.row(tx, row.id)
    assert done.status == "pending" and done.waiting_since is None
