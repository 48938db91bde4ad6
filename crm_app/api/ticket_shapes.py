"""What a ticket looks like from outside. The API's ticket is the conversation, its customer the contact."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from crm_app.channels import problems
from crm_app.contacts.queries import ContactView
from crm_app.conversations import remarks
from crm_app.conversations.queries import AttachmentView, MessageView
from crm_app.inbox.queries import Row
from crm_app.kit.paging import DEFAULT_LIMIT, MAX_LIMIT, MAX_PAGE, Page


class Ticket(BaseModel):
    """One line of the inbox."""

    id: int
    subject: str
    preview: str
    channel: str
    status: str
    priority: str
    difficulty: str
    category: str
    language: str
    sentiment: float
    smart_score: float
    matches_topic_alert: bool
    topic_alerts: list[str]
    customer_id: int
    customer_name: str
    customer_email: str | None
    assignee_id: int | None
    waiting_since: datetime | None
    reply_due: datetime | None
    snoozed_until: datetime | None
    created_at: datetime
    last_message_at: datetime

    @classmethod
    def of(cls, row: Row) -> "Ticket":
        same = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        return cls(
            **same,
            smart_score=row.score,
            matches_topic_alert=bool(row.alerts),
            topic_alerts=list(row.alerts),
            customer_id=row.contact_id,
            customer_name=row.contact_name,
            customer_email=row.contact_email,
        )


class PageQuery(BaseModel):
    model_config = ConfigDict(extra="ignore")

    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    page: int = Field(default=1, ge=1, le=MAX_PAGE)


class Pagination(BaseModel):
    page: int
    limit: int
    total: int
    has_next: bool
    has_prev: bool

    @classmethod
    def of(cls, at: Page, total: int) -> "Pagination":
        """Where a page stands among all."""
        return cls(page=at.number, limit=at.limit, total=total, has_next=at.end < total, has_prev=at.number > 1)


class TicketList(BaseModel):
    """One page of the order, best first. `matches`: how many tickets hold a watched word."""

    tickets: list[Ticket]
    pagination: Pagination
    topic_alerts_active: list[str]
    matches: int


class File(BaseModel):
    id: int
    name: str
    media_type: str
    size: int
    url: str

    @classmethod
    def of(cls, file: AttachmentView) -> "File":
        return cls(id=file.id, name=file.name, media_type=file.media_type, size=file.size, url=f"/files/{file.id}")


class TicketMessage(BaseModel):
    """`direction`: inbound, outbound or note. `state`: received, queued, sending, sent, delivered, read, failed,
    unknown or undone; `problem` says why it is not further."""

    id: int
    direction: str
    channel: str
    author: str
    text: str
    state: str
    problem: str
    at: datetime
    attachments: list[File]

    @classmethod
    def of(cls, m: MessageView) -> "TicketMessage":
        return cls(
            id=m.id, direction=m.direction, channel=m.channel, author=m.author,
            text=remarks.text_of(m.text, m.details), state=m.state, problem=problems.sentence(m.problem),
            at=m.sent_at, attachments=[File.of(file) for file in m.attachments],
        )  # fmt: skip


class Customer(BaseModel):
    id: int
    external_id: str | None
    name: str
    email: str | None
    phone: str | None
    ltv: float
    churn_risk: float
    segments: list[str]
    vip: bool
    customer_since: datetime | None
    orders: int

    @classmethod
    def of(cls, contact: ContactView) -> "Customer":
        same = {name: getattr(contact, name) for name in cls.model_fields if hasattr(contact, name)}
        return cls(**same | {"segments": list(contact.segments)}, ltv=contact.lifetime_value)


class TicketDetail(Ticket):
    customer: Customer
    messages: list[TicketMessage] = Field(description="the newest 200, oldest first")
    last_message_id: int


class Components(BaseModel):
    churn_risk: float
    customer_value: float
    urgency: float
    age: float
    difficulty: float
    sentiment: float
    topic_alert: float
    overdue: float


class ScoredCustomer(BaseModel):
    ltv: float
    churn_risk: float


class ScoredTicket(BaseModel):
    priority: str
    age_hours: float = Field(description="hours waited, as the score counts them: at least 0.5; 0 when nobody waits")


class ScoreWeights(BaseModel):
    churn_weight: float
    value_weight: float
    urgency_weight: float
    topic_alert_boost: float


class ScoreBreakdown(BaseModel):
    """The components add up to the total."""

    total_score: float
    components: Components
    customer: ScoredCustomer
    ticket: ScoredTicket
    weights: ScoreWeights


class Personalization(BaseModel):
    used_order_info: bool = False
    mentioned_tracking: bool = False
    referenced_past_issue: bool = False
    applied_vip_treatment: bool = False


class ClaimShape(BaseModel):
    """A statement of fact in the draft: where it stands, whether a record holds it, and which."""

    model_config = ConfigDict(extra="ignore")

    text: str
    start: int
    end: int
    kind: str
    supported: bool
    source: str = ""
    reason: str = ""


class DraftResponse(BaseModel):
    content: str
    tone: str
    channel: str
    reasoning: str
    personalization: Personalization
    claims: list[ClaimShape]

    @classmethod
    def of(cls, draft: Any) -> "DraftResponse":
        same = {name: getattr(draft, name) for name in ("content", "tone", "channel", "reasoning", "personalization")}
        return cls(**same, claims=[ClaimShape.model_validate(claim) for claim in draft.claims])
