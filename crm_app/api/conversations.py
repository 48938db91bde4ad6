"""Conversations over HTTP. The same rows as the inbox's tickets, seen from the talk: its messages, its lead, its call
for a person."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from crm_app.api import tickets
from crm_app.api.endpoint import Call, Endpoint
from crm_app.api.ticket_shapes import Customer, PageQuery, Pagination, Ticket, TicketMessage
from crm_app.contacts import queries as contacts
from crm_app.conversations import queries, remarks
from crm_app.inbox import queries as inbox
from crm_app.kit.errors import NotFound
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Transaction, reading, transaction
from crm_app.leads import escalating, escalation_queries
from crm_app.leads import queries as leads
from crm_app.leads.escalation_queries import EscalationView


class EscalationShape(BaseModel):
    """A call for a person: `kind` is the trigger, `quote` the words, `due_at` until when somebody was to come."""

    id: int
    conversation_id: int
    kind: str
    reason: str
    quote: str
    urgent: bool
    assigned_id: int | None
    created_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None

    @classmethod
    def of(cls, view: EscalationView) -> "EscalationShape":
        same = {name: getattr(view, name) for name in cls.model_fields}
        return cls(**same | {"reason": remarks.sentence(view.reason)})


class ConversationDetail(Ticket):
    customer: Customer
    lead_id: int | None
    escalation: EscalationShape | None


class MessageList(BaseModel):
    """One page, the oldest first."""

    messages: list[TicketMessage]
    pagination: Pagination


class ConversationList(BaseModel):
    """One page, in the order of the inbox."""

    conversations: list[Ticket]
    pagination: Pagination


class ActiveQuery(PageQuery):
    status: Literal["open", "pending"] = "open"


class CallForPerson(BaseModel):
    model_config = ConfigDict(extra="ignore")

    reason: str = Field(default="", max_length=300)


async def _row(tx: Transaction, conversation_id: int) -> inbox.Row:
    row = await inbox.row(tx, conversation_id)
    if row is None:
        raise NotFound("conversation")
    return row


async def show_conversation(call: Call) -> ConversationDetail:
    """GET /api/v1/conversations/{id}."""
    async with reading(call.actor) as tx:
        row = await _row(tx, call.id("conversation"))
        contact = await contacts.contact(tx, row.contact_id)
        lead = await leads.of_conversation(tx, row.id)
        called = await escalation_queries.open_of(tx, row.id)
    return ConversationDetail(
        **Ticket.of(row).model_dump(),
        customer=Customer.of(contact),
        lead_id=lead.id if lead else None,
        escalation=EscalationShape.of(called) if called else None,
    )


async def list_messages(call: Call) -> MessageList:
    """GET /api/v1/conversations/{id}/messages."""
    asked: PageQuery = call.query
    at = Page(asked.page, asked.limit)
    async with reading(call.actor) as tx:
        row = await _row(tx, call.id("conversation"))
        found, total = await queries.page_of_thread(tx, row.id, at)
    return MessageList(messages=[TicketMessage.of(m) for m in found], pagination=Pagination.of(at, total))


async def add_conversation_message(call: Call) -> tuple[TicketMessage, int]:
    """POST /api/v1/conversations/{id}/messages. A program's reply has no undo time: it leaves at once."""
    return await tickets.add_message(call)


async def escalate_conversation(call: Call) -> tuple[EscalationShape, int]:
    """POST /api/v1/conversations/{id}/escalate: somebody is called. 409 where a call is open already."""
    asked: CallForPerson = call.body
    async with transaction(call.actor) as tx:
        row = await escalating.by_hand(tx, call.id("conversation"), asked.reason)
        view = await escalation_queries.one(tx, row.id)
    return EscalationShape.of(view), 201


async def active_conversations(call: Call) -> ConversationList:
    """GET /api/v1/conversations/client/{id}/active: those that wait for us; with status=pending, for the customer."""
    asked: ActiveQuery = call.query
    at = Page(asked.page, asked.limit)
    async with reading(call.actor) as tx:
        found = await inbox.page(tx, at, status=asked.status)
    return ConversationList(
        conversations=[Ticket.of(row) for row in found.rows], pagination=Pagination.of(at, found.total)
    )


ONE = "/api/v1/conversations/{id}"
ENDPOINTS = [
    Endpoint(
        "GET", ONE, "One conversation with its customer, lead and call for a person", "inbox.read", show_conversation,
        {200: ConversationDetail}, group="Conversations",
    ),
    Endpoint(
        "GET", f"{ONE}/messages", "Its messages", "inbox.read", list_messages,
        {200: MessageList}, query=PageQuery, group="Conversations",
    ),
    Endpoint(
        "POST", f"{ONE}/messages", "Reply, or leave an internal note", "inbox.reply", add_conversation_message,
        {201: TicketMessage}, body=tickets.NewMessage, group="Conversations", example={"text": "Yes, on Friday."},
    ),
    Endpoint(
        "POST", f"{ONE}/escalate", "Call a person", "inbox.reply", escalate_conversation,
        {201: EscalationShape}, body=CallForPerson, group="Conversations", needs_body=False,
        example={"reason": "Asks about the contract."},
    ),
    Endpoint(
        "GET", "/api/v1/conversations/client/{id}/active", "A workspace's open conversations", "inbox.read",
        active_conversations, {200: ConversationList}, query=ActiveQuery, group="Conversations", client=True,
    ),
]  # fmt: skip
