"""What does the WhatsApp Cloud API tell? A body holds many things: each becomes a piece, and is read alone. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from crm_app.channels import kinds, meta_content, opting, told
from crm_app.channels.news import Edit, Ignored, Moved, News, Reaction, Report, Revoke
from crm_app.channels.port import Inbound, Sender
from crm_app.kit.errors import Invalid

CHANNEL = "whatsapp"
_STATES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
_CHANGES = ("edit", "revoke", "reaction", "system")
"""Kinds of message that may carry the id of the message they change."""
_MOVES = ("user_changed_number", "customer_changed_number", "user_changed_user_id")
"""System messages about who somebody is; others tell of keys and consents."""


@dataclass(frozen=True)
class Piece:
    """One thing of a body. `address` is the number's phone_number_id, "" where none is named; `lane` whose it is."""

    address: str
    external_id: str
    lane: str
    payload: dict[str, Any]


def pieces(body: Any) -> Iterator[Piece]:
    """Every message, status and other change of a body, in its order; raises Invalid for what is no such body."""
    if not isinstance(body, dict) or not isinstance(body.get("entry"), list):
        raise Invalid("entry", "This is not a body of the WhatsApp Cloud API: it has no entries.")
    for entry in told.items(body, "entry"):
        for change in told.items(entry, "changes"):
            yield from _of_change(change, told.id_of(entry, "id"))


def _of_change(change: dict[str, Any], account: str) -> Iterator[Piece]:
    value, name = told.at(change, "value"), told.line(change, "field", limit=60) or "unnamed"
    address = told.id_of(value, "metadata", "phone_number_id")
    ours = name in ("messages", "unnamed")  # other fields repeat what somebody else said or answered
    messages, statuses = (told.items(value, kind) if ours else [] for kind in ("messages", "statuses"))
    people = _people(value)
    for message in messages:
        whose = told.id_of(message, "from_user_id") or told.id_of(message, "from")
        person = people.get(whose) or people.get(told.id_of(message, "from")) or _only(people)
        payload = {"message": message, "person": person, "from": whose, "errors": told.items(value, "errors")[:3]}
        payload["to"] = address
        yield Piece(address, _message_key(message), f"whatsapp:{whose}", payload)
    for status in statuses:
        outside_id = told.id_of(status, "id")
        key = f"status:{outside_id}:{told.line(status, 'status', limit=20)}" if outside_id else _mark(status)
        yield Piece(address, key, f"whatsapp-status:{outside_id}", {"status": status, "from": outside_id})
    if not (messages or statuses):
        yield Piece(address, _mark(change), "", {"other": change, "from": f"{name} {account}"})


def _people(value: Any) -> dict[str, dict[str, Any]]:
    """Who is named beside the messages, by either of their ids."""
    found: dict[str, dict[str, Any]] = {}
    for person in told.items(value, "contacts"):
        for name in ("user_id", "wa_id"):
            if id_ := told.id_of(person, name):
                found[id_] = person
    return found


def _only(people: dict[str, dict[str, Any]]) -> dict[str, Any]:
    different = {id(person): person for person in people.values()}
    return next(iter(different.values())) if len(different) == 1 else {}


def _message_key(message: dict[str, Any]) -> str:
    """A message is known by its id; what changes another may carry that one's id, so it is told by what it says."""
    id_, kind = told.id_of(message, "id"), told.line(message, "type", limit=20)
    if kind == "revoke" and (original := told.id_of(message, "revoke", "original_message_id")):
        return revoke_key(original)
    if not id_:
        return _mark(message)
    return f"{kind}:{id_[:150]}:{_mark(message)[:24]}" if kind in _CHANGES else id_


def revoke_key(original: str) -> str:
    """Under what it is kept that a message was taken back, so that it is found when the message comes later."""
    return f"revoke:{original}"


def _mark(piece: Any) -> str:
    return "hash:" + sha256(json.dumps(piece, sort_keys=True).encode()).hexdigest()[:40]


def read(payload: dict[str, Any], account_id: int) -> News:
    """What one piece says; raises Invalid for one that cannot be used."""
    if "status" in payload:
        return _status(payload["status"])
    if "other" in payload:
        return _other(payload["other"])
    message, sender = payload.get("message"), _sender(payload)
    if told.line(message, "type") == "system":
        return _moved(message, sender)
    if not isinstance(message, dict) or not (sender.phone or sender.whatsapp):
        raise Invalid("from", "This message names no sender.")
    if told.at(message, "group_id"):
        return Ignored("Written in a group: groups are not answered.")
    return _change(message, sender, account_id) or _message(message, sender, account_id, payload)


def _other(change: dict[str, Any]) -> Ignored:
    error = next(iter(told.items(change, "value", "errors")), {})
    if said := told.line(error, "error_data", "details") or told.line(error, "title"):
        return Ignored(f"WhatsApp reports trouble: {said} ({told.line(error, 'code', limit=12)}).")
    return Ignored(f"Filed: {told.line(change, 'field') or 'a change without a name'}.")


def _sender(payload: dict[str, Any]) -> Sender:
    """The user's own id counts more than the number, which some do not show."""
    message, person = payload.get("message"), payload.get("person")
    digits = told.line(message, "from", limit=40) or told.line(person, "wa_id", limit=40)
    user = told.id_of(message, "from_user_id") or told.id_of(person, "user_id")
    phone = _phone(digits)
    name = told.line(person, "profile", "name") or told.line(person, "profile", "username")
    return Sender(name=name, phone=phone, whatsapp=user or ("" if phone else told.short(digits)))


def _phone(digits: str) -> str:
    plain = digits.removeprefix("+")
    return kinds.e164("+" + plain) if plain.isascii() and plain.isdigit() and 5 <= len(plain) <= 17 else ""


def _change(message: dict[str, Any], sender: Sender, account_id: int) -> News | None:
    """A message about another one, or about its sender."""
    kind, emoji = message.get("type"), told.line(message, "reaction", "emoji", limit=40)
    if kind == "reaction":
        return Reaction(CHANNEL, _named(message, "reaction", "message_id"), sender.whatsapp or sender.phone, emoji)
    if kind == "revoke":
        return Revoke(CHANNEL, _named(message, "revoke", "original_message_id"))
    if kind == "edit":
        return _edit(message, sender, account_id)
    if kind == "request_welcome":
        return Ignored("Opened the chat for the first time, and has not written yet.")
    return None


def _edit(message: dict[str, Any], sender: Sender, account_id: int) -> News:
    """A file stays what it was: only what stands below it can be changed, and need not be told with its id."""
    original, inner = _named(message, "edit", "original_message_id"), told.at(message, "edit", "message")
    inner = {**(inner if isinstance(inner, dict) else {}), "id": original, "timestamp": message.get("timestamp")}
    read = _message(inner, sender, account_id, {})
    if read.details.get("kind") != "unsupported":
        return Edit(read)
    if caption := told.text(inner, told.line(inner, "type", limit=30), "caption"):
        return Edit(replace(read, text=caption, wordless=False, details={"kind": "media"}))
    return Ignored("A message was edited, and how it reads now was not told.")


def _named(message: dict[str, Any], *path: str) -> str:
    found = told.id_of(message, *path)
    if not found:
        raise Invalid(path[-1], "This does not say which message it is about.")
    return found


def _moved(message: Any, sender: Sender) -> News:
    """The number and the user's id may have changed, each alone or both. `sender` is who they were before."""
    system = told.at(message, "system")
    kind, old = told.line(system, "type", limit=60), told.id_of(system, "previous_user_id") or sender.whatsapp
    new = _phone(told.line(system, "wa_id", limit=40) or told.line(system, "new_wa_id", limit=40)) or sender.phone
    user = told.id_of(system, "user_id") or sender.whatsapp
    if kind not in _MOVES or not (sender.phone or old) or (new, user) == (sender.phone, old):
        return Ignored(f"Filed: {kind or 'a system message'}.")
    return Moved(CHANNEL, sender.phone, replace(sender, phone=new, whatsapp=user), old)


def _message(message: dict[str, Any], sender: Sender, account_id: int, payload: dict[str, Any]) -> Inbound:
    external_id = told.id_of(message, "id")
    if not external_id:
        raise Invalid("id", "This message has no id.")
    content = meta_content.read(message, payload.get("errors") or [])
    details = {**content.details, **_about(message), "username": told.line(payload, "person", "profile", "username")}
    return Inbound(
        CHANNEL, external_id, sender, text=content.text, account_id=account_id or None, media=content.media,
        recipients=tuple(filter(None, (told.line(payload, "to"),))),
        sent_at=told.seconds(message, "timestamp"), wordless=content.wordless,
        opts="" if content.wordless else opting.wish(CHANNEL, content.text),
        details={name: value for name, value in details.items() if value},
    )  # fmt: skip


def _about(message: dict[str, Any]) -> dict[str, Any]:
    often, once = (told.at(message, "context", name) for name in ("frequently_forwarded", "forwarded"))
    wanted = ("source_url", "source_id", "source_type", "headline", "body", "ctwa_clid")
    told_by_ad = {name: found for name in wanted if (found := told.line(message, "referral", name, limit=500))}
    return {
        "reply_to": told.id_of(message, "context", "id"),
        "forwarded": "often" if often else bool(once),
        "referral": told_by_ad,
        "product": told.line(message, "context", "referred_product", "product_retailer_id"),
    }


def _status(status: Any) -> News:
    outside_id, name = told.id_of(status, "id"), told.line(status, "status", limit=20)
    if not outside_id:
        raise Invalid("id", "This status does not say of which message it is.")
    if told.line(status, "type", limit=20) == "payment":
        return Ignored(f"A payment that is {name or 'not described'}.")
    if name not in _STATES:
        return Ignored(f"A message of ours is {name}." if name else "A status without a name.")
    error = next(iter(told.items(status, "errors")), {})
    echo = told.id_of(status, "biz_opaque_callback_data")
    return Report(
        CHANNEL, outside_id, _STATES[name], "meta", told.seconds(status, "timestamp"), told.line(error, "code"), echo
    )
