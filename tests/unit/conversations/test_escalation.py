"""Who needs a person, why, and by which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.conversations.escalation import Situation, anger, judge
from crm_app.language.sentiment import sentiment

ASKING = [
    "I want to speak to a manager right now",
    "Let me TALK with your supervisor, please.",
    "is there a real person here?",
    "Can you transfer me to a human?",
    "can i talk to someone",
    "I'd like to speak with an agent",
    "Please connect me to a representative",
    "Quiero hablar con el gerente",
    "páseme con un supervisor por favor",
    "necesito hablar con una persona real",
    "¿Puedo hablar con alguien?",
    "quiero hablar con un asesor",
    "أريد التحدث مع المدير",
    "ابغى اكلم شخص حقيقي",
    "حولني على المشرف",
    "ممكن أتكلم مع موظف",
    "حولني لموظف لو سمحت",
]


@pytest.mark.parametrize("text", ASKING)
def test_asking_for_a_person_is_urgent_and_quoted(text):
    verdict = judge(Situation(f"Hello. {text}\nThanks!", sentiment=0.9))
    assert (verdict.kind, verdict.urgent) == ("asked", True)
    assert verdict.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I manage a shop and want to order 3 chairs",
        "The manager was very kind, thank you.",
        "Where is my parcel?",
        "I need a room for one person",
        "How much is the agent fee?",
        "¿Dónde está mi pedido?",
        "quiero una mesa para una persona",
        "أين طلبي؟",
        "شكرا للمدير على المساعدة",
        "اريد غرفة لشخص واحد",
    ],
)
def test_not_asking(text):
    assert not judge(Situation(text)).needed


ANGRY = [
    ("This is unacceptable. You are useless!", "This is unacceptable."),
    ("I am fed up with this, worst company ever", "I am fed up with this, worst company ever"),
    ("Estoy harto, son unos inútiles", "Estoy harto, son unos inútiles"),
    ("هذا غير مقبول أنتم نصابين", "هذا غير مقبول أنتم نصابين"),
    ("انا زعلان جدا منكم", "انا زعلان جدا منكم"),
]


@pytest.mark.parametrize(("text", "quote"), ANGRY)
def test_anger_quotes_its_sentence(text, quote):
    language = "ar" if text > "ء" else "es" if "ú" in text else "en"
    verdict = judge(Situation(text, sentiment(text, language).score))
    assert (verdict.kind, verdict.quote, verdict.urgent) == ("sentiment", quote, False)


@pytest.mark.parametrize("text", ["I am angry at the weather, love your shop!", "I fed the cat", "السعر مقبول"])
def test_a_word_of_anger_in_a_good_mood_is_none(text):
    assert not anger(text, 0.8, None)
    assert not anger("The product arrived broken.", 0.01, None)  # a complaint


def test_two_very_bad_messages_in_a_row_are_anger():
    assert not anger("Still nothing.", 0.05, 0.5)
    assert anger("Still nothing.", 0.05, 0.04) == "Still nothing."


@pytest.mark.parametrize(
    ("churn_risk", "feels", "needed"),
    [(0.6, 0.29, True), (0.59, 0.1, False), (0.9, 0.3, False), (0.95, 0.05, True)],
)
def test_upset_and_likely_to_leave(churn_risk, feels, needed):
    verdict = judge(Situation("Where is my parcel?", feels, churn_risk=churn_risk))
    assert verdict.needed is needed
    assert (verdict.kind, verdict.quote) == (("churn", "Where is my parcel?") if needed else ("", ""))


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        ({"value": 9_999.9}, ""),
        ({"value": 10_000}, "value"),
        ({"value": 500, "high_value": 500}, "value"),
        ({"budget": 499_999}, ""),
        ({"budget": 500_000}, "value"),
        ({"exchanges": 20}, ""),
        ({"exchanges": 21}, "exchanges"),
        ({"confidence": 0.6}, ""),
        ({"confidence": 0.599}, "confidence"),
        ({"hot": True}, "hot"),
        ({"hot": True, "asks": "call me", "confidence": 0.1}, "asked"),
    ],
)
def test_every_other_trigger_at_its_edge(known, kind):
    assert judge(Situation("Two bedrooms, please", **known)).kind == kind


def test_where_a_person_is_already_only_wishes_and_feelings_call_another_time():
    known = {"value": 10**6, "budget": 10**7, "exchanges": 99, "confidence": 0.1, "hot": True, "attended": True}
    assert not judge(Situation("Two bedrooms, please", **known)).needed
    assert judge(Situation("Let me speak to a human", **known)).kind == "asked"
    assert judge(Situation("You are useless", 0.1, **known)).kind == "sentiment"


@given(st.text(max_size=400), st.floats(0, 1), st.floats(0, 1), st.integers(0, 50))
def test_a_verdict_always_says_why_and_quotes_what_was_written(text, feels, churn, exchanges):
    verdict = judge(Situation(text, feels, churn_risk=churn, exchanges=exchanges))
    assert verdict.needed == bool(verdict.reason) == bool(verdict.kind)
    assert " ".join(verdict.quote.split()) in " ".join(text.split())


def test_a_huge_message_is_judged_by_its_beginning():
    assert not judge(Situation("word " * 300_000 + "speak to a manager")).needed
    assert judge(Situation("speak to a manager" + " word" * 300_000)).quote.startswith("speak to a manager")
