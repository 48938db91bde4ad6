"""Everything at once, on messages as leads write them (written for this test, none taken from a data set)."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.extraction import CHARACTERS_READ, extract

NOW = datetime(2026, 3, 2, 10)
SAID = Path(__file__).parents[2] / "samples" / "leads" / "said.jsonl"
HOME = {"en": ("AE", "AED"), "es": ("ES", "EUR"), "ar": ("SA", "SAR")}
CASES = [json.loads(line) for line in SAID.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["t"][:40] for case in CASES])
def test_messages(case: dict[str, Any]) -> None:
    """What a case does not name of sums, dates, phones and e-mails must not be found either."""
    region, currency = HOME[case["l"]]
    found = extract(case["t"], now=NOW, region=region, currency=currency)
    assert [[_number(a.low), _number(a.high), a.currency] for a in found.amounts] == case.get("amounts", [])
    assert [[_iso(p.first), _iso(p.last)] for p in found.dates] == case.get("dates", [])
    assert [phone.e164 for phone in found.phones] == case.get("phones", [])
    assert [mail.address for mail in found.emails] == case.get("emails", [])
    got = {
        "urgency": found.urgency.level,
        "decides": found.decision_maker.decides,
        "city": found.location.city if found.location else "",
        "name": found.name.name if found.name else "",
        "monthly": any(amount.per_month for amount in found.amounts),
    }
    assert {key: value for key, value in got.items() if key in case} == {key: case[key] for key in got if key in case}
    assert "wish" not in case or case["wish"] in [wish.kind for wish in found.wishes]


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def test_the_timeline_is_the_first_date_ahead_and_the_place_the_one_that_is_known() -> None:
    found = extract("I moved in 2019; in Foo Hills or Dubai by June", now=NOW)
    assert found.timeline is not None and str(found.timeline.last) == "2026-06-30"
    assert found.location is not None and found.location.city == "Dubai"
    nothing = extract("", now=NOW)
    assert nothing.timeline is None and nothing.location is None


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_offset_gives_its_words(text: str) -> None:
    found = extract(text, now=NOW, region="ES", asked="budget")
    for each in (
        *found.amounts,
        *found.dates,
        *found.phones,
        *found.emails,
        *found.locations,
        *found.services,
        *found.wishes,
    ):
        assert text[each.start : each.end] == each.text


@pytest.mark.parametrize(
    "text", ["word " * 200_000, "7" * 50_000, "1 " * 50_000, "\x00" * 10_000, "a@" * 9_000, "ـ" * 90_000]
)
def test_hostile_size_is_cut_before_it_is_read(text: str) -> None:
    found = extract(text, now=NOW)
    assert all(each.end <= CHARACTERS_READ for each in (*found.amounts, *found.dates, *found.phones, *found.emails))
