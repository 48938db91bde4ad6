"""What does Twilio tell: a text, a WhatsApp message, how far one of ours got, a call? Pure."""

import re
from dataclasses import replace
from typing import Any

from crm_app.channels import kinds, opting, showing, told
from crm_app.channels.news import Ignored, MissedCall, News, Reaction, Report
from crm_app.channels.port import Inbound, Media, Sender
from crm_app.kit.errors import Invalid

Form = dict[str, str]

MISSED = ("busy", "no-answer", "failed", "canceled")
MOST_MEDIA = 10
_STATES = {
    "sent": "sent", "delivered": "delivered", "read": "read", "undelivered": "failed", "failed": "failed",
    "canceled": "failed",
}  # fmt: skip
_PHONE = re.compile(r"\+\d{5,15}")
_SHORT_CODE = re.compile(r"\d{3,8}")
_HIDDEN = {"+266696687", "+86282452253", "+464", "+7378742833", "+2562533", "+8656696"}
"""Numbers that spell anonymous, blocked, unknown, restricted, unavailable: how a hidden caller is told."""


def message_id(form: Form) -> str:
    """The message's id under any of the names that Twilio gives it."""
    return next((told.id_of(form, name) for name in ("MessageSid", "SmsMessageSid", "SmsSid") if form.get(name)), "")


def channel_of(form: Form) -> str:
    """sms or whatsapp, by how the two parties are written."""
    both = form.get("From", "") + form.get("To", "")
    return "whatsapp" if "whatsapp:" in both else "sms"


def message(form: Form, account_id: int) -> News:
    """An inbound text, of SMS or WhatsApp; raises Invalid for one that names no sender or no id."""
    external_id, channel, sender = message_id(form), channel_of(form), _sender(form)
    if not external_id:
        raise Invalid("MessageSid", "This message has no MessageSid.")
    if not (sender.phone or sender.whatsapp):
        raise Invalid("From", "This message names no sender.")
    if form.get("MessageType") == "reaction" and form.get("OriginalRepliedMessageSid"):
        emoji = told.line(form, "Body", limit=40)
        return Reaction(channel, told.id_of(form, "OriginalRepliedMessageSid"), sender.whatsapp or sender.phone, emoji)
    body = told.text(form, "Body") or told.line(form, "ButtonText") or told.line(form, "ListTitle")
    seen = Inbound(
        channel, external_id, sender, text=body, account_id=account_id or None, recipients=(told.line(form, "To"),),
        media=_media(form), details=_details(form), opts=_opts(form, channel, body),
    )  # fmt: skip
    if not sender.whatsapp and not (_PHONE.fullmatch(sender.phone) or _SHORT_CODE.fullmatch(sender.phone)):
        reason = "Sent under a name instead of a number: it cannot be answered."
        seen = replace(seen, automatic=True, automatic_reason=reason)
    return seen if body else replace(seen, text=_shown(seen), wordless=True)


def _sender(form: Form) -> Sender:
    """WhatsApp users may have an id in the place of a number."""
    given = told.line(form, "From").removeprefix("whatsapp:")
    name, profile = told.line(form, "ProfileName"), told.line(form, "WaId", limit=32)
    phone = kinds.e164(given)
    if channel_of(form) == "whatsapp" and not _PHONE.fullmatch(phone):
        phone = kinds.e164("+" + profile) if profile.isascii() and profile.isdigit() else ""
        return Sender(name=name, phone=phone, whatsapp=told.short(given))
    return Sender(name=name, phone=phone[:32])


def _opts(form: Form, channel: str, body: str) -> Any:
    wished = {"STOP": "out", "START": "in", "HELP": ""}.get(form.get("OptOutType", "").upper())
    return opting.wish(channel, body) if wished is None else wished


def _media(form: Form) -> tuple[Media, ...]:
    count = min(told.whole(form, "NumMedia"), MOST_MEDIA)
    return tuple(
        Media(form[f"MediaUrl{n}"].strip()[:2000], media_type=told.line(form, f"MediaContentType{n}", limit=100))
        for n in range(max(0, count))
        if form.get(f"MediaUrl{n}", "").strip()
    )


def _details(form: Form) -> dict[str, Any]:
    place = _place(form)
    payload = told.line(form, "ButtonPayload", limit=500) or told.line(form, "ListId", limit=500)
    kind = "location" if place else told.line(form, "MessageType", limit=20) or "text"
    found = {
        "kind": "button" if payload else "media" if kind == "text" and told.whole(form, "NumMedia") else kind,
        "location": place,
        "payload": payload,
        "reply_to": told.id_of(form, "OriginalRepliedMessageSid"),
        "forwarded": "often" if form.get("FrequentlyForwarded") == "true" else form.get("Forwarded") == "true",
        "referral": _referral(form),
        "username": told.line(form, "ProfileUsername"),
    }
    return {name: value for name, value in found.items() if value}


def _place(form: Form) -> dict[str, Any]:
    latitude, longitude = told.number(form, "Latitude"), told.number(form, "Longitude")
    if latitude is None or longitude is None:
        return {}
    return {
        "latitude": latitude, "longitude": longitude, "address": told.line(form, "Address"),
        "name": told.line(form, "Label"),
    }  # fmt: skip


def _referral(form: Form) -> dict[str, str]:
    wanted = ("SourceId", "SourceType", "SourceUrl", "Headline", "Body", "CtwaClid")
    return {name: found for name in wanted if (found := told.line(form, f"Referral{name}", limit=500))}


def _shown(seen: Inbound) -> str:
    if place := seen.details.get("location"):
        return showing.location(place)
    kind = seen.details.get("kind", "")
    files = [showing.media(kind if kind in showing.SIGNS else m.media_type.partition("/")[0]) for m in seen.media]
    return " ".join(files) or showing.SIGNS["unsupported"]


def status(form: Form) -> News:
    """How far a message of ours has got; raises Invalid when it does not say of which."""
    outside_id = message_id(form)
    if not outside_id:
        raise Invalid("MessageSid", "This status has no MessageSid.")
    name = (form.get("MessageStatus") or form.get("SmsStatus") or "").strip().casefold()
    if name not in _STATES:
        return Ignored(f"A message of ours is {name}." if name else "A status callback without a status.")
    code = told.line(form, "ErrorCode", limit=12)
    return Report(channel_of(form), outside_id, _STATES[name], "twilio", code="" if code == "0" else code)


def rings(form: Form) -> bool:
    """Whether this asks what to do with a call that comes in, rather than telling how one ended."""
    told_of = form.get("DialCallStatus") or form.get("CallbackSource") or recording_id(form) or by_us(form)
    return not told_of and form.get("CallStatus", "").casefold() in ("ringing", "queued", "")


def recording_id(form: Form) -> str:
    """Of what was recorded or written down of a call; "" when this is about the call itself."""
    apart = form.get("RecordingStatus") or form.get("TranscriptionSid")
    return (told.id_of(form, "TranscriptionSid") or told.id_of(form, "RecordingSid")) if apart else ""


def by_us(form: Form) -> bool:
    """A call that went out, and the leg of one that came in to whoever was to answer it."""
    return form.get("Direction", "").casefold().startswith("outbound")


def call_id(form: Form) -> str:
    return told.id_of(form, "CallSid")


def outcome(form: Form) -> str:
    """What became of the dialling, else of the call itself."""
    return told.line(form, "DialCallStatus", limit=20) or told.line(form, "CallStatus", limit=20)


def missed(form: Form) -> bool:
    """Whether somebody rang and nobody took the call."""
    return outcome(form).casefold() in MISSED and not (by_us(form) or recording_id(form))


def call(form: Form, account_id: int) -> News:
    """What became of a call; raises Invalid when it names none."""
    if not call_id(form):
        raise Invalid("CallSid", "This call has no CallSid.")
    if recording_id(form):
        return Ignored("A recording of a call.")
    if by_us(form):
        return Ignored(f"A call of ours that was {outcome(form) or 'not described'}.")
    if not missed(form):
        return Ignored(f"A call that was {outcome(form) or 'not described'}.")
    phone = kinds.e164(told.line(form, "From"))
    if not _PHONE.fullmatch(phone) or phone in _HIDDEN:
        return MissedCall(call_id(form), "", None)
    sentence = f"Missed call from {phone}"
    seen = Inbound(
        "phone", f"missed:{call_id(form)}", Sender(name=told.line(form, "CallerName"), phone=phone), sentence, sentence,
        account_id=account_id or None, recipients=(told.line(form, "To"),), wordless=True, details={"kind": "call"},
    )  # fmt: skip
    return MissedCall(call_id(form), phone, seen)
