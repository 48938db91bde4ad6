"""Who is called: whoever is there and has the fewest, a manager where it is worth one, nobody twice in a row."""

from hypothesis import given
from hypothesis import strategies as st

from crm_app.leads.assigning import Colleague, choose

ADA, BOB, CLEO = Colleague(1, "admin", 3, True), Colleague(2, "agent", 1, True), Colleague(3, "agent", 0, False)
colleagues = st.lists(
    st.builds(
        Colleague, st.integers(1, 9), st.sampled_from(["agent", "manager", "admin"]), st.integers(0, 5), st.booleans()
    ),
    unique_by=lambda one: one.id,
)  # fmt: skip


def test_the_least_busy_of_those_who_are_here():
    choice = choose([ADA, BOB, CLEO])
    assert (choice.member_id, choice.reason) == (2, "Of those who are here, they have the fewest open (1).")


def test_when_nobody_is_here_the_least_busy_of_all():
    away = [Colleague(1, "admin", 3, False), CLEO]
    assert choose(away).member_id == 3


def test_what_is_worth_a_manager_goes_to_one_if_there_is_one():
    assert choose([ADA, BOB, CLEO], senior=True).member_id == 1
    assert choose([BOB, CLEO], senior=True).member_id == 2


def test_who_has_the_conversation_goes_first_unless_only_others_are_here():
    assert choose([ADA, BOB], owner=1).member_id == 1
    assert choose([BOB, CLEO], owner=3).member_id == 2


@given(colleagues, st.booleans(), st.integers(1, 9), st.sets(st.integers(1, 9)))
def test_nobody_is_called_who_was_called_before_and_somebody_always_else(people, senior, owner, besides):
    choice = choose(people, senior=senior, owner=owner, besides=besides)
    left = {one.id for one in people} - besides
    assert choice.member_id in left if left else choice.member_id is None
    assert choice.reason
