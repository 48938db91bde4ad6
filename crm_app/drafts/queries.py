"""Every read of drafts."""

from dataclasses import dataclass
from typing import Any

from crm_app.drafts import actions
from crm_app.drafts.models import Draft
from crm_app.kit.transaction import Transaction


@dataclass(frozen=True)
class DraftView:
    id: int
    state: str
    content: str
    original: str
    channel: str
    language: str
    tone: str
    reasoning: str
    engine: str
    personalization: dict[str, bool]
    rests_on: tuple[str, ...]
    claims: tuple[dict[str, Any], ...]
    confirmed: tuple[str, ...]

    @property
    def words(self) -> int:
        return len(self.content.split())

    @property
    def supported(self) -> int:
        return sum(c["supported"] for c in self.claims)

    @property
    def to_confirm(self) -> list[dict[str, Any]]:
        return [c for c in self.claims if not c["supported"] and c["text"] not in self.confirmed]


async def current(tx: Transaction, conversation_id: int) -> DraftView | None:
    """The draft of a conversation that is being worked on."""
    draft = await actions.current(tx, conversation_id)
    return view(draft) if draft else None


def view(d: Draft) -> DraftView:
    return DraftView(
        d.id, str(d.state), d.content, d.original, d.channel, d.language, d.tone, d.reasoning, d.engine,
        d.personalization, tuple(d.rests_on), tuple(d.claims), tuple(d.confirmed),
    )  # fmt: skip
