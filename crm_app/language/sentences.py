"""Which sentences does a message have, ready to quote, each with its folded words?"""

import re

from crm_app.language.fold import words

LONGEST = 2_000
"""Words of a message that are looked at."""

LONGEST_QUOTE = 300

_SENTENCE = re.compile(r"[^.!?؟\n]+[.!?؟]*")


def sentences(text: str) -> list[tuple[str, list[str]]]:
    """Every sentence, ready to quote, with its folded words; the beginning of a text that is too long."""
    found, left = [], LONGEST
    for match in _SENTENCE.finditer(text[: LONGEST * 20]):
        said = words(match[0])[:left]
        left -= len(said)
        if said:
            found.append((match[0].strip()[:LONGEST_QUOTE], said))
        if not left:
            break
    return found
