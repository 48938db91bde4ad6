"""A call that nobody took is followed by a text: on WhatsApp where the caller wrote within a day, else by SMS."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import func, select

from crm_app.accounts import queries as accounts
from crm_app.accounts.queries import WorkspaceView
from crm_app.channels import queries as channels
from crm_app.channels.accounts import installation_vendor_account
from crm_app.channels.port import Inbound, Sender
from crm_app.contacts import opting
from crm_app.contacts.models import Contact
from crm_app.conversations import queries, receiving, replying
from crm_app.conversations.changing import OURSELVES, load, note_of_ours, touched
from crm_app.conversations.hours import BusinessHours
from crm_app.conversations.models import Conversation, Direction, Message
from crm_app.kit.errors import Conflict
from crm_app.kit.transaction import Transaction

WINDOW = timedelta(hours=23, minutes=55)
"""WhatsApp takes free text for a day; a little less, so that it does not end while the text is on its way."""

BY_ITSELF = "missed call"
TEXTS = {
    "en": (
        "Sorry we missed your call. Tell us here what it is about, and we will get back to you shortly.",
        "Sorry we missed your call: we are closed right now. Tell us here what it is about; we answer when we open.",
    ),
    "ar": (
        "نعتذر، لم نتمكن من الرد على مكالمتك. اكتب لنا هنا بما تحتاجه وسنعود إليك قريبًا.",
        "نعتذر، لم نتمكن من الرد على مكالمتك لأننا خارج أوقات العمل. اكتب لنا هنا وسنرد عليك عند بدء الدوام.",
    ),
    "es": (
        "Sentimos no haber podido atender su llamada. Escríbanos aquí qué necesita y le respondemos enseguida.",
        "Sentimos no haber atendido su llamada: ahora está cerrado. Escríbanos aquí y le respondemos al abrir.",
    ),
}
"""By language: while the workspace is open, and while it is not. A workspace may set its own `missed_call_texts`."""

NO_NUMBER, NOT_WANTED = "call_no_number", "call_not_wanted"


@dataclass(frozen=True)
class Route:
    """Where the text goes; `reason`, a remark, says why it goes nowhere."""

    channel: str
    reason: str = ""


def route(now: datetime, last_whatsapp: datetime | None, *, has_sms: bool, wants_none: bool) -> Route:
    """By which channel a caller is followed. `last_whatsapp`: when they last wrote there. Pure."""
    if wants_none:
        return Route("", NOT_WANTED)
    if last_whatsapp is not None and now - last_whatsapp < WINDOW:
        return Route("whatsapp")
    return Route("sms") if has_sms else Route("", NO_NUMBER)


def text_for(workspace: WorkspaceView, language: str, now: datetime) -> str:
    """What the caller reads. Pure."""
    spoken = language if language in TEXTS else workspace.language if workspace.language in TEXTS else "en"
    own = workspace.settings.get("missed_call_texts") or {}
    texts = own.get(spoken) or TEXTS[spoken]
    hours = BusinessHours.read(workspace.business_hours, workspace.time_zone)
    return texts[0] if hours.is_open(now) else texts[-1]


async def follow(tx: Transaction, conversation_id: int, call_id: str, phone: str) -> Message | None:
    """Put the text on its way, once for a call. None when the workspace wants none, or there is no way."""
    workspace = await accounts.workspace(tx)
    if workspace.settings.get("missed_call_off") or await _followed(tx, call_id):
        return None
    call = await load(tx, conversation_id, lock=True)
    chat, seen = await _on_whatsapp(tx, call.contact_id)
    wants_none = await opting.is_closed(tx, [("phone", phone)])
    way = route(tx.now, seen, has_sms=await _has_sms(tx), wants_none=wants_none)
    if not way.channel:
        await note_of_ours(tx, call, way.reason, BY_ITSELF)
        await touched(tx, call, "noted")
        return None
    thread = chat if way.channel == "whatsapp" and chat else await _sms_thread(tx, call.contact_id, phone)
    try:
        return await _send(tx, thread, text_for(workspace, thread.language, tx.now), call_id)
    except Conflict:  # a colleague was faster
        await note_of_ours(tx, call, "call_overtaken", BY_ITSELF)
        await touched(tx, call, "noted")
        return None


async def _send(tx: Transaction, thread: Conversation, text: str, call_id: str) -> Message:
    seen = await queries.last_message_id(tx, thread.id)
    message = await replying.queue_reply(tx, thread.id, text, seen_message_id=seen, keep_open=True, undo_seconds=0)
    message.external_id, message.author, message.headers = _own_id(call_id), OURSELVES, {"sent": BY_ITSELF}
    await tx.session.flush()
    return message


def _own_id(call_id: str) -> str:
    return f"missed-call:{call_id}"


async def _followed(tx: Transaction, call_id: str) -> bool:
    query = select(Message.id).where(Message.external_id == _own_id(call_id))
    return (await tx.session.exec(query)).first() is not None


async def _on_whatsapp(tx: Transaction, contact_id: int) -> tuple[Conversation | None, datetime | None]:
    """The caller's newest talk on WhatsApp, and when they last wrote there."""
    mine = select(Conversation).where(Conversation.contact_id == contact_id, Conversation.channel == "whatsapp")
    thread = (await tx.session.exec(mine.order_by(Conversation.id.desc()).limit(1))).first()
    if thread is None:
        return None, None
    written = select(func.max(Message.sent_at)).where(
        Message.conversation_id == thread.id, Message.direction == Direction.INBOUND
    )
    return thread, (await tx.session.exec(written)).one()


async def _has_sms(tx: Transaction) -> bool:
    if await channels.own_accounts(tx, ["twilio_sms"]):
        return True
    from_environment = installation_vendor_account("twilio_sms")
    usable = from_environment.address and from_environment.secret("auth_token")
    return bool(usable) and await channels.owns_environment(tx)


async def _sms_thread(tx: Transaction, contact_id: int, phone: str) -> Conversation:
    contact = (await tx.session.exec(select(Contact).where(Contact.id == contact_id))).one()
    return await receiving.thread_for(tx, Inbound("sms", "", Sender(phone=phone)), contact, None)
