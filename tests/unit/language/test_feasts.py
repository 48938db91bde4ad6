"""Feasts, counted from Wednesday, 4 March 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.feasts import FEAST, feast

NOW = date(2026, 3, 4)


def _read(text: str, now: date = NOW) -> tuple[str, str]:
    match = FEAST.search(text)
    assert match
    days = feast(match, now)
    assert days
    return str(days[0]), str(days[1])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("christmas", "2026-12-25", "2026-12-25"),
        ("last christmas", "2025-12-25", "2025-12-25"),
        ("halloween 2027", "2027-10-31", "2027-10-31"),
        ("thanksgiving", "2026-11-26", "2026-11-26"),
        ("black friday", "2026-11-27", "2026-11-27"),
        ("labor day weekend", "2026-09-05", "2026-09-07"),
        ("easter monday", "2026-04-06", "2026-04-06"),
        ("semana santa", "2026-03-29", "2026-04-05"),
        ("jueves santo", "2026-04-02", "2026-04-02"),
        ("el día de la madre", "2026-05-10", "2026-05-10"),
        ("nochevieja", "2026-12-31", "2026-12-31"),
        ("رمضان", "2026-02-18", "2026-03-19"),
        ("عيد الفطر", "2026-03-20", "2026-03-22"),
        ("العيد", "2026-03-20", "2026-03-22"),
        ("راس السنه الهجريه", "2026-06-17", "2026-06-17"),
    ],
)
def test_feasts(text: str, first: str, last: str) -> None:
    assert _read(text) == (first, last)


def test_names_of_places_and_people_are_no_feasts() -> None:
    assert [FEAST.search(text) for text in ("en san juan", "señor reyes", "dear valentine", "holiday inn")] == [
        None
    ] * 4


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.sampled_from(["easter", "thanksgiving", "رمضان", "navidad"]))
def test_a_feast_is_never_behind_nor_over_a_year_ahead(now: date, name: str) -> None:
    match = FEAST.search(name)
    assert match
    days = feast(match, now)
    assert days
    assert days[1] >= now and (days[0] - now).days < 400
