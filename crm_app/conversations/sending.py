"""A queued reply on its way out: what to send and to whom, and what its channel's answer means."""

import re
from dataclasses import dataclass

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.channels import threading
from crm_app.channels.accounts import MailAccount, account_of, installation_account
from crm_app.channels.models import Mailbox
from crm_app.channels.policy import RETRY_AFTER_S
from crm_app.channels.port import Outbound, Sent
from crm_app.contacts.models import Contact
from crm_app.conversations import messaging, queries, replying, ways_out
from crm_app.conversations.models import Conversation, Delivery, Message
from crm_app.kit import security
from crm_app.kit.transaction import Transaction

NO_MAILBOX = "no_mailbox"
PAUSED = "paused"
WAITS = (NO_MAILBOX, PAUSED, ways_out.NO_ACCOUNT, ways_out.ACCOUNT_DOWN)
"""Problems of the workspace rather than of the reply: it stays queued, and leaves once they are over."""

NO_ADDRESS = "no_email"
DOUBTFUL = "doubtful"
NEVER_LEFT = "never_left"
REPLY_KEY = "reply-address"


@dataclass(frozen=True)
class Ready:
    """An outbound message and the mail account that sends it (None: the live chat)."""

    outbound: Outbound
    account: MailAccount | None


async def take(tx: Transaction, message_id: int) -> Ready | messaging.Ready | None:
    """Claim a queued message for sending. None when it is not to be sent now: undone, sent, or without a way out.

    A message found in `sending` was being sent when its process died: nobody knows whether it left, so a person is
    told and it is not sent twice.
    """
    query = (
        select(Message, Conversation, Contact)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Message.id == message_id)
    )
    found = (await tx.session.exec(query)).first()
    if found is None:
        return None
    message, conversation, contact = found
    if message.state == Delivery.SENDING:
        await interrupted(tx, message)
        return None
    if message.state != Delivery.QUEUED:
        return None
    paused = (await accounts.workspace(tx)).paused_at is not None
    if message.channel in ways_out.MESSENGERS and not paused:
        return await messaging.take(tx, message, conversation)
    ready, problem = (None, PAUSED) if paused else await _prepare(tx, message, conversation, contact)
    if problem in WAITS:
        await replying.note_problem(tx, message.id, problem)
        return None
    if problem:
        await replying.note_delivery(tx, message.id, Delivery.FAILED, problem)
        return None
    claimed = await replying.advance(tx, message.id, Delivery.QUEUED, Delivery.SENDING)
    return ready if claimed else None


async def interrupted(tx: Transaction, message: Message) -> None:
    """Nobody knows whether a message left: its process died, or gave up, while it was being sent."""
    if message.channel in ways_out.MESSENGERS:
        await messaging.interrupted(tx, message)
    else:
        await replying.note_delivery(tx, message.id, Delivery.UNKNOWN, DOUBTFUL)


async def give_up(tx: Transaction, message_id: int) -> None:
    """Sending broke down for a reason of ours, time and again."""
    message = (await tx.session.exec(select(Message).where(Message.id == message_id))).one()
    if message.state == Delivery.SENDING:
        await interrupted(tx, message)
    else:
        await replying.note_delivery(tx, message_id, Delivery.FAILED, NEVER_LEFT)


async def _prepare(
    tx: Transaction, message: Message, conversation: Conversation, contact: Contact
) -> tuple[Ready | None, str]:
    if message.channel == "live_chat":
        return Ready(Outbound("live_chat", message.external_id, conversation.handle, "", message.text), None), ""
    last = await queries.last_inbound(tx, conversation.id)
    account = await _account(tx, last)
    if account is None:
        return None, NO_MAILBOX
    to = (last.headers.get("reply_to") if last else "") or contact.email
    if not to:
        return None, NO_ADDRESS
    return Ready(_mail(message, conversation, account, last, to), account), ""


async def _account(tx: Transaction, last: Message | None) -> MailAccount | None:
    """The account that the customer wrote to, else the first that can send, else the installation's."""
    rows = (await tx.session.exec(select(Mailbox).where(Mailbox.enabled.is_(True)).order_by(Mailbox.id))).all()
    own = [account for row in rows if (account := account_of(row)).can_send]
    written_to = {
        re.sub(r"\+c-[^@]*@", "@", address.casefold()) for address in (last.headers if last else {}).get("to", ())
    }
    first = own[0] if own else installation_account()
    return next((account for account in own if account.address in written_to), first)


def _mail(
    message: Message, conversation: Conversation, account: MailAccount, last: Message | None, to: str
) -> Outbound:
    headers = last.headers if last else {}
    references = [*headers.get("references", ()), headers.get("message_id", "")]
    subject = conversation.subject or "Your message"
    return Outbound(
        channel="email",
        message_id=message.external_id,
        to=to,
        from_address=account.address,
        from_name=account.name,
        reply_to=threading.reply_address(account.address, conversation.id, security.derived_key(REPLY_KEY)),
        subject=subject if subject.casefold().startswith("re:") else f"Re: {subject}",
        text=message.text,
        in_reply_to=headers.get("message_id", ""),
        references=tuple(dict.fromkeys(r for r in references if r)),
        automatic="sent" in message.headers,
    )


async def note(tx: Transaction, message_id: int, attempt: int, sent: Sent) -> None:
    """Write down the channel's answer; what can be tried again is put down again, with growing pauses."""
    if sent.state == "sent":
        await replying.note_delivery(tx, message_id, Delivery.SENT)
    elif sent.state == "unknown":
        await replying.note_delivery(tx, message_id, Delivery.UNKNOWN, sent.reason or DOUBTFUL)
    elif sent.state == "retry" and attempt < len(RETRY_AFTER_S):
        pause = max(RETRY_AFTER_S[attempt], sent.retry_after_s or 0)
        await replying.note_delivery(tx, message_id, Delivery.QUEUED, sent.reason, retry_in_s=pause)
    else:
        await replying.note_delivery(tx, message_id, Delivery.FAILED, sent.reason)


async def first_held_back_by(tx: Transaction, account_id: int) -> int | None:
    """The oldest reply that waits for a number or bot that its vendor refuses."""
    query = select(Message.id).where(
        Message.state == Delivery.QUEUED, Message.problem == ways_out.ACCOUNT_DOWN, Message.account_id == account_id
    )
    return (await tx.session.exec(query.order_by(Message.id).limit(1))).first()


async def held_back(tx: Transaction) -> list[int]:
    """Queued replies that could not leave when they were due, in the order in which they were written."""
    query = select(Message.id).where(Message.state == Delivery.QUEUED, Message.problem.in_(WAITS)).order_by(Message.id)
    return [*(await tx.session.exec(query)).all()]
