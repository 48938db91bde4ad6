# ruff: noqa: E501 - cases stand side by side
"""A person, an end, no answer, no interest: said in three languages, and not read into what is none."""

import pytest

from crm_app.leads.wishes import read


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
def test_what_is_wished_for(text, kind):
    wishes = read(text)
    assert wishes.kind == kind
    assert not kind or getattr(wishes, kind) in text


def test_an_end_goes_before_a_person():
    assert read("I wanted to talk to a manager. Stop texting me!").kind == "stop"


@pytest.mark.parametrize(("text", "asks"), [("When can I view it?", True), ("متى أعاين؟", True), ("up to 1.2M", False)])
def test_questions_are_noticed(text, asks):
    assert read(text).asks == asks
