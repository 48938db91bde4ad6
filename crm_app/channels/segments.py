"""How many text messages does this make? GSM-7 takes 160 characters (153 in parts), anything else 70 (67). Pure.

Source: 3GPP TS 23.038, the default alphabet and its extension table.
"""

from dataclasses import dataclass
from typing import Literal

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
"""Written with an escape before them, so they take the room of two."""

_ROOM = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


@dataclass(frozen=True)
class Segments:
    """`count` messages are paid for. `units`: the room taken; `left`: what the last one still holds.

    `costly`: characters that made the text leave the narrow alphabet, in their order, for a hint to the writer.
    """

    alphabet: Literal["GSM-7", "UCS-2"]
    count: int
    units: int
    left: int
    costly: tuple[str, ...] = ()


def segments(text: str) -> Segments:
    """Count what a phone network makes of `text`; no text makes none."""
    costly = tuple(dict.fromkeys(c for c in text if c not in _BASIC and c not in _EXTENDED))
    alphabet: Literal["GSM-7", "UCS-2"] = "UCS-2" if costly else "GSM-7"
    widths = [len(c.encode("utf-16-le", "surrogatepass")) // 2 if costly else 1 + (c in _EXTENDED) for c in text]
    units, (single, each) = sum(widths), _ROOM[alphabet]
    if units <= single:
        return Segments(alphabet, 1 if text else 0, units, single - units, costly)
    count, room = 1, each
    for width in widths:  # a character of two units is never torn apart
        if width > room:
            count, room = count + 1, each
        room -= width
    return Segments(alphabet, count, units, room, costly)
