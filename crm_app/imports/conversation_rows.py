"""Can this row of a table of conversations be used, and what was said? Pure: one row is one conversation."""

import hashlib
from dataclasses import replace
from email.utils import parseaddr

from crm_app.conversations.intake import email_address
from crm_app.imports import contact_rows, values
from crm_app.imports.history import status_of
from crm_app.imports.mapping import MISSING, Field
from crm_app.imports.values import Ground
from crm_app.inbox.importing import Imported, Said

FIELDS = (
    Field("id", "Conversation's id", (
        "ticket", "ticket id", "ticket number", "ticket #", "case", "case number", "conversation id",
        "numero de ticket",
        "caso", "incidencia", "رقم التذكره", "التذكره", "رقم المحادثه",
    )),
    replace(contact_rows.PERSON[0], key="customer_id", label="Customer's id", names=(
        "customer id", "requester id", "contact id", "user id", "id cliente", "رقم العميل",
    )),
    replace(contact_rows.PERSON[1], names=(
        *contact_rows.PERSON[1].names, "requester", "from", "solicitante", "de", "المرسل",
    )),
    replace(contact_rows.PERSON[4], names=(*contact_rows.PERSON[4].names, "requester email", "from email")),
    contact_rows.PERSON[5],
    Field("subject", "Subject", ("title", "summary", "asunto", "titulo", "الموضوع", "العنوان")),
    Field("message", "Message", (
        "text", "body", "description", "question", "content", "comment", "mensaje", "texto", "descripcion", "consulta",
        "الرساله", "النص", "الوصف", "السوال",
    ), values.text),
    Field("created", "Written on", (
        "date", "created at", "created", "time", "sent at", "opened", "fecha", "fecha de creacion", "creado", "التاريخ",
        "تاريخ الانشاء", "تاريخ الارسال",
    ), values.past),
    Field("reply", "Reply", (
        "answer", "response", "agent reply", "respuesta", "الرد", "الجواب", "الاجابه",
    ), values.text),
    Field("replied_at", "Answered on", (
        "reply date", "answered at", "fecha de respuesta", "تاريخ الرد",
    ), values.past),
    Field("status", "Status", ("state", "estado", "الحاله"), values.status),
    Field("priority", "Priority", ("urgency", "prioridad", "urgencia", "الاولويه"), values.priority),
    Field("channel", "Channel", ("source", "via", "canal", "origen", "القناه", "المصدر"), values.channel),
)  # fmt: skip


def conversation(said: dict[str, object], ground: Ground) -> Imported:
    """What the cells tell of; raises ValueError without a message or anybody who wrote it."""
    if not said.get("message"):
        raise ValueError(f"message: {MISSING}")
    whose = contact_rows.person({**said, **_sender(said), "external_id": said.get("customer_id", "")})
    at = said.get("created") or ground.now
    messages = [Said(True, at, str(said["message"]), whose.name)]
    if said.get("reply"):
        messages.append(Said(False, max(at, said.get("replied_at") or at), str(said["reply"])))
    return Imported(
        id=str(said.get("id") or _mark(said, whose.keys))[:200],
        customer=whose.external_id,
        channel=str(said.get("channel", "email")),
        subject=str(said.get("subject", "")),
        status=str(said.get("status") or status_of(messages, ground.now)),
        created=at,
        messages=tuple(messages),
        name=whose.name,
        email=whose.email,
        phone=whose.phone,
        priority=str(said["priority"]) if "priority" in said else None,
    )


def _sender(said: dict[str, object]) -> dict[str, str]:
    """Name and address of a sender as mail programs write it: Ann Lee <ann@mail.example>."""
    name, address = parseaddr(str(said.get("name", "")))
    return {"name": name, "email": email_address(address)} if "@" in address and not said.get("email") else {}


def _mark(said: dict[str, object], keys: list[tuple[str, str]]) -> str:
    """A row without an id is the same one when it says the same."""
    parts = [str(keys), *(str(said.get(key, "")) for key in ("subject", "message", "created"))]
    return "row:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def tell(found: Imported) -> dict[str, object]:
    """What is understood, for a look before it is written."""
    return {
        "created": found.created,
        "name": found.name or found.email or found.phone or found.customer,
        "subject": found.subject,
        "message": next((said.text for said in found.messages if said.inbound), ""),
        "messages": len(found.messages),
        "channel": found.channel,
        "status": found.status,
    }
