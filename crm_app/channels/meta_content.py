"""What does one WhatsApp message hold: words, files, a place, cards, a choice? Pure."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crm_app.channels import showing, told
from crm_app.channels.port import Media

MEDIA = ("image", "video", "document", "audio", "sticker")
UNREADABLE = "WhatsApp does not hand this kind of message over. Ask the customer to send it in another way."
LONGEST_FLOW = 5_000


@dataclass(frozen=True)
class Content:
    """`text` is what the person wrote or chose; `wordless` when it only tells what there is to see."""

    text: str
    details: dict[str, Any] = field(default_factory=dict)
    media: tuple[Media, ...] = ()
    wordless: bool = False


def read(message: dict[str, Any], errors: list[dict[str, Any]]) -> Content:
    """The content of a message of any kind; what is not known is told as such, with the errors beside it."""
    kind = told.line(message, "type", limit=30)
    found = _media(message, kind) if kind in MEDIA else READERS[kind](message) if kind in READERS else None
    return found or _unreadable(message, kind, errors)


def _text(message: dict[str, Any]) -> Content | None:
    body = told.text(message, "text", "body")
    return Content(body, {"kind": "text"}) if body else None


def _media(message: dict[str, Any], kind: str) -> Content | None:
    part = told.at(message, kind)
    ref = told.id_of(part, "id")
    if not ref:
        return None
    voice = told.at(part, "voice") is True
    name, caption = told.line(part, "filename"), told.text(part, "caption")
    file = Media(ref, name, told.line(part, "mime_type", limit=100), told.whole(part, "file_size"),
                 told.line(part, "sha256", limit=100))  # fmt: skip
    text = caption or showing.media("voice" if voice else kind, name)
    return Content(text, {"kind": "media", "media": kind, "voice": voice}, (file,), wordless=not caption)


def _location(message: dict[str, Any]) -> Content | None:
    part = told.at(message, "location")
    latitude, longitude = told.number(part, "latitude"), told.number(part, "longitude")
    if latitude is None or longitude is None:
        return None
    names = {key: told.line(part, key, limit=500) for key in ("name", "address", "url")}
    place = {"latitude": latitude, "longitude": longitude, **{k: v for k, v in names.items() if v}}
    return Content(showing.location(place), {"kind": "location", "location": place}, wordless=True)


def _contacts(message: dict[str, Any]) -> Content | None:
    people = [
        {
            "name": told.line(card, "name", "formatted_name") or told.line(card, "name", "first_name"),
            "phones": [found for item in told.items(card, "phones") if (found := told.line(item, "phone", limit=40))],
            "emails": [found for item in told.items(card, "emails") if (found := told.line(item, "email"))],
            "company": told.line(card, "org", "company"),
        }
        for card in told.items(message, "contacts")[:50]
    ]
    return (
        Content(showing.contacts(people), {"kind": "contacts", "contacts": people}, wordless=True) if people else None
    )


def _interactive(message: dict[str, Any]) -> Content | None:
    part = told.at(message, "interactive")
    for kind in ("button_reply", "list_reply"):
        title, payload = told.text(part, kind, "title", limit=500), told.line(part, kind, "id", limit=500)
        if title or payload:
            more = {"description": told.line(part, kind, "description", limit=500)}
            return Content(title or payload, {"kind": "button", "payload": payload, **more})
    if allowed := told.line(part, "call_permission_reply", "response", limit=40):
        return Content(f"{showing.SIGNS['call']} {allowed}", {"kind": "button", "payload": allowed}, wordless=True)
    if answers := told.text(part, "nfm_reply", "response_json", limit=LONGEST_FLOW):
        return Content(_flow(answers), {"kind": "form", "payload": answers}, wordless=True)
    return None


def _flow(answers: str) -> str:
    """The answers of a form, one a line."""
    try:
        filled = json.loads(answers)
    except (ValueError, RecursionError):
        return answers
    if not isinstance(filled, dict):
        return answers
    lines = [f"{name}: {said}" for name, given in filled.items() if name != "flow_token" and (said := _answer(given))]
    return "\n".join(lines) or answers


def _answer(given: Any, depth: int = 3) -> str:
    """What was filled in or ticked; several values one after the other."""
    if isinstance(given, bool):
        return "✓" if given else "✗"
    several = given.values() if isinstance(given, dict) else given if isinstance(given, list) else None
    if several is None or not depth:
        return told.line({"": given}, "", limit=500)
    return ", ".join(filter(None, (_answer(each, depth - 1) for each in several)))


def _button(message: dict[str, Any]) -> Content | None:
    text = told.text(message, "button", "text", limit=500)
    payload = told.line(message, "button", "payload", limit=500)
    return Content(text or payload, {"kind": "button", "payload": payload}) if text or payload else None


def _order(message: dict[str, Any]) -> Content | None:
    goods = told.items(message, "order", "product_items")[:50]
    lines = [
        f"{told.line(item, 'quantity') or 1} × {told.line(item, 'product_retailer_id')}"
        f" {told.line(item, 'item_price')} {told.line(item, 'currency')}".rstrip()
        for item in goods
    ]
    said = told.text(message, "order", "text")
    if not (lines or said):
        return None
    details = {"kind": "order", "order": {"catalog": told.id_of(message, "order", "catalog_id"), "items": lines}}
    return Content("\n".join([f"🛒 {line}" for line in lines] + [said] * bool(said)), details, wordless=not said)


def _unreadable(message: dict[str, Any], kind: str, errors: list[dict[str, Any]]) -> Content:
    error = next(iter(told.items(message, "errors") + errors), {})
    wanted = told.line(message, "unsupported", "type", limit=30) or kind
    details = {
        "kind": "unsupported", "type": wanted, "code": told.line(error, "code", limit=12),
        "reason": told.line(error, "error_data", "details", limit=300) or told.line(error, "title", limit=300),
    }  # fmt: skip
    return Content(f"{showing.SIGNS['unsupported']} {UNREADABLE}", details, wordless=True)


READERS: dict[str, Callable[[dict[str, Any]], Content | None]] = {
    "text": _text, "location": _location, "contacts": _contacts, "interactive": _interactive, "button": _button,
    "order": _order,
}  # fmt: skip
