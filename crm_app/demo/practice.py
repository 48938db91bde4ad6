"""The demo's numbers and bots: they have no secrets, and what they send lands in the practice outbox."""

from crm_app.channels.models import ChannelAccount
from crm_app.kit import security
from crm_app.kit.transaction import Transaction

KINDS = ("twilio_sms", "meta_whatsapp", "telegram")

TEMPLATES = {
    "en": ("follow_up", "Hello {{1}}, we have news about your question. May we tell you more here?"),
    "es": ("seguimiento", "Hola {{1}}, tenemos novedades sobre su consulta. ¿Podemos contarle más por aquí?"),
    "ar": ("follow_up", "مرحبًا {{1}}، لدينا جديد بخصوص استفسارك. هل نكمل الحديث معك هنا؟"),
}


def accounts(tx: Transaction, slug: str, language: str) -> list[ChannelAccount]:
    """One of each kind for the workspace; on WhatsApp with a template in its language."""
    name, body = TEMPLATES.get(language, TEMPLATES["en"])
    template = {"name": name, "language": language, "body": body, "reference": ""}
    return [
        ChannelAccount(
            kind=kind,
            address=f"practice-{slug}",
            name="Practice",
            token=security.new_token(),
            settings={"practice": True, **({"templates": [template]} if kind == "meta_whatsapp" else {})},
            created_at=tx.now,
        )
        for kind in KINDS
    ]
