# ruff: noqa: E501 - cases stand side by side
"""What is known changes with the lead's own words, and never against a person's correction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.kit.errors import Invalid
from crm_app.leads.knowing import BELIEVED, Fact, believed, checked, news
from crm_app.leads.models import FactName as F

FACTS = st.builds(
    Fact,
    name=st.sampled_from(list(F)),
    value=st.fixed_dictionaries({"text": st.sampled_from(["a", "b", "c"])}),
    confidence=st.floats(0, 1),
    message_id=st.integers(1, 9),
    corrected=st.just(False),
)


def as_known(facts):
    return {fact.name: fact for fact in facts}


@given(st.lists(FACTS, max_size=6), st.lists(FACTS, max_size=9), st.frozensets(st.sampled_from(list(F))))
def test_a_correction_always_stands(before, found, corrected):
    known = {name: Fact(name, fact.value, 1.0, None, "", name in corrected) for name, fact in as_known(before).items()}
    changed = news(known, found)
    assert all(not known[name].corrected for name in changed if name in known)
    assert all(changed[name] in found for name in changed)


def test_people_change_their_minds_and_weak_guesses_do_not_count():
    known = as_known([Fact(F.BUDGET, {"high": 1}, 0.8, 1)])
    assert news(known, [Fact(F.BUDGET, {"high": 2}, 0.7, 2)])[F.BUDGET].value == {"high": 2}
    assert news(known, [Fact(F.BUDGET, {"high": 2}, 0.3, 2)]) == {}
    assert news(known, [Fact(F.BUDGET, {"high": 1}, 0.9, 2)]) == {}


def test_a_guess_is_asked_for_all_the_same():
    sure, guess = Fact(F.BUDGET, {}, BELIEVED, 1), Fact(F.LOCATION, {}, BELIEVED - 0.01, 1)
    assert believed(as_known([sure, guess])) == {F.BUDGET}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (F.BUDGET, {}), (F.BUDGET, {"low": 5, "high": 1}), (F.BUDGET, {"low": -1}), (F.BUDGET, {"high": "much"}),
        (F.BUDGET, {"high": float("nan")}), (F.BUDGET, {"high": 1, "currency": "money"}), (F.TIMELINE, {}),
        (F.TIMELINE, {"start": "soon"}), (F.TIMELINE, {"start": "2026-05-01", "end": "2026-04-01"}),
        (F.URGENCY, {"level": "very"}), (F.DECISION_MAKER, {}), (F.LOCATION, {"text": " "}), (F.NAME, {"text": "x" * 201}),
    ],
)  # fmt: skip
def test_a_value_that_is_none_is_refused(name, value):
    with pytest.raises(Invalid):
        checked(name, value)


def test_values_are_kept_in_one_form():
    assert checked(F.BUDGET, {"high": 5, "currency": "aed", "odd": 1}) == {
        "low": None, "high": 5, "currency": "AED", "confirmed": False,
    }  # fmt: skip
    assert checked(F.TIMELINE, {"start": "2026-05-01"}) == {"start": "2026-05-01", "end": None, "text": ""}
    assert checked(F.LOCATION, {"text": " Marina\u202e "}) == {"text": "Marina"}
