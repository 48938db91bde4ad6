"""What becomes of conversations when two contacts are made one, or two again?"""

from sqlmodel import select

from crm_app.contacts.events import ContactsMerged, MergeUndone
from crm_app.contacts.merging import load_merge, move_rows, return_rows
from crm_app.contacts.models import Handle, Merge
from crm_app.conversations.changing import touched
from crm_app.conversations.models import Conversation, Direction, Message
from crm_app.kit.transaction import Transaction

KIND = "conversations"


async def follow(tx: Transaction, event: ContactsMerged) -> None:
    """The conversations of the one that goes are now the other's: found by their name, ranked by their worth."""
    done = await load_merge(tx, event.merge_id)
    await _touch(tx, await move_rows(tx, done, Conversation, KIND), "merged")


async def part(tx: Transaction, event: MergeUndone) -> None:
    """They go back with all that was written in them since; so do those that began since, when a handle that goes
    back wrote them."""
    done = await load_merge(tx, event.merge_id)
    later = await _theirs_since(tx, done)
    done.moved = {**done.moved, KIND: [*done.moved.get(KIND, []), *later]}
    await _touch(tx, await return_rows(tx, done, Conversation, KIND), "parted")


async def _touch(tx: Transaction, ids: list[int], reason: str) -> None:
    query = select(Conversation).where(Conversation.id.in_(ids)).order_by(Conversation.id).with_for_update()
    for conversation in (await tx.session.exec(query)).all():
        await touched(tx, conversation, reason)


async def _theirs_since(tx: Transaction, done: Merge) -> list[int]:
    """Conversations that began after the merge with a handle that goes back."""
    query = select(Conversation.id, Conversation.handle).where(
        Conversation.contact_id == done.keep_id, Conversation.created_at > done.at
    )
    handle_of = dict((await tx.session.exec(query)).all())
    if not handle_of:
        return []
    owned = select(Handle.value).where(Handle.id.in_(done.moved.get("handles", [])))
    theirs = set((await tx.session.exec(owned)).all())
    first: dict[int, str] = {}
    said = select(Message.conversation_id, Message.headers).where(
        Message.conversation_id.in_([*handle_of]), Message.direction == Direction.INBOUND
    )
    for conversation_id, headers in (await tx.session.exec(said.order_by(Message.id))).all():
        first.setdefault(conversation_id, str(headers.get("reply_to", "")).casefold())
    return [id_ for id_, handle in handle_of.items() if handle in theirs or first.get(id_) in theirs]
