"""How does text from outside enter a prompt, and what may text from a model not carry out?

A fence does not stop injection, it bounds it: what stands inside is marked as data by a word that its writer could
not know. Hidden characters are removed on arrival (`language.clean`), before a text comes here.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

GIVEN_AWAY = 7
"""Words in a row of the instructions that no answer holds by chance."""

_POSING = re.compile(r"<(?=\s*/?\s*untrusted)", re.IGNORECASE)

_REST = r"[^\s<>\"'`()]"
# A host with a path counts too: mail programs make it a link. A bare host carries nothing, and shops are called so.
_HOST = r"(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?::\d{1,5})?"
_ADDRESS = (
    rf"(?:[a-z][a-z0-9+.-]{{1,20}}:)?//{_REST}+|www\.{_REST}+|{_HOST}(?:/{_REST}*|\?{_REST}*={_REST}*)"
    rf"|(?:data:\w+/|javascript:|vbscript:|mailto:){_REST}*"
)
_LABEL = r"\[(?P<label>[^\[\]\n]{0,300})\]"
_TARGET = r"\((?P<address>[^()\s]*)[^()\n]{0,300}\)"
_PICTURE = re.compile(rf"!\[[^\[\]\n]{{0,300}}\](?:{_TARGET}|\[[^\[\]\n]{{0,100}}\])")
_LINK = re.compile(_LABEL + _TARGET)
_TAGS = "a|img|picture|source|iframe|video|audio|object|embed|link|form|svg|script|style"
_TAG = re.compile(rf"</?(?:{_TAGS})\b[^<>]{{0,2000}}>?", re.IGNORECASE)
_BARE = re.compile(f"<?(?P<address>{_ADDRESS})>?", re.IGNORECASE)
_AFTER = ".,;:!?)]}»\u201d\u060c\u061b\u061f"


@dataclass(frozen=True)
class Fenced:
    """Text inside its fence, and the fence's random word, which the instructions name."""

    boundary: str
    text: str


@dataclass(frozen=True)
class Stripped:
    """Text without foreign links, and what was taken out of it: addresses, or whole tags."""

    text: str
    removed: tuple[str, ...] = ()


def fence(text: str, boundary: str = "") -> Fenced:
    """Put text from outside between tags that nobody outside can write.

    Args:
        text: what a customer, mail or document says.
        boundary: the word of a fence in the same prompt; without it a new random one is drawn.
    """
    boundary = boundary or secrets.token_hex(8)
    inside = _POSING.sub("‹", text.replace(boundary, "…"))
    return Fenced(boundary, f"<untrusted-{boundary}>\n{inside}\n</untrusted-{boundary}>")


def strip_foreign_links(text: str, allowed: Iterable[str]) -> Stripped:
    """Remove every link and picture from a model's text whose address is not in the records.

    A link keeps its words, a picture keeps nothing. Only the exact address is allowed: a known host with other words
    behind it could carry a customer's data away.
    """
    known, removed = {_same(address) for address in allowed}, list[str]()

    def judge(match: re.Match[str]) -> str:
        found = match.groupdict()
        address = found.get("address") or ""
        if address and _same(address) in known:
            return match.group()
        removed.append(address.rstrip(_AFTER) or match.group())
        return found.get("label") or address[len(address.rstrip(_AFTER)) :]

    before = None
    while before != text:  # what stood on both sides of a removed link may make another one
        before = text
        for pattern in (_PICTURE, _LINK, _TAG, _BARE):
            text = pattern.sub(judge, text)
    return Stripped(text, tuple(removed))


def repeats(text: str, instructions: str) -> bool:
    """Whether a model's text gives its instructions away: `GIVEN_AWAY` of their words in a row stand in it."""
    told, kept = _words(text), _words(instructions)
    runs = {tuple(kept[at : at + GIVEN_AWAY]) for at in range(len(kept) - GIVEN_AWAY + 1)}
    return any(tuple(told[at : at + GIVEN_AWAY]) in runs for at in range(len(told) - GIVEN_AWAY + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _same(address: str) -> str:
    """An address without what does not change where it leads."""
    address = address.rstrip(_AFTER)
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl().rstrip("/")
