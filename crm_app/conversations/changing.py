"""What every change of a conversation has in common: read it, move it, count it, tell of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import select

from crm_app.accounts.models import Member
from crm_app.conversations.events import (
    ConversationChanged,
    MemberMentioned,
)
from crm_app.conversations.indexing import index
from crm_app.conversations.models import Conversation, Direction, Message, Status, Tally
from crm_app.conversations.remarks import REMARK
from crm_app.kit.errors import NotFound
from crm_app.kit.transaction import Transaction

OURSELVES = "Tacit"
"""Who signs the notes that the product writes itself."""


async def load(tx: Transaction, conversation_id: int, *, lock: bool = False) -> Conversation:
    """A conversation of the workspace; `lock` makes writers to one conversation queue up (PostgreSQL)."""
    query = select(Conversation).where(Conversation.id == conversation_id)
    conversation = (await tx.session.exec(query.with_for_update() if lock else query)).first()
    if conversation is None:
        raise NotFound("conversation")
    return conversation


async def author_name(tx: Transaction) -> str:
    """How the one who writes is called."""
    if tx.actor.member_id is None:
        return tx.actor.label
    return (await tx.session.exec(select(Member.name).where(Member.id == tx.actor.member_id))).one()


async def move(tx: Transaction, conversation: Conversation, status: Status, *, keep_snooze: bool = False) -> None:
    """Give a conversation another status; that ends its snooze, unless it is the snooze that moves it."""
    if not keep_snooze:
        conversation.snoozed_until = None
    if conversation.status == status:
        return
    await count(tx, conversation.status, conversation.channel, -1)
    await count(tx, status, conversation.channel, 1)
    conversation.status = status
    conversation.closed_at = tx.now if status == Status.CLOSED else None


async def count(tx: Transaction, status: str, channel: str, change: int) -> None:
    """Keep the tally that saves every page a count."""
    tallies = await _tallies(tx, channel)
    if len(tallies) < len(Status):
        insert = (sqlite if tx.session.bind.dialect.name == "sqlite" else postgresql).insert
        for missing in sorted(set(Status) - tallies.keys()):
            row = {"workspace_id": tx.workspace_id, "status": str(missing), "channel": channel, "total": 0}
            await tx.session.exec(insert(Tally).values(row).on_conflict_do_nothing())
        tallies = await _tallies(tx, channel)
    tallies[str(status)].total += change


async def _tallies(tx: Transaction, channel: str) -> dict[str, Tally]:
    """A channel's tallies, always locked in one order: two moves in opposite directions would wait for each other."""
    query = select(Tally).where(Tally.channel == channel).order_by(Tally.status).with_for_update()
    return {row.status: row for row in (await tx.session.exec(query)).all()}


async def touched(tx: Transaction, conversation: Conversation, reason: str) -> None:
    """After every change: a new version, the search index, and the news."""
    conversation.version += 1
    if reason in ("received", "replied", "noted"):
        conversation.last_message_at = tx.now
    await tx.session.flush()
    await index(tx, conversation)
    tx.emit(ConversationChanged(conversation.id, conversation.version, str(reason)))


async def note_of_ours(
    tx: Transaction,
    conversation: Conversation,
    remark: str,
    kind: str,
    *,
    words: str = "",
    mentions: Sequence[int] = (),
    details: Mapping[str, Any] | None = None,
) -> None:
    """A note that the product writes itself.

    Args:
        remark: what it says, by a code of `remarks.py`.
        kind: kept as what it was written automatically for.
        words: somebody's own that it quotes.
        details: what is kept beside the remark, for programs.
    """
    note = Message(
        conversation_id=conversation.id,
        direction=Direction.NOTE,
        channel=conversation.channel,
        author=OURSELVES,
        text=words,
        details={**(details or {}), REMARK: remark},
        automatic=kind,
        mentions=list(mentions),
        sent_at=tx.now,
        created_at=tx.now,
    )
    tx.session.add(note)
    await tx.session.flush()
    for member_id in mentions:
        tx.emit(MemberMentioned(conversation.id, note.id, member_id, OURSELVES))
