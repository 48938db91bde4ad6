"""News about letters to members."""

from dataclasses import dataclass

from crm_app.kit.events import Event


@dataclass(frozen=True)
class NoticeQueued(Event):
    """A letter is to leave; `attempt` counts from 0."""

    notice_id: int
    attempt: int = 0
