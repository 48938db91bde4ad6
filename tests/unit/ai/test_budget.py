"""How far a month's budget is used, and what a call may use at most."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from crm_app.ai.budget import Limits, Use, judge, micros, month_of, most_tokens
from crm_app.ai.port import Question


@pytest.mark.parametrize(
    ("limits", "use", "level", "share"),
    [
        (Limits(), Use(10**9, 10**9), "open", 0),
        (Limits(1000), Use(799), "open", 0.799),
        (Limits(1000), Use(800), "warned", 0.8),
        (Limits(1000), Use(999), "warned", 0.999),
        (Limits(1000), Use(1000), "spent", 1),
        (Limits(1000, 5_000_000), Use(10, 4_000_000), "warned", 0.8),
        (Limits(0), Use(), "spent", 1),
    ],
)
def test_the_tighter_limit_decides(limits, use, level, share):
    verdict = judge(limits, use)
    assert (verdict.level, verdict.share) == (level, share)
    assert bool(verdict.reason) == (level != "open")


@given(
    st.none() | st.integers(0, 10**9), st.none() | st.integers(0, 10**9), st.integers(0, 10**10), st.integers(0, 10**6)
)
def test_more_use_is_never_a_milder_verdict(tokens, money, used, more):
    levels = ["open", "warned", "spent"]
    before, after = (judge(Limits(tokens, money), Use(used + n, used + n)) for n in (0, more))
    assert levels.index(before.level) <= levels.index(after.level) and before.share <= after.share


def test_limits_are_read_as_they_are_stored():
    assert Limits.read({}) == Limits()
    assert Limits.read({"budget_tokens": 5, "budget_money": "12.5"}) == Limits(5, 12_500_000)
    assert not Limits.read({}).any and Limits.read({"budget_money": 0}).any


def test_money_is_rounded_up_and_a_month_is_utc():
    assert (micros(Decimal("0.0000001")), micros(Decimal(2))) == (1, 2_000_000)
    assert month_of(datetime(2026, 11, 30, 23, 59, tzinfo=UTC)) == "2026-11"


class Answer(BaseModel):
    content: str


@pytest.mark.parametrize("text", ["Where is my parcel? " * 50, "أين طلبي؟ " * 50, "12345 67890 " * 50])
def test_what_is_set_aside_is_rather_too_much(text):
    words_in, words_out = most_tokens(Question("draft", "Be brief.", text, Answer, max_tokens=300))
    assert words_in > len(text) / 3 and words_out == 300
