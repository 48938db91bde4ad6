"""Names people give of themselves."""

import pytest

from crm_app.language.names_given import name_given


def _name(text: str, asked: str | None = None) -> str:
    found = name_given(text, asked=asked)
    assert found is None or text[found.start : found.end] == found.text
    return found.name if found else ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Omar Haddad and I want a flat", "Omar Haddad"),
        ("my name is ana, hello", "ana"),
        ("This is Priya, calling about the studio", "Priya"),
        ("Hi, I'm Sarah Johnson", "Sarah Johnson"),
        ("I'm looking for a flat", ""),
        ("I am Interested in Dubai", ""),
        ("me llamo María de la Cruz", "María de la Cruz"),
        ("Soy Marta, les escribo", "Marta"),
        ("soy de Madrid", ""),
        ("اسمي خالد العتيبي", "خالد العتيبي"),
        ("أنا محمد من طرف شركة الأفق", "محمد"),
        ("أنا مهتم بالشقة", ""),
        ("معك سارة من دبي", "سارة"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert _name(text) == name


def test_a_bare_answer_counts_when_the_name_was_asked_for() -> None:
    assert (_name("Layla Nasser"), _name("Layla Nasser", "name"), _name("I want a flat in town", "name")) == (
        "",
        "Layla Nasser",
        "",
    )
