"""How is a text from outside made safe to store and to show?"""

import re
from typing import Any

LIMIT = 1_000_000

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BROKEN = re.compile("[\x00\ud800-\udfff]")
# Bidi controls, tags and zero-width characters hide or reorder text. Two joiners earn their place: ZWNJ and ZWJ inside
# Arabic, Persian and Indic words, and ZWJ between emoji.
_JOINING = "\u0600-\u06ff\u0750-\u077f\u0900-\u0dff"
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_HIDDEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
    f"|(?<![{_JOINING}])\u200c|\u200c(?![{_JOINING}])"
    f"|(?<![{_JOINING}{_EMOJI}])\u200d|\u200d(?![{_JOINING}{_EMOJI}])"
)


def storable(value: Any) -> Any:
    """The same with each text in it as a database takes it: NUL and lone surrogates become U+FFFD."""
    if isinstance(value, str):
        return _BROKEN.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(inner) for key, inner in value.items()}
    return [storable(inner) for inner in value] if isinstance(value, list) else value


def clean(text: str, limit: int = LIMIT) -> str:
    """The text as it may be stored: at most `limit` characters, one kind of line end, no characters that hide or
    reorder others; NUL and lone surrogates, which no database takes, become U+FFFD. Linear in its length."""
    unbroken = _BROKEN.sub("\ufffd", _LINE_END.sub("\n", text[: limit * 2]))
    return _HIDDEN.sub("", unbroken)[:limit]
