"""Names that a word like "district" introduces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.districts_said import districts
from crm_app.language.traced import fold


def _read(text: str) -> list[str]:
    return [text[start:end] for start, end in districts(text, fold(text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أبحث عن شقة بغرفتين في حي النرجس، ميزانيتي ٨٠٠ ألف ريال", "النرجس"),
        ("شقة في حي الزهور الجديد ميزانيتي ٨٠٠ ألف", "الزهور الجديد"),
        ("فيلا في حى السلام بميزانية مليون", "السلام"),
        ("شقة على شارع الأمير محمد بن سلمان بسعر ٣٠٠ ألف", "شارع الأمير محمد بن سلمان"),
        ("في المنطقة الشرقية", "المنطقة الشرقية"),
        ("something in the old town district, budget 500k", "old town"),
        ("in the Riverside neighbourhood", "Riverside"),
        ("a flat on Baker Street", "Baker Street"),
        ("the district of Old Harbour", "Old Harbour"),
        ("piso en el barrio de las letras, presupuesto 300 mil", "las letras"),
        ("barrio san martín con terraza", "san martín"),
        ("colonia Roma Norte hasta 3 millones", "Roma Norte"),
        ("urbanización Los Olivos", "Los Olivos"),
        ("busco en la zona norte", "zona norte"),
        ("calle Mayor 12", "calle Mayor"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert _read(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "in a quiet neighbourhood", "the area of 300k", "in the price area", "what area do you cover",
        "the living area", "zona tranquila",
        "zona con presupuesto de 300", "barrio seguro y barato", "el sector inmobiliario",
        "حي هادئ قريب من المدرسة", "في حي بميزانية ٥٠٠ ألف", "منطقة ميزانيتها قليلة", "حي الميزانية", "المنطقة هادئة",
    ],
)  # fmt: skip
def test_qualities_and_budgets_are_no_names(text: str) -> None:
    assert _read(text) == []


@given(st.text("abc حيالن de barrio zona 12,", max_size=60))
def test_offsets_stay_in_the_text(text: str) -> None:
    for start, end in districts(text, fold(text)):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
