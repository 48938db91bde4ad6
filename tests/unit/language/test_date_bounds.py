"""Words beside the day of Friday, 10 July 2026, read on 4 March 2026."""

from datetime import date

import pytest

from crm_app.language.date_bounds import opened
from crm_app.language.days_found import read

NOW = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("before", "behind", "first", "last"),
    [
        ("", "", "2026-07-10", "2026-07-10"),
        ("by ", "", None, "2026-07-10"),
        ("before ", "", None, "2026-07-09"),
        ("not before ", "", "2026-07-10", None),
        ("after ", "", "2026-07-11", None),
        ("a partir del ", "", "2026-07-10", None),
        ("since ", "", "2025-07-10", None),
        ("", " or later", "2026-07-10", None),
        ("for 2 weeks starting ", "", "2026-07-10", "2026-07-23"),
        ("2 weeks after ", "", "2026-07-24", "2026-07-24"),
        ("more than 2 weeks after ", "", "2026-07-24", None),
        ("less than 2 weeks after ", "", "2026-07-10", "2026-07-24"),
        ("the day before ", "", "2026-07-09", "2026-07-09"),
        ("the week after ", "", "2026-07-13", "2026-07-19"),
        ("the week of ", "", "2026-07-06", "2026-07-12"),
        ("the weekend of ", "", "2026-07-10", "2026-07-12"),
        ("5 working days after ", "", "2026-07-17", "2026-07-17"),
    ],
)
def test_bounds(before: str, behind: str, first: str | None, last: str | None) -> None:
    said = f"{before}july 10{behind}"
    one = opened(said, next(each for each in read(said, NOW, True) if each.end >= said.index("10")), NOW)
    assert (one.first and str(one.first), one.last and str(one.last)) == (first, last)
    assert said[one.start : one.end].strip() == said.strip()


def test_what_is_over_has_its_end() -> None:
    (month,) = read("from last month", NOW, True)
    assert opened("from last month", month, NOW).last == date(2026, 2, 28)
    (month,) = read("from next month", NOW, True)
    assert opened("from next month", month, NOW).last is None
