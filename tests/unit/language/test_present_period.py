"""Parts of the present, counted from Wednesday, 4 March 2026."""

from datetime import date

import pytest

from crm_app.language.present_period import PRESENT, present


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("the week after next", "2026-03-16", "2026-03-22"),
        ("the month before last", "2026-01-01", "2026-01-31"),
        ("year to date", "2026-01-01", "2026-03-04"),
        ("the rest of this month", "2026-03-04", "2026-03-31"),
        ("la semana después de la próxima", "2026-03-16", "2026-03-22"),
        ("lo que va de año", "2026-01-01", "2026-03-04"),
        ("lo que queda de mes", "2026-03-04", "2026-03-31"),
        ("الاسبوع بعد القادم", "2026-03-16", "2026-03-22"),
        ("باقي الشهر", "2026-03-04", "2026-03-31"),
    ],
)
def test_parts_of_the_present(text: str, first: str, last: str) -> None:
    match = PRESENT.search(text)
    assert match
    assert tuple(map(str, present(match, date(2026, 3, 4)))) == (first, last)


@pytest.mark.parametrize("text", ["the rest of us", "a month", "last week", "per week"])
def test_what_is_no_part(text: str) -> None:
    assert PRESENT.search(text) is None
