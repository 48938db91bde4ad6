"""What Twilio posts: texts, WhatsApp messages, how far ours got, calls. Forms, signed with their address."""

from urllib.parse import parse_qsl
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

from crm_app.api import bodies
from crm_app.api.doors import Delivery, Piece, at, door, refuse, store, unread, xml
from crm_app.channels import kinds, signatures, twilio
from crm_app.channels.accounts import VendorAccount, installation_vendor_account
from crm_app.kit.errors import AppError
from crm_app.kit.settings import settings
from crm_app.language.clean import clean

MOST_FIELDS = 1000
RING_S = 20
MISSED = "/webhooks/missed-call"

Pairs = list[tuple[str, str]]


async def sms(delivery: Delivery) -> Response:
    """POST /webhooks/sms/inbound."""
    return await _message(delivery, "twilio_sms")


async def whatsapp(delivery: Delivery) -> Response:
    """POST /webhooks/whatsapp/inbound: the same, with whatsapp: before the numbers."""
    return await _message(delivery, "twilio_whatsapp")


async def status(delivery: Delivery) -> Response:
    """POST /webhooks/sms/status: how far a message of ours has got, on SMS or WhatsApp."""
    pairs, form = _read(delivery)
    account = await _account(delivery, pairs, form, "twilio_sms", whose="From")
    id_, name = twilio.message_id(form), form.get("MessageStatus") or form.get("SmsStatus") or ""
    piece = Piece(
        twilio.channel_of(form), f"status:{id_}:{name[:20]}", "twilio.status", f"twilio-status:{id_}", _words(form)
    )
    await store(account, [piece if id_ else unread("sms", "twilio.status", delivery, "This status has no MessageSid.")])
    return Response(status_code=204)


async def call(delivery: Delivery) -> Response:
    """POST /webhooks/voice and /webhooks/missed-call: what to do with a call, and what became of it."""
    pairs, form = _read(delivery)
    account = await _account(delivery, pairs, form, "twilio_voice", whose="From" if twilio.by_us(form) else "To")
    if twilio.rings(form):
        return xml(_dial(account))
    id_ = twilio.call_id(form)
    what = twilio.recording_id(form) or twilio.outcome(form)
    key = f"missed:{id_}" if twilio.missed(form) else f"call:{id_}:{what}"
    piece = Piece("phone", key, "twilio.call", f"phone:{form.get('From', '')[:60]}", _words(form))
    await store(account, [piece if id_ else unread("phone", "twilio.call", delivery, "This call has no CallSid.")])
    return xml()


async def _message(delivery: Delivery, kind: str) -> Response:
    pairs, form = _read(delivery)
    account = await _account(delivery, pairs, form, kind, whose="To")
    channel, id_ = twilio.channel_of(form), twilio.message_id(form)
    reaction = "reaction:" if form.get("MessageType") == "reaction" else ""
    sender = form.get("From", "").removeprefix("whatsapp:")[:60]
    piece = Piece(channel, f"{reaction}{id_}", "twilio.message", f"{channel}:{sender}", _words(form))
    await store(account, [piece if id_ else unread(channel, "twilio.message", delivery, "It has no MessageSid.")])
    return Response(status_code=204)


def _words(form: twilio.Form) -> dict[str, object]:
    return {"form": form, "from": form.get("From", "")}


def _read(delivery: Delivery) -> tuple[Pairs | None, twilio.Form]:
    """Every pair as it is signed, and the form as it is stored. Without pairs, the body is JSON or unreadable."""
    if "json" in delivery.header("content-type").casefold():
        try:
            body = bodies.parse(delivery.raw)
        except AppError:
            return None, {}
        told = body if isinstance(body, dict) else {}
        return None, {name: str(value) for name, value in told.items() if isinstance(value, str | int)}
    try:
        pairs = parse_qsl(delivery.raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:  # more fields than anybody has use for
        return [], {}
    form: twilio.Form = {}
    for name, value in pairs:
        form.setdefault(clean(name, limit=200), clean(value))
    return pairs, form


async def _account(
    delivery: Delivery, pairs: Pairs | None, form: twilio.Form, kind: str, *, whose: str
) -> VendorAccount:
    """The account of the number that is ours, or of the messaging service that it belongs to, when its token signed
    this; raises Unauthorised otherwise."""
    order = (kind, *(other for other in kinds.NUMBERS if other != kind))
    wanted = [kinds.known_as(kind, form.get(name, "")) for name in (whose, "Called", "MessagingServiceSid")]
    known = await at(order, wanted)
    account = next((known[each] for each in wanted if each in known), None) or installation_vendor_account(kind)
    token, given = account.secret("auth_token"), delivery.header("x-twilio-signature")
    if pairs is None:
        fits = signatures.twilio_json(token, delivery.url, delivery.raw, given)
    else:
        fits = signatures.twilio(token, delivery.url, pairs, given)
    if not fits:
        await refuse(delivery)
    return account


def _dial(account: VendorAccount) -> str:
    """Ring the number that the account forwards to. Without one the dialling fails at once, and its action tells of a
    missed call all the same."""
    number = str(account.settings.get("forward_to") or settings().twilio_forward_to)
    inner = f"<Number>{escape(number)}</Number>" if number else ""
    action = quoteattr(settings().address + MISSED)
    return f'<Response><Dial action={action} timeout="{RING_S}">{inner}</Dial></Response>'


DOORS = [
    door("POST", "/webhooks/sms/inbound", sms),
    door("POST", "/webhooks/sms/status", status),
    door("POST", "/webhooks/whatsapp/inbound", whatsapp),
    door("POST", "/webhooks/voice", call),
    door("POST", MISSED, call),
]
