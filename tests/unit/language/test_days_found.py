"""Which reading holds where two overlap."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.days_found import read

NOW = date(2026, 3, 4)


def test_the_longer_reading_holds() -> None:
    (one,) = read("the first monday of next month", NOW, True)
    assert (one.first, one.last) == (date(2026, 4, 6), date(2026, 4, 6))


def test_a_year_beside_moves_the_reading() -> None:
    (one,) = read("easter next year", NOW, True)
    assert one.first == date(2027, 3, 28)


@given(st.lists(st.sampled_from("the last 3 weeks of may next year to 5 two thousand y el del al من الاسبوع".split())))
def test_readings_never_overlap_nor_run_backwards(pieces: list[str]) -> None:
    found = read(" ".join(pieces), NOW, True)
    assert all(one.first <= one.last and one.start < one.end for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
