"""May the software answer by itself? Only where the workspace said so, and nothing speaks against it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.leads.autonomy import MOST_EXCHANGES, QUIET, TYPING, Situation, judge, mode

FREE = Situation("reply_and_tell")


def test_it_may_where_nothing_speaks_against_it():
    assert judge(FREE).allowed
    assert judge(replace(FREE, since_person=QUIET, since_typing=TYPING, exchanges=MOST_EXCHANGES)).allowed


@pytest.mark.parametrize(
    "against",
    [
        {"mode": "draft_only"}, {"mode": "off"}, {"unconfirmed": 1}, {"escalated": True}, {"paused": True},
        {"stopped": "stop"}, {"stopped": "person"}, {"exchanges": MOST_EXCHANGES + 1}, {"moved_on": True},
        {"since_person": QUIET - timedelta(seconds=1)}, {"since_typing": timedelta()},
    ],
    ids=str,
)  # fmt: skip
def test_each_of_these_alone_holds_it_back(against):
    verdict = judge(replace(FREE, **against))
    assert not verdict.allowed and verdict.reason


@given(st.builds(Situation, mode=st.sampled_from(["draft_only", "off"]), unconfirmed=st.integers(0, 3)))
def test_no_situation_overrules_the_workspace(situation):
    assert not judge(situation).allowed


@given(st.dictionaries(st.sampled_from(["default", "sms", "whatsapp"]), st.one_of(st.none(), st.text(), st.integers())))
def test_what_is_not_known_is_the_careful_one(own):
    unknown = all(value not in ("reply_and_tell", "off") for value in own.values())
    assert not unknown or mode({"autonomy": own}, "sms") == "draft_only"


def test_a_channel_goes_before_the_default():
    own = {"autonomy": {"default": "reply_and_tell", "sms": "off"}}
    assert (mode(own, "sms"), mode(own, "whatsapp"), mode({}, "sms")) == ("off", "reply_and_tell", "draft_only")
