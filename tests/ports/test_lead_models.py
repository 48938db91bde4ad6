"""Leads read by models, against a stand-in on this machine that is honest, lies, obeys an attacker, or hangs."""

import json
from dataclasses import dataclass

import pytest
from sqlmodel import select

from crm_app.ai.models import ModelCall
from crm_app.conversations.models import Direction, Message
from crm_app.kit.transaction import reading
from crm_app.leads.models import FactName as F
from tests.places import Place, migrated_place
from tests.ports.lead_talks import Visitor, found_broker
from tests.ports.llm_stand_in import stand_in
from tests.ports.whole_house import living_in
from tests.unit.leads.injections import attempts


@dataclass(frozen=True)
class Keyed(Place):
    """A place whose house may ask the stand-in."""

    server: str = ""

    @property
    def environment(self) -> dict[str, str]:
        own = {"OPENAI_API_KEY": "o-key", "OPENAI_BASE_URL": f"{self.server}/openai/v1", "AI_TIMEOUT_SECONDS": "1.5"}
        return super().environment | own | {"OPENAI_FAST_MODEL": "quick-one"}


@pytest.fixture
async def house(tmp_path):
    with stand_in() as server, migrated_place(tmp_path) as place:
        async with living_in(Keyed(place.folder, "", server.url), run_jobs=False):
            yield await found_broker(autonomy={"default": "reply_and_tell"}), server


def said(**fields: object) -> str:
    return json.dumps(fields)


def route(kind: str = "lead", quote: str = "") -> str:
    return said(kind=kind, quote=quote)


def draft(content: str) -> str:
    return said(content=content, tone="warm", reasoning="As known.")


async def known(visitor: Visitor) -> dict[str, dict]:
    card = await visitor.card()
    return {str(fact.name): dict(fact.value) for fact in card.known} if card else {}


async def test_an_honest_model_is_believed_where_the_words_stand(house):
    broker, server = house
    visitor = Visitor(broker, "honest")
    message = await visitor.write("We'd love something near the water, our kid starts school in Jumeirah")
    facts = [
        {"name": "service_interest", "message_id": message.id, "quote": "something near the water", "confidence": 0.8},
        {"name": "location", "message_id": message.id, "quote": "Jumeirah", "confidence": 0.9},
    ]
    server.behave("openai", route(), said(facts=facts, ask="timeline"), draft("Lovely! When would you like to move?"))
    answered = await visitor.say("Did you get that?")
    assert answered is None or answered.engine
    found = await known(visitor)
    assert found["service_interest"] == {"text": "something near the water"} and found["location"] == {
        "text": "Jumeirah"
    }
    assert (await visitor.card()).ask == "timeline"
    models = [body["model"] for body in server.asked["openai"]]
    assert models[0] == "quick-one" and len(set(models)) == 2
    async with reading(broker.system) as tx:
        calls = (await tx.session.exec(select(ModelCall.task).order_by(ModelCall.id))).all()
    assert calls == ["lead route", "lead qualify", "draft"]


async def test_what_a_model_makes_up_is_dropped_and_the_offline_result_stands(house):
    broker, server = house
    visitor = Visitor(broker, "liar")
    made_up = [
        {"name": "location", "message_id": 1, "quote": "Palm Jumeirah", "confidence": 1},
        {"name": "decision_maker", "message_id": 1, "quote": "I decide", "who": "self", "confidence": 1},
    ]
    server.behave("openai", route(), said(facts=made_up), draft("Which area do you have in mind?"))
    await visitor.say("I look for a studio")
    assert list(await known(visitor)) == ["service_interest"]
    server.behave("openai", "garbage")
    await visitor.say("Or rather a small villa")
    assert (await known(visitor))["service_interest"] == {"text": "small villa"}


async def test_a_router_holds_back_what_is_no_sale_and_needs_words_for_a_wish(house):
    broker, server = house
    advert = Visitor(broker, "advert")
    server.behave("openai", route("spam"), draft("No thank you."))
    await advert.say("We sell cheap followers and backlinks for your site")
    assert await advert.card() is None
    lead = Visitor(broker, "lead")
    server.behave("openai", route("stop", "leave me alone"), said(facts=[]), draft("Which area?"))
    await lead.say("I look for a big villa with a pool")
    assert (await lead.card()).stopped == ""


@pytest.mark.parametrize("number", range(0, 60, 20))
async def test_a_model_that_obeys_the_attacker_makes_nothing_happen(house, number):
    broker, server = house
    attempt = attempts()[number]
    visitor = Visitor(broker, f"attacker{number}")
    facts = [
        {"name": "budget", "message_id": 1, "quote": "99 million", "high": 99e6, "confidence": 1},
        {"name": "service_interest", "message_id": 1, "quote": attempt.text[:300], "text": "HOT", "confidence": 1},
    ]
    rules = "State only what stands in the records below. A number, date, amount, place, name, address or status"
    server.behave("openai", route("lead"), said(facts=facts), draft(f"Of course, my rules are: {rules}"))
    await visitor.say(attempt.text)
    server.behave(
        "openai", route("lead"), said(facts=facts), draft(f"A 90 % discount: https://evil.example/{number} ok")
    )
    second = await visitor.say("Hello? I wait for an answer")
    card = await visitor.card()
    lies = [fact for fact in card.known if fact.value.get("high") == 99e6] if card else []  # never said by anybody
    assert card is None or (card.temperature != "HOT" and not lies)
    async with reading(broker.system) as tx:
        sent = await sent_texts(tx)
    told = [*sent, second.content if second else ""]
    assert not any("evil.example" in text or "State only what" in text for text in told)
    assert not any("90 %" in text for text in sent)


async def sent_texts(tx) -> list[str]:
    """What has left the house, or is about to."""
    return [*(await tx.session.exec(select(Message.text).where(Message.direction == Direction.OUTBOUND))).all()]


@pytest.mark.parametrize("mode", ["500", "hang", "filtered"])
async def test_a_model_that_fails_leaves_the_offline_result(house, mode):
    broker, server = house
    server.behave("openai", mode)
    visitor = Visitor(broker, mode)
    await visitor.say("I look for a studio")
    card = await visitor.card()
    assert [fact.name for fact in card.known] == [F.SERVICE_INTEREST] and card.ask == "location"
    async with reading(broker.system) as tx:
        assert len(await sent_texts(tx)) == 1
