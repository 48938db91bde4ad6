"""Into which pieces is a long text parted? At ends of paragraphs, sentences or words, in order. Pure."""

import re
from types import MappingProxyType

LONGEST = MappingProxyType({"twilio_sms": 1_600, "twilio_whatsapp": 1_600, "meta_whatsapp": 4_096, "telegram": 4_096})
"""By kind of account; Telegram counts UTF-16 units and so do we for all, which is never too long."""

_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"[.!?…؟。]+[\"'»”)]*\s+|\n"), re.compile(r"\s+"))


def units(text: str) -> int:
    """The length as the providers count it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, longest: int) -> list[str]:
    """Pieces of at most `longest` UTF-16 units, none empty; nothing but white space at the seams is lost."""
    pieces, rest = [], text.strip()
    while units(rest) > longest:
        at = _seam(_fitting(rest, longest))
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*pieces, rest] if rest else pieces


def _fitting(text: str, longest: int) -> str:
    """The beginning of `text` that fits, never half a character."""
    raw = text.encode("utf-16-le", "surrogatepass")[: longest * 2]
    fits = raw.decode("utf-16-le", "surrogatepass")
    return fits[:-1] if fits and "\ud800" <= fits[-1] <= "\udbff" else fits


def _seam(window: str) -> int:
    """Where to part: the last good end in the later half, the best kind first; inside a word if it must be."""
    for ends in _ENDS:
        found = [match.end() for match in ends.finditer(window) if match.end() > len(window) // 2]
        if found:
            return found[-1]
    return len(window)
