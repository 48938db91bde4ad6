"""Every read of what the workspace knows."""

from dataclasses import dataclass

from sqlmodel import select

from crm_app.kit.fulltext import Search, best_ids
from crm_app.kit.transaction import Transaction
from crm_app.knowledge.models import Passage
from crm_app.language.fold import words

LONGEST_QUERY = 24
SHORTEST_WORD = 4


@dataclass(frozen=True)
class PassageView:
    id: int
    title: str
    text: str
    source: str
    language: str


async def search(tx: Transaction, text: str, limit: int = 3) -> list[PassageView]:
    """The passages that fit a text best."""
    telling = list(dict.fromkeys(w for w in words(text) if len(w) >= SHORTEST_WORD))[:LONGEST_QUERY]
    if not telling:
        return []
    ids = await best_ids(tx, "passage", Search(phrases=tuple((w,) for w in telling)), limit)
    rows = {p.id: p for p in (await tx.session.exec(select(Passage).where(Passage.id.in_(ids)))).all()}
    return [PassageView(p.id, p.title, p.text, p.source, p.language) for i in ids if (p := rows.get(i))]
