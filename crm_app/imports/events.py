"""News about imports."""

from dataclasses import dataclass
from typing import ClassVar

from crm_app.kit.events import Event


@dataclass(frozen=True)
class ImportRequested(Event):
    """Something is to be done with an import: `work` is count, run or undo; `turn` tells requests apart."""

    import_id: int
    work: str
    turn: int


@dataclass(frozen=True)
class ImportEnded(Event):
    """Much has come in, or was taken back: lists show it at once."""

    live: ClassVar[bool] = True
    import_id: int


@dataclass(frozen=True)
class ImportProgressed(Event):
    """An open page shows how far it is."""

    live: ClassVar[bool] = True
    import_id: int
    state: str
    done: int


@dataclass(frozen=True)
class ImportRemoved(Event):
    """Nobody wants what was uploaded; `stored_as` names its file."""

    import_id: int
    stored_as: str
