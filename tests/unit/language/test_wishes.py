# ruff: noqa: E501 - cases stand side by side
"""What the writer wishes of the conversation: a person, an end, no answer, no interest, agreement, thanks."""

import pytest

from crm_app.language.traced import fold
from crm_app.language.wishes import heard, read, wishes


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("STOP", ["stop"]), ("Unsubscribe", ["stop"]), ("BAJA", ["stop"]), ("توقف", ["stop"]),
        ("no me escribas más", ["stop"]), ("لا تراسلني", ["stop"]), ("please stop texting me", ["stop"]),
        ("the bus stop is near", []), ("baja autoestima", []),
        ("agent", ["person"]), ("I want to talk to a human", ["person"]), ("the agent fee is high", []),
        ("quiero hablar con una persona", ["person"]), ("ابغى اكلم موظف", ["person"]),
        ("Yes please", ["agree"]), ("sí, perfecto", ["agree"]), ("si tengo tiempo voy", []), ("تمام", ["agree"]),
        ("No", ["decline"]), ("no more than 500k", []), ("not interested", ["decline"]), ("no llego a 200 mil", []),
        ("لا يزيد عن مليون", []), ("لا", ["decline"]), ("no gracias", ["decline", "thank"]),
        ("thanks a lot", ["thank"]), ("يعطيك العافية", ["thank"]), ("hello", []),
    ],
)  # fmt: skip
def test_wishes(text: str, kinds: list[str]) -> None:
    found = wishes(text, fold(text))
    assert [wish.kind for wish in found] == kinds
    assert all(text[wish.start : wish.end] == wish.text for wish in found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("person", "person"), ("Agent", "person"), ("human please", "person"), ("can I talk to someone?", "person"),
        ("I want to speak to a manager", "person"), ("Quiero hablar con una persona", "person"), ("agente", "person"),
        ("asesor, por favor", "person"), ("ابغى اكلم موظف", "person"), ("موظف", "person"), ("أريد التحدث مع شخص", "person"),
        ("stop", "stop"), ("STOP", "stop"), ("Unsubscribe", "stop"), ("please stop texting me", "stop"), ("baja", "stop"),
        ("No me escriban más", "stop"), ("توقف", "stop"), ("لا تراسلوني مرة ثانية", "stop"), ("إلغاء الاشتراك", "stop"),
        ("I'd rather not say", "refused"), ("Why do you ask?", "refused"), ("prefiero no decirlo", "refused"),
        ("ما أبغى أقول", "refused"), ("not interested, thanks", "lost"), ("ya no busco", "lost"), ("غير مهتم", "lost"),
        ("wrong number", "lost"),
        ("What is the agent fee?", ""), ("the bus stop is near", ""), ("a two-bedroom near the metro stop", ""),
        ("hello", ""), ("بكم الشقة؟", ""), ("busco un piso con baja comunidad", ""), ("", ""),
        ("I will cancel my gym and move closer", ""), ("Personal training courses", ""),
    ],
)  # fmt: skip
def test_what_is_wished_for(text: str, kind: str) -> None:
    said = read(text)
    assert said.kind == kind
    assert not kind or getattr(said, kind) in text


def test_an_end_goes_before_a_person() -> None:
    assert read("I wanted to talk to a manager. Stop texting me!").kind == "stop"


UNMARKED = [
    ("how much is it", True), ("ok whats the next step", True), ("cuanto vale", True), ("ok entonces como me inscribo", True),
    ("كم السعر", True), ("العمولة كام", True), ("How are you?", False), ("¿eres un robot?", False), ("what a nice place", False),
    ("como mucho 1.200", False), ("I can pay 500", False), ("puedo pagar 500", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "asks"), [("When can I view it?", True), ("متى أعاين؟", True), ("up to 1.2M", False), *UNMARKED]
)
def test_questions_are_noticed(text: str, asks: bool) -> None:
    assert read(text).asks == asks


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("please call me tomorrow", "person"),
        ("how do I unsubscribe from this", "stop"),
        ("not interested, call me back never", "lost"),
        ("yes, thanks", ""),
    ],
)
def test_a_pattern_counts_where_no_phrase_was_read(text: str, kind: str) -> None:
    assert heard(read(text), wishes(text, fold(text))).kind == kind
