"""Files that a provider keeps for us: told of, fetched by a job, and kept or refused with a reason."""

from dataclasses import dataclass

from sqlmodel import select

from crm_app.channels.accounts import VendorAccount
from crm_app.channels.port import FetchedMedia, Media
from crm_app.channels.sniffing import sniff
from crm_app.conversations import ways_out
from crm_app.conversations.changing import load, touched
from crm_app.conversations.events import MediaAwaited
from crm_app.conversations.models import Attachment, FileState, Message
from crm_app.kit.transaction import Transaction

LARGEST = 25_000_000
"""Bytes of one file, as by mail."""

PAUSES_S = (5, 30, 120, 600, 3600)
"""Between the tries to fetch a file; then it is given up."""

NOT_KEPT = "file_kind"
GAVE_UP = "file_given_up"
NO_ACCOUNT = "file_no_account"


@dataclass(frozen=True)
class Awaited:
    """A file to fetch, and from whom."""

    media: Media
    account: VendorAccount


async def await_all(tx: Transaction, message: Message) -> None:
    """Put the fetching of a stored message's files down."""
    await tx.session.flush()
    query = select(Attachment.id).where(Attachment.message_id == message.id, Attachment.state == FileState.PENDING)
    for attachment_id in (await tx.session.exec(query.order_by(Attachment.id))).all():
        tx.emit(MediaAwaited(attachment_id, message.account_id or 0, 0, 0))


async def awaited(tx: Transaction, attachment_id: int) -> Awaited | None:
    """What to fetch; None when it is done, or there is nobody left to ask."""
    row, message = await _row(tx, attachment_id)
    if row is None or row.state != FileState.PENDING:
        return None
    account = await ways_out.left_by(tx, message)
    if account is None:
        await _refuse(tx, row, message, NO_ACCOUNT)
        return None
    source = row.source
    return Awaited(Media(source["ref"], row.name, row.media_type, row.size, source.get("sha256", "")), account)


async def note_stored(tx: Transaction, attachment_id: int, content: bytes, stored_as: str) -> None:
    """The file is here. Its type is what it is, not what was said of it."""
    row, message = await _row(tx, attachment_id)
    row.size, row.stored_as, row.state, row.problem = len(content), stored_as, FileState.STORED, ""
    row.media_type = sniff(content)
    await touched(tx, await load(tx, message.conversation_id), "file_stored")


async def note_missing(tx: Transaction, attachment_id: int, attempt: int, fetched: FetchedMedia) -> None:
    """The file did not come: it is tried again, or given up with the reason."""
    row, message = await _row(tx, attachment_id)
    if fetched.state == "retry" and attempt < len(PAUSES_S):
        row.problem = fetched.reason[:500]
        tx.emit(MediaAwaited(attachment_id, message.account_id or 0, attempt + 1, PAUSES_S[attempt]))
    else:
        await _refuse(tx, row, message, GAVE_UP if fetched.state == "retry" else fetched.reason)


async def _refuse(tx: Transaction, row: Attachment, message: Message, reason: str) -> None:
    row.state, row.problem = FileState.REFUSED, reason[:500]
    await touched(tx, await load(tx, message.conversation_id), "file_refused")


async def _row(tx: Transaction, attachment_id: int) -> tuple[Attachment | None, Message | None]:
    query = (
        select(Attachment, Message)
        .join(Message, Message.id == Attachment.message_id)
        .where(Attachment.id == attachment_id)
    )
    return (await tx.session.exec(query)).first() or (None, None)
