"""What does a raw e-mail say? Bytes in, `Inbound` out, whatever the bytes are."""

import codecs
import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime

from crm_app.channels import automatic
from crm_app.channels.html import MAX_CHARS, html_to_text, safe_html
from crm_app.channels.port import Bounce, Inbound, InboundFile, Sender
from crm_app.channels.quotes import split_reply
from crm_app.language.clean import clean

MAX_BYTES = 25 * 1024 * 1024
MAX_TEXT = 200_000
MAX_PARTS = 200
MAX_DEPTH = 10
MAX_HEADER = 8_000
MAX_THREAD = 30
INCOMPLETE_HEADER = "X-CRM-Incomplete"
"""Put on top of a mail of which only the headers were fetched; its value is the whole size in bytes."""
# The standard parser compares each line with the boundary of every part that is open.
MAX_COMPARISONS = 20_000_000

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,248}>")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]]{1,64}@[^\s<>@,;:\"()\[\]]{1,255}")
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# What programs declare and what they mean.
_MEANT = {"iso8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
# Decoding these takes time that grows with the square of the text.
_SLOW = ("punycode", "idna")
_DEEP = "This mail is nested too deeply to be read; the whole of it is attached."
_LONG = "This mail is very long; only its beginning is shown, the whole text is attached."
_MANY = "This mail has too many parts; some of them were left out."
_INCOMPLETE = "This mail is too large to be fetched; only its headers are here. Read it in the mailbox."
_FORGED = "Our mail server could not confirm that this mail comes from the address it names."


class _Capped(EmailPolicy):
    """The standard policy, which keeps the start of an overlong header: parsing one takes quadratic time."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER]


_POLICY = _Capped()


@dataclass
class _Content:
    """What was found in the parts of a mail."""

    text: str = ""
    html: str = ""
    files: list[InboundFile] = field(default_factory=list)
    status: str = ""
    returned: str = ""


def read(raw: bytes, own_addresses: frozenset[str] = frozenset(), trusted_server: str = "") -> Inbound:
    """Read a mail. Never raises for what the bytes hold: what cannot be read is attached, with a warning.

    Args:
        raw: the mail as it was fetched.
        own_addresses: the product's mailboxes, in lower case; mail from them is our own coming back.
        trusted_server: the name our own mail server writes into Authentication-Results; others are not believed.
    """
    try:
        if raw.count(b"\n") * len(re.findall(rb"(?i)boundary", raw)) > MAX_COMPARISONS:
            raise RecursionError
        return _read(raw, own_addresses, trusted_server)
    except RecursionError:
        head = re.split(rb"\r?\n\r?\n", raw[:100_000], maxsplit=1)[0] + b"\r\n\r\n"
        inbound = _read(re.sub(rb"(?im)^(content-type|mime-version)", rb"X-\1", head), own_addresses, trusted_server)
        whole = InboundFile("message.eml", "message/rfc822", raw)
        content_id = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        external_id = inbound.message_id or content_id
        warnings = (*inbound.warnings, _DEEP)
        return replace(
            inbound, external_id=external_id, content_id=content_id, text=_DEEP, attachments=(whole,), warnings=warnings
        )


def _read(raw: bytes, own_addresses: frozenset[str], trusted_server: str) -> Inbound:
    message = message_from_bytes(raw, policy=_POLICY)
    headers = read_headers(message)
    warnings: list[str] = []
    content = _Content()
    _collect(message, content, warnings, depth=0, parts=[0])
    sender = _sender(headers)
    if not sender.email:
        warnings.append("This mail names no sender, so it cannot be answered.")
    if _is_refuted(headers, trusted_server):
        warnings.append(_FORGED)
    text, quoted, html = _texts(content, warnings)
    if INCOMPLETE_HEADER.lower() in headers:
        warnings.append(_INCOMPLETE)
        text = text or _INCOMPLETE
    verdict = automatic.recognise(headers, sender.email, own_addresses)
    bounce = _bounce(content, text, sender.email)
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
        headers.setdefault(name.lower(), []).append(_decoded(unfolded))
    return headers


def _decoded(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")
    value = _to_text(raw, "utf-8")
    try:
        return str(make_header(decode_header(value))) if "=?" in value else value
    except Exception:  # an unknown charset, broken base64: the library raises many kinds
        return value


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
        date = parsedate_to_datetime(headers["date"][0])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except Exception:  # the library raises many kinds on odd dates; the time of arrival serves
        return None


def _is_refuted(headers: dict[str, list[str]], trusted_server: str) -> bool:
    """Whether our own server says dmarc=fail. Anyone can write this header, so other servers' are not read."""
    results = [v.casefold() for v in headers.get("authentication-results", ())]
    name = trusted_server.casefold()
    return bool(name) and any(v.partition(";")[0].split()[:1] == [name] and "dmarc=fail" in v for v in results)


def _fingerprint(headers: dict[str, list[str]], content: _Content) -> str:
    parts = [*(headers.get(name, [""])[0] for name in ("from", "date", "subject")), content.text or content.html]
    return "sha256:" + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _texts(content: _Content, warnings: list[str]) -> tuple[str, str, str]:
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
        content.files.append(InboundFile("message.txt", "text/plain", text.encode()))
        text = text[:MAX_TEXT]
    reply = split_reply(text)
    quoted = "\n\n".join(part for part in (reply.quoted, history) if part)[:MAX_TEXT]
    return reply.reply, quoted, clean(safe_html(html)) if html else ""


def _bounce(content: _Content, text: str, sender: str) -> Bounce | None:
    if content.status:
        return automatic.read_delivery_status(content.status, content.returned)
    return automatic.read_plain_bounce(text, sender)


def _collect(part: Message, content: _Content, warnings: list[str], depth: int, parts: list[int]) -> None:
    """Gather texts and files of a part and those inside it. `parts` counts them over the whole mail."""
    parts[0] += 1
    if parts[0] > MAX_PARTS or depth > MAX_DEPTH:
        warnings.append(_MANY)
        return
    kind = part.get_content_type()
    if kind == "message/delivery-status":
        content.status = _inner(part)
    elif kind == "text/rfc822-headers":
        content.returned = _part_text(part)
    elif kind == "message/rfc822" and content.status:
        content.returned = _inner(part)[:100_000]
    elif kind == "multipart/alternative" and part.is_multipart():
        _collect_alternatives(part, content, warnings, depth, parts)
    elif kind.startswith("multipart/") and part.is_multipart():
        for child in part.get_payload():
            _collect(child, content, warnings, depth + 1, parts)
    elif kind in ("text/plain", "text/html") and not _is_file(part):
        _add_text(content, _part_text(part), kind)
    else:
        content.files.append(_file(part, kind))


def _collect_alternatives(part: Message, content: _Content, warnings: list[str], depth: int, parts: list[int]) -> None:
    """The same content in several forms: the first text and the last HTML are one message, not two."""
    best = _Content()
    for child in part.get_payload():
        one = _Content()
        _collect(child, one, warnings, depth + 1, parts)
        best.text = best.text or (one.text if one.text.strip() else "")
        best.html = one.html or best.html
        content.files.extend(one.files)
    _add_text(content, best.text, "text/plain")
    _add_text(content, best.html, "text/html")


def _add_text(content: _Content, text: str, kind: str) -> None:
    if not text.strip():
        return
    if kind == "text/html":
        content.html = f"{content.html}\n{text}" if content.html else text
    else:
        content.text = f"{content.text}\n{text}" if content.text else text


def _is_file(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except Exception:  # odd parameters make the library raise; the text is worth more than the name
        return False


def _inner(part: Message) -> str:
    """The text of the messages inside a message/* part."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n\n".join(_inner_message(inner) for inner in payload)
    return _part_text(part)


def _inner_message(inner: Message) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in inner.raw_items())
    body = inner.get_payload()
    return f"{headers}\n\n{body if isinstance(body, str) else ''}"


def _part_text(part: Message) -> str:
    try:
        charset = part.get_content_charset("utf-8")
    except Exception:  # odd parameters make the library raise
        charset = "utf-8"
    return _to_text(_bytes(part), charset)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _to_text(raw: bytes, charset: str) -> str:
    """Decode what was declared, else UTF-8, else Latin-1, in which any bytes are a text."""
    try:
        name = codecs.lookup(charset).name
        name = _MEANT.get(name, name)
    except (LookupError, ValueError):
        name = "utf-8"
    for attempt in (name, "utf-8"):
        try:
            if attempt not in _SLOW:
                return raw.decode(attempt)
        except (LookupError, ValueError, AssertionError):  # some codecs of the library raise more than they say
            continue
    return raw.decode("latin-1", "replace")


def _file(part: Message, kind: str) -> InboundFile:
    try:
        given = part.get_filename() or ""
    except Exception:  # odd parameters make the library raise
        given = ""
    if kind == "message/rfc822":
        return InboundFile(safe_name(given or "forwarded.eml"), kind, _inner(part).encode("utf-8", "replace"))
    fallback = "invite.ics" if kind == "text/calendar" else f"file.{kind.rpartition('/')[2][:10]}"
    return InboundFile(safe_name(given or fallback), kind[:100], _bytes(part))


def safe_name(name: str) -> str:
    """A file name without folders, control or bidi characters, at most 120 characters, never empty or hidden."""
    base = re.split(r"[/\\]", _decoded(name[:1_000]))[-1]
    base = _UNSAFE_NAME.sub("", clean(base, limit=500)).strip(" .")
    stem, dot, ending = base.rpartition(".")
    if dot and len(base) > 120:
        base = f"{stem[: 119 - len(ending[:20])]}.{ending[:20]}"
    return base[:120] or "file"
