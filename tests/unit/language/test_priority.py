"""What presses and what does not, in English, Spanish and Arabic, with the reason."""

import pytest

from crm_app.language.understanding import understand


@pytest.mark.parametrize(
    ("text", "priority", "reason"),
    [
        ("This is fraud, somebody used my card", "urgent", "fraud"),
        ("I will call my lawyer", "urgent", "lawyers"),
        ("Your lamp caught fire and my son was burned", "urgent", "danger"),
        ("I need it by tomorrow, the wedding is on Saturday", "urgent", "deadline"),
        ("URGENT: please change my address", "urgent", "urgent"),
        ("Es urgente, necesito cambiar la dirección", "urgent", "urgent"),
        ("Esto es una estafa, voy a denunciarlos", "urgent", "fraud"),
        ("عاجل: أريد تغيير عنوان التوصيل", "urgent", "urgent"),
        ("سأشتكي عليكم في حماية المستهلك", "urgent", "lawyers"),
        ("The vase arrived broken", "high", "broken"),
        ("I was charged twice for order 4512", "high", "payment"),
        ("I can't log in to my account", "high", "get in"),
        ("This is the third time I write to you", "high", "before"),
        ("I will never order from you again", "high", "leave"),
        ("Me han cobrado dos veces", "high", "payment"),
        ("No puedo entrar en mi cuenta", "high", "get in"),
        ("المنتج وصل مكسور", "high", "broken"),
        ("تم خصم المبلغ مرتين", "high", "payment"),
        ("Where is my order?", "normal", "nothing"),
        ("Not urgent, but could you change my shipping address?", "normal", "nothing"),
        ("¿Dónde está mi pedido?", "normal", "nothing"),
        ("أين طلبي؟", "normal", "nothing"),
        ("Thank you so much, it works great!", "low", "thanks"),
        ("Please unsubscribe me from the newsletter", "low", "newsletter"),
        ("Gracias, todo perfecto", "low", "thanks"),
        ("شكرا جزيلا، خدمة ممتازة", "low", "thanks"),
    ],
)
def test_priority(text: str, priority: str, reason: str) -> None:
    found = understand(text).priority
    assert found.name == priority
    assert reason in " ".join(found.reasons)


def test_thanks_with_a_question_are_not_low() -> None:
    assert understand("Thanks a lot! Do you have it in blue?").priority.name == "normal"
