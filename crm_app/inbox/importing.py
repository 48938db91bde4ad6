"""Every write that brings in conversations from elsewhere, hundreds at a time, each placed in the order at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.contacts.models import Contact, Handle
from crm_app.conversations.changing import count
from crm_app.conversations.events import MessageReceived
from crm_app.conversations.indexing import NEWEST, search_body
from crm_app.conversations.models import Conversation, Delivery, Direction, Message, SearchText, Status
from crm_app.conversations.receiving import PREVIEW
from crm_app.inbox import topic_alerts
from crm_app.inbox.actions import place, watched_phrases
from crm_app.inbox.rules import rules_of
from crm_app.kit.transaction import Transaction
from crm_app.language.understanding import Understanding, understand


@dataclass(frozen=True)
class Said:
    """One message; `inbound` when the customer wrote it."""

    inbound: bool
    at: datetime
    text: str
    author: str = ""


@dataclass(frozen=True)
class Imported:
    """A conversation from elsewhere, messages oldest first. `id` and `customer` are the other system's names.

    `priority` None: judged by the texts. `email` is normalised, `phone` E.164; an unknown one is "".
    """

    id: str
    customer: str
    channel: str
    subject: str
    status: str
    created: datetime
    messages: tuple[Said, ...]
    name: str = ""
    email: str = ""
    phone: str = ""
    priority: str | None = None

    @property
    def waiting_since(self) -> datetime | None:
        """The first customer message after the last reply; None when closed or answered."""
        since = None
        for said in self.messages:
            since = (since or said.at) if said.inbound else None
        return None if self.status == Status.CLOSED else since


@dataclass(frozen=True)
class Outcome:
    """How many conversations of a batch were stored, and how many were there already."""

    stored: int
    known: int


def judge(found: Imported) -> Understanding:
    """What the customer's newest message says, under the subject."""
    newest = next((said.text for said in reversed(found.messages) if said.inbound), "")
    return understand(f"{found.subject}\n{newest}" if found.subject else newest)


async def import_conversations(
    tx: Transaction, batch: Sequence[tuple[Imported, Understanding]], *, draft: bool = True
) -> Outcome:
    """Store conversations that are not there yet, with their contacts; about 500 at a time go fastest.

    `draft`: have drafts written for those that wait for a reply.
    """
    require(tx.actor, "intake.write")
    ids = [found.id for found, _ in batch]
    query = select(Conversation.external_id).where(Conversation.external_id.in_(ids))
    known = set((await tx.session.exec(query)).all())
    fresh = {found.id: (found, judged) for found, judged in reversed(batch) if found.id not in known}
    chosen = [*reversed(fresh.values())]
    contacts = await _contacts(tx, [found for found, _ in chosen])
    rows = await _conversations(tx, chosen, contacts)
    messages = [_messages(found, row, contacts[found.id]) for (found, _), row in zip(chosen, rows, strict=True)]
    tx.session.add_all([message for thread in messages for message in thread])
    for (status, channel), total in Counter((row.status, row.channel) for row in rows).items():
        await count(tx, status, channel, total)
    await tx.session.flush()
    record(tx, "conversations.imported", "workspace", tx.workspace_id, stored=len(rows), known=len(batch) - len(rows))
    for row, thread in zip(rows, messages, strict=True):
        if draft and row.waiting_since and row.status == Status.OPEN:
            newest = [message for message in thread if message.direction == Direction.INBOUND][-1]
            tx.emit(MessageReceived(row.id, newest.id, row.channel))
    return Outcome(len(rows), len(batch) - len(rows))


async def _contacts(tx: Transaction, found: Sequence[Imported]) -> dict[str, Contact]:
    """The contact of each conversation by its id: known by the other system's id, e-mail or phone; else new."""
    people = await _known_people(tx, found)
    by_conversation: dict[str, Contact] = {}
    new: list[tuple[Contact, list[tuple[str, str]]]] = []
    for one in found:
        handles = [(kind, value[:254]) for kind, value in (("email", one.email), ("phone", one.phone)) if value]
        keys = [("id", one.customer), *handles]
        contact = next((people[key] for key in keys if key in people), None)
        if contact is None:
            contact = Contact(
                external_id=one.customer or None, name=one.name[:200], email=one.email or None,
                phone=one.phone[:32] or None, created_at=one.created,
            )  # fmt: skip
            tx.session.add(contact)
        contact.name = contact.name or one.name[:200]
        if contact.external_id is None and ("id", one.customer) not in people:
            contact.external_id = one.customer or None
        new.append((contact, [handle for handle in handles if handle not in people]))
        people.update({key: contact for key in keys if key[1] and key not in people})
        by_conversation[one.id] = contact
    await tx.session.flush()
    for contact, handles in new:
        tx.session.add_all([Handle(kind=kind, value=value, contact_id=contact.id) for kind, value in handles])
    return by_conversation


async def _known_people(tx: Transaction, found: Sequence[Imported]) -> dict[tuple[str, str], Contact]:
    customers = {one.customer for one in found if one.customer}
    rows = (await tx.session.exec(select(Contact).where(Contact.external_id.in_(customers)))).all()
    people = {("id", row.external_id): row for row in rows}
    for kind in ("email", "phone"):
        values = {getattr(one, kind)[:254] for one in found if getattr(one, kind)}
        query = (
            select(Handle.value, Contact)
            .join(Contact, Contact.id == Handle.contact_id)
            .where(Handle.kind == kind, Handle.value.in_(values))
        )
        people |= {(kind, value): contact for value, contact in (await tx.session.exec(query)).all()}
    return people


async def _conversations(
    tx: Transaction, chosen: Sequence[tuple[Imported, Understanding]], contacts: dict[str, Contact]
) -> list[Conversation]:
    """Conversations with their words for search, placed in the order."""
    rules = rules_of(await accounts.workspace(tx))
    watched = await watched_phrases(tx)
    rows: list[Conversation] = []
    bodies: list[str] = []
    for found, judged in chosen:
        contact = contacts[found.id]
        row = _conversation(found, judged, contact)
        texts = [said.text for said in reversed(found.messages)][:NEWEST]
        bodies.append(search_body(tx.workspace_id, row.status, row.subject, contact.name, texts))
        row.alerts = [watched[phrase] for phrase in topic_alerts.matching(watched, bodies[-1])]
        place(row, contact.churn_risk, contact.lifetime_value, rules)
        rows.append(row)
    tx.session.add_all(rows)
    await tx.session.flush()
    tx.session.add_all([SearchText(id=row.id, body=body) for row, body in zip(rows, bodies, strict=True)])
    return rows


def _conversation(found: Imported, judged: Understanding, contact: Contact) -> Conversation:
    inbound = [said for said in found.messages if said.inbound]
    last = max((said.at for said in found.messages), default=found.created)
    shown = inbound[-1].text if inbound else ""
    return Conversation(
        external_id=found.id,
        contact_id=contact.id,
        channel=found.channel,
        subject=(found.subject or " ".join(shown[:200].split())[:80])[:500],
        preview=" ".join(shown[: PREVIEW * 2].split())[:PREVIEW],
        status=Status(found.status),
        priority=found.priority or judged.priority.name,
        difficulty=judged.difficulty.name,
        category=judged.category.name,
        category_confidence=judged.category.confidence,
        sentiment=judged.sentiment.score,
        language=judged.language.main,
        waiting_since=found.waiting_since,
        created_at=found.created,
        last_message_at=last,
        closed_at=last if found.status == Status.CLOSED else None,
    )


def _messages(found: Imported, conversation: Conversation, contact: Contact) -> list[Message]:
    return [
        Message(
            conversation_id=conversation.id,
            direction=Direction.INBOUND if said.inbound else Direction.OUTBOUND,
            channel=found.channel,
            external_id=f"import:{found.id}:{number}"[-300:],
            author=(said.author or (contact.name or found.email if said.inbound else ""))[:200],
            text=said.text,
            state=Delivery.RECEIVED if said.inbound else Delivery.SENT,
            sent_at=said.at,
            created_at=said.at,
        )
        for number, said in enumerate(found.messages)
    ]
