"""Many leads who write at once: all are answered by the software itself, in order within each conversation."""

import asyncio

import pytest
from sqlmodel import func, select

from crm_app.channels.wires import envelope
from crm_app.conversations.intake import FORM
from crm_app.conversations.ledger import Arrival, doorstep
from crm_app.conversations.models import Direction, Message
from crm_app.kit.transaction import reading
from crm_app.leads.models import Lead, LeadFact
from tests.places import migrated_place
from tests.ports.lead_talks import found_broker
from tests.ports.whole_house import eventually, living_in

LOOK_S = 0.5
"""Between two looks: looking costs the house time too."""

SAID = ("I look for a studio", "Sorry, rather a small villa", "Up to 90,000 SAR")


@pytest.mark.parametrize(("kind", "leads"), [("sqlite", 24), ("postgresql", 8)])
async def test_all_are_answered_in_their_order(kind, leads, request, tmp_path):
    server = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=True):
            broker = await found_broker(autonomy={"default": "reply_and_tell"})
            await write_all(broker, leads, SAID[:1])
            await eventually(lambda: answered(broker, leads), 240)
            few = leads // 4
            await write_all(broker, few, SAID[1:])
            await eventually(lambda: in_order(broker, few), 120)


async def write_all(broker, leads: int, texts: tuple[str, ...]) -> None:
    """Every lead writes these texts, one right after the other."""
    for text in texts:
        payloads = [{"visitor": f"v{n}", "message": text, "id": f"{n}:{SAID.index(text)}"} for n in range(leads)]
        arrivals = [
            Arrival(
                "live_chat", f"id:{p['id']}", f"id:{p['id']}", f"live_chat:{p['visitor']}", envelope(FORM, 0, body=p)
            )
            for p in payloads
        ]
        await asyncio.gather(*(doorstep.accept(broker.system, arrival) for arrival in arrivals))


async def answered(broker, leads: int) -> bool:
    """One lead and one answer for each, no more."""
    await asyncio.sleep(LOOK_S)
    async with reading(broker.system) as tx:
        answers = select(Message.conversation_id, func.count()).where(Message.direction == Direction.OUTBOUND)
        counted = (await tx.session.exec(answers.group_by(Message.conversation_id))).all()
        made = (await tx.session.exec(select(func.count(Lead.id)))).one()
    assert all(number == 1 for _, number in counted) and made <= leads
    return len(counted) == made == leads


async def in_order(broker, few: int) -> bool:
    """The newest word counts, and the last message of each talk is an answer to the last of the lead's."""
    await asyncio.sleep(LOOK_S)
    async with reading(broker.system) as tx:
        facts = (await tx.session.exec(select(LeadFact.value).where(LeadFact.name == "service_interest"))).all()
        newest = select(Message.conversation_id, func.max(Message.id)).where(Message.direction != Direction.NOTE)
        last = [id_ for _, id_ in (await tx.session.exec(newest.group_by(Message.conversation_id))).all()]
        query = select(Message.direction).where(Message.id.in_(last))
        ends = [str(direction) for direction in (await tx.session.exec(query)).all()]
        read = (await tx.session.exec(select(func.count(Lead.id)).where(Lead.exchanges == len(SAID)))).one()
    return read == few and [f["text"] for f in facts].count("small villa") == few and set(ends) == {"outbound"}
