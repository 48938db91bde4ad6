"""What a reply rests on, gathered before anybody asks: contact, order, past cases, passages."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.contacts import queries as contacts
from crm_app.contacts.queries import ContactView, OrderView, order_spoken_of
from crm_app.conversations import queries as conversations
from crm_app.conversations.hours import BusinessHours
from crm_app.conversations.indexing import status_facet
from crm_app.conversations.models import Conversation, Delivery, Direction, Message, Status
from crm_app.conversations.queries import ConversationFacts, MessageView
from crm_app.drafts.facts import (
    ContactFact,
    DraftContext,
    LeadState,
    OrderFact,
    Passage,
    PastCase,
    TrackingEvent,
    Turn,
    Writer,
)
from crm_app.kit.errors import NotFound
from crm_app.kit.fulltext import Search, best_ids
from crm_app.kit.transaction import Transaction
from crm_app.knowledge import queries as knowledge
from crm_app.language import wishes
from crm_app.language.fold import words
from crm_app.leads import queries as leads
from crm_app.leads.promises import promise
from crm_app.leads.qualification import trade_of

TURNS = 20
PAST_CASES = 3


@dataclass(frozen=True)
class PastView:
    """A solved conversation like this one."""

    id: int
    subject: str
    solution: str
    closed_at: datetime | None


@dataclass(frozen=True)
class Gathered:
    """All of it, for the screen; `facts` is the same for the writer and the claims check."""

    conversation: ConversationFacts
    contact: ContactView
    order: OrderView | None
    orders: list[OrderView]
    past: list[PastView]
    passages: list[knowledge.PassageView]
    thread: list[MessageView]
    facts: DraftContext


async def gather(tx: Transaction, conversation_id: int) -> Gathered:
    """Read everything about one conversation. Raises NotFound."""
    conversation = await conversations.facts(tx, conversation_id)
    if conversation is None:
        raise NotFound("conversation")
    workspace = await accounts.workspace(tx)
    contact = await contacts.contact(tx, conversation.contact_id)
    orders = await contacts.orders(tx, conversation.contact_id)
    thread = await conversations.thread(tx, conversation_id)
    said = "\n".join([conversation.subject, *(m.text for m in reversed(thread) if m.direction == "inbound")])[:20_000]
    order = order_spoken_of(said, orders)
    past = await _past_cases(tx, conversation, said)
    passages = await knowledge.search(tx, said)
    writer = Writer(await _writer(tx), workspace.name, workspace.voice)
    facts = DraftContext(
        channel=conversation.channel,
        now=tx.now.astimezone(ZoneInfo(workspace.time_zone)),
        language=conversation.language,
        category=conversation.category,
        sentiment=conversation.sentiment,
        priority=conversation.priority,
        difficulty=conversation.difficulty,
        subject=conversation.subject,
        messages=tuple(_turn(m) for m in thread if _said(m))[-TURNS:],
        contact=_contact_fact(contact),
        order=_order_fact(order) if order else None,
        other_orders=tuple(_order_fact(o) for o in orders if o is not order),
        past_cases=tuple(PastCase(p.subject, p.solution) for p in past),
        passages=tuple(Passage(p.title, p.text, p.source) for p in passages),
        writer=writer,
        currency=workspace.currency,
        lead=await _lead(tx, conversation_id, workspace, thread),
        trade=trade_of(workspace.industry),
    )
    return Gathered(conversation, contact, order, orders, past, passages, thread, facts)


async def _lead(
    tx: Transaction, conversation_id: int, workspace: accounts.WorkspaceView, thread: list[MessageView]
) -> LeadState | None:
    """Where the talk with a lead stands, as of the customer's newest message."""
    talk = await leads.talk(tx, conversation_id)
    if talk is None:
        return None
    ours = max((m.id for m in thread if m.direction == "outbound" and _said(m)), default=0)
    since = [m for m in thread if m.direction == "inbound" and m.id > ours]
    wished = [wishes.read(m.text) for m in since]
    hours = promise(BusinessHours.read(workspace.business_hours, workspace.time_zone), tx.now)
    return LeadState(
        trade=talk.trade,
        known=talk.known,
        fresh=frozenset(fact.name for fact in talk.known if fact.message_id in {m.id for m in since}),
        ask=talk.ask,
        stopped=talk.stop,
        until=hours.until,
        opens=hours.opens,
        asks=any(wish.asks for wish in wished),
        wish=next((wish.kind for wish in reversed(wished) if wish.kind), ""),
    )


async def _writer(tx: Transaction) -> str:
    """Who signs: the member who asks; drafts that nobody asked for are signed by the workspace."""
    member = await accounts.member(tx, tx.actor.member_id) if tx.actor.member_id else None
    return member.name if member else ""


async def _past_cases(tx: Transaction, conversation: ConversationFacts, said: str) -> list[PastView]:
    telling = list(dict.fromkeys(w for w in words(said) if len(w) > 4))[:12]
    if not telling:
        return []
    search = Search((status_facet(Status.CLOSED),), (), tuple((w,) for w in telling))
    ids = await best_ids(tx, "search_text", search, PAST_CASES + 1)
    query = select(Conversation).where(Conversation.id.in_(ids), Conversation.category == conversation.category)
    rows = {c.id: c for c in (await tx.session.exec(query)).all() if c.id != conversation.id}
    found = [rows[i] for i in ids if i in rows][:PAST_CASES]
    return [PastView(c.id, c.subject, await _solution(tx, c.id), c.closed_at) for c in found]


async def _solution(tx: Transaction, conversation_id: int) -> str:
    """The last thing that was answered there, and neither called back nor failed."""
    query = (
        select(Message.text)
        .where(Message.conversation_id == conversation_id, Message.direction == Direction.OUTBOUND)
        .where(Message.state.not_in([Delivery.UNDONE, Delivery.FAILED]))
        .order_by(Message.id.desc())
        .limit(1)
    )
    return ((await tx.session.exec(query)).first() or "")[:300]


def _said(message: MessageView) -> bool:
    return message.direction != Direction.NOTE and message.state not in ("undone", "failed") and not message.automatic


def _turn(message: MessageView) -> Turn:
    return Turn("inbound" if message.direction == "inbound" else "outbound", message.text[:4000], message.sent_at)


def _contact_fact(contact: ContactView) -> ContactFact:
    return ContactFact(
        contact.name, contact.email or "", contact.phone or "", Decimal(str(contact.lifetime_value)),
        contact.churn_risk, contact.segments, contact.vip, contact.orders, contact.customer_since,
    )  # fmt: skip


def _order_fact(order: OrderView) -> OrderFact:
    events = tuple(
        TrackingEvent(datetime.fromisoformat(e["at"]), e.get("place", ""), e.get("text", "")) for e in order.events
    )
    return OrderFact(
        order.number, order.total, order.currency, order.status, order.carrier, order.tracking_number,
        order.placed_at, order.expected_at, order.address, order.items, events,
    )  # fmt: skip
