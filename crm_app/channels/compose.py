"""How does an outgoing e-mail look on the wire?"""

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from crm_app.channels.automatic import LOOP_HEADER
from crm_app.channels.port import Outbound

MAX_REFERENCES = 20

# The longest line that mail allows: at the usual 78 the standard library encodes long ids, which breaks threads.
_POLICY = SMTP.clone(max_line_length=990)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}@[^<>\s]{1,250}>")


def compose(outbound: Outbound, now: datetime) -> EmailMessage:
    """Build the mail. Raises ValueError, naming the part, for a line break in a header or a malformed address or id."""
    if not _MESSAGE_ID.fullmatch(outbound.message_id):
        raise ValueError("the Message-ID is malformed")
    message = EmailMessage(policy=_POLICY)
    message["Message-ID"] = outbound.message_id
    message["Date"] = format_datetime(now)
    message["From"] = _address(outbound.from_address, "sender address", outbound.from_name)
    message["To"] = _address(outbound.to, "recipient address")
    message["Subject"] = _one_line(outbound.subject, "subject")
    if outbound.reply_to:
        message["Reply-To"] = _address(outbound.reply_to, "reply address", outbound.from_name)
    if outbound.in_reply_to:
        message["In-Reply-To"] = _one_line(outbound.in_reply_to, "In-Reply-To")
    if references := thread_references(outbound.references, outbound.in_reply_to):
        message["References"] = _one_line(" ".join(references), "References")
    if outbound.automatic:
        message["Auto-Submitted"] = "auto-replied" if outbound.in_reply_to else "auto-generated"
    message[LOOP_HEADER] = outbound.from_address.casefold()
    message.set_content(outbound.text.encode("utf-8", "replace").decode() + "\n")
    return message


def thread_references(references: Sequence[str], in_reply_to: str) -> tuple[str, ...]:
    """The chain of a thread, oldest first, the answered message last; the middle of a long one is cut."""
    chain = [*dict.fromkeys(r for r in references if r and r != in_reply_to)]
    chain += [in_reply_to] if in_reply_to else []
    if len(chain) > MAX_REFERENCES:
        chain = chain[:1] + chain[-(MAX_REFERENCES - 1) :]
    return tuple(chain)


def _one_line(value: str, part: str) -> str:
    if "\r" in value or "\n" in value or "\0" in value:
        raise ValueError(f"the {part} holds a line break")
    return value


def _address(value: str, part: str, name: str = "") -> Address:
    try:
        return Address(_one_line(name, "sender name"), addr_spec=_one_line(value, part))
    except ValueError:
        raise
    except Exception as error:  # the library's parser raises many kinds on malformed addresses
        raise ValueError(f"the {part} is malformed") from error
