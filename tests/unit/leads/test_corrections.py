"""A sum that is taken back."""

import pytest

from crm_app.leads.corrections import corrected
from crm_app.leads.knowing import Fact
from crm_app.leads.models import FactName as F


def budget(low: float | None, high: float | None, *, person: bool = False) -> Fact:
    value = {"low": low, "high": high, "currency": "AED", "confirmed": True}
    return Fact(F.BUDGET, value, 0.9, 1, "…", corrected=person)


@pytest.mark.parametrize(
    ("text", "low", "high", "then"),
    [
        ("no, 95 not 90", 90_000, 100_000, (95_000, 100_000)),
        ("sorry, 900 not 800", None, 800, (None, 900)),
        ("no, perdón, 1.300 no 1.200", None, 1_200, (None, 1_300)),
        ("لا، ٥٥ مو ٥٠", 50_000, 50_000, (55_000, 55_000)),
        ("not 800, 900", 800, 800, (900, 900)),
        ("no 2 sino 3", None, 2_000_000, (None, 3_000_000)),
    ],
)
def test_the_sum_that_is_meant_takes_the_place_of_the_other(text, low, high, then):
    found = corrected(text, budget(low, high))
    assert (found.value["low"], found.value["high"]) == then
    assert found.value["currency"] == "AED" and found.quote in text


@pytest.mark.parametrize("text", ["no, 95 not 91", "flat 95", "no", "not more than 95"])
def test_what_takes_back_nothing_changes_nothing(text):
    assert corrected(text, budget(90_000, 100_000)) is None


def test_the_ends_stay_in_their_order():
    assert corrected("120 not 90", budget(90_000, 100_000)) is None


def test_a_persons_word_stands():
    assert corrected("95 not 90", budget(90_000, 90_000, person=True)) is None
    assert corrected("95 not 90", None) is None
