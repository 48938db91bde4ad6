"""What does Telegram tell of one update? Pure. Message ids are only unique within a chat of one bot."""

import re
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from crm_app.channels import kinds, opting, showing, told
from crm_app.channels.news import Blocked, Edit, Ignored, News, Pressed, Reaction
from crm_app.channels.port import Inbound, Media, Sender
from crm_app.kit.errors import Invalid

CHANNEL = "telegram"
_UNSHOWN = {"paid": "⭐", "custom_emoji": "🙂"}
"""Reactions that are no emoji of their own."""
_FILES = ("voice", "audio", "video", "video_note", "animation", "document", "sticker")
_HAPPENINGS = (
    "pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "connected_website",
    "chat_background_set", "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
    "boost_added", "proximity_alert_triggered", "suggested_post_info", "video_chat_scheduled", "video_chat_started",
    "video_chat_ended",
)  # fmt: skip
"""What Telegram tells in the form of a message, and nobody wrote."""
_ABOUT = (
    "message_id", "message_thread_id", "from", "sender_chat", "chat", "date", "edit_date", "via_bot", "media_group_id",
    "author_signature", "forward_origin", "forward_from", "forward_date", "is_topic_message", "reply_to_message",
    "external_reply", "quote", "business_connection_id", "has_protected_content", "effect_id", "is_from_offline",
)  # fmt: skip
"""What stands beside the content of a message."""
_COMMAND = re.compile(r"/([A-Za-z][A-Za-z0-9_]{0,59})(?:@\w{1,60})?(?:\s+(.*))?", re.DOTALL)
UNREADABLE = "A kind of message that is not shown here."


def kind_of(update: dict[str, Any]) -> str:
    """What an update is about: message, edited_message, callback_query, ..."""
    return next((name[:40] for name in update if name != "update_id"), "empty")


def update_key(account_id: int, update: dict[str, Any]) -> str:
    """The update's own id; "" when it has none."""
    number = told.id_of(update, "update_id")
    return f"{account_id}:{number}:{kind_of(update)}" if number else ""


def message_key(account_id: int, chat_id: str, message_id: str) -> str:
    """Under which outside id a message is stored."""
    return f"{account_id}:{chat_id}:{message_id}"


def lane(update: dict[str, Any]) -> str:
    """Whose updates are understood one after the other."""
    part = update.get(kind_of(update))
    whose = told.id_of(part, "chat", "id") or told.id_of(part, "from", "id")
    return f"telegram:{whose}"


def read(update: dict[str, Any], account_id: int) -> News:
    """What one update says; raises Invalid for one that cannot be used."""
    kind = kind_of(update)
    part = update.get(kind)
    if not isinstance(part, dict):
        return Ignored(f"Filed: {kind}.")
    if kind in ("message", "edited_message"):
        return _message(part, account_id, edited=kind == "edited_message")
    if kind == "callback_query":
        return _pressed(part, account_id)
    if kind == "my_chat_member":
        return _membership(part)
    if kind == "message_reaction":
        return _reaction(part, account_id)
    return Ignored(f"Filed: {kind}.")


def _message(message: dict[str, Any], account_id: int, *, edited: bool) -> News:
    if told.line(message, "chat", "type") not in ("private", ""):
        return Ignored("Written in a group or channel: groups are not answered.")
    if told.at(message, "from", "is_bot") is True:
        return Ignored("Written by a bot.")
    if happened := next((name for name in _HAPPENINGS if name in message), ""):
        return Ignored(f"Filed: {happened}.")
    sender, chat, number = _sender(message.get("from")), _chat(message), told.id_of(message, "message_id")
    if not (sender.telegram and chat and number):
        raise Invalid("message", "This message names no sender, no chat or no id.")
    content = _content(message)
    phone = _own_phone(message, sender)
    read = Inbound(
        CHANNEL, message_key(account_id, chat, number), replace(sender, phone=phone, telegram=chat),
        text=content.text, sent_at=told.seconds(message, "date"), account_id=account_id or None, media=content.media,
        wordless=content.wordless, opts=_opts(content),
        details={**content.details, **_about(message, account_id, chat)},
    )  # fmt: skip
    return Edit(read) if edited else read


def _sender(person: Any) -> Sender:
    name = f"{told.line(person, 'first_name')} {told.line(person, 'last_name')}".strip()
    return Sender(name=name or told.line(person, "username"), telegram=told.id_of(person, "id"))


def _chat(message: Any) -> str:
    return told.id_of(message, "chat", "id") or told.id_of(message, "from", "id")


def _own_phone(message: dict[str, Any], sender: Sender) -> str:
    """The number of a shared card, only where it is the sender's own."""
    digits = told.line(message, "contact", "phone_number", limit=32).removeprefix("+")
    own = told.id_of(message, "contact", "user_id") == sender.telegram
    return kinds.e164("+" + digits) if own and digits.isascii() and digits.isdigit() else ""


def _about(message: dict[str, Any], account_id: int, chat: str) -> dict[str, Any]:
    answered = told.id_of(message, "reply_to_message", "message_id")
    found = {
        "reply_to": message_key(account_id, chat, answered) if answered else "",
        "forwarded": isinstance(message.get("forward_origin"), dict) or "forward_date" in message,
        "username": told.line(message, "from", "username"),
        "album": told.id_of(message, "media_group_id"),
    }
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class _Content:
    text: str
    details: dict[str, Any] = field(default_factory=dict)
    media: tuple[Media, ...] = ()
    wordless: bool = False


def _opts(content: _Content) -> Literal["", "out", "in"]:
    """/stop is a command and a wish; /start is what everybody begins with."""
    return opting.wish(CHANNEL, content.text) if not content.wordless or content.text == "/stop" else ""


def _content(message: dict[str, Any]) -> _Content:
    if text := told.text(message, "text"):
        command = _COMMAND.fullmatch(text)
        return _command(text, command[1], command[2] or "") if command else _Content(text, {"kind": "text"})
    return _file(message) or _place(message) or _card(message) or _thrown(message) or _poll(message) or _other(message)


def _command(text: str, name: str, rest: str) -> _Content:
    """`/start payload` comes when somebody opens the bot by a link; behind any other command stand their own words."""
    details = {"kind": "command", "command": name, "payload": rest.strip()[:500]}
    wordless = name == "start" or not rest.strip()
    return _Content(text, {key: value for key, value in details.items() if value}, wordless=wordless)


def _file(message: dict[str, Any]) -> _Content | None:
    kind = next((name for name in _FILES if isinstance(message.get(name), dict)), "")
    part: Any = message.get(kind)
    if not kind and (photos := told.items(message, "photo")):
        kind, part = "photo", max(photos, key=lambda size: told.whole(size, "width") * told.whole(size, "height"))
    if not told.id_of(part, "file_id"):
        return None
    types = {"photo": "image/jpeg", "sticker": "image/webp", "video_note": "video/mp4", "voice": "audio/ogg"}
    file = Media(
        told.id_of(part, "file_id"), told.line(part, "file_name"),
        told.line(part, "mime_type", limit=100) or types.get(kind, ""), told.whole(part, "file_size"),
    )  # fmt: skip
    caption = told.text(message, "caption")
    shown = showing.media(kind, file.name, told.whole(part, "duration") or None)
    details = {"kind": "media", "media": kind, "voice": kind == "voice"}
    return _Content(caption or shown, {k: v for k, v in details.items() if v}, (file,), wordless=not caption)


def _place(message: dict[str, Any]) -> _Content | None:
    venue = message.get("venue")
    where = told.at(venue, "location") or message.get("location")
    latitude, longitude = told.number(where, "latitude"), told.number(where, "longitude")
    if latitude is None or longitude is None:
        return None
    names = {"name": told.line(venue, "title"), "address": told.line(venue, "address", limit=500)}
    place = {"latitude": latitude, "longitude": longitude, **{k: v for k, v in names.items() if v}}
    return _Content(showing.location(place), {"kind": "location", "location": place}, wordless=True)


def _card(message: dict[str, Any]) -> _Content | None:
    phone = told.line(message, "contact", "phone_number", limit=32)
    if not phone:
        return None
    name = f"{told.line(message, 'contact', 'first_name')} {told.line(message, 'contact', 'last_name')}".strip()
    people = [{"name": name, "phones": [phone], "emails": []}]
    return _Content(showing.contacts(people), {"kind": "contacts", "contacts": people}, wordless=True)


def _thrown(message: dict[str, Any]) -> _Content | None:
    """A die, a dart, a ball: chance, and no words."""
    emoji, value = told.line(message, "dice", "emoji", limit=20), told.line(message, "dice", "value", limit=4)
    return _Content(f"{emoji} {value}", {"kind": "dice"}, wordless=True) if emoji and value else None


def _poll(message: dict[str, Any]) -> _Content | None:
    question = told.text(message, "poll", "question", limit=500)
    choices = [f"- {told.line(choice, 'text')}" for choice in told.items(message, "poll", "options")[:20]]
    return _Content("\n".join([f"📊 {question}", *choices]), {"kind": "poll"}, wordless=True) if question else None


def _other(message: dict[str, Any]) -> _Content:
    kind = next((name for name in message if name not in _ABOUT), "unknown")[:40]
    return _Content(f"{showing.SIGNS['unsupported']} {UNREADABLE}", {"kind": "unsupported", "type": kind}, (), True)


def _pressed(query: dict[str, Any], account_id: int) -> News:
    """A button below a message of ours. What it carries came from outside again, so it grants nothing."""
    sender, data, number = _sender(query.get("from")), told.line(query, "data", limit=500), told.id_of(query, "id")
    if not (sender.telegram and number):
        raise Invalid("callback_query", "This button names nobody who pressed it.")
    if told.line(query, "message", "chat", "type") not in ("private", ""):
        return Ignored("Pressed in a group or channel: groups are not answered.")
    chat = told.id_of(query, "message", "chat", "id") or sender.telegram
    answered = told.id_of(query, "message", "message_id")
    details = {
        "kind": "button", "payload": data, "username": told.line(query, "from", "username"),
        "reply_to": message_key(account_id, chat, answered) if answered else "",
    }  # fmt: skip
    label = _label(query.get("message"), data)
    read = Inbound(
        CHANNEL, f"{account_id}:callback:{number}", replace(sender, telegram=chat), text=label or "☑️",
        account_id=account_id or None, details={k: v for k, v in details.items() if v}, wordless=label == data,
    )  # fmt: skip
    return Pressed(read, number)


def _label(message: Any, data: str) -> str:
    """What stands on the button; its data where that is not told."""
    rows = told.at(message, "reply_markup", "inline_keyboard")
    for row in rows if isinstance(rows, list) else ():
        for button in row if isinstance(row, list) else ():
            if told.line(button, "callback_data", limit=500) == data and (label := told.line(button, "text")):
                return label
    return data


def _membership(change: dict[str, Any]) -> News:
    if told.line(change, "chat", "type") != "private":
        return Ignored("Filed: the bot's place in a group or channel.")
    whose = told.id_of(change, "chat", "id") or told.id_of(change, "from", "id")
    return Blocked("telegram", whose, told.line(change, "new_chat_member", "status") == "kicked")


def _reaction(change: dict[str, Any], account_id: int) -> News:
    chat, number = told.id_of(change, "chat", "id"), told.id_of(change, "message_id")
    if told.line(change, "chat", "type") not in ("private", "") or not (chat and number):
        return Ignored("Filed: a reaction in a group or channel.")
    given = told.items(change, "new_reaction")[:3]
    emojis = [told.line(item, "emoji", limit=20) or _UNSHOWN.get(told.line(item, "type"), "❔") for item in given]
    return Reaction(CHANNEL, message_key(account_id, chat, number), chat, "".join(emojis))
