"""How is a message told in one line that holds no words: a place, a card, a picture? Signs, so that no language is
needed. Pure."""

from collections.abc import Iterable
from typing import Any

SIGNS = {
    "image": "📷", "photo": "📷", "video": "🎬", "video_note": "🎬", "animation": "🎞️", "audio": "🎵", "voice": "🎤",
    "document": "📄", "sticker": "🖼️", "location": "📍", "contacts": "👤", "order": "🛒", "unsupported": "❔",
    "call": "📞", "poll": "📊",
}  # fmt: skip


def media(kind: str, name: str = "", seconds: int | None = None) -> str:
    """A file, with its name or its length where that is known."""
    length = f"{seconds // 60}:{seconds % 60:02}" if seconds else ""
    return " ".join(part for part in (SIGNS.get(kind, "📎"), name or length) if part)


def location(place: dict[str, Any]) -> str:
    """A place: its name and address, and where it is."""
    named = ", ".join(str(place[key]) for key in ("name", "address") if place.get(key))
    point = f"{place['latitude']}, {place['longitude']}"
    return f"📍 {named} ({point})" if named else f"📍 {point}"


def contacts(people: Iterable[dict[str, Any]]) -> str:
    """Shared address cards, one a line."""
    return "\n".join(
        " ".join(["👤", person["name"], *person.get("phones", ()), *person.get("emails", ())]).strip()
        for person in people
    )
