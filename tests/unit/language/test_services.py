"""What a lead wants."""

import pytest

from crm_app.language.services import services
from crm_app.language.traced import fold


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I want to buy a villa", ["buy"]),
        ("looking to rent", ["rent"]),
        ("I want to rent out my flat", ["let"]),
        ("how much is the yoga course?", ["price", "enrol"]),
        ("quiero vender mi piso", ["sell"]),
        ("¿podemos visitar el piso?", ["visit"]),
        ("ابغى شقة للايجار", ["rent"]),
        ("بكم الكورس؟", ["price", "enrol"]),
        ("hello", []),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [service.kind for service in services(text, fold(text))] == kinds


def test_the_workspace_s_own_services_are_found_in_either_number() -> None:
    text = "Do you do Deep Cleanings or pool care?"
    own = [service for service in services(text, fold(text), ["deep cleaning", "gardening", "Pool Care", ""])]
    assert [(service.name, service.text) for service in own] == [
        ("deep cleaning", "Deep Cleanings"),
        ("Pool Care", "pool care"),
    ]
