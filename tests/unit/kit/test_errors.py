"""Errors hold a finished English sentence for programs, and its parts for pages."""

from hypothesis import given
from hypothesis import strategies as st

from crm_app.kit.errors import AppError, Conflict, Invalid, NotFound


def test_the_english_sentence_is_finished_with_marks_between_thousands():
    error = Invalid("text", "A reply has at most {longest} characters.", longest=20_000)
    assert (error.field, error.status, error.sentence) == ("text", 422, "A reply has at most 20,000 characters.")
    assert str(error) == error.sentence and error.template == "A reply has at most {longest} characters."
    assert NotFound("file").sentence == "This file does not exist, or it was removed."


@given(st.text(), st.text())
def test_whatever_a_value_holds_stands_as_it_is(first, second):
    error = Conflict("taken", "{first}, {second}: {{1}}", first=first, second=second)
    assert error.sentence == f"{first}, {second}: {{{{1}}}}"
    assert AppError("busy", first).sentence == first


def test_names_of_values_may_be_those_of_the_error():
    assert Invalid("name", "{code} {sentence}", code="a", sentence="b").sentence == "a b"
