"""Which contacts does the product suggest to be the same, and what did a person make of it?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from sqlmodel import func, select

from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.contacts.blocking import TOO_COMMON, shared
from crm_app.contacts.events import DuplicatesChanged
from crm_app.contacts.indexing import index, known
from crm_app.contacts.matching import Known, Verdict, judge
from crm_app.contacts.models import Contact, ContactKey, Decision, DuplicateSuggestion
from crm_app.kit.errors import NotFound
from crm_app.kit.transaction import Transaction

AT_ONCE = 300
"""So many contacts are looked at in one transaction of the nightly job."""

S = DuplicateSuggestion
Pair = tuple[int, int]


async def found_by(tx: Transaction, contacts: Sequence[Contact]) -> None:
    """After contacts came in or changed: how they are found, and whom they may be the same as."""
    if changed := await index(tx, contacts):
        await look_for(tx, changed)


async def look_for(tx: Transaction, ids: Sequence[int]) -> None:
    """Suggest what these contacts may be the same as. What a person decided stays decided; an open suggestion for
    which nothing speaks any more goes."""
    pairs, common = await _worth_comparing(tx, set(ids))
    people = await _people(tx, {id_ for pair in pairs for id_ in pair}, common)
    judged = {pair: judge(people[pair[0]], people[pair[1]]) for pair in pairs if people.keys() >= {*pair}}
    same = {pair: verdict for pair, verdict in judged.items() if verdict.same}
    stored: dict[Pair, DuplicateSuggestion] = {}
    for side in (S.first_id, S.second_id):  # one `or` of both would read every suggestion there is
        rows = (await tx.session.exec(select(S).where(side.in_(ids)))).all()
        stored |= {(row.first_id, row.second_id): row for row in rows}
    fresh = same.keys() - stored.keys()
    for pair in sorted(fresh):
        tx.session.add(_suggestion(pair, same[pair], tx))
    stale = [row for pair, row in stored.items() if row.state == Decision.OPEN and pair not in same]
    for row in stale:
        await tx.session.delete(row)
    await tx.session.flush()
    if fresh or stale:
        tx.emit(DuplicatesChanged())


async def _worth_comparing(tx: Transaction, ids: set[int]) -> tuple[set[Pair], frozenset[str]]:
    """Pairs with one of `ids` that share a key, and the phones and mailboxes that too many share."""
    own = {*(await tx.session.exec(select(ContactKey.key).where(ContactKey.contact_id.in_(ids)))).all()}
    counted = select(ContactKey.key, func.count()).where(ContactKey.key.in_(own)).group_by(ContactKey.key)
    holders = {key: n for key, n in (await tx.session.exec(counted)).all() if n > 1}
    telling = [key for key, n in holders.items() if n <= TOO_COMMON]
    sharing: dict[str, list[int]] = defaultdict(list)
    query = select(ContactKey.key, ContactKey.contact_id).where(ContactKey.key.in_(telling))
    for key, contact_id in (await tx.session.exec(query)).all():
        sharing[key].append(contact_id)
    pairs = {pair for found in sharing.values() for pair in combinations(sorted(found), 2) if not ids.isdisjoint(pair)}
    common = frozenset(value for key, n in holders.items() if (value := shared(key, n)))
    return pairs, common


async def _people(tx: Transaction, ids: set[int], common: frozenset[str]) -> dict[int, Known]:
    rows = (await tx.session.exec(select(Contact).where(Contact.id.in_(ids)))).all()
    here = [row for row in rows if row.merged_into is None]  # asked for in SQL, SQLite would go by that index instead
    return {id_: replace(person, shared=common) for id_, person in (await known(tx, here)).items()}


def _suggestion(pair: Pair, verdict: Verdict, tx: Transaction) -> DuplicateSuggestion:
    reasons = [{"kind": r.kind, "weight": round(r.weight, 2), "figure": r.figure} for r in verdict.reasons]
    return S(first_id=pair[0], second_id=pair[1], score=verdict.score, reasons=reasons, found_at=tx.now)


async def dismiss(tx: Transaction, suggestion_id: int) -> None:
    """These two are not the same; they are never suggested again."""
    require(tx.actor, "contacts.merge")
    row = (await tx.session.exec(select(S).where(S.id == suggestion_id, S.state == Decision.OPEN))).first()
    if row is None:
        raise NotFound("suggestion")
    decide(tx, row, Decision.DISMISSED)
    record(tx, "duplicate.dismissed", "contact", row.first_id, other=row.second_id)
    tx.emit(DuplicatesChanged())


def decide(tx: Transaction, row: DuplicateSuggestion, decision: Decision) -> None:
    """Note what became of a suggestion."""
    row.state, row.decided_at, row.decided_by = decision, tx.now, tx.actor.label


async def sweep(tx: Transaction, above: int) -> int | None:
    """Look at the next contacts with ids over `above`; returns the last id, or None at the end."""
    query = select(Contact).where(Contact.id > above, Contact.merged_into.is_(None)).order_by(Contact.id)
    contacts = [*(await tx.session.exec(query.limit(AT_ONCE))).all()]
    await index(tx, contacts)
    await look_for(tx, [contact.id for contact in contacts])
    return contacts[-1].id if len(contacts) == AT_ONCE else None


async def tally(tx: Transaction) -> Counter[str]:
    """How many suggestions there are in each state."""
    return Counter(dict((await tx.session.exec(select(S.state, func.count()).group_by(S.state))).all()))
