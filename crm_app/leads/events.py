"""News about leads."""

from dataclasses import dataclass
from typing import ClassVar

from crm_app.kit.events import Event


@dataclass(frozen=True)
class QualificationDue(Event):
    """A message is to be read before it is answered: it may tell of a sale."""

    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class AnswerDue(Event):
    """A message is to be answered as it stands."""

    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class LeadAssessed(Event):
    """A message was understood; `lead_id` is None where it began no lead. An answer may be written now."""

    conversation_id: int
    message_id: int
    lead_id: int | None


@dataclass(frozen=True)
class LeadChanged(Event):
    """Anything that a lead's card or a list of leads shows. `version` orders the news."""

    live: ClassVar[bool] = True
    lead_id: int
    conversation_id: int | None
    version: int
    lifecycle: str
    temperature: str


@dataclass(frozen=True)
class LeadHeated(Event):
    """A lead has become hot: a person should come soon."""

    live: ClassVar[bool] = True
    lead_id: int
    conversation_id: int | None


@dataclass(frozen=True)
class ReplyLeftByItself(Event):
    """The software answered a lead without a person; everybody who looks on is told."""

    live: ClassVar[bool] = True
    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class EscalationRaised(Event):
    """A conversation needs a person, and `assigned_id` is called; `passes`: how often it was passed on. Somebody else
    is called when they have not come after `patience_s`."""

    live: ClassVar[bool] = True
    escalation_id: int
    conversation_id: int
    assigned_id: int | None
    urgent: bool
    passes: int
    patience_s: float


@dataclass(frozen=True)
class EscalationChanged(Event):
    """Somebody came, or it is over."""

    live: ClassVar[bool] = True
    escalation_id: int
    conversation_id: int
