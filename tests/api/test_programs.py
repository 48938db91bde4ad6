"""What programs deliver by the doors that Standard Webhooks, telephone assistants, calendars and HubSpot knock at."""

import pytest
from sqlmodel import select

from crm_app.contacts.models import Contact
from crm_app.conversations.models import IntakeState
from crm_app.kit import clock

from .wire import CALLER

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

LEAD = {"name": "Ana Pérez", "email": "Ana@Example.com", "phone": CALLER, "subject": "Elm St"}


def lead(kind: str = "lead.created", **fields):
    return {"type": kind, "timestamp": "2026-11-20T20:00:00Z", "data": LEAD | fields}


async def test_a_signed_message_is_a_conversation_as_a_web_form_is(wire):
    for _ in range(3):
        assert (await wire.standard(lead(message="Is it free?"), "msg_1")).status_code == 204
    await wire.understand()
    [message] = await wire.messages()
    assert (message.channel, message.text, message.author) == ("web_form", "Is it free?", "Ana Pérez")
    [thread] = await wire.conversations()
    assert (thread.channel, thread.subject, thread.status) == ("web_form", "Elm St", "open")
    [contact] = await wire.rows(select(Contact))
    assert (contact.email, contact.phone) == ("ana@example.com", CALLER)
    [row] = await wire.ledger()
    assert (row.repeats, row.message_id) == (2, message.id)


async def test_a_person_without_a_message_is_known_and_nothing_else(wire):
    await wire.standard(lead(message="  ", phone=None, id=42), "msg_1")
    await wire.standard(lead("lead.updated", name="Somebody Else"), "msg_2")
    await wire.standard(lead("lead.deleted", email="gone@example.com", phone=None), "msg_3")
    await wire.understand()
    [contact] = await wire.rows(select(Contact))
    assert (contact.name, contact.email, contact.phone) == ("Ana Pérez", "ana@example.com", CALLER)
    assert await wire.conversations() == []
    assert [row.reason for row in await wire.ledger()][2] == "Filed: lead.deleted."


async def test_a_signed_delivery_that_cannot_be_used_is_kept_with_its_reason(wire):
    for number, body in enumerate(
        ({"data": 5}, {"data": {"name": "Ana"}}, {"data": {"email": "nobody"}}, {"data": {"message": "hi"}}, [], b"x")
    ):
        assert (await wire.standard(body, f"msg_{number}")).status_code == 204
    await wire.understand()
    rows = await wire.ledger()
    assert [row.state for row in rows] == [IntakeState.REFUSED] * 6
    fields = ["data", "email", "email", "email", "data", "The body is not JSON. Send one JSON object, in UTF-8."]
    assert [row.reason.partition(":")[0] for row in rows] == fields
    assert await wire.rows(select(Contact)) == []


async def test_a_signature_is_good_for_five_minutes_beside_others_and_for_its_own_body(wire):
    now = int(clock.now().timestamp())
    for sent, status in ((now - 400, 401), (now + 400, 401), (now - 200, 204), (now + 200, 204)):
        assert (await wire.standard(lead(), f"msg_{sent}", sent=sent)).status_code == status
    assert (await wire.standard(lead(), "msg_old", secret="whsec_" + "A" * 32)).status_code == 401
    assert (await wire.standard(lead(), "msg_new", before="v1,b2xk v1a,eDI=")).status_code == 204
    assert (await wire.standard(b"x" * 1_048_577, "msg_large")).status_code == 413
    assert len(await wire.ledger()) == 3
