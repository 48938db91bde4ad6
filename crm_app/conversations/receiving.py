"""What does an inbound message do? It finds its conversation and is understood."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.channels.parts import safe_name
from crm_app.channels.port import Inbound
from crm_app.channels.sniffing import kind_of
from crm_app.contacts import actions as contacts
from crm_app.contacts import merging, opting
from crm_app.contacts.models import Contact, Handle
from crm_app.conversations import media
from crm_app.conversations.changing import count, move, touched
from crm_app.conversations.events import MessageReceived
from crm_app.conversations.models import Attachment, Conversation, Direction, FileState, Message, Status
from crm_app.conversations.previews import preview_of
from crm_app.kit.transaction import Transaction
from crm_app.language.understanding import Understanding

REOPEN_DAYS = 30
"""Unless the workspace sets its own `reopen_days`."""

PRIORITIES = ("low", "normal", "high", "urgent")
MESSAGING = ("sms", "whatsapp", "telegram", "phone")
"""Channels without subjects: whatever a person writes there goes on with what they wrote before."""

OPTED = {
    "out": "Wants no more messages on this channel: nothing is sent here until they write START.",
    "in": "Wants messages on this channel again.",
}


async def receive(
    tx: Transaction, inbound: Inbound, understood: Understanding, *, joins: int | None, files: Sequence[str] = ()
) -> Message | None:
    """Store an inbound message in its conversation.

    Args:
        joins: the conversation that it belongs to by its headers, when it does.
        files: the names under which the attachments were stored, in their order.

    Returns None when the message is there already.
    """
    external_id = await _own_id(tx, inbound)
    if external_id is None:
        return None
    sender = inbound.sender
    contact = await contacts.find_or_create(
        tx, name=sender.name, email=sender.email, phone=sender.phone, visitor=sender.handle, whatsapp=sender.whatsapp,
        telegram=sender.telegram,
    )  # fmt: skip
    await _make_one(tx, inbound, contact)
    await _heed(tx, inbound)
    conversation = await thread_for(tx, inbound, contact, joins)
    message = _message(conversation, contact, inbound, external_id, understood, tx.now)
    tx.session.add(message)
    await tx.session.flush()
    for file, stored_as in zip(inbound.attachments, files, strict=True):
        kind = kind_of(file.content, file.media_type)
        tx.session.add(_attachment(message, file.name, kind, len(file.content), stored_as))
    _add_media(tx, message, inbound)
    await media.await_all(tx, message)
    if not (inbound.automatic or inbound.opts):
        if not inbound.wordless:
            _understand(conversation, understood, first=conversation.waiting_since is None)
        conversation.waiting_since = conversation.waiting_since or tx.now
        await move(tx, conversation, Status.OPEN)
        tx.emit(MessageReceived(conversation.id, message.id, inbound.channel))
    conversation.preview = preview_of(inbound.text)
    await touched(tx, conversation, "received")
    return message


def _message(
    conversation: Conversation,
    contact: Contact,
    inbound: Inbound,
    external_id: str,
    understood: Understanding,
    now: datetime,
) -> Message:
    return Message(
        conversation_id=conversation.id,
        direction=Direction.INBOUND,
        channel=inbound.channel,
        external_id=external_id,
        author=contact.name or inbound.sender.email or inbound.sender.phone,
        account_id=inbound.account_id,
        text=inbound.text,
        html=inbound.html,
        quoted=inbound.quoted,
        automatic=(inbound.automatic_reason or OPTED.get(inbound.opts, ""))[:200],
        language="" if inbound.wordless else understood.language.main,
        sentiment=None if inbound.wordless else understood.sentiment.score,
        headers=_headers(inbound),
        details=inbound.details,
        sent_at=min(inbound.sent_at or now, now),
        created_at=now,
    )


async def _own_id(tx: Transaction, inbound: Inbound) -> str | None:
    """The id under which a message is stored; None when it is there already. A second mail under a Message-ID that is
    taken is forged or careless rather than the same, so it is told apart by what it holds."""
    query = select(Message.headers).where(
        Message.channel == inbound.channel, Message.external_id.in_([inbound.external_id, inbound.content_id or "-"])
    )
    stored = [*(await tx.session.exec(query)).all()]
    if not stored:
        return inbound.external_id
    contents = {headers.get("content_id", "") for headers in stored}
    return None if not inbound.content_id or inbound.content_id in contents else inbound.content_id


def _headers(inbound: Inbound) -> dict[str, object]:
    kept = {
        "message_id": inbound.message_id,
        "content_id": inbound.content_id,
        "references": list(inbound.thread_ids)[-30:],
        "to": list(inbound.recipients)[:10],
        "warnings": list(inbound.warnings),
        "reply_to": inbound.sender.email,
    }
    return {name: value for name, value in kept.items() if value}


def _attachment(message: Message, name: str, media_type: str, size: int, stored_as: str) -> Attachment:
    return Attachment(
        message_id=message.id, name=name[:200], media_type=media_type[:100], size=size, stored_as=stored_as
    )


def _add_media(tx: Transaction, message: Message, inbound: Inbound) -> None:
    """Files that stay with the provider until a job fetches them."""
    for number, file in enumerate(inbound.media, 1):
        kind = file.media_type.partition(";")[0].strip().casefold() or "application/octet-stream"
        name = safe_name(file.name) if file.name else f"{kind.partition('/')[0]}-{number}"
        source = {"ref": file.ref, "name": file.name, "sha256": file.sha256, "account_id": inbound.account_id}
        row = _attachment(message, name, kind, file.size, "")
        row.state, row.source = FileState.PENDING, source
        tx.session.add(row)


async def _make_one(tx: Transaction, inbound: Inbound, contact: Contact) -> None:
    """The vendor vouches that an id and a number are one person's: whoever was known by the number alone is they."""
    sender = inbound.sender
    if sender.phone and (sender.whatsapp or sender.telegram):
        query = select(Handle.contact_id).where(Handle.kind == "phone", Handle.value == sender.phone)
        other = (await tx.session.exec(query)).first()
        if other is not None and other != contact.id:
            await merging.merge(tx, contact.id, other)


async def _heed(tx: Transaction, inbound: Inbound) -> None:
    """Close an address to messages, or open it, as its owner wishes; who writes has not blocked us."""
    sender = inbound.sender
    kinds = {"sms": ("phone",), "whatsapp": ("phone", "whatsapp"), "telegram": ("telegram",)}
    addresses = [(kind, getattr(sender, kind)) for kind in kinds.get(inbound.channel, ())]
    if inbound.opts == "out":
        await opting.opt_out(tx, addresses)
    elif addresses:
        anew = inbound.opts == "in" or inbound.details.get("command") == "start"
        await opting.opt_in(tx, addresses, "" if anew else opting.BLOCKED)


async def thread_for(tx: Transaction, inbound: Inbound, contact: Contact, joins: int | None) -> Conversation:
    """The conversation named by the headers, a messaging channel's own, unless closed too long ago; a chat visitor's
    one; else a new one."""
    query = select(Conversation).where(Conversation.contact_id == contact.id).with_for_update()
    if joins is not None:
        found = (await tx.session.exec(query.where(Conversation.id == joins))).first()
        if found and not await _is_long_closed(tx, found):
            return found
    if inbound.channel == "live_chat":
        same = query.where(Conversation.channel == "live_chat", Conversation.handle == inbound.sender.handle)
        found = (await tx.session.exec(same.order_by(Conversation.id.desc()).limit(1))).first()
        if found and found.last_message_at > tx.now - timedelta(days=2):
            return found
    if inbound.channel in MESSAGING:
        same = query.where(Conversation.channel == inbound.channel).order_by(Conversation.id.desc())
        found = (await tx.session.exec(same.limit(1))).first()
        if found and not await _is_long_closed(tx, found):
            found.handle = inbound.reply_handle[:254]
            return found
    subject = inbound.subject or " ".join(inbound.text[:200].split())[:80]
    conversation = Conversation(
        contact_id=contact.id,
        channel=inbound.channel,
        handle=inbound.reply_handle[:254],
        subject=subject[:500],
        status=Status.PENDING,
        created_at=tx.now,
        last_message_at=tx.now,
    )
    tx.session.add(conversation)
    await tx.session.flush()
    await count(tx, Status.PENDING, inbound.channel, 1)
    return conversation


async def _is_long_closed(tx: Transaction, conversation: Conversation) -> bool:
    days = float((await accounts.workspace(tx)).settings.get("reopen_days", REOPEN_DAYS))
    return conversation.closed_at is not None and conversation.closed_at < tx.now - timedelta(days=days)


def _understand(conversation: Conversation, understood: Understanding, *, first: bool) -> None:
    """The newest message says how the customer feels and in which language; the gravest one how urgent it is."""
    conversation.language = understood.language.main
    conversation.sentiment = understood.sentiment.score
    if first or PRIORITIES.index(understood.priority.name) > PRIORITIES.index(conversation.priority):
        conversation.priority = understood.priority.name
    if first or understood.difficulty.name == "complex":
        conversation.difficulty = understood.difficulty.name
    if conversation.category == "other" or understood.category.confidence >= conversation.category_confidence:
        conversation.category = understood.category.name
        conversation.category_confidence = understood.category.confidence
