"""What becomes of what a vendor told, other than a plain message? One verb for each kind of news, run by a job."""

from dataclasses import dataclass

from sqlmodel import select

from crm_app.channels import actions as channels
from crm_app.channels import meta, problems
from crm_app.channels.news import (
    Altered,
    Blocked,
    Booking,
    Customer,
    Edit,
    Ended,
    Ignored,
    Introduced,
    MissedCall,
    Moved,
    News,
    Parcel,
    Pressed,
    Reaction,
    Report,
    Revoke,
    Shipped,
    ShopOrder,
)
from crm_app.channels.port import Inbound
from crm_app.contacts import actions as contacts
from crm_app.contacts import altered, opting, shop_news
from crm_app.contacts.models import Contact, Handle
from crm_app.conversations import amending, appointments, ledger, reports
from crm_app.conversations.changing import note_of_ours, touched
from crm_app.conversations.events import ButtonPressed, CallMissed
from crm_app.conversations.models import Conversation, Message
from crm_app.kit.coded import coded
from crm_app.kit.transaction import Transaction

HIDDEN_CALLER = "A missed call from somebody who hides their number: nobody can be called back."


@dataclass(frozen=True)
class Told:
    """What became of news, for the ledger: the message it changed, else why there is none."""

    reason: str
    message_id: int | None = None


async def apply(tx: Transaction, news: News) -> Told | None:
    """Store what was told, unless it brings a message to be received: then None. Told twice, it changes nothing."""
    if isinstance(news, Edit):
        message = await amending.edit(tx, news)
        return Told("", message.id) if message else None
    if isinstance(news, MissedCall) and news.inbound is None:
        return Told(HIDDEN_CALLER)
    return None if isinstance(news, Inbound | Pressed | MissedCall) else Told(await _apply(tx, news))


def message_in(news: News) -> Inbound:
    """The message that news brings."""
    match news:
        case Inbound():
            return news
        case Edit():
            return amending.as_first(news)
        case Pressed(inbound=inbound) | MissedCall(inbound=Inbound() as inbound):
            return inbound
    raise TypeError(f"{type(news).__name__} brings no message")


async def follow(tx: Transaction, news: News, message: Message) -> None:
    """Tell what else is to be done once the message of some news is stored."""
    if isinstance(news, Pressed):
        tx.emit(ButtonPressed(message.account_id or 0, news.callback_id))
    if isinstance(news, MissedCall):
        tx.emit(CallMissed(message.conversation_id, news.call_id, news.phone))
    if message.channel == meta.CHANNEL:
        await ledger.try_one_again(tx, message.channel, meta.revoke_key(message.external_id), amending.NOT_HERE)
    if message.account_id:
        await channels.note_channel_received(tx, message.account_id)


async def _apply(tx: Transaction, news: News) -> str:
    match news:
        case Ignored():
            return problems.sentence(news.reason)
        case Report():
            return await reports.note(tx, news)
        case Reaction():
            return await amending.react(tx, news)
        case Revoke():
            return await amending.revoke(tx, news)
        case Blocked():
            return await _blocked(tx, news)
        case Moved():
            return await _moved(tx, news)
        case Introduced(sender=who):
            await contacts.find_or_create(tx, name=who.name, email=who.email, phone=who.phone)
            return "A person who has not written yet."
        case Altered():
            newer = await ledger.has_newer(tx, "hubspot", news.subject, news.moment)
            return shop_news.OLDER if newer else await altered.note_altered(tx, news)
        case Booking():
            return await appointments.note(tx, news)
        case Ended():
            return await _ended(tx, news)
        case Customer() | ShopOrder() | Shipped() | Parcel():
            return await _shop(tx, news)
    raise TypeError(f"{type(news).__name__} is no news")


async def _blocked(tx: Transaction, news: Blocked) -> str:
    address = [(news.handle_kind, news.handle)]
    if news.blocked:
        closed = await opting.opt_out(tx, address, opting.BLOCKED)
        return "Blocked us: nothing more is sent." if closed else "Blocked us, and was not written to."
    await opting.opt_in(tx, address, opting.BLOCKED)
    return "Lets us in again."


async def _moved(tx: Transaction, news: Moved) -> str:
    """The person is who they were; what they wrote stays together, and replies go to the new number or id."""
    known = await _owner(tx, "whatsapp", news.old_id) or await _owner(tx, "phone", news.old_phone)
    if known is None:
        return "Somebody unknown writes from another number now."
    new, fresh = news.sender.phone, []
    for kind, value in (("phone", new), ("whatsapp", news.sender.whatsapp)):
        if value and await _owner(tx, kind, value) is None:
            tx.session.add(Handle(kind=kind, value=value, contact_id=known.id))
            fresh.append((kind, value))
    if ("phone", new) in fresh and known.phone in (news.old_phone or None, None):
        known.phone = new
    await tx.session.flush()
    await opting.carry_over(tx, [("phone", news.old_phone), ("whatsapp", news.old_id)], fresh)
    for old, now in ((news.old_phone, new), (news.old_id, new or news.sender.whatsapp)):
        await _rehandle(tx, known, news.channel, old, now)
    return "Writes from another number now." if new != news.old_phone else "Is known by another id now."


async def _owner(tx: Transaction, kind: str, value: str) -> Contact | None:
    query = (
        select(Contact).join(Handle, Handle.contact_id == Contact.id).where(Handle.kind == kind, Handle.value == value)
    )
    return (await tx.session.exec(query)).first() if value else None


async def _rehandle(tx: Transaction, known: Contact, channel: str, old: str, now: str) -> None:
    """Replies to what was written from an old address go to the new one; a number that changed is told there."""
    if not old or old == now:
        return
    mine = (Conversation.contact_id == known.id, Conversation.channel == channel, Conversation.handle == old)
    for conversation in (await tx.session.exec(select(Conversation).where(*mine).with_for_update())).all():
        conversation.handle = now[:254]
        if old.startswith("+") and now.startswith("+"):
            await note_of_ours(tx, conversation, coded("moved", new=now, old=old), "moved")
        await touched(tx, conversation, "noted")


async def _ended(tx: Transaction, news: Ended) -> str:
    if news.account_id:
        await channels.disable_channel_account(tx, news.account_id)
        await channels.note_channel_check(tx, news.account_id, news.reason)
    return problems.sentence(news.reason)


async def _shop(tx: Transaction, news: Customer | ShopOrder | Shipped | Parcel) -> str:
    match news:
        case Customer():
            return await shop_news.note_customer(tx, news)
        case Shipped():
            said = await shop_news.note_shipped(tx, news)
            await ledger.try_again(tx, "tracking", [shop_news.no_parcel(news.tracking_number)])
            return said
        case Parcel():
            return await shop_news.note_parcel(tx, news)
    said = await shop_news.note_order(tx, news)
    await ledger.try_again(tx, "shopify", [shop_news.no_order(news.external_id)])
    if number := news.facts.get("tracking_number"):
        await ledger.try_again(tx, "tracking", [shop_news.no_parcel(number)])
    return said
