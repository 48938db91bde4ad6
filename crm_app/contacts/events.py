"""News about contacts."""

from dataclasses import dataclass
from typing import ClassVar

from crm_app.kit.events import Event


@dataclass(frozen=True)
class ContactChanged(Event):
    """Value, churn risk or orders changed: open conversations may stand elsewhere now."""

    contact_id: int


@dataclass(frozen=True)
class ContactsMerged(Event):
    """Two contacts are one now. Whoever keeps rows by contact moves theirs at once (`merging.move_rows`)."""

    live: ClassVar[bool] = True
    merge_id: int
    keep_id: int
    gone_id: int


@dataclass(frozen=True)
class MergeUndone(Event):
    """They are two again. Whoever moved rows gives them back at once (`merging.return_rows`)."""

    live: ClassVar[bool] = True
    merge_id: int
    keep_id: int
    gone_id: int


@dataclass(frozen=True)
class ContactEdited(Event):
    """What is known of a contact was changed by a person."""

    live: ClassVar[bool] = True
    contact_id: int


@dataclass(frozen=True)
class DuplicatesChanged(Event):
    """There are suggestions that were not there, or fewer."""

    live: ClassVar[bool] = True
