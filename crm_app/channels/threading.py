"""Which conversation does an e-mail join? Only one that its headers name and its sender is part of."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from crm_app.channels.port import Inbound

_TOKEN = re.compile(r"\+c-(\d{1,18})-([0-9a-f]{20})@")


@dataclass(frozen=True)
class Known:
    """A stored message that a mail may answer, its conversation, and the addresses of that conversation's contact.

    `message_id` is "" for a conversation that was found by the reply address.
    """

    message_id: str
    conversation_id: int
    contact_emails: tuple[str, ...]


@dataclass(frozen=True)
class Join:
    """The conversation to join, None for a new one; and why."""

    conversation_id: int | None
    reason: str


def join(inbound: Inbound, known: Iterable[Known], token: int | None = None) -> Join:
    """Choose the conversation: the reply address first, then In-Reply-To, then References from the newest back.

    Headers are easily forged and forwarded, so a conversation is joined only by its own contact.
    `token` is what `read_reply_token_of` found, which is already proven.
    """
    by_id: dict[str, list[Known]] = {}
    for item in known:
        by_id.setdefault(item.message_id, []).append(item)
    candidates = [k for items in by_id.values() for k in items if token is not None and k.conversation_id == token]
    named = [k for thread_id in reversed(inbound.thread_ids) for k in by_id.get(thread_id, ())]
    if not candidates and not named:
        return Join(None, "It answers no message that is stored here.")
    sender = inbound.sender.email.casefold()
    for item in [*candidates, *named]:
        if sender and sender in {email.casefold() for email in item.contact_emails}:
            how = "reply address" if item.conversation_id == token else "headers"
            return Join(item.conversation_id, f"Its {how} and its sender belong to this conversation.")
    return Join(None, "It names a conversation of somebody else, so it starts its own.")


def reply_address(address: str, conversation_id: int, key: bytes) -> str:
    """The address that brings answers back: support+c-<id>-<signature>@domain. `key`: 32 secret bytes."""
    local, _, domain = address.rpartition("@")
    return f"{local.split('+')[0]}+c-{conversation_id}-{_signature(address, conversation_id, key)}@{domain}"


def read_reply_token(address: str, key: bytes) -> int | None:
    """The conversation that a reply address of ours names; None when it names none or the signature is wrong."""
    match = _TOKEN.search(address.casefold()[:320])
    if not match:
        return None
    conversation_id = int(match[1])
    expected = _signature(address, conversation_id, key)
    return conversation_id if hmac.compare_digest(match[2].encode(), expected.encode()) else None


def read_reply_token_of(inbound: Inbound, key: bytes) -> int | None:
    """The first proven conversation among the addresses a mail was written to."""
    tokens = (read_reply_token(address, key) for address in inbound.recipients)
    return next((token for token in tokens if token is not None), None)


def _signature(address: str, conversation_id: int, key: bytes) -> str:
    """Bound to the mailbox, so that the token of one is worth nothing at another. 80 bits."""
    local, _, domain = address.casefold().rpartition("@")
    signed = f"{local.split('+')[0]}@{domain} {conversation_id}"
    return hmac.digest(key, signed.encode(), "sha256").hex()[:20]
