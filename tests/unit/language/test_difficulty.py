"""How much work a message makes, with the reason."""

import pytest

from crm_app.language.understanding import understand


@pytest.mark.parametrize(
    "text",
    [
        "Where is my order #4512?",
        "Can you send me a copy of the invoice for order 99?",
        "Do you ship to Canada?",
        "What are your opening hours?",
        "¿Hacen envíos a México?",
        "Necesito la factura",
        "وين طلبي؟",
        "كم يستغرق التوصيل؟",
    ],
)
def test_one_short_known_request_is_easy(text: str) -> None:
    assert understand(text).difficulty.name == "easy"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Still no refund. I am disputing the charge with my bank.", "disputes"),
        ("The cup arrived broken and I was charged twice", "several problems"),
        ("Where is it? When does it come? Can I change the address?", "asks 3 things"),
        ("This is the third time I ask for the invoice", "before"),
        ("My lawyer will contact you", "lawyers"),
        ("Se niegan a devolverme el dinero", "disputes"),
        ("هذه المرة الثالثة التي أكتب فيها", "before"),
        ("word " * 200, "long (200 words)"),
    ],
)
def test_disputes_repeats_and_many_things_are_complex(text: str, reason: str) -> None:
    found = understand(text).difficulty
    assert found.name == "complex"
    assert reason in " ".join(found.reasons)


def test_an_unknown_request_is_normal() -> None:
    assert understand("Do you have this jacket in size M?").difficulty.name == "normal"
