"""Years beside a day, said in 2026."""

from datetime import date

import pytest

from crm_app.language.years_said import year_beside, year_in_words


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("two thousand twenty-seven", 2027),
        ("nineteen eighty six", 1986),
        ("nineteen hundred ninety three", 1993),
        ("dos mil quince", 2015),
        ("mil novecientos noventa y dos", 1992),
        ("الفين وسته وعشرين", 2026),
        ("two thousand dollars", 2000),
        ("twenty thousand", None),
    ],
)
def test_years_in_words(said: str, year: int | None) -> None:
    assert year_in_words(said) == year


@pytest.mark.parametrize(
    ("said", "day", "beside"),
    [
        ("march of next year", "march", (2027, 0, 18)),
        ("next year's summer", "summer", (2027, 0, 18)),
        ("mayo del año pasado", "mayo", (2025, 0, 19)),
        ("مارس السنه القادمه", "مارس", (2027, 0, 18)),
        ("5 may two thousand twenty-seven", "5 may", (2027, 0, 31)),
        ("march and next month", "march", None),
    ],
)
def test_years_beside(said: str, day: str, beside: tuple[int, int, int] | None) -> None:
    start = said.index(day)
    assert year_beside(said, start, start + len(day), date(2026, 3, 4)) == beside
