"""The one table of a lead's lifecycle: every walk keeps to it, every other move is refused with a reason."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.leads.lifecycle import NEXT, advance, move, steps
from crm_app.leads.models import Lifecycle as L

ALLOWED = {
    ("NEW", "QUALIFYING"),
    ("QUALIFYING", "QUALIFIED"), ("QUALIFYING", "NURTURING"), ("QUALIFYING", "DISQUALIFIED"),
    ("QUALIFIED", "APPOINTMENT_BOOKED"), ("APPOINTMENT_BOOKED", "HANDED_OFF"),
    ("NURTURING", "QUALIFYING"), ("DISQUALIFIED", "QUALIFYING"),
}  # fmt: skip
STATES = st.sampled_from(list(L))
TALKS = st.tuples(
    st.sampled_from(["", "off", "refused", "lost", "person", "stop", "enough", "done"]),
    st.sampled_from(["HOT", "WARM", "COLD", "UNSCORED"]),
    st.booleans(),
)


@pytest.mark.parametrize("before", L)
@pytest.mark.parametrize("after", L)
def test_the_table_is_the_one_that_was_agreed(before, after):
    verdict = move(before, after)
    assert verdict.allowed == ((before.value, after.value) in ALLOWED)
    assert verdict.allowed or len(verdict.reason) > 10


@given(st.lists(STATES, max_size=30))
def test_a_walk_of_wishes_never_leaves_the_table(wishes):
    state, walked = L.NEW, []
    for wish in wishes:
        if move(state, wish).allowed:
            walked.append((str(state), str(wish)))
            state = wish
    assert set(walked) <= ALLOWED


@given(STATES, st.lists(TALKS, max_size=20))
def test_what_a_talk_brings_about_stands_in_the_table(state, talks):
    for stop, temperature, told in talks:
        ahead = advance(state, stop=stop, temperature=temperature, told=told)
        if ahead.to is not None:
            assert move(state, ahead.to).allowed and ahead.reason
            state = ahead.to


@given(STATES, TALKS)
def test_one_message_moves_a_lead_a_few_steps_forward_and_never_in_a_circle(state, talk):
    stop, temperature, told = talk
    taken = steps(state, stop=stop, temperature=temperature, told=told)
    walked = [state, *(step.to for step in taken)]
    assert len(set(walked)) == len(walked) <= 3
    assert all(move(before, after).allowed for before, after in pairwise(walked))


@given(st.text(max_size=20), STATES)
def test_a_name_that_is_no_state_is_refused(name, state):
    if name not in L.__members__:
        assert not move(state, name).allowed and not move(name, state).allowed


def test_every_state_is_reached_from_new():
    reached = {L.NEW}
    while more := {after for before in reached for after in NEXT[before]} - reached:
        reached |= more
    assert reached == set(L)


@pytest.mark.parametrize(
    ("before", "stop", "temperature", "told", "to"),
    [
        (L.NEW, "", "UNSCORED", False, L.QUALIFYING),
        (L.QUALIFYING, "", "HOT", True, None),
        (L.QUALIFYING, "done", "HOT", True, L.QUALIFIED),
        (L.QUALIFYING, "done", "WARM", True, L.QUALIFIED),
        (L.QUALIFYING, "enough", "COLD", True, L.NURTURING),
        (L.QUALIFYING, "enough", "UNSCORED", False, None),
        (L.QUALIFYING, "stop", "COLD", False, L.DISQUALIFIED),
        (L.QUALIFYING, "lost", "COLD", False, L.DISQUALIFIED),
        (L.QUALIFYING, "person", "WARM", True, None),
        (L.NURTURING, "", "WARM", True, L.QUALIFYING),
        (L.DISQUALIFIED, "stop", "COLD", True, None),
        (L.QUALIFIED, "done", "HOT", True, None),
    ],
)
def test_what_follows_from_a_message(before, stop, temperature, told, to):
    assert advance(before, stop=stop, temperature=temperature, told=told).to == to
