"""Reads the offline engine's weights and words before the first message needs them, which would wait for them."""

from functools import cache

from crm_app.drafts import claims
from crm_app.drafts.facts import ContactFact, DraftContext, Turn
from crm_app.drafts.on_the_spot import by_rules
from crm_app.kit import clock
from crm_app.language.understanding import understand

SAID = {
    "en": "Where is my order #1? It should have come on 3 May, and I want my 10 dollars back.",
    "ar": "أين طلبي رقم 1؟ كان يجب أن يصل يوم 3 مايو، وأريد استرداد 10 دولارات.",
    "es": "¿Dónde está mi pedido n.º 1? Tenía que llegar el 3 de mayo y quiero que me devuelvan 10 dólares.",
}


@cache
def warm() -> None:
    """Understand a message and answer it in each language, for nobody. Takes half a second of CPU, once."""
    for language, text in SAID.items():
        understood = understand(text)
        now = clock.now()
        context = DraftContext(
            "email", now, language, understood.category.name, messages=(Turn("inbound", text, now),),
            contact=ContactFact("Ada", "ada@example.com"),
        )  # fmt: skip
        claims.check(by_rules(context).content, context)
