"""What does a raw e-mail say? Bytes in, `Inbound` out, whatever the bytes are."""

import hashlib
import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime

from crm_app.channels import automatic
from crm_app.channels.html import MAX_CHARS, html_to_text, safe_html
from crm_app.channels.parts import Content, collect, decoded
from crm_app.channels.port import Bounce, Inbound, InboundFile, Sender
from crm_app.channels.quotes import split_reply
from crm_app.kit import clock
from crm_app.language.clean import clean

MAX_BYTES = 25 * 1024 * 1024
MAX_TEXT = 200_000
MAX_HEADER = 8_000
MAX_THREAD = 30
INCOMPLETE_HEADER = "X-CRM-Incomplete"
"""Put on top of a mail of which only the headers were fetched; its value is the whole size in bytes."""
# The standard parser compares each line with the boundary of every part that is open.
MAX_COMPARISONS = 20_000_000

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,248}>")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]]{1,64}@[^\s<>@,;:\"()\[\]]{1,255}")
_DEEP = "This mail is nested too deeply to be read; the whole of it is attached."
_LONG = "This mail is very long; only its beginning is shown, the whole text is attached."
_INCOMPLETE = "This mail is too large to be fetched; only its headers are here. Read it in the mailbox."


class _Capped(EmailPolicy):
    """The standard policy, which keeps the start of an overlong header: parsing one takes quadratic time."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER]


_POLICY = _Capped()


def read(raw: bytes, own_addresses: frozenset[str] = frozenset()) -> Inbound:
    """Read a mail. Never raises for what the bytes hold: what cannot be read is attached, with a warning.

    Args:
        raw: the mail as it was fetched.
        own_addresses: the product's mailboxes, in lower case; mail from them is our own coming back.
    """
    try:
        if raw.count(b"\n") * len(re.findall(rb"(?i)boundary", raw)) > MAX_COMPARISONS:
            raise RecursionError
        return _read(raw, own_addresses)
    except RecursionError:
        head = re.split(rb"\r?\n\r?\n", raw[:100_000], maxsplit=1)[0] + b"\r\n\r\n"
        inbound = _read(re.sub(rb"(?im)^(content-type|mime-version)", rb"X-\1", head), own_addresses)
        whole = InboundFile("message.eml", "message/rfc822", raw)
        content_id = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        external_id = inbound.message_id or content_id
        warnings = (*inbound.warnings, _DEEP)
        return replace(
            inbound, external_id=external_id, content_id=content_id, text=_DEEP, attachments=(whole,), warnings=warnings
        )


def _read(raw: bytes, own_addresses: frozenset[str]) -> Inbound:
    message = message_from_bytes(raw, policy=_POLICY)
    headers = read_headers(message)
    content, warnings = collect(message)
    sender = _sender(headers)
    if not sender.email:
        warnings.append("This mail names no sender, so it cannot be answered.")
    text, quoted, html = _texts(content, warnings)
    if INCOMPLETE_HEADER.lower() in headers:
        warnings.append(_INCOMPLETE)
        text = text or _INCOMPLETE
    verdict = automatic.recognise(headers, sender.email, own_addresses)
    bounce = _bounce(content, f"{text}\n\n{quoted}", sender.email)
    message_id = _first_id(headers.get("message-id", ()))
    content_id = _fingerprint(headers, content)
    return Inbound(
        channel="email",
        external_id=message_id or content_id,
        sender=sender,
        subject=_line(headers, "subject", 500),
        text=text,
        html=html,
        quoted=quoted,
        sent_at=_date(headers),
        message_id=message_id,
        content_id=content_id,
        thread_ids=_thread_ids(headers),
        recipients=_recipients(headers),
        automatic=verdict.automatic or bounce is not None,
        automatic_reason=verdict.reason or ("A mail server reports a failed delivery." if bounce else ""),
        attachments=tuple(content.files),
        bounce=bounce,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def read_headers(message: Message) -> dict[str, list[str]]:
    """Every header, name in lower case, decoded where it can be. Reading one can raise in the standard library."""
    headers: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        unfolded = re.sub(r"[\r\n]+[ \t]*", " ", str(value))[:MAX_HEADER]
        headers.setdefault(name.lower(), []).append(decoded(unfolded))
    return headers


def _line(headers: dict[str, list[str]], name: str, limit: int) -> str:
    values = headers.get(name) or [""]
    return " ".join(clean(values[0], limit=limit).split())


def _sender(headers: dict[str, list[str]]) -> Sender:
    """The From address. A display name that looks like an address is only a name."""
    value = _line(headers, "from", 1_000)
    bracketed = re.search(r"<([^<>]{1,320})>[^<>]*$", value)
    match = _ADDRESS.search(bracketed[1]) if bracketed else _ADDRESS.search(value)
    email = match[0].casefold().rstrip(".") if match else ""
    name = value[: bracketed.start()] if bracketed else ""
    return Sender(name=name.strip(" \"'")[:200], email=email)


def _recipients(headers: dict[str, list[str]]) -> tuple[str, ...]:
    names = ("delivered-to", "x-original-to", "to", "cc")
    found = [a.casefold() for name in names for value in headers.get(name, ()) for a in _ADDRESS.findall(value)]
    return tuple(dict.fromkeys(found))[:50]


def _first_id(values: list[str] | tuple[str, ...]) -> str:
    match = _MESSAGE_ID.search(clean(values[0])) if values else None
    return match[0] if match else ""


def _thread_ids(headers: dict[str, list[str]]) -> tuple[str, ...]:
    """References, then In-Reply-To: oldest first, each once, the newest kept when there are many."""
    ids = [i for name in ("references", "in-reply-to") for v in headers.get(name, ()) for i in _MESSAGE_ID.findall(v)]
    newest_first = tuple(dict.fromkeys(reversed(ids)))[:MAX_THREAD]
    return newest_first[::-1]


def _date(headers: dict[str, list[str]]) -> datetime | None:
    try:
        return clock.in_utc(parsedate_to_datetime(headers["date"][0]))
    except Exception:  # the library raises many kinds on odd dates; the time of arrival serves
        return None


def _fingerprint(headers: dict[str, list[str]], content: Content) -> str:
    parts = [*(headers.get(name, [""])[0] for name in ("from", "date", "subject")), content.text or content.html]
    return "sha256:" + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _texts(content: Content, warnings: list[str]) -> tuple[str, str, str]:
    """Text, history and safe HTML. A mail of HTML alone is read as text."""
    if len(content.html) > MAX_CHARS:
        warnings.append(_LONG)
        content.files.append(InboundFile("message.html", "text/html", content.html.encode("utf-8", "replace")))
    html = clean(content.html, limit=MAX_CHARS)
    text, history = clean(content.text, limit=MAX_CHARS), ""
    if not text.strip() and html:
        page = html_to_text(html)
        text, history = (page.text, page.history) if page.text.strip() else (page.history, "")
    if len(text) > MAX_TEXT:
        warnings.append(_LONG)
        content.files.append(
            InboundFile("message.txt", "text/plain", (content.text or text).encode("utf-8", "replace"))
        )
        text = text[:MAX_TEXT]
    reply = split_reply(text)
    quoted = "\n\n".join(part for part in (reply.quoted, history) if part)[:MAX_TEXT]
    return reply.reply, quoted, clean(safe_html(html)) if html else ""


def _bounce(content: Content, text: str, sender: str) -> Bounce | None:
    if content.status:
        return automatic.read_delivery_status(content.status, content.returned)
    return automatic.read_plain_bounce(text, sender)
