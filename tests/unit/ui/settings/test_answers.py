"""What the form about answers may say, and what it may not."""

import pytest

from crm_app.channels.policy import CHANNELS
from crm_app.kit.errors import Invalid
from crm_app.leads.qualification import Rules
from crm_app.ui.settings.answers import modes_in, rules_in

FORM = {"on": "on", "most_questions": "5", "hot_from": "80", "high_value": "1,500,000", "high_budget": "2.000.000"}


def test_every_channel_has_its_mode_and_drafts_only_where_none_was_chosen():
    modes = modes_in({"mode_sms": "reply_and_tell"})
    assert set(modes) == set(CHANNELS)
    assert modes.pop("sms") == "reply_and_tell"
    assert set(modes.values()) == {"draft_only"}


def test_an_unknown_mode_is_refused():
    with pytest.raises(Invalid) as refused:
        modes_in({"mode_sms": "everything"})
    assert refused.value.field == "mode_sms"


def test_the_rules_are_read_back_as_they_were_given():
    rules = Rules.read({"qualification": rules_in(FORM, ["budget", "timeline"])}, "real estate")
    assert (rules.on, [*rules.wanted]) == (True, ["budget", "timeline"])
    assert (rules.most_questions, rules.hot_from) == (5, 0.8)
    assert (rules.high_value, rules.high_budget) == (1_500_000, 2_000_000)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("10.000", 10_000), ("١٢٬٥٠٠", 12_500), ("٧٥٠٠", 7_500), (" 900 ", 900), ("1 000 000", 1_000_000), ("99,6", 100)],
)
def test_amounts_are_read_as_people_group_them(typed, number):
    assert rules_in(FORM | {"high_value": typed}, ["budget"])["high_value"] == number


@pytest.mark.parametrize(
    ("change", "wanted", "field"),
    [
        ({"hot_from": "5"}, ["budget"], "hot_from"),
        ({"hot_from": "nan"}, ["budget"], "hot_from"),
        ({"most_questions": "many"}, ["budget"], "most_questions"),
        ({"high_value": "-1"}, ["budget"], "high_value"),
        ({"high_value": "0"}, ["budget"], "high_value"),
        ({"high_budget": "inf"}, ["budget"], "high_budget"),
        ({"high_budget": "9" * 13}, ["budget"], "high_budget"),
        ({"high_budget": ""}, ["budget"], "high_budget"),
        ({}, [], "facts"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_input(change, wanted, field):
    with pytest.raises(Invalid) as refused:
        rules_in(FORM | change, wanted)
    assert refused.value.field == field
