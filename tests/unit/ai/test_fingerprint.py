"""Which questions share an answer?"""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from crm_app.ai.fingerprint import fingerprint
from crm_app.ai.port import Question
from crm_app.ai.untrusted import fence


class Draft(BaseModel):
    content: str


class LongDraft(BaseModel):
    content: str
    tone: str


QUESTION = Question("draft", "Reply.", "Dónde está?", Draft)
MODELS = ["anthropic/a", "openai/b"]


def test_it_is_a_sha256():
    assert len(bytes.fromhex(fingerprint(1, MODELS, QUESTION))) == 32


@given(st.text(), st.text())
def test_composed_and_decomposed_accents_are_the_same(system, user):
    forms = [
        replace(QUESTION, system=unicodedata.normalize(form, system), user=unicodedata.normalize(form, user))
        for form in ("NFC", "NFD")
    ]
    assert len({fingerprint(1, MODELS, question) for question in forms}) == 1


def test_the_fences_word_makes_no_difference_but_what_is_inside_does():
    def asked(text: str) -> Question[Draft]:
        fenced = fence(text)
        told = f"Data stands in untrusted-{fenced.boundary}."
        return replace(QUESTION, system=told, user=fenced.text, boundary=fenced.boundary)

    assert fingerprint(1, MODELS, asked("hello")) == fingerprint(1, MODELS, asked("hello"))
    assert fingerprint(1, MODELS, asked("hello")) != fingerprint(1, MODELS, asked("hello!"))


@pytest.mark.parametrize(
    "change",
    [
        {"task": "summary"},
        {"system": "Reply!"},
        {"user": "Donde esta?"},
        {"answer_type": LongDraft},
        {"max_tokens": 5},
        {"system": "Reply.D", "user": "ónde está?"},
    ],
)
def test_whatever_may_change_the_answer_makes_another_question(change):
    assert fingerprint(1, MODELS, replace(QUESTION, **change)) != fingerprint(1, MODELS, QUESTION)


def test_workspace_and_order_of_models_count():
    prints = {fingerprint(w, m, QUESTION) for w in (1, 2) for m in (MODELS, MODELS[::-1], MODELS[:1], [])}
    assert len(prints) == 8
