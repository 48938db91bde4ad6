"""What the writer wishes of the conversation."""

import pytest

from crm_app.language.traced import fold
from crm_app.language.wishes import wishes


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
