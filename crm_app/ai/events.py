"""News about models."""

from dataclasses import dataclass
from typing import ClassVar

from crm_app.kit.events import Event


@dataclass(frozen=True)
class BudgetReached(Event):
    """A month's budget is used to 80 % (`warned`) or up (`spent`); told once each. `percent` of the tighter limit."""

    live: ClassVar[bool] = True
    month: str
    level: str
    percent: int
