"""What the product says in a conversation, as members who read different languages see it; programs read English."""

from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from crm_app.accounts import actions as accounts
from crm_app.accounts.models import Member
from crm_app.api.ticket_shapes import TicketMessage
from crm_app.channels.port import Inbound, Sender
from crm_app.channels.vendor_errors import twilio
from crm_app.contacts import actions as contacts
from crm_app.contacts import finding, timeline
from crm_app.conversations import queries, receiving, story
from crm_app.conversations.models import Direction, Message
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.language.understanding import understand
from crm_app.leads import announcing, escalating, escalation_queries
from crm_app.leads.events import EscalationRaised
from crm_app.notices.models import Notice
from crm_app.ui.inbox.opened import Opened
from crm_app.ui.inbox.surroundings import Reader
from crm_app.ui.people import showing
from tests.states.test_session_settings import run, signed  # noqa: F401  (a fixture)

MAIL = Inbound("email", "<m@x>", Sender("Ana", "ana@x.example"), text="Do you ship to Muscat?", message_id="<m@x>")


@pytest.fixture
async def talk(town) -> int:
    """A customer of high value has written: a person was called. The text that answered them did not arrive."""
    async with transaction(Actor.system(town.workspace)) as tx:
        await accounts.change_workspace(tx, currency="EUR")
        await contacts.upsert_contact(tx, "c1", name="Ana", email="ana@x.example", lifetime_value=25_000.0)
        heard = await receiving.receive(tx, MAIL, understand(MAIL.text), joins=None)
        await escalating.consider(tx, heard.conversation_id, heard.id)
        reply = {
            "direction": Direction.OUTBOUND,
            "channel": "sms",
            "author": "agent",
            "text": "Yes.",
            "state": "failed",
        }
        when = {"sent_at": tx.now, "created_at": tx.now, "problem": twilio(21408).problem}
        tx.session.add(Message(conversation_id=heard.conversation_id, **reply, **when))
        return heard.conversation_id


@pytest.mark.parametrize(
    ("who", "noted", "problem"),
    [
        ("admin", "Escalated: A customer worth €25,000. “Do you ship to Muscat?”", "The Twilio account may not write"),
        ("agent", "Escalada: Un cliente que vale 25.000 €. «Do you ship to Muscat?»", "La cuenta de Twilio no puede"),
    ],
)
async def test_each_reads_notes_and_problems_in_their_language(signed, town, talk, who, noted, problem):  # noqa: F811
    opened = await signed(who, Opened)
    await run(opened, "open", talk, 0)
    (note,) = [entry for entry in opened.entries if entry.kind == "internal"]
    assert (note.text.replace("\xa0", " "), note.problem) == (noted, "")
    (reply,) = [entry for entry in opened.entries if entry.kind == "out"]
    assert reply.problem.startswith(problem)


async def test_no_sentence_is_stored_and_programs_read_english(town, talk):
    async with reading(Actor.system(town.workspace)) as tx:
        thread = await queries.thread(tx, talk)
        rows = (await tx.session.exec(select(Message.text, Message.problem, Message.details))).all()
        person = (await finding.search(tx, "Ana"))[0]
        moments = await timeline.timeline(tx, person.id, (story.written,))
    assert "customer worth" not in str(rows) and "Escalated" not in str(rows) and "Twilio account" not in str(rows)
    told = {m.direction: TicketMessage.of(m) for m in thread}
    assert told["note"].text == "Escalated: A customer worth 25,000. “Do you ship to Muscat?”"
    assert told["outbound"].problem == "The Twilio account may not write to this country. An admin allows it at Twilio."
    lines = showing.story(moments, Reader("es", ZoneInfo("UTC"), "EUR"))
    (noted,) = [line.text for line in lines if line.kind == "internal"]
    assert noted.startswith("Escalada: Un cliente que vale 25.000")


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Ana needs you: High value."),
        ("es", "Ana le necesita: De mucho valor."),
        ("ar", "Ana بحاجة إليك: قيمة عالية."),
    ],
)
async def test_who_is_called_hears_of_it_in_their_language(town, talk, language, subject):
    async with transaction(Actor.system(town.workspace)) as tx:
        (row,) = await escalation_queries.open_ones(tx)
        member = (await tx.session.exec(select(Member).where(Member.id == row.assigned_id))).one()
        member.language = language
        await tx.session.flush()
        await announcing.write_letter(tx, EscalationRaised(row.id, talk, row.assigned_id, row.urgent, 3, 60.0))
        letter = (await tx.session.exec(select(Notice).order_by(Notice.id.desc()).limit(1))).one()
    assert letter.subject == subject
