"""Which conversations begin a lead."""

from dataclasses import replace

import pytest

from crm_app.leads.models import FactName as F
from crm_app.leads.starting import Arrived, judge

NEW = Arrived("other", 0.0, 0.5, ())
WANTS = frozenset({F.SERVICE_INTEREST})
BUYS = frozenset({F.SERVICE_INTEREST, F.BUDGET})


@pytest.mark.parametrize(
    ("arrived", "begins"),
    [
        (NEW, True),
        (replace(NEW, told=WANTS), True),
        (replace(NEW, automatic=True, told=BUYS), False),
        (replace(NEW, stops=True), False),
        (replace(NEW, names_order=True, told=BUYS, kind="lead"), False),
        (replace(NEW, category="refund", category_confidence=0.9), False),
        (replace(NEW, category="payment", category_confidence=0.9, told=WANTS), True),
        (replace(NEW, category="refund", category_confidence=0.2), True),
        (replace(NEW, customer=True), False),
        (replace(NEW, customer=True, told=WANTS), False),
        (replace(NEW, customer=True, told=BUYS), True),
        (replace(NEW, customer=True, told=BUYS, sentiment=0.1), False),
        (replace(NEW, customer=True, told=WANTS, kind="lead"), True),
        (replace(NEW, category="feedback", category_confidence=0.3, sentiment=0.1), False),
        (replace(NEW, kind="spam", told=BUYS), False),
        (replace(NEW, kind="support"), False),
        (replace(NEW, told=frozenset({F.PHONE, F.NAME})), True),
    ],
)
def test_who_begins_one(arrived, begins):
    verdict = judge(True, arrived)
    assert verdict.begins == begins and verdict.reason
    assert not judge(False, arrived).begins
