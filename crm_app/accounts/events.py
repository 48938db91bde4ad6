"""News about workspaces."""

from dataclasses import dataclass
from typing import ClassVar

from crm_app.kit.events import Event


@dataclass(frozen=True)
class WorkspacePaused(Event):
    """Nothing leaves any more."""

    live: ClassVar[bool] = True
    workspace_id: int


@dataclass(frozen=True)
class WorkspaceActivated(Event):
    """What waited may leave."""

    live: ClassVar[bool] = True
    workspace_id: int


@dataclass(frozen=True)
class HoursChanged(Event):
    """The workspace works at other times, so replies are due at other times."""
