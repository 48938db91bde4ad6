"""By which number or bot does a reply leave, to whom, and may it? The one that the customer wrote to answers them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import func, select

from crm_app.channels import kinds, problems
from crm_app.channels import queries as channels
from crm_app.channels.accounts import VendorAccount, installation_vendor_account, vendor_account
from crm_app.channels.models import ChannelAccount
from crm_app.channels.window import Window, window
from crm_app.contacts.models import Contact, Handle
from crm_app.contacts.opting import BLOCKED
from crm_app.conversations import queries
from crm_app.conversations.models import Conversation, Delivery, Direction, Message
from crm_app.kit.errors import Conflict
from crm_app.kit.transaction import Transaction

MESSENGERS = ("sms", "whatsapp", "telegram")
"""Channels that leave by a number or a bot; the kinds of account of each stand in `kinds.KINDS`."""

NO_ACCOUNT = "no_account"
ACCOUNT_DOWN = "account_down"
NO_HANDLE = "no_handle"
NO_WRITING = "no_writing"
STOPPED = "asked_no_more"
BLOCKS = "blocked_us"

PROBE_S = 900
"""Seconds until an account that was refused is tried again by itself."""


class CannotLeave(Conflict):
    """This person cannot be written to there; `problem` says why."""

    def __init__(self, problem: str) -> None:
        super().__init__("cannot_leave", problems.sentence(problem))
        self.problem = problem


@dataclass(frozen=True)
class WayOut:
    """How a conversation is answered now. `held`: why replies wait, "" when they may leave. `refusal`: why none will
    ever leave this way, "" when there is no reason. `window` shuts out free text alone. All are problems of
    `channels/problems.py`."""

    account: VendorAccount | None
    to: str
    window: Window
    held: str = ""
    refusal: str = ""
    held_until: datetime | None = None

    def refuses(self, *, template: bool) -> str:
        """The problem that stops this reply; "" when nothing does."""
        return self.refusal or ("" if template else self.window.reason)


async def way_out(tx: Transaction, conversation: Conversation, channel: str) -> WayOut:
    """The way out of a conversation over `channel`, one of MESSENGERS: its own, or that of a call's follow-up."""
    last = await queries.last_inbound(tx, conversation.id)
    account, row = await _account(tx, channel, last)
    to = await _to(tx, conversation)
    if account is None:
        return WayOut(None, to, Window(True), held=NO_ACCOUNT)
    clicked = await _last_ad_click(tx, conversation.id)
    return WayOut(
        account,
        to,
        window(account.kind, tx.now, last.sent_at if last else None, clicked),
        held=ACCOUNT_DOWN if row and _is_down(row, tx.now) else "",
        refusal=await _refusal(tx, conversation.id, channel, to, last) if to else NO_HANDLE,
        held_until=row.held_until if row else None,
    )


async def _account(
    tx: Transaction, channel: str, last: Message | None
) -> tuple[VendorAccount | None, ChannelAccount | None]:
    """The account that was written to; the only sensible other one when it is gone; the environment's."""
    query = select(ChannelAccount).where(ChannelAccount.enabled.is_(True)).order_by(ChannelAccount.id)
    rows = (await tx.session.exec(query)).all()
    fitting = [row for row in rows if kinds.KINDS[row.kind].channel == channel]
    if (last and not last.account_id) or not fitting:
        account = _of_environment(channel, last) if await channels.owns_environment(tx) else None
        if account or not fitting:
            return account, None
    written_to = next((row for row in rows if last and row.id == last.account_id), None)
    same_number = [row for row in fitting if written_to and row.address == written_to.address]
    row = next(iter([*(row for row in fitting if row is written_to), *same_number, *fitting]))
    return vendor_account(row), row


async def telephone_refusal(tx: Transaction, conversation: Conversation) -> str:
    """Why nothing that is written in a conversation by telephone will reach anybody: it would leave as a mail. "" when
    the contact has an address for that, and on every other channel."""
    if conversation.channel != "phone":
        return ""
    email = select(Contact.email).where(Contact.id == conversation.contact_id)
    return "" if (await tx.session.exec(email)).first() else NO_WRITING


async def left_by(tx: Transaction, message: Message) -> VendorAccount | None:
    """The account by which a message has left; None when it is gone."""
    if message.account_id:
        query = select(ChannelAccount).where(ChannelAccount.id == message.account_id)
        row = (await tx.session.exec(query)).first()
        return vendor_account(row) if row else None
    return _of_environment(message.channel, await queries.last_inbound(tx, message.conversation_id))


def _of_environment(channel: str, last: Message | None) -> VendorAccount | None:
    """What the settings of the environment alone make of the address that was written to."""
    written_to = next(iter(last.headers.get("to", ())), "") if last else ""
    by_meta = channel == "whatsapp" and ((last and last.external_id) or "").startswith("wamid.")
    kind = {"sms": "twilio_sms", "telegram": "telegram"}.get(channel, "meta_whatsapp" if by_meta else "twilio_whatsapp")
    account = installation_vendor_account(kind)
    address = kinds.known_as(kind, written_to) or account.address
    secret = next(name for name in ("access_token", "bot_token", "auth_token") if name in kinds.KINDS[kind].secrets)
    if not account.secret(secret) or not (address or kind == "telegram"):
        return None
    return VendorAccount(0, 0, kind, address)


def _is_down(row: ChannelAccount, now: datetime) -> bool:
    """Whether the vendor refused everything a moment ago; now and then one message goes to see."""
    return row.down_since is not None and (row.checked_at or row.down_since) > now - timedelta(seconds=PROBE_S)


async def _to(tx: Transaction, conversation: Conversation) -> str:
    """Whom the conversation is with; what was brought in from elsewhere names nobody, but its contact may."""
    if conversation.handle:
        return conversation.handle
    if conversation.channel == "telegram":
        known = select(Handle.value).where(Handle.contact_id == conversation.contact_id, Handle.kind == "telegram")
        return (await tx.session.exec(known.order_by(Handle.id.desc()))).first() or ""
    phone = (await tx.session.exec(select(Contact.phone).where(Contact.id == conversation.contact_id))).first()
    return phone or ""


def handle_kind(channel: str, to: str) -> str:
    """Under which kind of handle an address of a channel is kept."""
    if channel == "telegram":
        return "telegram"
    return "phone" if channel == "sms" or to.startswith("+") else "whatsapp"


async def handle(tx: Transaction, channel: str, to: str) -> Handle | None:
    """The handle behind an address, where it is known."""
    query = select(Handle).where(Handle.kind == handle_kind(channel, to), Handle.value == to)
    return (await tx.session.exec(query)).first()


async def _refusal(tx: Transaction, conversation_id: int, channel: str, to: str, last: Message | None) -> str:
    known = await handle(tx, channel, to)
    if known is None:
        return ""
    if known.opted_out_at is not None:
        return BLOCKS if known.opt_out_reason == BLOCKED else STOPPED
    if known.unreachable and not await _wrote_since_failing(tx, conversation_id, last):
        return known.unreachable
    return ""


async def _wrote_since_failing(tx: Transaction, conversation_id: int, last: Message | None) -> bool:
    """A person who writes can be reached, whatever the provider said of them before."""
    failed = select(func.max(Message.id)).where(
        Message.conversation_id == conversation_id,
        Message.direction == Direction.OUTBOUND,
        Message.state == Delivery.FAILED,
    )
    return last is not None and last.id > ((await tx.session.exec(failed)).one() or 0)


async def _last_ad_click(tx: Transaction, conversation_id: int) -> datetime | None:
    query = (
        select(Message.sent_at, Message.details)
        .where(Message.conversation_id == conversation_id, Message.direction == Direction.INBOUND)
        .order_by(Message.id.desc())
        .limit(50)
    )
    found = (await tx.session.exec(query)).all()
    return next((sent_at for sent_at, details in found if details.get("referral")), None)
