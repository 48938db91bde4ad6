"""Who needs a manager, and why."""

import pytest

from crm_app.conversations.escalation import asks_for_a_person, judge


@pytest.mark.parametrize(
    "text",
    [
        "I want to speak to a manager right now",
        "Let me TALK with your supervisor, please.",
        "is there a real person here?",
        "Can you transfer me to a human?",
        "Quiero hablar con el gerente",
        "páseme con un supervisor por favor",
        "necesito hablar con una persona real",
        "أريد التحدث مع المدير",
        "ابغى اكلم شخص حقيقي",
        "حولني على المشرف",
    ],
)
def test_asking_for_a_person(text):
    assert asks_for_a_person(text)
    verdict = judge(text, churn_risk=0, sentiment=0.9)
    assert verdict.needed and "person in charge" in verdict.reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I manage a shop and want to order 3 chairs",
        "The manager was very kind, thank you.",
        "Where is my parcel?",
        "¿Dónde está mi pedido?",
        "أين طلبي؟",
        "شكرا للمدير على المساعدة",
    ],
)
def test_not_asking(text):
    assert not asks_for_a_person(text)


@pytest.mark.parametrize(
    ("churn_risk", "sentiment", "needed"),
    [(0.6, 0.29, True), (0.59, 0.1, False), (0.9, 0.3, False), (0.95, 0.05, True)],
)
def test_upset_and_likely_to_leave(churn_risk, sentiment, needed):
    verdict = judge("Where is my parcel?", churn_risk, sentiment)
    assert verdict.needed is needed
    assert bool(verdict.reason) is needed


def test_a_huge_message_is_judged_by_its_beginning():
    assert not asks_for_a_person("word " * 300_000 + "speak to a manager")
