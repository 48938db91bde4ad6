"""Which vendor's words are these, and what do they say? What a webhook stored is read here, by a job. Pure."""

from typing import Any

from crm_app.channels import calcom, hubspot, meta, shopify, telegram, tracking, twilio, vapi
from crm_app.channels.news import News
from crm_app.kit.errors import Invalid


def envelope(wire: str, account_id: int, **parts: Any) -> dict[str, Any]:
    """What is stored of a delivery: whose words, by which account, and the words themselves."""
    return {"wire": wire, "account": account_id, **parts}


def read(payload: dict[str, Any]) -> News:
    """What a stored delivery says; raises Invalid for one that cannot be used."""
    wire, account = payload["wire"], int(payload.get("account") or 0)
    if wire == "twilio.message":
        return twilio.message(payload["form"], account)
    if wire == "twilio.status":
        return twilio.status(payload["form"])
    if wire == "twilio.call":
        return twilio.call(payload["form"], account)
    if wire == "meta":
        return meta.read(payload, account)
    if wire == "telegram":
        return telegram.read(payload["update"], account)
    if wire == "shopify":
        return shopify.read(payload["topic"], payload["body"], account)
    if wire == "tracking":
        return tracking.read(payload["body"])
    if wire == "vapi":
        return vapi.read(payload.get("body"), account)
    if wire == "calcom":
        return calcom.read(payload.get("body"), account)
    if wire == "hubspot":
        return hubspot.read(payload.get("event"), account)
    raise Invalid("wire", "Nobody here speaks this.")
