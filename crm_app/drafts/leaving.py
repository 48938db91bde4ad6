"""Does an answer leave by itself? Where the workspace lets it and no person is at it; once, and everybody is told."""

from datetime import datetime, timedelta

from sqlmodel import func, select

from crm_app.accounts import queries as accounts
from crm_app.accounts.actions import record
from crm_app.conversations import queries, replying, ways_out
from crm_app.conversations.changing import OURSELVES, load
from crm_app.conversations.models import Delivery, Direction, Message
from crm_app.drafts.events import DraftChanged
from crm_app.drafts.models import Draft, DraftState
from crm_app.kit.transaction import Transaction
from crm_app.leads import autonomy
from crm_app.leads import queries as leads
from crm_app.leads.autonomy import Situation, Verdict
from crm_app.leads.events import ReplyLeftByItself

BY_ITSELF = "by itself"
"""What stands in `Draft.edit` and on the message where no person sent it."""


async def leave(tx: Transaction, draft: Draft) -> Verdict:
    """Send a finished draft where that is allowed. The draft is used up in the same commit, so a job that runs twice
    finds nothing left to send."""
    verdict = autonomy.judge(await _situation(tx, draft))
    if not verdict.allowed:
        return verdict
    message = await replying.queue_reply(
        tx, draft.conversation_id, draft.content, seen_message_id=draft.for_message_id, keep_open=False, undo_seconds=0
    )
    message.author, message.headers = OURSELVES, {"sent": BY_ITSELF}
    draft.state, draft.edit, draft.similarity, draft.sent_as = DraftState.SENT, BY_ITSELF, 1.0, message.id
    await tx.session.flush()
    record(tx, "reply.left_by_itself", "conversation", draft.conversation_id, message_id=message.id)
    tx.emit(DraftChanged(draft.conversation_id, draft.id, str(draft.state), None))
    tx.emit(ReplyLeftByItself(draft.conversation_id, message.id))
    return verdict


async def _situation(tx: Transaction, draft: Draft) -> Situation:
    workspace = await accounts.workspace(tx)
    mode = autonomy.mode(workspace.settings, draft.channel)
    talk = await leads.talk(tx, draft.conversation_id) if mode == "reply_and_tell" else None
    conversation = await load(tx, draft.conversation_id)
    if talk is None or await ways_out.telephone_refusal(tx, conversation):
        return Situation(mode if mode == "off" else autonomy.DRAFT_ONLY)
    typed = draft.content != draft.original
    return Situation(
        mode=mode,
        unconfirmed=sum(not claim["supported"] for claim in draft.claims),
        escalated=await leads.is_escalated(tx, draft.conversation_id),
        hands_over=await leads.asked_for_person(tx, draft.conversation_id, draft.for_message_id),
        paused=workspace.paused_at is not None,
        stopped=talk.stop,
        exchanges=talk.exchanges,
        since_person=autonomy.since(tx.now, await _last_by_person(tx, draft.conversation_id)),
        since_typing=timedelta() if typed else None,
        moved_on=await queries.last_message_id(tx, draft.conversation_id) != draft.for_message_id,
    )


async def _last_by_person(tx: Transaction, conversation_id: int) -> datetime | None:
    query = select(func.max(Message.created_at)).where(
        Message.conversation_id == conversation_id,
        Message.direction == Direction.OUTBOUND,
        Message.member_id.is_not(None),
        Message.state != Delivery.UNDONE,
    )
    return (await tx.session.exec(query)).one()
