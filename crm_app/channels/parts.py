"""What is inside a mail: the text, the page and the files among its parts, each decoded whatever it claims to be."""

import codecs
import re
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message

from crm_app.channels.port import InboundFile
from crm_app.language.clean import clean

MAX_PARTS = 200
MAX_DEPTH = 10
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# What programs declare and what they mean.
_MEANT = {"iso8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
# Names that mail programs use and Python does not know; -i and -e only say which way the letters run.
_NAMES = {"x-sjis": "cp932", "x-gbk": "gb18030", "x-mac-roman": "mac-roman", "windows-874": "cp874",
          "cp-850": "cp850", "unicode-1-1-utf-7": "utf-7"}  # fmt: skip
_DIRECTED = re.compile(r"(iso-8859-[68])-[ie]$")
# Decoding these takes time that grows with the square of the text.
_SLOW = ("punycode", "idna")
ENCRYPTED = "This mail is encrypted, so its text is not shown here. Ask for it without encryption."
_MANY = "This mail has too many parts; some of them were left out."


@dataclass
class Content:
    """What was found in the parts of a mail."""

    text: str = ""
    html: str = ""
    files: list[InboundFile] = field(default_factory=list)
    status: str = ""
    returned: str = ""


def collect(message: Message) -> tuple[Content, list[str]]:
    """Gather everything in a mail, and warnings about what was left out."""
    content, warnings = Content(), []
    _collect(message, content, warnings, depth=0, parts=[0])
    return content, warnings


def decoded(value: str) -> str:
    """A raw header value as text; what cannot be decoded stays as it is."""
    try:
        value = to_text(value.encode("utf-8", "surrogateescape"), "utf-8")
        return "".join(_word(*word) for word in decode_header(value)) if "=?" in value else value
    except Exception:  # an unknown charset, broken base64, surrogates: many kinds are raised
        return value


def _word(said: str | bytes, charset: str | None) -> str:
    """One piece of a header; what stands there without a charset was given to us escaped."""
    if isinstance(said, str):
        return said
    return to_text(said, charset) if charset else said.decode("raw-unicode-escape")


def _collect(part: Message, content: Content, warnings: list[str], depth: int, parts: list[int]) -> None:
    """Gather texts and files of a part and those inside it. `parts` counts them over the whole mail."""
    parts[0] += 1
    if parts[0] > MAX_PARTS or depth > MAX_DEPTH:
        warnings.append(_MANY)
        return
    kind = part.get_content_type()
    if kind in ("message/delivery-status", "message/global-delivery-status"):
        content.status = _inner(part)
    elif kind == "text/rfc822-headers":
        content.returned = _part_text(part)
    elif kind in ("message/rfc822", "message/global", "message/global-headers") and content.status:
        content.returned = _inner(part)[:100_000]
    elif kind == "multipart/alternative" and part.is_multipart():
        _collect_alternatives(part, content, warnings, depth, parts)
    elif kind.startswith("multipart/") and part.is_multipart():
        if kind == "multipart/encrypted":
            warnings.append(ENCRYPTED)
        for child in part.get_payload():
            _collect(child, content, warnings, depth + 1, parts)
    elif kind in ("text/plain", "text/html") and not _is_file(part):
        _add_text(content, _part_text(part), kind)
    else:
        if kind.endswith("pkcs7-mime") and not _is_only_signed(part):
            warnings.append(ENCRYPTED)
        content.files.append(_file(part, kind))


def _collect_alternatives(part: Message, content: Content, warnings: list[str], depth: int, parts: list[int]) -> None:
    """The same content in several forms: the first text and the last HTML are one message, not two."""
    best = Content()
    for child in part.get_payload():
        one = Content()
        _collect(child, one, warnings, depth + 1, parts)
        best.text = best.text or (one.text if one.text.strip() else "")
        best.html = one.html or best.html
        content.files.extend(one.files)
    _add_text(content, best.text, "text/plain")
    _add_text(content, best.html, "text/html")


def _add_text(content: Content, text: str, kind: str) -> None:
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


def _is_only_signed(part: Message) -> bool:
    try:
        return part.get_param("smime-type") == "signed-data"
    except Exception:  # odd parameters make the library raise
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
    return to_text(_bytes(part), charset)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def to_text(raw: bytes, charset: str) -> str:
    """Decode what was declared, else UTF-8, else Latin-1, in which any bytes are a text."""
    given = charset.strip().casefold()
    try:
        name = codecs.lookup(_NAMES.get(given) or _DIRECTED.sub(r"\1", given)).name
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
    if kind.startswith("message/"):
        fallback = "forwarded.eml" if kind in ("message/rfc822", "message/global") else "report.txt"
        return InboundFile(safe_name(given or fallback), kind[:100], _inner(part).encode("utf-8", "replace"))
    fallback = "invite.ics" if kind == "text/calendar" else f"file.{kind.rpartition('/')[2][:10]}"
    return InboundFile(safe_name(given or fallback), kind[:100], _bytes(part))


def safe_name(name: str) -> str:
    """A file name without folders, control or bidi characters, at most 120 characters, never empty or hidden."""
    base = re.split(r"[/\\]", decoded(name[:1_000]))[-1]
    base = _UNSAFE_NAME.sub("", clean(base, limit=500)).strip(" .")
    stem, dot, ending = base.rpartition(".")
    if dot and len(base) > 120:
        base = f"{stem[: 119 - len(ending[:20])]}.{ending[:20]}"
    return base[:120] or "file"
