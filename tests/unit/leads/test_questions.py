"""Our own questions are found again in what was sent, whoever wrote it."""

import pytest

from crm_app.drafts.talk.saying import TABLES
from crm_app.leads.models import FactName as F
from crm_app.leads.questions import asked_for

PHRASES = [
    (language, phrase, said)
    for language, table in TABLES.items()
    for phrase, choices in table.items()
    if phrase.startswith("ask_")
    for said in choices
]


@pytest.mark.parametrize(("language", "phrase", "said"), PHRASES, ids=lambda part: part[:40])
def test_every_question_of_the_offline_writer_is_recognised(language, phrase, said):
    found = asked_for(f"{TABLES[language]['noted'][0].format(facts='x')} {said}")
    assert found is not None and phrase.startswith(f"ask_{found}")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Hi Anita, thanks! Roughly what budget do you have?\nNoura", F.BUDGET),
        ("The viewing is free. When would suit you?", F.TIMELINE),
        ("¿Y en qué barrio lo busca?", F.LOCATION),
        ("كم ميزانيتك تقريبا؟", F.BUDGET),
        ("We have several. Budget is up to you.", None),
        ("", None),
    ],
)
def test_a_members_own_words(text, fact):
    assert asked_for(text) == fact
