"""What a lead looks like from outside, and what may be said of one."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from crm_app.api.ticket_shapes import Pagination
from crm_app.conversations.intake import Email, Instant, phone_number
from crm_app.language.clean import clean
from crm_app.leads.knowing import LONGEST
from crm_app.leads.models import FactName
from crm_app.leads.queries import LeadCard, LeadRow


def _text(value: str) -> str:
    found = " ".join(clean(value).split())
    if not found:
        raise ValueError("must not be empty")
    return found


Text = Annotated[str, Field(max_length=LONGEST), AfterValidator(_text)]
State = Literal["NEW", "QUALIFYING", "QUALIFIED", "APPOINTMENT_BOOKED", "HANDED_OFF", "NURTURING", "DISQUALIFIED"]
Warmth = Literal["HOT", "WARM", "COLD", "UNSCORED"]
Reason = Annotated[str, Field(max_length=500), AfterValidator(clean)]
Id = Annotated[int, Field(ge=1, lt=2**63)]


class Money(BaseModel):
    """A budget; one bound may be left out."""

    model_config = ConfigDict(allow_inf_nan=False)

    low: float | None = Field(default=None, ge=0, lt=1e15)
    high: float | None = Field(default=None, ge=0, lt=1e15)
    currency: str = Field(default="", max_length=3)
    confirmed: bool = False


class Timeline(BaseModel):
    start: date | None = None
    end: date | None = None


class Facts(BaseModel):
    """What is known; what is not named stays, null takes it away."""

    model_config = ConfigDict(extra="ignore")

    service_interest: Text | None = None
    budget: Money | None = None
    timeline: Timeline | None = None
    urgency: Literal["high", "normal", "low"] | None = None
    decision_maker: Literal["self", "joint", "other"] | None = None
    location: Text | None = None

    def told(self) -> dict[FactName, dict[str, Any] | None]:
        """The facts that were sent, in the form in which they are kept."""
        keys = {"urgency": "level", "decision_maker": "who", "service_interest": "text", "location": "text"}
        found: dict[FactName, dict[str, Any] | None] = {}
        for name in sorted(self.model_fields_set & Facts.model_fields.keys()):
            value = getattr(self, name)
            if isinstance(value, BaseModel):
                found[FactName(name)] = value.model_dump(mode="json")
            else:
                found[FactName(name)] = None if value is None else {keys[name]: value}
        return found


class NewLead(Facts):
    """Who it is, by e-mail or phone, and what is known of them. `external_id`: your own id, taken once."""

    external_id: Annotated[Text, Field(max_length=200)] | None = None
    source: str = Field(default="api", pattern=r"^[a-z_]{1,20}$")
    name: Annotated[str, Field(max_length=200), AfterValidator(clean)] = ""
    email: Annotated[Email, Field(max_length=254)] | None = None
    phone: Annotated[str, Field(max_length=60), AfterValidator(phone_number)] | None = None


class LeadChange(Facts):
    """`lifecycle` moves the lead where its state allows (409 otherwise, with the reason)."""

    lifecycle: State | None = None
    reason: Reason = ""
    owner_id: Id | None = None
    next_follow_up: Instant | None = None


class ScoreChange(BaseModel):
    """A judgement of your own; what is not named stays. The lead's next message judges anew."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)

    temperature: Warmth | None = None
    score: float | None = Field(default=None, ge=0, le=1)
    confidence: float | None = Field(default=None, ge=0, le=1)
    reason: Reason = ""


class Handoff(BaseModel):
    model_config = ConfigDict(extra="ignore")

    reason: Reason = ""
    member_id: Id | None = Field(default=None, description="who owns it from now on; whoever is called without it")


class KnownFact(BaseModel):
    name: str
    value: dict[str, Any]
    confidence: float
    message_id: int | None
    quote: str
    corrected: bool


class LeadMove(BaseModel):
    before: str
    after: str
    reason: str
    by: str
    at: datetime


class ScoreReason(BaseModel):
    fact: str
    weight: float
    text: str
    message_id: int | None


class LeadDetail(BaseModel):
    """A lead: what is known with the words it rests on, what is missing, the score with reasons, every move."""

    id: int
    client_id: int
    contact_id: int
    conversation_id: int | None
    source: str
    external_id: str | None
    lifecycle: State
    onward: list[str] = Field(description="the states that it may be moved to")
    temperature: Warmth
    score: float
    confidence: float
    reasons: list[ScoreReason]
    known: list[KnownFact]
    missing: list[str]
    owner_id: int | None
    next_follow_up: datetime | None
    exchanges: int
    version: int
    created_at: datetime
    updated_at: datetime
    moves: list[LeadMove]

    @classmethod
    def of(cls, card: LeadCard, client_id: int) -> "LeadDetail":
        facts = [
            KnownFact(**{name: getattr(fact, name) for name in KnownFact.model_fields} | {"value": dict(fact.value)})
            for fact in card.known
        ]
        moves = [LeadMove(**{name: getattr(move, name) for name in LeadMove.model_fields}) for move in card.moves]
        same = {name: getattr(card, name) for name in cls.model_fields if hasattr(card, name)}
        return cls(**same | {"known": facts, "moves": moves, "client_id": client_id, "reasons": list(card.reasons),
                             "onward": list(card.onward), "missing": list(card.missing)})  # fmt: skip


class LeadLine(BaseModel):
    id: int
    conversation_id: int | None
    contact_id: int
    name: str
    source: str
    lifecycle: State
    temperature: Warmth
    score: float
    confidence: float
    interest: str
    owner_id: int | None
    next_follow_up: datetime | None
    updated_at: datetime

    @classmethod
    def of(cls, row: LeadRow) -> "LeadLine":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class LeadList(BaseModel):
    """One page, the best score first."""

    leads: list[LeadLine]
    pagination: Pagination
