"""A reply from being queued to having arrived, or being called back, or failing."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from sqlmodel import func, select, update

from crm_app.accounts import queries as accounts
from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.channels.port import Bounce
from crm_app.conversations import cutting, delivery, ways_out
from crm_app.conversations.changing import author_name, load, move, touched
from crm_app.conversations.events import (
    ReplyQueued,
    ReplySent,
)
from crm_app.conversations.models import Conversation, Delivery, Direction, Message, Status
from crm_app.kit.coded import coded
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Transaction

FOLLOW_UP_DAYS = 3
"""Unless the workspace sets its own `follow_up_days`."""


async def queue_reply(
    tx: Transaction,
    conversation_id: int,
    text: str,
    *,
    seen_message_id: int,
    keep_open: bool,
    undo_seconds: int,
    details: dict[str, Any] | None = None,
) -> Message:
    """Put a reply on its way; it leaves when the undo time has passed.

    Raises Conflict `thread_moved_on` when the customer wrote after `seen_message_id`, the last message that the
    writer of the reply had on screen, and `cannot_leave` when this person cannot be written to there. `details` says
    how the text is sent when it is a template (`templating.py`).
    """
    require(tx.actor, "inbox.reply")
    conversation = await load(tx, conversation_id, lock=True)
    text = text.strip()
    if not text:
        raise Invalid("text", "The reply is empty. Write something first.")
    await _refuse_if_moved_on(tx, conversation, seen_message_id)
    account_id = await _account_for(tx, conversation, template=bool(details))
    leaves_at = tx.now + timedelta(seconds=undo_seconds)
    message = await _written(tx, conversation, text, details or {}, account_id, leaves_at)
    await _recount_waiting(tx, conversation)
    if not keep_open:
        await move(tx, conversation, Status.PENDING)
    record(tx, "reply.queued", "conversation", conversation.id, message_id=message.id)
    _put_down(tx, message, undo_seconds)
    await touched(tx, conversation, "replied")
    return message


async def _written(
    tx: Transaction,
    conversation: Conversation,
    text: str,
    details: dict[str, Any],
    account_id: int | None,
    leaves_at: datetime,
) -> Message:
    """The row of a reply that waits to leave."""
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.OUTBOUND,
        channel=conversation.channel,
        external_id=_new_message_id(),
        member_id=tx.actor.member_id,
        author=await author_name(tx),
        text=text,
        details=details,
        account_id=account_id,
        state=Delivery.QUEUED,
        send_at=leaves_at,
        sent_at=tx.now,
        created_at=tx.now,
    )
    tx.session.add(message)
    await tx.session.flush()
    return message


async def _account_for(tx: Transaction, conversation: Conversation, *, template: bool) -> int | None:
    """The number or bot that this leaves by. Where nothing can leave, people hear of it at once; what the product
    writes by itself comes back as failed."""
    if conversation.channel not in ways_out.MESSENGERS:
        if tx.actor.role != "system" and (problem := await ways_out.telephone_refusal(tx, conversation)):
            raise ways_out.CannotLeave(problem)
        return None
    out = await ways_out.way_out(tx, conversation, conversation.channel)
    if tx.actor.role != "system" and (problem := out.refuses(template=template)):
        raise ways_out.CannotLeave(problem)
    return (out.account and out.account.id) or None


def _put_down(tx: Transaction, message: Message, delay_s: float) -> None:
    """A number's or a bot's messages leave one after the other, so that it is never too fast, and one that hangs
    delays nobody else."""
    is_messenger = message.channel in ways_out.MESSENGERS
    lane = f"{message.channel}:{tx.workspace_id}:{message.account_id or 0}" if is_messenger else ""
    tx.emit(ReplyQueued(message.id, message.attempts, delay_s, lane))


def _new_message_id() -> str:
    """Made and stored before sending, so that a retry is the same message."""
    return f"<{uuid4().hex}@{urlsplit(settings().address).hostname}>"


async def _refuse_if_moved_on(tx: Transaction, conversation: Conversation, seen_message_id: int) -> None:
    newer = select(Message.author).where(
        Message.conversation_id == conversation.id,
        Message.direction.in_([Direction.INBOUND, Direction.OUTBOUND]),
        Message.state != Delivery.UNDONE,
        Message.id > seen_message_id,
    )
    author = (await tx.session.exec(newer.order_by(Message.id))).first()
    if author is not None:
        sentence = f"{author or 'Someone'} wrote here after you opened this. Read it, then send; your text is kept."
        raise Conflict("thread_moved_on", sentence)


async def undo_reply(tx: Transaction, message_id: int) -> Message:
    """Call a reply back. Raises Conflict when it has left already."""
    require(tx.actor, "inbox.reply")
    if await cutting.left(tx, message_id) or not await advance(tx, message_id, Delivery.QUEUED, Delivery.UNDONE):
        raise Conflict("already_sent", "Too late to undo: the reply has left.")
    message = await _message(tx, message_id)
    conversation = await load(tx, message.conversation_id, lock=True)
    await _recount_waiting(tx, conversation)
    await move(tx, conversation, Status.OPEN)
    record(tx, "reply.undone", "conversation", conversation.id, message_id=message.id)
    await touched(tx, conversation, "undone")
    return message


async def retry_reply(tx: Transaction, message_id: int) -> None:
    """Send a failed or doubtful reply again, because a person asked for it."""
    require(tx.actor, "inbox.reply")
    message, conversation = await _locked(tx, message_id)
    if message.state not in (Delivery.FAILED, Delivery.UNKNOWN):
        raise Conflict("not_failed", "This reply has not failed.")
    message.state, message.problem, message.attempts = Delivery.QUEUED, "", message.attempts + 1
    await cutting.begin_again(tx, message.id)
    await _recount_waiting(tx, conversation)
    if conversation.waiting_since is None:
        await move(tx, conversation, Status.PENDING)
    _put_down(tx, message, 0)
    await touched(tx, conversation, "retried")


async def put_down_again(tx: Transaction, message_id: int, delay_s: float = 0) -> None:
    """Let a held-back reply try once more, or one that came too soon."""
    message = await _message(tx, message_id)
    message.problem, message.attempts = "", message.attempts + 1
    _put_down(tx, message, delay_s)


async def advance(tx: Transaction, message_id: int, before: Delivery, after: Delivery) -> bool:
    """Move one message forward; False when it no longer stands at `before`. Decides between two who try at once."""
    if not delivery.move(before, after).allowed:
        return False
    statement = update(Message).where(Message.id == message_id, Message.state == before).values(state=after)
    return (await tx.session.exec(statement)).rowcount == 1


async def note_delivery(
    tx: Transaction, message_id: int, state: Delivery, problem: str = "", *, retry_in_s: float | None = None
) -> bool:
    """Write down what became of a message on its way; a late or repeated report changes nothing (False)."""
    message, conversation = await _locked(tx, message_id)
    if not delivery.move(message.state, state).allowed:
        return False
    message.state, message.problem = state, problem[:500]
    if state == Delivery.SENT:
        message.sent_at = tx.now
        days = float((await accounts.workspace(tx)).settings.get("follow_up_days", FOLLOW_UP_DAYS))
        tx.emit(ReplySent(conversation.id, message.id, days))
    if retry_in_s is not None:
        message.attempts += 1
        _put_down(tx, message, retry_in_s)
    if state == Delivery.FAILED:
        await _recount_waiting(tx, conversation)
        await move(tx, conversation, Status.OPEN)
    await touched(tx, conversation, f"delivery_{state}")
    return True


async def note_problem(tx: Transaction, message_id: int, problem: str) -> None:
    """Say on a queued message why it cannot leave yet."""
    message = await _message(tx, message_id)
    message.problem = problem
    await touched(tx, await load(tx, message.conversation_id), "held_back")


async def ask_a_person(tx: Transaction, message_id: int, problem: str) -> None:
    """Nobody but a person can say what became of a message: its conversation is brought before them."""
    message, conversation = await _locked(tx, message_id)
    message.problem = problem
    await move(tx, conversation, Status.OPEN)
    await touched(tx, conversation, "in_doubt")


async def note_bounce(tx: Transaction, bounce: Bounce) -> None:
    """A mail server reported that a reply of ours did not arrive."""
    query = select(Message.id).where(
        Message.direction == Direction.OUTBOUND, Message.external_id == bounce.original_message_id
    )
    message_id = (await tx.session.exec(query)).first()
    if message_id is not None and bounce.permanent:
        said = (bounce.reason or bounce.status)[:300]
        whom = bounce.recipient
        problem = coded("bounced", whom=whom, said=said) if whom else coded("bounced_somewhere", said=said)
        await note_delivery(tx, message_id, Delivery.FAILED, problem)


async def _message(tx: Transaction, message_id: int) -> Message:
    query = select(Message).where(Message.id == message_id).execution_options(populate_existing=True)
    message = (await tx.session.exec(query)).first()
    if message is None:
        raise NotFound("message")
    return message


async def _locked(tx: Transaction, message_id: int) -> tuple[Message, Conversation]:
    """A message and its conversation, read when no other writer can change them (PostgreSQL)."""
    message = await _message(tx, message_id)
    conversation = await load(tx, message.conversation_id, lock=True)
    return await _message(tx, message_id), conversation


async def _recount_waiting(tx: Transaction, conversation: Conversation) -> None:
    """Waiting runs from the first customer message that no reply has followed."""
    await tx.session.flush()
    mine = (Message.conversation_id == conversation.id,)
    unanswering = [s for s in Delivery if not delivery.counts_as_reply(s)]
    last_reply = select(func.max(Message.id)).where(
        *mine, Message.direction == Direction.OUTBOUND, Message.state.not_in(unanswering)
    )
    answered_up_to = (await tx.session.exec(last_reply)).one() or 0
    first = select(func.min(Message.created_at)).where(
        *mine, Message.direction == Direction.INBOUND, Message.automatic == "", Message.id > answered_up_to
    )
    conversation.waiting_since = (await tx.session.exec(first)).one()
