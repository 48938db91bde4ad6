"""News about drafts."""

from dataclasses import dataclass
from typing import ClassVar

from crm_app.kit.events import Event


@dataclass(frozen=True)
class DraftRequested(Event):
    """A person wants another draft. `variant`: another or shorter."""

    conversation_id: int
    message_id: int
    number: int
    variant: str


@dataclass(frozen=True)
class DraftChanged(Event):
    """A draft was begun, finished, edited, sent or dropped. `by` is the member who did it, so that their own page
    does not overwrite what they type."""

    live: ClassVar[bool] = True
    conversation_id: int
    draft_id: int
    state: str
    by: int | None
