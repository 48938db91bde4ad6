"""Every write that brings in conversations from elsewhere, hundreds at a time, each placed in the order at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.channels.port import InboundFile
from crm_app.contacts.importing import Brought, Person, Verdict, bring_in
from crm_app.contacts.models import Contact
from crm_app.conversations.changing import count
from crm_app.conversations.events import MessageReceived
from crm_app.conversations.indexing import NEWEST, search_body
from crm_app.conversations.models import Attachment, Conversation, Delivery, Direction, Message, SearchText, Status
from crm_app.conversations.previews import preview_of
from crm_app.inbox import topic_alerts
from crm_app.inbox.actions import place
from crm_app.inbox.queries import watched_phrases
from crm_app.inbox.rules import rules_of
from crm_app.kit.traces import Touch
from crm_app.kit.transaction import Transaction
from crm_app.language.understanding import Understanding, understand


@dataclass(frozen=True)
class Said:
    """One message; `inbound` when the customer wrote it.

    `external_id`: the outside id of a mail. `stored_as` names where `files` were put. The rest is as in `Message`.
    """

    inbound: bool
    at: datetime
    text: str
    author: str = ""
    external_id: str = ""
    html: str = ""
    quoted: str = ""
    automatic: str = ""
    headers: dict[str, Any] = field(default_factory=dict)
    files: tuple[InboundFile, ...] = ()
    stored_as: tuple[str, ...] = ()


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
    def person(self) -> Person:
        """Whose it is."""
        return Person(self.customer, self.name, self.email, self.phone, created=self.created)

    @property
    def waiting_since(self) -> datetime | None:
        """The first customer message after the last reply; None when closed or answered."""
        since = None
        for said in self.messages:
            if not said.automatic:
                since = (since or said.at) if said.inbound else None
        return None if self.status == Status.CLOSED else since


def judge(found: Imported) -> Understanding:
    """What the customer's newest message says, under the subject."""
    newest = next((said.text for said in reversed(found.messages) if said.inbound), "")
    return understand(f"{found.subject}\n{newest}" if found.subject else newest)


async def import_conversations(
    tx: Transaction, batch: Sequence[tuple[Imported, Understanding]], *, draft: bool = True
) -> Brought:
    """Store conversations that are not there yet, with their contacts; about 500 at a time go fastest.

    `draft`: have drafts written for those that wait for a reply. Returns the new rows, and a verdict for each of the
    batch.
    """
    require(tx.actor, "intake.write")
    known = await known_ids(tx, [found for found, _ in batch])
    fresh: dict[str, tuple[Imported, Understanding]] = {}
    verdicts = []
    for found, judged in batch:
        new = found.id not in known and found.id not in fresh
        verdicts.append(Verdict.ADDED if new else Verdict.KNOWN)
        if new:
            fresh[found.id] = (found, judged)
    chosen = [*fresh.values()]
    people = await bring_in(tx, [found.person for found, _ in chosen])
    rows = await _conversations(tx, chosen, people.rows)
    messages = await _store_messages(tx, chosen, rows, people.rows)
    for (status, channel), total in Counter((row.status, row.channel) for row in rows).items():
        await count(tx, status, channel, total)
    await tx.session.flush()
    record(tx, "conversations.imported", "workspace", tx.workspace_id, stored=len(rows), known=len(batch) - len(rows))
    for row, thread in zip(rows, messages, strict=True):
        if draft and row.waiting_since and row.status == Status.OPEN:
            newest = [message for message in thread if message.direction == Direction.INBOUND][-1]
            tx.emit(MessageReceived(row.id, newest.id, row.channel))
    own = [
        Touch("conversation", row.id, None, {"messages": len(thread), "status": str(row.status)})
        for row, thread in zip(rows, messages, strict=True)
    ]
    return Brought(rows, verdicts, [*people.touches, *own])


async def _store_messages(
    tx: Transaction,
    chosen: Sequence[tuple[Imported, Understanding]],
    rows: Sequence[Conversation],
    contacts: Sequence[Contact],
) -> list[list[Message]]:
    """The messages of each conversation, with what was attached to them."""
    threads = [_messages(found, row, contact) for (found, _), row, contact in zip(chosen, rows, contacts, strict=True)]
    tx.session.add_all([message for thread in threads for message in thread])
    await tx.session.flush()
    for (found, _), thread in zip(chosen, threads, strict=True):
        for said, message in zip(found.messages, thread, strict=True):
            for file, stored_as in zip(said.files, said.stored_as, strict=True):
                tx.session.add(_attachment(message, file, stored_as))
    return threads


async def known_ids(tx: Transaction, found: Sequence[Imported]) -> set[str]:
    """The ids of those that are here already: by their own id, or since a message of theirs is."""
    ids = [one.id for one in found]
    known = set(
        (await tx.session.exec(select(Conversation.external_id).where(Conversation.external_id.in_(ids)))).all()
    )
    owner = {said.external_id: one.id for one in found for said in one.messages if said.external_id}
    query = select(Message.external_id).where(Message.channel == "email", Message.external_id.in_([*owner]))
    stored = (await tx.session.exec(query)).all() if owner else []
    return known | {owner[external_id] for external_id in stored}


async def _conversations(
    tx: Transaction, chosen: Sequence[tuple[Imported, Understanding]], contacts: Sequence[Contact]
) -> list[Conversation]:
    """Conversations with their words for search, placed in the order."""
    rules = rules_of(await accounts.workspace(tx))
    watched = await watched_phrases(tx)
    rows: list[Conversation] = []
    bodies: list[str] = []
    for (found, judged), contact in zip(chosen, contacts, strict=True):
        row = _conversation(found, judged, contact)
        texts = [said.text for said in reversed(found.messages)][:NEWEST]
        bodies.append(search_body(tx.workspace_id, row.status, row.channel, row.subject, contact.name, texts))
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
        preview=preview_of(shown),
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
            external_id=(said.external_id or f"import:{found.id}:{number}")[-300:],
            author=(said.author or (contact.name or found.email if said.inbound else ""))[:200],
            text=said.text,
            html=said.html,
            quoted=said.quoted,
            automatic=said.automatic[:200],
            headers=said.headers,
            state=Delivery.RECEIVED if said.inbound else Delivery.SENT,
            sent_at=said.at,
            created_at=said.at,
        )
        for number, said in enumerate(found.messages)
    ]


def _attachment(message: Message, file: InboundFile, stored_as: str) -> Attachment:
    return Attachment(
        message_id=message.id, name=file.name[:200], media_type=file.media_type[:100], size=len(file.content),
        stored_as=stored_as,
    )  # fmt: skip
