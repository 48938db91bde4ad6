"""Which mails are in this mbox, and which of them belong together? Only heads are held, never a whole mailbox."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO

from crm_app.channels import mime, threading
from crm_app.channels.port import Inbound
from crm_app.imports.history import status_of
from crm_app.inbox.importing import Imported, Said

LONGEST_HEAD = 64_000
_START = re.compile(rb"From \S")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True)
class Mail:
    """Where one mail stands: its number in the file, its first byte and its length."""

    number: int
    start: int
    length: int
    at: datetime
    external_id: str


@dataclass(frozen=True)
class Thread:
    """The mails of one conversation, oldest first, and whose it is."""

    customer: str
    mails: tuple[Mail, ...]


@dataclass
class _Open:
    customer: str
    mails: list[Mail]


def threads(file: BinaryIO, own: frozenset[str]) -> tuple[list[Thread], list[tuple[int, str]]]:
    """The conversations of the file, oldest first, and the mails that cannot be used with the reason.

    Args:
        own: our addresses, in lower case: what they wrote is outbound.

    Joined as live mail is: by the headers, and only with the customer's own conversation.
    """
    heads, refused = _heads(file)
    heads.sort(key=lambda found: (found[0].at, found[0].number))
    found: list[_Open] = []
    known: dict[str, list[threading.Known]] = {}
    seen: set[str] = set()
    for mail, head in heads:
        if mail.external_id in seen:
            continue
        seen.add(mail.external_id)
        customer = _customer(head, own)
        if not customer:
            refused.append((mail.number, "names nobody outside: no sender, or only our own addresses"))
            continue
        theirs = replace(head, sender=replace(head.sender, email=customer))
        named = [item for thread_id in head.thread_ids for item in known.get(thread_id, ())]
        place = threading.join(theirs, named).conversation_id
        if place is None:
            place = len(found)
            found.append(_Open(customer, []))
        found[place].mails.append(mail)
        if head.message_id:
            known.setdefault(head.message_id, []).append(threading.Known(head.message_id, place, (customer,)))
    return [Thread(one.customer, tuple(one.mails)) for one in found], sorted(refused)


def _customer(head: Inbound, own: frozenset[str]) -> str:
    """Who outside wrote it, or whom we wrote to."""
    if head.sender.email and head.sender.email not in own:
        return head.sender.email
    return next((address for address in head.recipients if address not in own), "") if head.sender.email else ""


def _heads(file: BinaryIO) -> tuple[list[tuple[Mail, Inbound]], list[tuple[int, str]]]:
    heads, refused = [], []
    for number, (start, length) in enumerate([*_places(file)], 1):
        if length > mime.MAX_BYTES:
            refused.append((number, f"larger than {mime.MAX_BYTES // 1024**2} MB"))
            continue
        raw = _bytes(file, start, length)
        head = mime.read(re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0][:LONGEST_HEAD] + b"\r\n\r\n")
        if head.sent_at is None:
            refused.append((number, "its date is missing or wrong"))
            continue
        external_id = head.message_id or f"sha256:{hashlib.sha256(raw).hexdigest()}"
        heads.append((Mail(number, start, length, head.sent_at, external_id), head))
    return heads, refused


def _places(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """First byte and length of each mail: one begins with `From ` behind an empty line."""
    file.seek(0)
    begun, offset, blank = -1, 0, True
    while line := file.readline(1_000_000):
        if blank and _START.match(line):
            if begun >= 0:
                yield begun, offset - begun
            begun = offset + len(line)
        blank = not line.strip()
        offset += len(line)
    if begun >= 0:
        yield begun, offset - begun


def _bytes(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def conversation(file: BinaryIO, thread: Thread, own: frozenset[str], now: datetime) -> Imported:
    """The whole of a thread, read from the file; what the customer wrote is inbound."""
    read = [(mail, _read(file, mail, own)) for mail in thread.mails]
    messages = tuple(_said(mail, inbound, thread.customer, own, now) for mail, inbound in read)
    first = read[0][1]
    name = next((i.sender.name for _, i in reversed(read) if i.sender.email == thread.customer and i.sender.name), "")
    return Imported(
        id=f"mail:{hashlib.sha256(thread.mails[0].external_id.encode()).hexdigest()[:40]}",
        customer="",
        channel="email",
        subject=first.subject,
        status=status_of(messages, now),
        created=messages[0].at,
        messages=messages,
        name=name,
        email=thread.customer,
    )


def _read(file: BinaryIO, mail: Mail, own: frozenset[str]) -> Inbound:
    return mime.read(_QUOTED.sub(rb"\1", _bytes(file, mail.start, mail.length)), own)


def _said(mail: Mail, inbound: Inbound, customer: str, own: frozenset[str], now: datetime) -> Said:
    outside = inbound.sender.email not in own
    headers = {
        "message_id": inbound.message_id, "content_id": inbound.content_id, "references": [*inbound.thread_ids][-30:],
        "to": [*inbound.recipients][:10], "reply_to": customer,
    }  # fmt: skip
    return Said(
        inbound=outside,
        at=min(mail.at.astimezone(UTC), now),
        text=inbound.text,
        author=inbound.sender.name or inbound.sender.email,
        external_id=mail.external_id,
        html=inbound.html,
        quoted=inbound.quoted,
        automatic=inbound.automatic_reason if outside else "",
        headers={name: value for name, value in headers.items() if value},
        files=inbound.attachments,
    )
