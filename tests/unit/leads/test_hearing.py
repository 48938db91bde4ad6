"""What one message tells, in the light of what was asked and what is known."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crm_app.leads.hearing import Place, hear
from crm_app.leads.knowing import BELIEVED, Fact
from crm_app.leads.models import FactName as F

PLACE = Place(datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Dubai")), "AED", "en", "property")


def told(text: str, asked: str = "", *known: Fact) -> dict[F, Fact]:
    return {fact.name: fact for fact in hear(text, 7, asked, PLACE, {fact.name: fact for fact in known}).facts}


@pytest.mark.parametrize("text", ["as soon as possible", "lo antes posible", "بأسرع وقت"])
def test_at_once_is_an_answer_to_when(text):
    found = told(text, "timeline")
    assert found[F.TIMELINE].value == {"start": "2026-03-02", "end": None, "text": text}
    assert found[F.URGENCY].value == {"level": "high"}


@pytest.mark.parametrize("text", ["no rush", "no tengo prisa", "مش مستعجل"])
def test_no_rush_is_one_too_but_only_when_it_was_asked(text):
    assert told(text, "timeline")[F.TIMELINE].confidence >= BELIEVED
    assert F.TIMELINE not in told(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("around 90k, can stretch to 100k", 90_000, 100_000),
        ("tengo 5 mil pero podría subir a 6 mil", 5_000, 6_000),
        ("عندي 5 آلاف واقدر ازيد لـ 6 آلاف", 5_000, 6_000),
        ("max 100k", None, 100_000),
    ],
)
def test_a_sum_and_how_far_it_may_grow_are_a_range(text, low, high):
    budget = told(text)[F.BUDGET].value
    assert (budget["low"], budget["high"]) == (low, high)


def test_what_is_wanted_is_told_in_two_messages():
    verb = told("I want to buy")[F.SERVICE_INTEREST]
    assert verb.confidence < BELIEVED
    thing = told("a villa", "service_interest", verb)[F.SERVICE_INTEREST]
    assert thing.value == {"text": f"villa ({verb.value['text']})"} and thing.quote == "villa"
    rooms = told("two bedrooms, near the Marina", "location", thing)[F.SERVICE_INTEREST]
    assert rooms.value == {"text": "villa (two bedrooms)"} and rooms.confidence >= BELIEVED


@pytest.mark.parametrize(("text", "asked"), [("الجمعة العصر", "location"), ("a villa", "location")])
def test_a_day_or_a_thing_is_no_place(text, asked):
    assert F.LOCATION not in told(text, asked)


@pytest.mark.parametrize("text", ["How are you today?", "¿Qué tal hoy?", "شلونك اليوم؟", "see you tomorrow"])
def test_courtesies_name_no_day(text):
    assert told(text, "timeline") == {}


@pytest.mark.parametrize("text", ["I want at least 1.8M for it", "we need to be in by June"])
def test_a_sum_or_a_day_is_no_interest(text):
    assert F.SERVICE_INTEREST not in told(text)


def test_the_number_of_a_flat_is_no_flat_that_is_wanted():
    assert F.SERVICE_INTEREST not in told("it is in tower B, flat 1204")


def test_a_correction_is_a_sum_and_nothing_else():
    budget = Fact(F.BUDGET, {"low": 1200, "high": 1200, "currency": "AED", "confirmed": True}, 0.9, 1, "1200")
    found = told("sorry meant 1500 not 1200", "service_interest", budget)
    assert set(found) == {F.BUDGET} and found[F.BUDGET].value["high"] == 1500
