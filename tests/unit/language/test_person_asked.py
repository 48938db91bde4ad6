"""Who asks for a human being, and by which words."""

import pytest

from crm_app.language.person_asked import asks_for_a_person, person_asked_for


@pytest.mark.parametrize(
    "text",
    ["Can you transfer me to a human?", "I want the manager", "Quiero hablar con el gerente", "حولني على المشرف"],
)
def test_asking_is_quoted(text: str) -> None:
    assert person_asked_for(f"Hello. {text}\nThanks!") == text


@pytest.mark.parametrize(
    "text",
    ["", "The manager was very kind, thank you.", "How much is the agent fee?", "quiero una mesa para una persona",
     "اريد غرفة لشخص واحد"],
)  # fmt: skip
def test_not_asking(text: str) -> None:
    assert not asks_for_a_person(text)


def test_a_huge_text_is_read_at_its_beginning() -> None:
    assert not asks_for_a_person("word " * 300_000 + "speak to a manager")
    assert person_asked_for("speak to a manager" + " word" * 300_000).startswith("speak to a manager")
