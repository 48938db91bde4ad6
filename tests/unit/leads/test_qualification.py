"""What is asked next: never the same twice in a row, never what is known, never too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.leads.models import FactName as F
from crm_app.leads.qualification import MOST_QUESTIONS, ORDER, TWICE, Asked, Rules, missing, next_step, trade_of

NAMES = st.sampled_from(list(F))
RULES = st.builds(
    Rules,
    on=st.just(True),
    trade=st.sampled_from(["property", "school", "care", "other"]),
    wanted=st.lists(NAMES, unique=True, min_size=1, max_size=6).map(tuple),
    most_questions=st.integers(0, 10),
)


@given(RULES, st.frozensets(NAMES), st.lists(NAMES, max_size=15), st.booleans())
def test_no_question_is_repeated_answered_or_one_too_many(rules, known, before, reachable):
    last = str(before[-1]) if before else ""
    step = next_step(rules, known, Asked(tuple(map(str, before)), last), "", reachable=reachable)
    assert step.reason
    if step.ask:
        assert step.ask not in known and step.ask != last and step.ask in step.missing
        assert before.count(step.ask) < TWICE and len(before) < rules.most_questions


@given(RULES, st.frozensets(NAMES), st.sampled_from(["refused", "lost", "person", "stop"]))
def test_nothing_is_asked_after_a_wish_to_be_left(rules, known, stopped):
    step = next_step(rules, known, Asked(), stopped)
    assert step.ask is None and step.stop == stopped


@given(RULES, st.data())
def test_every_talk_comes_to_an_end(rules, data):
    """Whatever the lead answers, some day nothing more is asked."""
    known, before = set(), []
    for _ in range(MOST_QUESTIONS * 4):
        step = next_step(rules, known, Asked(tuple(before), before[-1] if before else ""), "")
        if step.stop:
            assert step.stop in ("done", "enough")
            return
        before.append(str(step.ask or ""))
        before = [name for name in before if name] + ([""] if not step.ask else [])
        if step.ask and data.draw(st.booleans()):
            known.add(step.ask)
        before = [name for name in before if name]
        if step.ask is None:
            return
    pytest.fail("it asks for ever")


def test_the_order_is_the_workspaces_own():
    rules = Rules.read({"qualification": {"on": True, "facts": ["budget", "location", "budget", "shoe_size"]}}, "")
    assert rules.wanted == (F.BUDGET, F.LOCATION)
    assert next_step(rules, (), Asked(), "").ask == F.BUDGET
    assert next_step(rules, {F.BUDGET}, Asked(("budget",), "budget"), "").ask == F.LOCATION
    assert next_step(rules, rules.wanted, Asked(), "").stop == "done"


def test_a_question_that_was_not_answered_comes_back_once_and_not_at_once():
    rules = Rules(on=True, wanted=(F.BUDGET, F.LOCATION))
    assert next_step(rules, (), Asked(("budget",), "budget"), "").ask == F.LOCATION
    assert next_step(rules, (), Asked(("budget", "location"), "location"), "").ask == F.BUDGET
    assert next_step(rules, (), Asked(("budget", "location", "budget", "location"), ""), "").stop == "enough"
    only = Rules(on=True, wanted=(F.BUDGET,))
    step = next_step(only, (), Asked(("budget",), "budget"), "")
    assert step.ask is None and step.stop == ""


def test_who_cannot_be_reached_is_asked_for_a_number_last():
    rules = Rules(on=True, wanted=(F.BUDGET,))
    assert missing(rules, (), False) == (F.BUDGET, F.PHONE)
    assert missing(rules, {F.EMAIL}, False) == (F.BUDGET,)
    assert missing(rules, (), True) == (F.BUDGET,)


@pytest.mark.parametrize(
    ("industry", "trade"),
    [
        ("real estate", "property"),
        ("Training", "school"),
        ("training school", "school"),
        ("Educación", "school"),
        ("Clínica dental", "care"),
        ("عيادة أسنان", "care"),
        ("shop", "other"),
        ("", "other"),
    ],
)
def test_questions_suit_the_industry(industry, trade):
    assert trade_of(industry) == trade
    assert Rules.read({}, industry).wanted == ORDER[trade]


def test_what_is_not_set_is_off_and_careful():
    rules = Rules.read({}, "real estate")
    assert not rules.on and next_step(rules, (), Asked(), "").stop == "off"
    assert Rules.read({"qualification": {"hot_from": 7}}, "").hot_from == 1.0
