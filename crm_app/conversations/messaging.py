"""A queued reply on its way out over a number or a bot: which part now, how soon, and what the answer means."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import func, select

from crm_app.channels import actions as accounts
from crm_app.channels.accounts import VendorAccount
from crm_app.channels.policy import RETRY_AFTER_S
from crm_app.channels.port import Outbound, Sent, Template
from crm_app.channels.rates import Wait, wait
from crm_app.contacts import opting
from crm_app.conversations import cutting, doubt, parts, replying, reports, ways_out
from crm_app.conversations.changing import load
from crm_app.conversations.events import ReplyInDoubt
from crm_app.conversations.models import Conversation, Delivery, Direction, Message, MessagePart
from crm_app.conversations.ways_out import WayOut
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Transaction

LONGEST_NAP_S = 2.0
"""A whole account that waits no longer than this waits in its lane; longer, and its lane is left free meanwhile."""

MOST_TRIES_WHEN_BUSY = 50
IN_ORDER = timedelta(minutes=10)
"""A reply waits so long for an earlier one of its conversation that is still on its way."""


@dataclass(frozen=True)
class Ready:
    """A part to send: from where, and after how many seconds."""

    outbound: Outbound
    account: VendorAccount
    number: int
    nap_s: float = 0.0


async def take(tx: Transaction, message: Message, conversation: Conversation) -> Ready | None:
    """Claim the next part of a queued message. None when none is to be sent now; then it was put down for later, is
    held back, or has failed with a sentence."""
    out = await ways_out.way_out(tx, conversation, message.channel)
    if out.held:
        await replying.note_problem(tx, message.id, out.held)
        return None
    if refusal := out.refuses(template="template" in message.details):
        await replying.note_delivery(tx, message.id, Delivery.FAILED, refusal)
        await _let_the_next_see(tx, message)
        return None
    found = await cutting.cut(tx, message, out.account.kind)
    part = next((part for part in found if part.state == Delivery.QUEUED), None)
    if part is None:
        await parts.settle(tx, message.id)
        return None
    pause = await _pause(tx, message, conversation, out)
    if pause.seconds > LONGEST_NAP_S or (pause.seconds > 0 and not pause.whole_account):
        await replying.put_down_again(tx, message.id, pause.seconds)
        return None
    return await _claim(tx, message, part, out, pause.seconds)


async def _claim(tx: Transaction, message: Message, part: MessagePart, out: WayOut, nap_s: float) -> Ready | None:
    if not await cutting.claim(tx, part, tx.now + timedelta(seconds=nap_s)):
        return None
    if not await replying.advance(tx, message.id, Delivery.QUEUED, Delivery.SENDING):
        return None
    message.account_id = out.account.id or None
    return Ready(outbound(message, part, out.account, out.to), out.account, part.number, nap_s)


def outbound(message: Message, part: MessagePart, account: VendorAccount, to: str) -> Outbound:
    """A part as the adapters take it. Its id is the message's own, so that a provider's echo leads back to it."""
    given = message.details.get("template")
    return Outbound(
        message.channel,
        f"{message.external_id}#{part.number}",
        to,
        account.address,
        part.text,
        template=Template(**{**given, "values": tuple(given["values"])}) if given else None,
        report_to=_report_to(account.kind),
    )


def _report_to(kind: str) -> str:
    """Where Twilio reports to: only an address that it can reach."""
    public = settings().public_url.startswith("https://") and kind.startswith("twilio")
    return f"{settings().address}/webhooks/sms/status" if public else ""


async def _pause(tx: Transaction, message: Message, conversation: Conversation, out: WayOut) -> Wait:
    if await _earlier_on_its_way(tx, message):
        return Wait(1.0)
    of_account = Message.account_id == out.account.id if out.account.id else Message.account_id.is_(None)
    to_chat = (Conversation.channel == conversation.channel, Conversation.handle == conversation.handle)
    return wait(
        out.account.kind,
        tx.now,
        held_until=out.held_until,
        last_of_account=await _last_begun(tx, Message.channel == message.channel, of_account),
        last_to_chat=await _last_begun(tx, *to_chat, of_account),
    )


async def _last_begun(tx: Transaction, *which: object) -> datetime | None:
    query = (
        select(func.max(MessagePart.begun_at))
        .join(Message, Message.id == MessagePart.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(MessagePart.begun_at > tx.now - timedelta(minutes=1), *which)
    )
    return (await tx.session.exec(query)).one()


async def _earlier_on_its_way(tx: Transaction, message: Message) -> bool:
    query = select(Message.id).where(
        Message.conversation_id == message.conversation_id,
        Message.direction == Direction.OUTBOUND,
        Message.state.in_([Delivery.QUEUED, Delivery.SENDING]),
        Message.problem.not_in([ways_out.NO_ACCOUNT, ways_out.ACCOUNT_DOWN]),
        Message.send_at <= tx.now,
        Message.send_at > tx.now - IN_ORDER,
        Message.id < message.id,
    )
    return (await tx.session.exec(query.limit(1))).first() is not None


async def note(tx: Transaction, message_id: int, number: int, sent: Sent) -> None:
    """Write down what the provider answered about a part."""
    message, part = await _part(tx, message_id, number)
    if part.state != Delivery.SENDING:
        return  # a report, or somebody who asked what became of it, was faster
    if sent.state == "sent":
        await _note_sent(tx, message, part, sent)
    elif sent.state == "unknown":
        await begin_doubt(tx, message, part)
    elif sent.channel_down:
        await _note_down(tx, message, part, sent)
    elif sent.state == "retry" and part.tries < (MOST_TRIES_WHEN_BUSY if sent.exact else len(RETRY_AFTER_S)):
        await _note_retry(tx, message, part, sent)
    else:
        await parts.advance(tx, part, Delivery.FAILED, sent.reason)
        await _mark(tx, message, sent)
        await _let_the_next_see(tx, message)


async def _let_the_next_see(tx: Transaction, message: Message) -> None:
    if message.account_id:
        await accounts.look_again(tx, message.account_id)


async def _note_sent(tx: Transaction, message: Message, part: MessagePart, sent: Sent) -> None:
    part.outside_id = sent.external_id[:300]
    await parts.advance(tx, part, Delivery.SENT)
    await reports.join(tx, message.channel, part.outside_id)
    if message.account_id:
        await accounts.note_sending_works(tx, message.account_id)


async def _note_retry(tx: Transaction, message: Message, part: MessagePart, sent: Sent) -> None:
    pause = sent.retry_after_s or 0
    if not sent.exact:
        pause = max(pause, RETRY_AFTER_S[part.tries - 1])
    if sent.holds and message.account_id:
        await accounts.hold(tx, message.account_id, pause)
    part.state = Delivery.QUEUED
    await replying.note_delivery(tx, message.id, Delivery.QUEUED, sent.reason, retry_in_s=pause)


async def _note_down(tx: Transaction, message: Message, part: MessagePart, sent: Sent) -> None:
    """Not this message is at fault: it waits until its account works again."""
    if not message.account_id:
        await parts.advance(tx, part, Delivery.FAILED, sent.reason)
        return
    part.state = Delivery.QUEUED
    await accounts.note_sending_down(tx, message.account_id, sent.reason, ways_out.PROBE_S)
    await replying.note_delivery(tx, message.id, Delivery.QUEUED, ways_out.ACCOUNT_DOWN)


async def _mark(tx: Transaction, message: Message, sent: Sent) -> None:
    """What the answer tells of the recipient stands with their address."""
    to = (await ways_out.way_out(tx, await load(tx, message.conversation_id), message.channel)).to
    address = (ways_out.handle_kind(message.channel, to), to)
    if sent.marks in ("opted_out", "blocked"):
        await opting.opt_out(tx, [address], opting.STOPPED if sent.marks == "opted_out" else opting.BLOCKED)
    elif sent.marks and (known := await ways_out.handle(tx, message.channel, to)):
        known.unreachable = sent.reason[:200]


async def begin_doubt(tx: Transaction, message: Message, part: MessagePart) -> None:
    """Nobody knows whether a part left: whoever can be asked is asked, then a person decides. Nothing goes twice."""
    await _let_the_next_see(tx, message)
    account = await ways_out.left_by(tx, message)
    pause = doubt.next_look(account.kind, 0) if account else None
    await parts.advance(tx, part, Delivery.UNKNOWN, doubt.DOUBTFUL if pause is None else doubt.CHECKING)
    if pause is None:
        await replying.ask_a_person(tx, message.id, doubt.DOUBTFUL)
    else:
        tx.emit(ReplyInDoubt(message.id, part.number, str(part.begun_at), 0, pause))


async def interrupted(tx: Transaction, message: Message) -> None:
    """The process died, or gave up, while a message was being sent."""
    for part in await cutting.of(tx, message.id):
        if part.state == Delivery.SENDING:
            await begin_doubt(tx, message, part)


@dataclass(frozen=True)
class Doubt:
    """What to look for: the part as it was handed over, when, and the ids that belong to others."""

    ready: Ready
    begun_at: datetime
    known: frozenset[str]


async def doubt_about(tx: Transaction, message_id: int, number: int) -> Doubt | None:
    """What is known of a part in doubt; None when it has been cleared up."""
    message, part = await _part(tx, message_id, number)
    if part.state != Delivery.UNKNOWN or part.begun_at is None:
        return None
    account = await ways_out.left_by(tx, message)
    if account is None:  # it was removed meanwhile, and nobody is left to ask
        await _give_up_looking(tx, message, part)
        return None
    to = (await ways_out.way_out(tx, await load(tx, message.conversation_id), message.channel)).to
    ids = select(MessagePart.outside_id).join(Message, Message.id == MessagePart.message_id)
    lately = MessagePart.begun_at > part.begun_at - timedelta(hours=1)
    known = await tx.session.exec(ids.where(Message.channel == message.channel, MessagePart.outside_id != "", lately))
    ready = Ready(outbound(message, part, account, to), account, number)
    return Doubt(ready, part.begun_at, frozenset(known.all()))


async def note_look(tx: Transaction, message_id: int, number: int, look: int, kind: str, found: Sent | None) -> None:
    """Write down what a look brought: it is there, it never was, or it is looked again, and in the end a person is
    asked."""
    message, part = await _part(tx, message_id, number)
    if part.state != Delivery.UNKNOWN:
        return
    if found is not None and found.state == "sent":
        await _note_sent(tx, message, part, found)
    elif found is not None and doubt.trusts_absence(kind, look):
        await parts.advance(tx, part, Delivery.FAILED, doubt.NOT_THERE)
    elif (pause := doubt.next_look(kind, look + 1)) is not None:
        tx.emit(ReplyInDoubt(message.id, number, str(part.begun_at), look + 1, pause))
    else:
        await _give_up_looking(tx, message, part)


async def stop_looking(tx: Transaction, message_id: int, number: int) -> None:
    """Nobody could be asked whether a part arrived: a person decides."""
    message, part = await _part(tx, message_id, number)
    if part.state == Delivery.UNKNOWN:
        await _give_up_looking(tx, message, part)


async def _give_up_looking(tx: Transaction, message: Message, part: MessagePart) -> None:
    part.problem = doubt.DOUBTFUL
    await replying.ask_a_person(tx, message.id, doubt.DOUBTFUL)


async def _part(tx: Transaction, message_id: int, number: int) -> tuple[Message, MessagePart]:
    message = (await tx.session.exec(select(Message).where(Message.id == message_id))).one()
    found = await cutting.of(tx, message_id)
    return message, next(part for part in found if part.number == number)
