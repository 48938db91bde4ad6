"""What happened, told after it is committed: a frozen fact with the workspace it belongs to."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Event:
    """Subclasses are named noun + past participle and carry ids, never rows.

    `live`: also told to open browsers of the workspace.
    """

    live: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return type(self).__name__

    def payload(self) -> dict[str, Any]:
        return asdict(self)
