"""Every write that decides where a conversation stands."""

import math

from sqlmodel import delete, select

from crm_app.accounts import queries as accounts
from crm_app.accounts.actions import change_workspace, record
from crm_app.accounts.permissions import require
from crm_app.contacts.models import Contact
from crm_app.conversations.indexing import status_facet
from crm_app.conversations.models import Conversation, SearchText, Status
from crm_app.inbox import scoring, topic_alerts
from crm_app.inbox.events import AlertsChanged, WeightsChanged
from crm_app.inbox.models import TopicAlert
from crm_app.inbox.queries import watched_phrases
from crm_app.inbox.rules import Rules, rules_of
from crm_app.kit.errors import Invalid
from crm_app.kit.fulltext import Search, matching_ids
from crm_app.kit.transaction import Transaction

AT_ONCE = 500
"""So many conversations are ranked anew within the request; a job ranks the rest."""


async def rank(tx: Transaction, conversation_id: int) -> None:
    """Work out anew where one conversation stands."""
    await rank_all(tx, [conversation_id])


async def rank_all(tx: Transaction, conversation_ids: list[int]) -> None:
    """Work out anew where these conversations stand."""
    if not conversation_ids:
        return
    rules = rules_of(await accounts.workspace(tx))
    watched = await watched_phrases(tx)
    query = (
        select(Conversation, Contact.churn_risk, Contact.lifetime_value, SearchText.body)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(SearchText, SearchText.id == Conversation.id)
        .where(Conversation.id.in_(conversation_ids))
    )
    for conversation, churn_risk, value, body in (await tx.session.exec(query)).all():
        hits = topic_alerts.matching(watched, body or "")
        conversation.alerts = [watched[phrase] for phrase in hits]
        place(conversation, churn_risk, value, rules)
    await tx.session.flush()


def place(conversation: Conversation, churn_risk: float, value: float, rules: Rules) -> None:
    """Work out where a conversation stands, from the conversation as it is and what its contact is worth."""
    traits = scoring.Traits(
        churn_risk, value, conversation.priority, conversation.difficulty, conversation.sentiment,
        conversation.waiting_since, None, tuple(conversation.alerts),
    )  # fmt: skip
    conversation.alerted = bool(conversation.alerts)
    conversation.standing = scoring.standing(traits, rules.weights)
    conversation.band = math.floor(conversation.standing)
    conversation.reply_due = scoring.reply_due(
        conversation.waiting_since, conversation.priority, rules.hours, rules.targets_h
    )


async def watch(tx: Transaction, typed: str) -> None:
    """Watch these words, separated by commas, besides those watched already."""
    require(tx.actor, "alerts.write")
    known = await watched_phrases(tx)
    wanted = {k: v for k, v in topic_alerts.phrases(typed).items() if k not in known}
    if len(known) + len(wanted) > topic_alerts.MOST_WORDS:
        raise Invalid("topic_alerts", "Watch at most {most} words. Remove one first.", most=topic_alerts.MOST_WORDS)
    for folded, phrase in wanted.items():
        alert = TopicAlert(phrase=phrase, folded=" ".join(folded), member_id=tx.actor.member_id, created_at=tx.now)
        tx.session.add(alert)
    await tx.session.flush()
    await _alerts_changed(tx, list(wanted))


async def unwatch(tx: Transaction, phrase: str | None) -> None:
    """Stop watching one phrase, or all of them (None)."""
    require(tx.actor, "alerts.write")
    known = await watched_phrases(tx)
    gone = [folded for folded, typed in known.items() if phrase is None or typed == phrase]
    folded = [" ".join(g) for g in gone]
    await tx.session.exec(delete(TopicAlert).where(TopicAlert.folded.in_(folded)))
    await _alerts_changed(tx, gone)


async def _alerts_changed(tx: Transaction, phrases: list[tuple[str, ...]]) -> None:
    if not phrases:
        return
    record(tx, "alerts.changed", "workspace", tx.workspace_id, phrases=[" ".join(p) for p in phrases])
    seen = await _holding(tx, phrases, status=Status.OPEN)
    await rank_all(tx, seen)
    all_states = await _holding(tx, phrases)
    more = len(all_states) == AT_ONCE or set(all_states) - set(seen)
    tx.emit(AlertsChanged(tuple(" ".join(p) for p in phrases), all_states[0] + 1 if more else None))


async def _holding(
    tx: Transaction, phrases: list[tuple[str, ...]], *, status: Status | None = None, below: int | None = None
) -> list[int]:
    """The newest conversations that hold one of the phrases, as many as are ranked at once; only those of one status,
    or with ids under `below`, where it is given."""
    facets = (status_facet(status),) if status else ()
    return await matching_ids(tx, "search_text", Search(facets, (), tuple(phrases)), AT_ONCE, below=below)


async def change_rules(
    tx: Transaction,
    *,
    weights: dict[str, float] | None,
    targets_h: dict[str, float] | None,
    days: dict[str, float] | None = None,
) -> None:
    """Set the workspace's own weights, reply targets (hours) and `follow_up_days` and `reopen_days`; what is not named
    stays. All are ranked anew."""
    require(tx.actor, "scoring.write")
    stored = (await accounts.workspace(tx)).settings
    for name, value in {**(weights or {}), **(targets_h or {}), **(days or {})}.items():
        if not (0 <= value <= 1000):
            raise Invalid(name, "This goes from 0 to 1000.")
    settings = {
        "weights": {**stored.get("weights", {}), **(weights or {})},
        "targets_h": {**stored.get("targets_h", {}), **(targets_h or {})},
        **(days or {}),
    }
    await change_workspace(tx, "scoring.write", settings=settings)
    tx.emit(WeightsChanged())


async def rank_contact(tx: Transaction, contact_id: int) -> None:
    """Rank what a contact has open, because what they are worth changed."""
    query = select(Conversation.id).where(Conversation.contact_id == contact_id, Conversation.status != Status.CLOSED)
    await rank_all(tx, [*(await tx.session.exec(query)).all()])


async def rank_some_holding(tx: Transaction, phrases: list[tuple[str, ...]], below: int) -> int | None:
    """Rank the next conversations with ids under `below`; returns the last id, or None at the end."""
    ids = await _holding(tx, phrases, below=below)
    await rank_all(tx, ids)
    return ids[-1] if len(ids) == AT_ONCE else None


async def rank_some(tx: Transaction, above: int) -> int | None:
    """Rank the next conversations with ids over `above`; returns the last id, or None at the end."""
    query = select(Conversation.id).where(Conversation.id > above)
    ids = [*(await tx.session.exec(query.order_by(Conversation.id).limit(AT_ONCE))).all()]
    await rank_all(tx, ids)
    return ids[-1] if len(ids) == AT_ONCE else None
