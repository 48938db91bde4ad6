"""The inbox for programs: the order, a ticket, why it stands where it stands, its draft, and a reply."""

from dataclasses import asdict

from pydantic import AliasChoices, BaseModel, Field

from crm_app.accounts import queries as accounts
from crm_app.api.endpoint import Call, Endpoint
from crm_app.api.ticket_shapes import (
    Components,
    Customer,
    DraftResponse,
    PageQuery,
    Pagination,
    ScoreBreakdown,
    ScoredCustomer,
    ScoredTicket,
    ScoreWeights,
    Ticket,
    TicketDetail,
    TicketList,
    TicketMessage,
)
from crm_app.contacts import queries as contacts
from crm_app.conversations import actions, queries
from crm_app.drafts import actions as drafts
from crm_app.drafts import on_the_spot
from crm_app.drafts import queries as draft_queries
from crm_app.inbox import queries as inbox
from crm_app.inbox.rules import rules_of
from crm_app.inbox.scoring import SHORTEST_WAIT_H
from crm_app.kit.errors import Invalid, NotFound
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Transaction, reading, transaction
from crm_app.language.clean import clean


class TicketQuery(PageQuery):
    """An empty parameter is one that is not there."""

    status: str = Field(default="open", max_length=20, description="open, pending or closed")
    channel: str = Field(default="", max_length=20)
    topic_alerts: str = Field(default="", max_length=6000, description="words to raise, by commas")


class NewMessage(BaseModel):
    """A reply to the customer, or an internal note."""

    text: str = Field(min_length=1, max_length=drafts.LONGEST, validation_alias=AliasChoices("text", "content"))
    internal: bool = Field(default=False, description="a note that only members see; @name calls one")
    keep_open: bool = Field(default=False, description="a reply moves the ticket to pending unless this is set")
    last_message_id: int | None = Field(
        default=None, ge=0, lt=2**63, description="refuses the reply with 409 when somebody wrote after this message"
    )


async def list_tickets(call: Call) -> TicketList:
    """GET /api/tickets."""
    asked: TicketQuery = call.query
    at = Page(asked.page, asked.limit)
    watch = clean(asked.topic_alerts) if asked.topic_alerts.strip() else None
    async with reading(call.actor) as tx:
        found = await inbox.page(tx, at, status=asked.status, channel=clean(asked.channel) or None, watch=watch)
    places = Pagination.of(at, found.total)
    tickets = [Ticket.of(row) for row in found.rows]
    return TicketList(tickets=tickets, pagination=places, topic_alerts_active=found.alerts, matches=found.matches)


async def show_ticket(call: Call) -> TicketDetail:
    """GET /api/tickets/{id}."""
    async with reading(call.actor) as tx:
        row = await _row(tx, call.id("ticket"))
        contact = await contacts.contact(tx, row.contact_id)
        thread = await queries.thread(tx, row.id)
        last = await queries.last_message_id(tx, row.id)
    return TicketDetail(
        **Ticket.of(row).model_dump(),
        customer=Customer.of(contact),
        messages=[TicketMessage.of(message) for message in thread],
        last_message_id=last,
    )


async def score_breakdown(call: Call) -> ScoreBreakdown:
    """GET /api/tickets/{id}/score-breakdown."""
    async with reading(call.actor) as tx:
        row = await _row(tx, call.id("ticket"))
        weights = rules_of(await accounts.workspace(tx)).weights
        waited = max(SHORTEST_WAIT_H, (tx.now - row.waiting_since).total_seconds() / 3600) if row.waiting_since else 0.0
    return ScoreBreakdown(
        total_score=row.score,
        components=Components(**asdict(row.parts)),
        customer=ScoredCustomer(ltv=row.lifetime_value, churn_risk=row.churn_risk),
        ticket=ScoredTicket(priority=row.priority, age_hours=waited),
        weights=ScoreWeights(**asdict(weights)),
    )


async def _row(tx: Transaction, ticket_id: int) -> inbox.Row:
    row = await inbox.row(tx, ticket_id)
    if row is None:
        raise NotFound("ticket")
    return row


async def add_message(call: Call) -> tuple[TicketMessage, int]:
    """POST /api/tickets/{id}/messages. A program's reply has no undo time: it leaves at once."""
    asked: NewMessage = call.body
    if not asked.text.strip():
        raise Invalid("text", "text: it is empty.")
    ticket_id = call.id("ticket")
    async with transaction(call.actor) as tx:
        if asked.internal:
            message = await actions.add_note(tx, ticket_id, asked.text)
        else:
            seen = asked.last_message_id
            message = await drafts.send_own(tx, ticket_id, asked.text, seen_message_id=seen, keep_open=asked.keep_open)
        stored = next(m for m in await queries.thread(tx, ticket_id) if m.id == message.id)
    return TicketMessage.of(stored), 201


async def draft_response(call: Call) -> DraftResponse:
    """GET /api/ai/tickets/{id}/draft-response. Where no draft is there yet, the offline engine writes one now."""
    ticket_id = call.id("ticket")
    async with reading(call.actor) as tx:
        await _row(tx, ticket_id)
        draft = await draft_queries.current(tx, ticket_id)
    if draft is None or not draft.content:
        async with transaction(call.actor) as tx:
            draft = await on_the_spot.write(tx, ticket_id)
    return DraftResponse.of(draft)


ENDPOINTS = [
    Endpoint(
        "GET", "/api/tickets", "The inbox in its order, best first", "inbox.read", list_tickets,
        {200: TicketList}, query=TicketQuery, group="Tickets",
    ),
    Endpoint(
        "GET", "/api/tickets/{id}", "One ticket with its customer and messages", "inbox.read", show_ticket,
        {200: TicketDetail}, group="Tickets",
    ),
    Endpoint(
        "GET", "/api/tickets/{id}/score-breakdown", "Why a ticket stands where it stands", "inbox.read",
        score_breakdown, {200: ScoreBreakdown}, group="Tickets",
    ),
    Endpoint(
        "POST", "/api/tickets/{id}/messages", "Reply, or leave an internal note", "inbox.reply", add_message,
        {201: TicketMessage}, body=NewMessage, group="Tickets", example={"text": "It is on its way."},
    ),
    Endpoint(
        "GET", "/api/ai/tickets/{id}/draft-response", "The reply that is ready to be reviewed", "inbox.read",
        draft_response, {200: DraftResponse}, group="Tickets",
    ),
]  # fmt: skip
