"""News about contacts."""

from dataclasses import dataclass

from crm_app.kit.events import Event


@dataclass(frozen=True)
class ContactChanged(Event):
    """Value, churn risk or orders changed: open conversations may stand elsewhere now."""

    contact_id: int
