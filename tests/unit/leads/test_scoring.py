"""HOT, WARM, COLD or UNSCORED: by what is known, each part with the fact and the message it rests on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.leads.knowing import Fact
from crm_app.leads.models import FactName as F
from crm_app.leads.models import Temperature
from crm_app.leads.scoring import judge

TODAY = date(2026, 3, 2)


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


INTEREST = Fact(F.SERVICE_INTEREST, {"text": "two-bedroom"}, 0.8, 1, "two-bedroom")
PLACE = Fact(F.LOCATION, {"text": "Marina"}, 0.8, 1, "Marina")
BUDGET = Fact(F.BUDGET, {"low": None, "high": 1_200_000, "currency": "AED", "confirmed": True}, 0.9, 2, "up to 1.2M")
SOON = Fact(F.TIMELINE, {"start": day(5), "end": day(20), "text": "this month"}, 0.8, 3, "this month")
LATER = Fact(F.TIMELINE, {"start": day(300), "end": None, "text": "next year"}, 0.8, 3, "next year")
ALONE = Fact(F.DECISION_MAKER, {"who": "self"}, 0.8, 4, "my own decision")
URGENT = Fact(F.URGENCY, {"level": "high"}, 0.7, 4, "asap")
MAIL = Fact(F.EMAIL, {"text": "a@b.example"}, 0.98, 4, "a@b.example")
FACTS = st.lists(st.sampled_from([INTEREST, PLACE, BUDGET, SOON, LATER, ALONE, URGENT, MAIL]), max_size=8)


def score(*facts: Fact, **more):
    return judge({fact.name: fact for fact in facts}, hot_from=0.7, today=TODAY, **more)


@given(FACTS, st.integers(0, 10), st.sampled_from(["", "stop", "lost", "refused", "person"]))
def test_bounds_and_sums(facts, unclear, stopped):
    found = score(*facts, unclear=unclear, stopped=stopped)
    assert 0 <= found.score <= 1 and 0 <= found.confidence <= 1
    total = sum(reason.weight for reason in found.reasons)
    assert found.score == pytest.approx(min(1, max(0, total)), abs=1e-3)
    assert all(reason.text for reason in found.reasons)
    assert (found.temperature == Temperature.HOT) == (found.score >= 0.7)


def test_who_wants_much_soon_and_decides_is_hot():
    found = score(INTEREST, PLACE, BUDGET, SOON, ALONE)
    assert found.temperature == Temperature.HOT and found.confidence > 0.7
    assert {reason.message_id for reason in found.reasons} == {1, 2, 3, 4}
    assert any("up to 1.2M" in reason.text for reason in found.reasons)


@pytest.mark.parametrize(
    ("facts", "temperature"),
    [
        ((), "UNSCORED"), ((MAIL,), "UNSCORED"), ((INTEREST,), "COLD"), ((INTEREST, LATER), "COLD"),
        ((INTEREST, BUDGET), "WARM"), ((INTEREST, BUDGET, URGENT, SOON), "HOT"),
    ],
)  # fmt: skip
def test_temperatures(facts, temperature):
    assert score(*facts).temperature == temperature


@pytest.mark.parametrize("stopped", ["stop", "lost"])
def test_who_left_is_cold_whatever_they_said(stopped):
    found = score(INTEREST, BUDGET, SOON, ALONE, stopped=stopped)
    assert (found.temperature, found.score) == (Temperature.COLD, 0.0)


def test_messages_that_were_not_understood_cost_confidence():
    sure = [score(INTEREST, BUDGET, unclear=n).confidence for n in range(5)]
    assert sure == sorted(sure, reverse=True) and sure[0] > 0.6 > sure[3] and sure[4] == sure[3]


def test_a_correction_by_a_person_is_certain():
    guess = Fact(F.BUDGET, BUDGET.value, 0.3, 2, "")
    corrected = Fact(F.BUDGET, BUDGET.value, 0.3, None, "", True)
    assert score(guess).confidence < score(corrected).confidence == 1.0
