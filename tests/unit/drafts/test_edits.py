"""How much of a draft was changed before it was sent."""

from hypothesis import given
from hypothesis import strategies as st

from crm_app.drafts.edits import measure


def test_white_space_is_no_edit() -> None:
    assert measure("Hi Jane,\n\nit is late.", "Hi Jane, it is late. ").kind == "unchanged"


def test_a_changed_word_is_an_edit_and_another_text_a_rewrite() -> None:
    edit = measure("Your order is on its way to you.", "Your parcel is on its way to you.")
    assert edit.kind == "edited"
    assert 0.7 < edit.similarity < 1
    assert measure("Your order is on its way.", "قمنا بإلغاء الطلب").kind == "rewritten"


@given(st.text(max_size=80), st.text(max_size=80))
def test_similarity_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    edit = measure(one, other)
    assert 0 <= edit.similarity <= 1
    assert edit == measure(other, one)
    assert (edit.kind == "unchanged") == (one.split() == other.split())
