"""Every write to what the workspace knows."""

from sqlmodel import delete

from crm_app.accounts.actions import record
from crm_app.kit.fulltext import body, workspace_facet
from crm_app.kit.transaction import Transaction
from crm_app.knowledge.models import Passage
from crm_app.language.fold import words


async def replace_source(tx: Transaction, source: str, passages: list[tuple[str, str, str]]) -> None:
    """Store a source's passages as (title, text, language), in place of those it had."""
    await tx.session.exec(delete(Passage).where(Passage.source == source))
    for position, (title, text, language) in enumerate(passages):
        content = body((workspace_facet(tx.workspace_id),), [words(title), words(text)])
        row = Passage(
            source=source, title=title, position=position, language=language, text=text, body=content, created_at=tx.now
        )
        tx.session.add(row)
    await tx.session.flush()
    record(tx, "knowledge.replaced", "source", source, passages=len(passages))
