"""Which kinds of accounts are there, how is each addressed, and which secrets does it need? Pure."""

import re
from dataclasses import dataclass, field
from types import MappingProxyType

import phonenumbers

from crm_app.kit.errors import Invalid

_ADDRESS = re.compile(r"[\w.@:+-]{1,200}")
_SHOP = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+")


@dataclass(frozen=True)
class Kind:
    """`channel` is where its conversations stand ("" when none come of it); `secrets` by name, each with the setting
    of the environment that an account without its own falls back on ("": none)."""

    channel: str
    secrets: dict[str, str] = field(default_factory=dict)


_TWILIO = {"account_sid": "twilio_account_sid", "auth_token": "twilio_auth_token"}

KINDS = MappingProxyType(
    {
        "twilio_sms": Kind("sms", _TWILIO),
        "twilio_whatsapp": Kind("whatsapp", _TWILIO),
        "twilio_voice": Kind("phone", _TWILIO),
        "meta_whatsapp": Kind(
            "whatsapp",
            {
                "app_secret": "meta_app_secret",
                "verify_token": "meta_verify_token",
                "access_token": "meta_access_token",
            },
        ),
        "telegram": Kind("telegram", {"webhook_secret": "telegram_webhook_secret", "bot_token": "telegram_bot_token"}),
        "shopify": Kind("", {"webhook_secret": "shopify_webhook_secret", "older_webhook_secret": ""}),
        "tracking": Kind("", {"webhook_secret": "easypost_webhook_secret"}),
        "vapi": Kind("phone", {"webhook_secret": "vapi_webhook_secret"}),
        "calcom": Kind("", {"webhook_secret": "calcom_webhook_secret"}),
        "hubspot": Kind("", {"client_secret": "hubspot_client_secret"}),
        "inbound": Kind("web_form", {"webhook_secret": "inbound_webhook_secret"}),
    }
)
NUMBERS = ("twilio_sms", "twilio_whatsapp", "twilio_voice")
"""Kinds addressed by a phone number; one number may be several of them."""

NAMED = ("tracking", "vapi", "calcom", "inbound")
"""Kinds that their path's token alone tells apart: their address is what their team calls them."""

LONGEST_SECRET, LONGEST_NAME = 500, 100


HOOKS = MappingProxyType(
    {
        "twilio_sms": ("/webhooks/sms/inbound", "/webhooks/sms/status"),
        "twilio_whatsapp": ("/webhooks/whatsapp/inbound", "/webhooks/sms/status"),
        "twilio_voice": ("/webhooks/voice", "/webhooks/missed-call"),
        "meta_whatsapp": ("/webhooks/whatsapp",),
        "telegram": ("/webhooks/telegram/{token}",),
        "shopify": ("/webhooks/shopify/{token}",),
        "tracking": ("/webhooks/tracking/{token}",),
        "vapi": ("/webhooks/vapi/{token}",),
        "calcom": ("/webhooks/calcom/{token}",),
        "hubspot": ("/webhooks/hubspot/{token}",),
        "inbound": ("/webhooks/inbound/{token}",),
    }
)
"""Where the vendor is to post, below PUBLIC_URL: first what comes in, then how far messages and calls of ours got."""


def kind(name: str) -> Kind:
    """The kind of that name; raises Invalid for another."""
    if name not in KINDS:
        raise Invalid("kind", "There is no such kind of account. Choose one of {kinds}.", kinds=", ".join(KINDS))
    return KINDS[name]


def address(kind_name: str, typed: str) -> str:
    """An address in the form in which it is stored and looked up; raises Invalid for what can be none."""
    kind(kind_name)
    found = known_as(kind_name, typed)
    if kind_name in NAMED:
        if not found.isprintable() or not 0 < len(found) <= LONGEST_NAME:
            raise Invalid("address", "Give it a name of at most {longest} characters.", longest=LONGEST_NAME)
        return found
    if not _ADDRESS.fullmatch(found):
        raise Invalid("address", "The address is a number, an id or a name, without blanks.")
    if kind_name == "shopify" and not _SHOP.fullmatch(found):
        raise Invalid("address", "This is not the name of a shop. It looks like my-shop.myshopify.com.")
    return found


def known_as(kind_name: str, told: str) -> str:
    """The form in which an address that came with a delivery is looked up; never raises."""
    told = told.strip()
    if kind_name in NUMBERS:
        return e164(told.removeprefix("whatsapp:"))
    return told.removeprefix("@").casefold() if kind_name in ("telegram", "shopify") else told


def e164(number: str) -> str:
    """A phone number as +15551230001; a short code or a sender's name as it stands."""
    number = number.strip()
    try:
        return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return number[:200]


def personal(number: str) -> str:
    """A person's number as E.164; "" for what is none, such as a short code or a name."""
    found = e164(number)
    return found[:32] if found.startswith("+") else ""


def secrets(kind_name: str, given: dict[str, str]) -> dict[str, str]:
    """The secrets that may be stored; raises Invalid for a name that this kind does not have, or one too long."""
    for name, value in given.items():
        if name not in kind(kind_name).secrets:
            names = ", ".join(kind(kind_name).secrets)
            raise Invalid(name[:60], "This kind has no such secret. It has {names}.", names=names)
        if len(value) > LONGEST_SECRET:
            raise Invalid(name, "Use at most {longest} characters.", longest=LONGEST_SECRET)
    return {name: value.strip() for name, value in given.items()}
