"""News about letters to members."""

from dataclasses import dataclass

from crm_app.kit.events import Event


@dataclass(frozen=True)
class NoticeQueued(Event):
    """A letter is to leave."""

    notice_id: int
