"""How soon a lead wants it, by words before dates."""

import pytest

from crm_app.language.dates import dates
from crm_app.language.traced import fold
from crm_app.language.urgency import urgency
from tests.unit.language.test_dates import NOW


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("I need it ASAP", "high", "ASAP"),
        ("not urgent at all", "low", "not urgent"),
        ("no rush, tomorrow is fine", "low", "no rush"),
        ("moving next week", "high", "next week"),
        ("in two months", "normal", "in two months"),
        ("next year", "low", "next year"),
        ("since 1998", "none", ""),
        ("hello", "none", ""),
        ("lo antes posible", "high", "lo antes posible"),
        ("sin prisa", "low", "sin prisa"),
        ("مستعجل جدا", "high", "مستعجل"),
        ("مو مستعجل", "low", "مو مستعجل"),
        ("أبيه الحين", "high", "الحين"),
        ("الحين ما عندي ميزانية", "none", ""),
        ("قريب من البحر", "none", ""),
    ],
)
def test_levels(text: str, level: str, words: str) -> None:
    folded = fold(text)
    found = urgency(text, folded, dates(text, folded, NOW), NOW)
    assert (found.level, found.text) == (level, words)
