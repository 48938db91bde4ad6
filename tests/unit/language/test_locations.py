"""Places, known and said after "in"."""

import pytest

from crm_app.language.locations import Location, locations
from crm_app.language.traced import fold


def _read(text: str, asked: str | None = None) -> tuple[Location, ...]:
    found = locations(text, fold(text), asked=asked)
    assert all(text[place.start : place.end] == place.text for place in found)
    return found


@pytest.mark.parametrize(
    ("text", "name", "city", "country"),
    [
        ("a flat in Dubai Marina", "Dubai Marina", "Dubai", "AE"),
        ("Marina, Dubái? no: downtown Dubai", "Dubai", "Dubai", "AE"),
        ("busco en Chamberí, Madrid", "Chamberí", "Madrid", "ES"),
        ("depto en Polanco", "Polanco", "Ciudad de México", "MX"),
        ("Las Condes, Santiago", "Las Condes", "Santiago", "CL"),
        ("شقة في حي النرجس الرياض", "Al Narjis", "Riyadh", "SA"),
        ("فيلا بالتجمع الخامس", "New Cairo", "Cairo", "EG"),
        ("Chelsea, London", "Chelsea", "London", "GB"),
        ("something in MANHATTAN", "Manhattan", "New York", "US"),
    ],
)
def test_known_places(text: str, name: str, city: str, country: str) -> None:
    place = _read(text)[0]
    assert (place.name, place.city, place.country, place.known) == (name, city, country, True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a villa in Nowhere Hills", "Nowhere Hills"),
        ("piso en Foz de Arriba", "Foz de Arriba"), ("شقة في حي الأحلام", "الأحلام"),
        ("piso en el barrio de las flores, presupuesto 300 mil", "las flores"),
    ],
)  # fmt: skip
def test_places_said(text: str, name: str) -> None:
    assert [(place.name, place.known) for place in _read(text)] == [(name, False)]


@pytest.mark.parametrize(
    "text", ["in March", "en efectivo", "leave it to me", "vivo con mi tigre", "in English please"]
)
def test_no_places(text: str) -> None:
    assert _read(text) == ()


@pytest.mark.parametrize("text", ["budget 500k", "ميزانيتي مليون", "presupuesto medio", "300 mil"])
def test_a_budget_is_no_answer_to_the_question_where(text: str) -> None:
    assert _read(text, "location") == ()


def test_a_bare_answer_counts_when_the_place_was_asked_for() -> None:
    assert _read("nowhere hills") == ()
    assert _read("nowhere hills", "location")[0].name == "nowhere hills"
