"""News about the order itself."""

from dataclasses import dataclass
from typing import ClassVar

from crm_app.kit.events import Event


@dataclass(frozen=True)
class AlertsChanged(Event):
    """Words are watched or no longer. Conversations with ids under `below` are still to be ranked, if it is set."""

    live: ClassVar[bool] = True
    phrases: tuple[str, ...]
    below: int | None


@dataclass(frozen=True)
class WeightsChanged(Event):
    """Weights, reply targets or business hours changed: everything open stands elsewhere."""

    live: ClassVar[bool] = True
