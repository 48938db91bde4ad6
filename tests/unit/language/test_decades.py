"""Decades, said in 2026."""

from datetime import date

import pytest

from crm_app.language.decades import DECADE, decade


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("the 1990s", 1990, 1999),
        ("the 90s", 1990, 1999),
        ("the twenties", 2020, 2029),
        ("early 1980s", 1980, 1983),
        ("los años noventa", 1990, 1999),
        ("la década de 1970", 1970, 1979),
        ("الثمانينات", 1980, 1989),
    ],
)
def test_decades(text: str, first: int, last: int) -> None:
    match = DECADE.search(text)
    assert match
    days = decade(match, date(2026, 3, 4))
    assert (days[0].year, days[1].year) == (first, last)


@pytest.mark.parametrize("text", ["in my thirties", "90 s", "unos 90 metros", "2000 sq ft", "tengo treinta años"])
def test_what_is_no_decade(text: str) -> None:
    assert DECADE.search(text) is None
