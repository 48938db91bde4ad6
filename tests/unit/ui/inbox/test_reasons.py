"""What a row says about itself, and that shown parts add up."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.conversations.hours import BusinessHours
from crm_app.inbox.queries import Row
from crm_app.inbox.scoring import Traits, Weights, score
from crm_app.ui.inbox.reasons import add_up, against, bar, breakdown, chips, line

NOW = datetime(2026, 11, 17, 12, tzinfo=UTC)


def a_row(**given) -> Row:
    """The worked example: Jane, urgent, frustrated, two hours old."""
    told = {
        "priority": "urgent", "difficulty": "complex", "sentiment": 0.1, "lifetime_value": 3500.0, "churn_risk": 0.8,
        "vip": True, "alerts": (), "waiting_since": NOW - timedelta(hours=2), "reply_due": NOW, "status": "open",
        "snoozed_until": None, **given,
    }  # fmt: skip
    traits = Traits(
        told["churn_risk"], told["lifetime_value"], told["priority"], told["difficulty"], told["sentiment"],
        told["waiting_since"], told["reply_due"], told["alerts"],
    )  # fmt: skip
    rest = {
        "id": 7, "subject": "Order #54321 still hasn’t arrived", "preview": "Hi", "channel": "email",
        "category": "order", "language": "en", "contact_id": 3, "contact_name": "Jane Rivera", "contact_email": None,
        "assignee_id": None, "assignee": "", "created_at": NOW, "last_message_at": NOW,
        "version": 4, "parts": score(traits, Weights(), BusinessHours(), NOW),
    }  # fmt: skip
    return Row(**rest, **told)


def test_the_worked_example_in_words():
    shown = {part.label: part.value for part in breakdown(a_row(), NOW, "en")}
    assert shown == {
        "Customer value": "+7.0", "Urgent": "+6.0", "May leave, 80%": "+2.4", "Frustrated": "+2.0",
        "Complex": "−1.5", "Waiting 2 h": "+0.5",
    }  # fmt: skip
    assert chips(a_row(), "USD", "en") == [("value", "VIP, $3.5K"), ("churn", "may leave")]
    assert line(a_row(), "USD", "en")["score"] == "16.4"


def test_what_is_put_off_was_not_answered():
    assert line(a_row(status="pending", snoozed_until=NOW), "USD", "en")["status"] == "snoozed"
    assert line(a_row(status="pending"), "USD", "en")["status"] == "pending"


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        (
            {"alerts": ("chargeback",), "vip": False, "lifetime_value": 0.0, "churn_risk": 0.1},
            ["chargeback", "frustrated"],
        ),
        (
            {"reply_due": NOW - timedelta(days=1), "vip": False, "lifetime_value": 10.0},
            ["past its reply target", "may leave"],
        ),
        (
            {
                "vip": False,
                "lifetime_value": 0.0,
                "churn_risk": 0.0,
                "sentiment": 0.9,
                "priority": "normal",
                "difficulty": "easy",
            },
            ["quick win"],
        ),
    ],
)
def test_at_most_two_reasons_the_most_telling_first(given_, words):
    assert [said for _, said in chips(a_row(**given_), "USD", "en")] == words


@given(st.lists(st.floats(-20, 20, allow_nan=False), min_size=1, max_size=8))
def test_rounded_parts_add_up_to_the_rounded_total(values):
    tenths = add_up(values, sum(values))
    assert sum(tenths) == round(sum(values) * 10)
    assert all(abs(tenth / 10 - value) < 0.21 for tenth, value in zip(tenths, values, strict=True))


def test_the_bar_shows_only_what_adds():
    kinds = [kind for kind, _ in bar(a_row().parts)]
    assert kinds == ["churn", "value", "urgency", "age", "sentiment"] and "difficulty" not in kinds
    assert sum(share for _, share in bar(a_row().parts)) == pytest.approx(
        sum(value for value in asdict(a_row().parts).values() if value > 0), abs=0.05
    )


def test_against_the_row_above_names_what_differs_most_first():
    said = against(a_row(), a_row(lifetime_value=500.0, waiting_since=NOW - timedelta(minutes=30)), "en")
    assert said == "+6.0 customer value, −1.5 waiting"
    said = against(a_row(), a_row(lifetime_value=500.0), "ar")
    assert said == "\N{LEFT-TO-RIGHT MARK}+6.0 قيمة العميل"
