"""Watched words as they are typed: by commas, folded, and never longer than where they are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.inbox.topic_alerts import LONGEST, matching, phrases
from crm_app.kit.errors import Invalid
from crm_app.kit.fulltext import body
from crm_app.language.fold import words


def test_phrases_are_parted_by_either_comma_and_kept_as_typed():
    assert phrases(" Wrong  Address, احتيال، ,fraud") == {
        ("wrong", "address"): "Wrong  Address", ("احتيال",): "احتيال", ("fraud",): "fraud",
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["x" * 101, "ﷺ" * 20, "ß " * 34, "a," * 51])
def test_what_is_too_long_as_typed_or_folded_or_too_many_is_refused(typed):
    with pytest.raises(Invalid, match="at most 50"):
        phrases(typed)


@given(st.text(max_size=LONGEST))
def test_what_is_taken_fits_where_it_is_kept(typed):
    try:
        taken = phrases(typed)
    except Invalid:
        return
    assert all(len(" ".join(folded)) <= LONGEST and len(part) <= LONGEST for folded, part in taken.items())


def test_a_word_longer_than_the_index_keeps_is_found_still():
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    wanted = phrases(f"the {word}")
    assert len(word) > 60 and matching(wanted, body((), [words(f"Read the {word}!")])) == [*wanted]
