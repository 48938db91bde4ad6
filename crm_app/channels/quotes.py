"""What did the person write, and what is older mail below or above it?

Every step reads each line a bounded number of times, so that no text can make it slow. When in doubt the text stays.
"""

import re
from dataclasses import dataclass
from enum import Enum

from crm_app.channels.quote_words import (
    HEADER_KINDS,
    MARKER_PATTERN,
    SENT_FROM_PATTERN,
    STARTER_PATTERN,
    WROTE_PATTERN,
)

MAX_CHARS = 20_000
MAX_LINE = 400
_JOINED_LINES = 6
_TRAILING_LINES = 6  # fewer lines below a quotation are a footer or a torn line, not an answer
_FOOTER_LINES = 12  # more text than this below a divider is a part of the message
_WRAP_AT = 60

_CONTROLS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SIGNATURE = re.compile(r"\s{0,3}(?:--|—|––|__)\s*$")
_DIVIDER = re.compile(r"\s{0,3}[-_=*#~+—]{3,}\s*$")
_HEADER = re.compile(r"[*_\s>|]{0,6}([^\s:：*_][^:：*_]{0,25})[*_]{0,2}\s{0,3}[:：](.*)$")
_CLOCK = re.compile(
    r"(?<!\d)\d{1,2}\s{0,2}[:.h]\s{0,2}\d{2}(?!\d)|\d{1,2}\s?[ap]\.?m\b|\d{1,2}\s?[時时시]", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_ADDRESS = re.compile(r"[^\s@<>()]{1,100}@[^\s@<>()]{1,100}")
_BARE_DATE = re.compile(r"\d{4}-\d{2}-\d{2} \d{1,2}:\d{2} (?:GMT|UTC)?[+-]\d{2}:?\d{2} \S")
_QUOTING = re.compile(r"(?:quoting|zitat von|citando a?|en réponse à|citeren|selon)\s.{1,200}:\s*$", re.IGNORECASE)
_DASHED_WROTE = re.compile(r"\s{0,3}-{2,8}\s?(?:on|el|le|am)\s.{5,300}-{2,8}\s*$", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"(?:^|[\s,])(?:i|we|yo|ich|je|j['’]ai|ho|io|ik|eu|jag|jeg)\s+\w{0,6}\s?$", re.IGNORECASE)
_GREETING = re.compile(
    r"[^\n]{1,40},$|(?:hi|hello|hey|hola|hallo|bonjour|ciao|مرحبا|السلام عليكم)\W*[\w ]{0,25}$", re.IGNORECASE
)


@dataclass(frozen=True)
class Reply:
    """The part a person wrote, and the history folded away ("" when there is none)."""

    reply: str
    quoted: str = ""


class _Kind(Enum):
    EMPTY = "empty"
    TEXT = "text"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"  # "On Monday, Ana wrote:"
    HISTORY = "history"  # a copied header block or "-----Original Message-----": all below is older
    SIGNATURE = "signature"  # "-- " or "Sent from my phone": nothing below is new


def split_reply(text: str) -> Reply:
    """Divide a plain-text mail into reply and history. The reply is never empty unless `text` is."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head, tail = text[:MAX_CHARS], text[MAX_CHARS:]
    lines = head.split("\n")
    kept = _kept_lines(lines, _kinds(lines))
    reply = _without_blank_edges([lines[i] for i in kept])
    if not reply.strip():
        return Reply(_without_blank_edges([text]))
    if len(kept) == len(lines):
        return Reply(_without_blank_edges([text]))
    kept_set = set(kept)
    quoted = "\n".join(line for i, line in enumerate(lines) if i not in kept_set) + tail
    return Reply(reply, quoted.strip("\n"))


def _without_blank_edges(lines: list[str]) -> str:
    text = "\n".join(lines).rstrip()
    first = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, first) + 1 :]


def _kinds(lines: list[str]) -> list[_Kind]:
    """One kind a line; attributions wrapped over several lines mark each of them."""
    plain = [_CONTROLS.sub("", line[: MAX_LINE + 1]).replace("\xa0", " ") for line in lines]
    kinds: list[_Kind] = []
    fenced = False
    while len(kinds) < len(plain):
        i = len(kinds)
        line = plain[i]
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if not line.strip():
            kinds.append(_Kind.EMPTY)
        elif not fenced and line.lstrip().startswith((">", "＞")) and not line.startswith("    "):
            kinds.append(_Kind.QUOTE)
        elif fenced or len(line) > MAX_LINE:
            kinds.append(_Kind.TEXT)
        elif MARKER_PATTERN.match(line) or _is_header_block(plain, i):
            kinds.append(_Kind.HISTORY)
        elif _SIGNATURE.match(line) or _is_divider(plain, i) or _is_sent_from(line, kinds):
            kinds.append(_Kind.SIGNATURE)
        elif length := _attribution_length(plain, i):
            kinds.extend([_Kind.ATTRIBUTION] * length)
        else:
            kinds.append(_Kind.TEXT)
    return _with_torn_quotes(lines, kinds)


def _with_torn_quotes(lines: list[str], kinds: list[_Kind]) -> list[_Kind]:
    """Mark the end of a long quoted line which the mail program wrapped without repeating the mark."""
    for i in range(1, len(kinds) - 1):
        around = kinds[i - 1] is kinds[i + 1] is _Kind.QUOTE
        if around and kinds[i] is _Kind.TEXT and len(lines[i]) < _WRAP_AT <= len(lines[i - 1]):
            kinds[i] = _Kind.QUOTE
    return kinds


def _is_divider(lines: list[str], at: int) -> bool:
    """A line of dashes above a short footer; not one that underlines a heading, nor one between parts of a text."""
    if not _DIVIDER.match(lines[at]):
        return False
    if _is_header_block(lines, at + 1):
        return True
    underlines = 0 < at < len(lines) - 1 and bool(lines[at - 1].strip()) and bool(lines[at + 1].strip())
    below = sum(1 for line in lines[at + 1 : at + 1 + 4 * _FOOTER_LINES] if line.strip() and line.lstrip()[0] != ">")
    return not underlines and below <= _FOOTER_LINES


def _is_sent_from(line: str, above: list[_Kind]) -> bool:
    """ "Sent from my phone" stands alone, else it is a sentence about a parcel."""
    alone = not above or above[-1] is not _Kind.TEXT
    short = len(line) <= 120 and len(line.split("<")[0].split()) <= 14 and not line.rstrip().endswith("?")
    return alone and short and SENT_FROM_PATTERN.match(line) is not None


def _is_header_block(lines: list[str], start: int) -> bool:
    """Whether a copied From/Sent/To/Subject block begins here: a sender and two more headers, close together.

    A subject or an address is demanded, since a traveller also writes "From: ... To: ... Date: ...".
    """
    seen: set[str] = set()
    block: list[str] = []
    misses = 0
    for line in lines[start : start + 12]:
        match = _HEADER.match(line) if len(line) <= MAX_LINE else None
        kind = HEADER_KINDS.get(match[1].strip().lower()) if match else None
        if kind is None:
            if not seen:
                return False
            misses += 1
            if misses > 3:
                break
            continue
        seen.add(kind)
        block.append(line)
    named = seen - {"other"}
    return "from" in seen and len(named) >= 3 and ("subject" in seen or any("@" in line for line in block))


def _attribution_length(lines: list[str], start: int, alone: bool = False) -> int:
    """How many lines an "On ... wrote:" takes from `start`; 0 when there is none.

    Unless `alone`, a line that begins a whole attribution of its own ends the search: `start` was a sentence above it.
    """
    first = lines[start].strip()
    if not _opens_attribution(first):
        return 0
    if _BARE_DATE.match(first) and len(first) < 80:
        return 1
    joined = ""
    for length, line in enumerate(lines[start : start + _JOINED_LINES], start=1):
        part = line.strip()
        torn = joined.count("<") > joined.count(">")
        if part.startswith(">") and not torn:
            return 0
        if length > 1 and not alone and not torn and _has_date(part):
            if _attribution_length(lines, start + length - 1, alone=True):
                return 0
        joined = f"{joined} {part}".strip()
        if len(joined) > MAX_LINE:
            return 0
        if _is_attribution(joined):
            return length
    return 0


def _opens_attribution(line: str) -> bool:
    """Whether a line can be the first of an attribution: it begins like one and has a date, or names an address."""
    if _has_date(line) and (STARTER_PATTERN.match(line) or (_CLOCK.search(line) and _YEAR.search(line))):
        return True
    return _ADDRESS.search(line) is not None and ("<" in line or WROTE_PATTERN.search(line) is not None)


def _has_date(text: str) -> bool:
    return bool(_CLOCK.search(text)) or len(re.findall(r"\d+", text)) >= 2


def _is_attribution(text: str) -> bool:
    """Whether one whole line says who wrote the text below, and when."""
    if _DASHED_WROTE.match(text) or (_QUOTING.match(text) and "@" in text):
        return True
    ends = text.rstrip("*_ ").endswith((":", "："))
    address = _ADDRESS.search(text)
    wrote = WROTE_PATTERN.search(text)
    if not wrote:
        return bool(ends and address and _CLOCK.search(text) and text.rstrip("*_: ：").endswith((">", ")", "]", '"')))
    last_word = ends or WROTE_PATTERN.search(text, max(0, len(text) - 16)) is not None
    if not last_word or _FIRST_PERSON.search(text[: wrote.start()]):
        return False
    return bool(address) or (_has_date(text) and STARTER_PATTERN.match(text) is not None)


def _kept_lines(lines: list[str], kinds: list[_Kind]) -> list[int]:
    """The indices of the lines that are the reply."""
    end = _hard_end(kinds)
    kept = [i for i in range(end) if kinds[i] is not _Kind.SIGNATURE]
    texts = [i for i in kept if kinds[i] is _Kind.TEXT]
    marks = [i for i in kept if kinds[i] in (_Kind.QUOTE, _Kind.ATTRIBUTION)]
    if not texts or not marks:
        return kept
    attributions = [i for i in marks if kinds[i] is _Kind.ATTRIBUTION]
    if attributions and texts[0] < attributions[0]:
        return _cut_below(lines, kinds, kept, attributions[0])
    if attributions and _is_bottom_post(kinds, texts, marks):
        return [i for i in kept if i > marks[-1]]
    without = [i for i in kept if kinds[i] is not _Kind.ATTRIBUTION]
    return [i for i in without if i <= texts[-1]]


def _hard_end(kinds: list[_Kind]) -> int:
    """Where the new text surely ends: at a copied header block or a signature that has text above it."""
    has_text = False
    for i, kind in enumerate(kinds):
        if has_text and kind in (_Kind.HISTORY, _Kind.SIGNATURE):
            return i
        has_text = has_text or kind is _Kind.TEXT
    return len(kinds)


def _cut_below(lines: list[str], kinds: list[_Kind], kept: list[int], attribution: int) -> list[int]:
    """Text, then "On ... wrote:": all below is history, unless the person answers between or below the quotations."""
    above = [i for i in kept if i < attribution]
    below = [i for i in kept if i > attribution]
    quotes = [i for i in below if kinds[i] is _Kind.QUOTE]
    answers = [i for i in below if kinds[i] is _Kind.TEXT and quotes and i > quotes[0]]
    between = [i for i in answers if i < quotes[-1]]
    greeting_only = _GREETING.match("\n".join(lines[i] for i in above).strip()) is not None
    if answers and (between or greeting_only or len(answers) > _TRAILING_LINES):
        return [i for i in kept if i <= answers[-1] and kinds[i] is not _Kind.ATTRIBUTION]
    return _without_trailing_quotes(kinds, above)


def _without_trailing_quotes(kinds: list[_Kind], kept: list[int]) -> list[int]:
    texts = [i for i in kept if kinds[i] is _Kind.TEXT]
    return [i for i in kept if i <= texts[-1]]


def _is_bottom_post(kinds: list[_Kind], texts: list[int], marks: list[int]) -> bool:
    """Attribution, quotation, then the answer, with no answer between."""
    return kinds[marks[-1]] is _Kind.QUOTE and marks[-1] < texts[0]
