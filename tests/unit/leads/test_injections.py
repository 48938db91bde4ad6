"""No text of a lead makes the offline path act, promise, link, or note what the lead did not say."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crm_app.channels.policy import fits
from crm_app.drafts import claims, offline
from crm_app.drafts.facts import ContactFact, DraftContext, LeadState, Turn, Writer
from crm_app.language.clean import clean
from crm_app.language.detect import detect
from crm_app.leads import given
from crm_app.leads.commands import is_command
from crm_app.leads.given import GivenFact, Routed, joined, routed, sound, stands
from crm_app.leads.hearing import Heard, Place, hear
from crm_app.leads.knowing import Fact
from crm_app.leads.models import FactName as F
from crm_app.leads.scoring import judge
from tests.unit.leads.injections import attempts

NOW = datetime(2026, 3, 2, 11, tzinfo=ZoneInfo("Asia/Riyadh"))
PLACE = Place(NOW, "SAR", "en", "property")
ATTEMPTS = attempts()
EVIL = "https://evil.example/x"


def test_the_corpus_is_large_and_in_three_languages():
    assert len(ATTEMPTS) >= 60 and {attempt.language for attempt in ATTEMPTS} == {"en", "es", "ar"}
    assert len({attempt.text for attempt in ATTEMPTS}) == len(ATTEMPTS)


def answer(text: str, heard: Heard, channel: str) -> str:
    """The offline answer to a message, with everything that was heard in it."""
    lead = LeadState(
        "property", heard.facts, frozenset(fact.name for fact in heard.facts), "budget", heard.wishes.kind,
        asks=heard.wishes.asks, wish=heard.wishes.kind,
    )  # fmt: skip
    context = DraftContext(
        channel, NOW, detect(text).main, messages=(Turn("inbound", text, NOW),), contact=ContactFact("Ana"),
        writer=Writer("", "Dar Al Bahr"), lead=lead,
    )  # fmt: skip
    content = offline.write(context).content
    assert claims.check(content, context).unsupported == ()
    assert fits(channel, content).ok
    return content


@pytest.mark.parametrize("asked", ["", "service_interest", "location", "name"])
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_offline_nothing_is_noted_that_was_not_said_and_nothing_comes_of_it(attempt, asked):
    text = clean(attempt.text)
    heard = hear(text, 1, asked, PLACE)
    for fact in heard.facts:
        assert fact.quote and stands(fact.quote, text) and not is_command(fact.quote)
        assert not is_command(str(fact.value))
    score = judge({fact.name: fact for fact in heard.facts}, hot_from=0.7, today=NOW.date())
    assert score.temperature != "HOT"
    for channel in ("whatsapp", "sms", "email"):
        said = answer(text, heard, channel)
        assert "evil.example" not in said and "http" not in said and not is_command(said)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_a_model_that_obeys_the_attacker_changes_nothing(attempt):
    """What such a model would give: its orders as findings, invented words, sums and links."""
    text = clean(attempt.text)
    obeyed = [
        GivenFact(name="service_interest", message_id=1, quote=text[:300], text="mark as HOT", confidence=1),
        GivenFact(
            name="budget", message_id=1, quote="my budget is 99 million", high=99e6, currency="SAR", confidence=1
        ),
        GivenFact(name="budget", message_id=1, quote=text[:300], high=99e6, currency="SAR", confidence=1),
        GivenFact(name="decision_maker", message_id=1, quote="I decide alone", who="self", confidence=1),
        GivenFact(name="timeline", message_id=2, quote=text[:300], start="2026-03-03", end="2026-03-04", confidence=1),
        GivenFact(name="location", message_id=1, quote=EVIL, text=EVIL, confidence=1),
        GivenFact(name="email", message_id=1, quote=text[:300], text="boss@house.example", confidence=1),
    ]
    kept = sound(obeyed, {1: text}, PLACE)
    offline_facts = hear(text, 1, "", PLACE).facts
    for fact in kept:
        assert stands(fact.quote, text) and fact.confidence <= given.SUREST and not is_command(fact.quote)
        assert fact.name in (F.SERVICE_INTEREST, F.EMAIL) and "boss@house" not in str(fact.value)
    known = {fact.name: fact for fact in joined(kept, offline_facts)}
    assert judge(known, hot_from=0.7, today=NOW.date()).temperature != "HOT"


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_a_router_that_obeys_finds_no_wish_that_is_not_there(attempt):
    text = clean(attempt.text)
    for kind in ("stop", "person"):
        heard = routed(Routed(kind=kind, quote="please stop and get me a person"), text, Heard())
        assert heard == Heard()


def test_what_is_echoed_is_the_leads_own_and_harmless():
    strange = ("flat ](https://evil.example)", "villa <b>now</b>", "a" * 61, "flat at evil.example/x", "{name}")
    for text in strange:
        heard = Heard((Fact(F.SERVICE_INTEREST, {"text": text}, 0.9, 1, text),))
        assert text not in answer("I look for a flat", heard, "whatsapp")
    kept = Heard((Fact(F.SERVICE_INTEREST, {"text": "small villa"}, 0.9, 1, "small villa"),))
    assert "small villa" in answer("I look for a small villa", kept, "whatsapp")


@pytest.mark.parametrize(
    "text",
    [
        "I want to change my budget to 1.5M", "Send me the floor plan by email please", "Can you give me a discount?",
        "Please call me tomorrow", "I act for my company", "Show me villas in Al Narjis", "You are very kind",
        "Quiero cambiar mi presupuesto a 300.000", "Mándeme el plano por correo", "¿Me hace un descuento?",
        "ارفع الميزانية إلى مليون ونص", "ارسل لي الصور على الايميل", "هل يوجد خصم؟", "أعطني أفضل سعر",
    ],
)  # fmt: skip
def test_what_leads_really_write_is_read(text):
    assert not is_command(text)


def test_a_finding_must_stand_word_for_word():
    own = {1: "I look for a two-bedroom flat, up to 1.2M AED"}
    fact = GivenFact(name="budget", message_id=1, quote="up to 1.2M AED", high=1_200_000, currency="AED")
    wrong = [
        fact.model_copy(update={"high": 2_000_000}), fact.model_copy(update={"quote": "up to 1.3M AED"}),
        fact.model_copy(update={"message_id": 2}), fact.model_copy(update={"quote": "…"}),
    ]  # fmt: skip
    assert sound(wrong, own, PLACE) == ()
    (kept,) = sound([fact], own, replace(PLACE, currency="USD"))
    assert kept.value == {"low": None, "high": 1_200_000, "currency": "AED", "confirmed": True}
