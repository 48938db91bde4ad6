"""Every read of the inbox: the ordered page, one row, why it stands where it stands, the watched words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from crm_app.accounts import queries as accounts
from crm_app.accounts.models import Member
from crm_app.contacts.models import Contact
from crm_app.conversations.indexing import NAME_MARK
from crm_app.conversations.models import Conversation, SearchText, Status
from crm_app.inbox import scoring
from crm_app.inbox.finding import View, total_of
from crm_app.inbox.models import TopicAlert
from crm_app.inbox.rules import Rules, rules_of
from crm_app.inbox.topic_alerts import matching, phrases
from crm_app.kit.errors import Invalid
from crm_app.kit.fulltext import Search, matching_ids
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Transaction
from crm_app.language.fold import words

C = Conversation
DEEPEST = 20_000
"""Rows of the order; finding the best n costs as much as n rows."""


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    id: int
    subject: str
    preview: str
    channel: str
    status: str
    priority: str
    difficulty: str
    category: str
    sentiment: float
    language: str
    contact_id: int
    contact_name: str
    contact_email: str | None
    lifetime_value: float
    churn_risk: float
    vip: bool
    assignee_id: int | None
    assignee: str
    waiting_since: datetime | None
    reply_due: datetime | None
    snoozed_until: datetime | None
    created_at: datetime
    last_message_at: datetime
    version: int
    alerts: tuple[str, ...]
    parts: scoring.Parts

    @property
    def score(self) -> float:
        return self.parts.total


@dataclass(frozen=True)
class InboxPage:
    rows: list[Row]
    total: int
    alerts: list[str]
    matches: int


async def watched_phrases(tx: Transaction) -> dict[tuple[str, ...], str]:
    """The workspace's watched words: folded, and as typed."""
    rows = (await tx.session.exec(select(TopicAlert.folded, TopicAlert.phrase).order_by(TopicAlert.id))).all()
    return {tuple(folded.split()): phrase for folded, phrase in rows}


async def page(
    tx: Transaction, at: Page, *, status: str = "open", channel: str | None = None, watch: str | None = None
) -> InboxPage:
    """One page of the order, best first.

    Args:
        status: open, pending or closed.
        channel: only this channel.
        watch: words to raise instead of the workspace's own, separated by commas.

    Raises Invalid for an unknown status, and for a page so deep that nobody reads that far.
    """
    if status not in set(Status):
        raise Invalid("status", "status is open, pending or closed.")
    rules = rules_of(await accounts.workspace(tx))
    saved = await watched_phrases(tx)
    wanted = phrases(watch) if watch is not None else saved
    view = View(tx, rules, status, channel)
    total = await total_of(tx, status, channel)
    if DEEPEST <= at.start < total:
        raise Invalid(
            "page",
            "The order is told up to its {deepest}th row. Ask for one channel or status, or search.",
            deepest=DEEPEST,
        )
    end = at.end if at.start < total else 0  # all that stands before a page is ranked
    if set(wanted) == set(saved):
        matches = await view.alerted() if saved else 0
        ranked = await view.top(end)
    else:
        matches, ranked = await view.top_watching(end, wanted)
    ids = [id_ for _, id_ in ranked[at.start :]]
    rows = await rows_by_id(tx, ids, rules, wanted if set(wanted) != set(saved) else None)
    return InboxPage(rows, total, list(wanted.values()), matches)


async def rows_by_id(
    tx: Transaction,
    ids: Sequence[int],
    rules: Rules | None = None,
    wanted: dict[tuple[str, ...], str] | None = None,
) -> list[Row]:
    """Rows in the order of `ids`, marked with the saved words that they hold, or with those `wanted` instead."""
    rules = rules or rules_of(await accounts.workspace(tx))
    query = (
        select(C, Contact, Member.name, SearchText.body)
        .join(Contact, Contact.id == C.contact_id)
        .outerjoin(Member, Member.id == C.assignee_id)
        .outerjoin(SearchText, SearchText.id == C.id)
        .where(C.id.in_(ids))
    )
    found = {}
    for conversation, contact, assignee, body in (await tx.session.exec(query)).all():
        alerts = tuple(conversation.alerts)
        if wanted is not None:
            alerts = tuple(wanted[phrase] for phrase in matching(wanted, body or ""))
        found[conversation.id] = _row(conversation, contact, assignee or "", alerts, rules, tx.now)
    return [found[id_] for id_ in ids if id_ in found]


def _row(c: Conversation, contact: Contact, assignee: str, alerts: tuple[str, ...], rules: Rules, now: datetime) -> Row:
    traits = scoring.Traits(
        contact.churn_risk, contact.lifetime_value, c.priority, c.difficulty, c.sentiment,
        c.waiting_since, c.reply_due, alerts,
    )  # fmt: skip
    return Row(
        c.id, c.subject, c.preview, c.channel, str(c.status), c.priority, c.difficulty, c.category, c.sentiment,
        c.language, contact.id, contact.name, contact.email, contact.lifetime_value, contact.churn_risk, contact.vip,
        c.assignee_id, assignee, c.waiting_since, c.reply_due, c.snoozed_until, c.created_at, c.last_message_at,
        c.version, alerts, scoring.score(traits, rules.weights, rules.hours, now),
    )  # fmt: skip


async def row(tx: Transaction, conversation_id: int) -> Row | None:
    """One row."""
    found = await rows_by_id(tx, [conversation_id])
    return found[0] if found else None


async def row_above(tx: Transaction, conversation_id: int, page_size: int = 200) -> Row | None:
    """The row that stands right above this one, when it is on the first pages of the open order."""
    rules = rules_of(await accounts.workspace(tx))
    ranked = [id_ for _, id_ in await View(tx, rules, Status.OPEN, None).top(page_size)]
    place = ranked.index(conversation_id) if conversation_id in ranked else 0
    return (await rows_by_id(tx, [ranked[place - 1]], rules))[0] if place else None


async def search(tx: Transaction, typed: str, limit: int = 50) -> list[Row]:
    """Conversations of any status that hold all typed words or their beginnings, newest first."""
    typed_words = words(typed)[:12]
    if not typed_words:
        return []
    groups = tuple((word, NAME_MARK + word) for word in typed_words)
    ids = await matching_ids(tx, "search_text", Search(prefixes=groups), limit)
    return await rows_by_id(tx, ids)
