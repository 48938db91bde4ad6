"""The score: its worked example, and that its parts always add up to it."""

import math
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.conversations.hours import BusinessHours
from crm_app.inbox import scoring
from crm_app.inbox.scoring import Parts, Traits, Weights

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ALWAYS = BusinessHours()
EXAMPLE = Traits(0.8, 3500, "urgent", "complex", 0.1, NOW - timedelta(hours=2), NOW)

weights = st.builds(Weights, *[st.floats(0, 1000)] * 4)
instants = st.none() | st.datetimes(datetime(2025, 1, 1), datetime(2026, 3, 2, 13)).map(lambda d: d.replace(tzinfo=UTC))
traits = st.builds(
    Traits,
    st.floats(0, 1), st.floats(0, 1e7), st.sampled_from(sorted(scoring.URGENCY)),
    st.sampled_from(sorted(scoring.DIFFICULTY)), st.floats(0, 1), instants, instants,
    st.sampled_from([(), ("fraud",), ("fraud", "chargeback")]),
)  # fmt: skip


def test_worked_example():
    parts = scoring.score(EXAMPLE, Weights(), ALWAYS, NOW)
    assert parts == Parts(
        churn_risk=pytest.approx(2.4), customer_value=7.0, urgency=6.0, age=0.5, overdue=0.0, difficulty=-1.5,
        sentiment=2.0, topic_alert=0.0,
    )  # fmt: skip
    assert parts.total == pytest.approx(16.4)


@given(traits, weights)
def test_parts_add_up_and_standing_and_moving_make_the_total(who, w):
    parts = scoring.score(who, w, ALWAYS, NOW)
    assert parts.total == math.fsum(getattr(parts, f.name) for f in fields(Parts))
    assert scoring.standing(who, w) + parts.age + parts.overdue == pytest.approx(parts.total, rel=1e-12, abs=1e-9)


@given(st.floats(0, 10_000))
def test_age_falls_from_two_and_never_rises_above(hours):
    now_age, later = (scoring.age(NOW - timedelta(hours=h), NOW) for h in (hours, hours + 1))
    assert 0 < later <= now_age <= 2


def test_nobody_waiting_has_no_age():
    assert scoring.age(None, NOW) == 0


@given(st.floats(0, 5_000), st.floats(0, 5_000))
def test_overdue_is_zero_before_the_target_and_log2_of_the_hours_after(target_h, waited_h):
    due = NOW + timedelta(hours=target_h - waited_h)
    late_h = max(0.0, (NOW - due).total_seconds() / 3600)
    assert scoring.overdue(due, NOW, ALWAYS) == pytest.approx(math.log2(1 + late_h))


def test_an_old_message_overtakes_a_new_one_in_the_end():
    new = replace(EXAMPLE, churn_risk=0, lifetime_value=0, priority="low", waiting_since=NOW, reply_due=None)
    old = replace(new, waiting_since=NOW - timedelta(days=14), reply_due=NOW - timedelta(days=13))
    assert scoring.score(old, Weights(), ALWAYS, NOW).total > scoring.score(new, Weights(), ALWAYS, NOW).total


@pytest.mark.parametrize(("priority", "hours"), [("urgent", 2), ("high", 4), ("normal", 8), ("low", 24)])
def test_default_reply_targets(priority, hours):
    assert scoring.reply_due(NOW, priority, ALWAYS, scoring.REPLY_TARGETS_H) == NOW + timedelta(hours=hours)
    assert scoring.reply_due(None, priority, ALWAYS, scoring.REPLY_TARGETS_H) is None


def test_a_workspace_sets_some_weights_and_keeps_the_others():
    own = Weights.of(Weights(1, 2, 3, 4), {"weights": {"value_weight": 9}})
    assert own == Weights(1, 9, 3, 4)


@given(traits, traits)
def test_comparison_names_the_largest_gap_first_and_adds_up(one, other):
    upper, lower = (scoring.score(t, Weights(), ALWAYS, NOW) for t in (one, other))
    told = scoring.compare(upper, lower)
    gaps = [abs(gap) for _, gap in told.differences]
    assert gaps == sorted(gaps, reverse=True)
    assert all(gap >= 0.05 for gap in gaps)
    assert told.ahead_by == pytest.approx(sum(gap for _, gap in told.differences), abs=0.05 * 8)
