"""A message only moves forward."""

from itertools import product

import pytest

from crm_app.conversations.delivery import counts_as_reply, move, whole
from crm_app.conversations.models import Delivery as D


def test_nothing_comes_back_from_the_end_and_nothing_moves_to_itself():
    for now, to in product(D, D):
        verdict = move(now, to)
        assert verdict.allowed is not bool(verdict.reason)
        if now in (D.READ, D.UNDONE, D.RECEIVED) or now == to:
            assert not verdict.allowed


@pytest.mark.parametrize(
    ("now", "to"),
    [
        (D.SENT, D.SENDING), (D.SENT, D.QUEUED), (D.DELIVERED, D.SENT), (D.READ, D.DELIVERED), (D.QUEUED, D.SENT),
        (D.SENDING, D.UNDONE), (D.SENT, D.UNDONE), (D.UNDONE, D.SENDING),
    ],
)  # fmt: skip
def test_what_would_send_twice_or_go_back_is_refused(now, to):
    assert not move(now, to).allowed


def test_what_failed_or_was_undone_has_answered_nobody():
    assert {state for state in D if not counts_as_reply(state)} == {D.FAILED, D.UNDONE}


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        ([], D.QUEUED), ([D.SENT], D.SENT), ([D.SENT, D.QUEUED], D.QUEUED), ([D.READ, D.SENT], D.SENT),
        ([D.READ, D.DELIVERED], D.DELIVERED), ([D.READ, D.READ], D.READ), ([D.SENT, D.SENDING], D.SENDING),
        ([D.SENT, D.UNKNOWN, D.QUEUED], D.UNKNOWN), ([D.FAILED, D.QUEUED], D.FAILED), ([D.FAILED, D.READ], D.FAILED),
    ],
)  # fmt: skip
def test_a_message_is_as_far_as_the_last_of_its_parts(parts, state):
    assert whole(parts) == state
