"""A draft cut into pieces by what its claims rest on. Pure."""

from dataclasses import dataclass
from typing import Any

from crm_app.drafts.queries import DraftView
from crm_app.ui.inbox import told
from crm_app.ui.words import count, say

NOWHERE = "stands in no record."
"""How the checker's plain reasons end; others say more, and are shown as they stand."""


@dataclass
class Piece:
    """A stretch of text. `kind`: empty, ok (found in the records) or un (in none)."""

    text: str
    kind: str
    why: str


@dataclass
class Paragraph:
    """Pieces between blank lines."""

    pieces: list[Piece]


@dataclass
class Doubt:
    """Something that a person must confirm or change."""

    text: str
    sentence: str


def paragraphs(draft: DraftView) -> list[Paragraph]:
    """The draft's text in paragraphs of pieces; a claim's offsets are those of the whole text."""
    marks = [_mark(draft.content, claim, draft.confirmed) for claim in sorted(draft.claims, key=lambda c: c["start"])]
    found, start = [], 0
    for block in draft.content.split("\n\n"):
        end = start + len(block)
        if block.strip():
            found.append(
                Paragraph(_cut(draft.content, start, end, [m for m in marks if start <= m[0] and m[1] <= end]))
            )
        start = end + 2
    return found


def _mark(content: str, claim: dict[str, Any], confirmed: tuple[str, ...]) -> tuple[int, int, Piece]:
    vouched = claim["supported"] or claim["text"] in confirmed
    piece = Piece(content[claim["start"] : claim["end"]], "ok" if vouched else "un", claim["reason"])
    return claim["start"], claim["end"], piece


def _cut(content: str, start: int, end: int, marks: list[tuple[int, int, Piece]]) -> list[Piece]:
    pieces, at = [], start
    for begins, ends, piece in marks:
        if begins < at:  # never twice the same text
            continue
        if begins > at:
            pieces.append(Piece(content[at:begins], "", ""))
        pieces.append(piece)
        at = ends
    if at < end:
        pieces.append(Piece(content[at:end], "", ""))
    return pieces


def doubts(draft: DraftView, language: str) -> list[Doubt]:
    """What stands in no record, each once, with the sentence that says so."""
    found = {}
    for claim in draft.to_confirm:
        said = say(
            language, "“{text}” stands in no record. Confirm it or change it before sending.", text=claim["text"]
        )
        reason = claim["reason"]
        found[claim["text"]] = Doubt(claim["text"], said if reason.endswith(NOWHERE) else reason)
    return list(found.values())


def about(draft: DraftView, language: str) -> str:
    """ "email, warm, 74 words" """
    words = count(language, "{n} word", "{n} words", draft.words)
    tone = say(language, draft.tone) if draft.tone else ""
    return told.listed((told.channel(draft.channel, language) if draft.channel else "", tone, words), language)


def checks(draft: DraftView, language: str) -> str:
    """ "3 facts checked, 1 to confirm" """
    if not draft.claims:
        return ""
    vouched = len(draft.claims) - len(draft.to_confirm)
    said = [count(language, "{n} fact checked", "{n} facts checked", vouched)] if vouched else []
    if draft.to_confirm:
        said.append(say(language, "{n} to confirm", n=len(draft.to_confirm)))
    return told.listed(said, language)
