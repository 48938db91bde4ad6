"""Every read of the people page: the list, search in any script, one person, and who may be the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import func, select

from crm_app.contacts import names
from crm_app.contacts.indexing import SOUND_MARK
from crm_app.contacts.models import Contact, Decision, DuplicateSuggestion, Handle, Merge, Order
from crm_app.contacts.queries import ContactView, view
from crm_app.kit.fulltext import Search, matching_ids
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Transaction
from crm_app.language.fold import fold, words

MOST_WORDS = 8
_PHONE = re.compile(r"[+()\d\s./-]{4,}")

S = DuplicateSuggestion


@dataclass(frozen=True)
class PersonRow:
    """One line of the list."""

    id: int
    name: str
    email: str | None
    phone: str | None
    lifetime_value: float
    churn_risk: float
    vip: bool
    segments: tuple[str, ...]


@dataclass(frozen=True)
class PeoplePage:
    rows: list[PersonRow]
    total: int


@dataclass(frozen=True)
class Suggestion:
    """Two contacts that may be the same; `reasons` as the matcher gave them, the strongest first."""

    id: int
    score: float
    reasons: tuple[dict[str, Any], ...]
    first: ContactView
    second: ContactView


@dataclass(frozen=True)
class MergeView:
    """A merge that stands and can be undone."""

    id: int
    name: str
    at: datetime
    merged_by: str


async def page(tx: Transaction, at: Page) -> PeoplePage:
    """One page of all contacts by their names."""
    here = Contact.merged_into.is_(None)
    total = (await tx.session.exec(select(func.count(Contact.id)).where(here))).one()
    query = select(Contact.id).where(here).order_by(Contact.sort_name, Contact.id).offset(at.start).limit(at.limit)
    return PeoplePage(await rows(tx, [*(await tx.session.exec(query)).all()]), total)


async def rows(tx: Transaction, ids: Sequence[int]) -> list[PersonRow]:
    """Lines in the order of `ids`."""
    found = {row.id: row for row in (await tx.session.exec(select(Contact).where(Contact.id.in_(ids)))).all()}
    return [_row(found[id_]) for id_ in ids if id_ in found]


def _row(c: Contact) -> PersonRow:
    return PersonRow(c.id, c.name, c.email, c.phone, c.lifetime_value, c.churn_risk, c.vip, tuple(c.segments))


async def search(tx: Transaction, typed: str, limit: int = 50) -> list[PersonRow]:
    """Contacts whose name, mail or phone holds all that was typed, or its beginnings; then those whose name sounds
    like it, so that a name in one script is found by one typed in another."""
    ids: list[int] = []
    for groups in _groups(typed):
        if groups and len(ids) < limit:
            more = await matching_ids(tx, "contact_text", Search(prefixes=groups), limit)
            ids += [id_ for id_ in more if id_ not in ids]
    return await rows(tx, ids[:limit])


def _groups(typed: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """What to look for first, and what if that is not enough."""
    plain = fold(typed).strip()
    if _PHONE.fullmatch(plain):
        digits = re.sub(r"\D", "", plain)
        return (((digits, digits.lstrip("0") or digits),) if digits else (),)
    spelt = tuple((word,) for word in words(typed)[:MOST_WORDS])
    heard = [names.sound(word) for word in names.tokens(typed)[:MOST_WORDS]]
    sounding = all(len(sound) > 1 for sound in heard)
    return spelt, tuple((SOUND_MARK + sound,) for sound in heard) if sounding else ()


async def person(tx: Transaction, contact_id: int) -> ContactView | None:
    """One contact with the number of their orders; whoever was merged is the one they became."""
    while True:
        row = (await tx.session.exec(select(Contact).where(Contact.id == contact_id))).first()
        if row is None or row.merged_into is None:
            break
        contact_id = row.merged_into
    if row is None:
        return None
    return view(row, (await tx.session.exec(select(func.count(Order.id)).where(Order.contact_id == row.id))).one())


async def handles(tx: Transaction, contact_id: int) -> list[tuple[str, str]]:
    """By what a contact is known: (kind, value)."""
    query = select(Handle.kind, Handle.value).where(Handle.contact_id == contact_id).order_by(Handle.kind, Handle.id)
    return [*(await tx.session.exec(query.limit(100))).all()]


async def merges(tx: Transaction, contact_id: int) -> list[MergeView]:
    """The merges into a contact that stand, the newest first."""
    query = (
        select(Merge.id, Contact.name, Contact.email, Merge.at, Merge.merged_by)
        .join(Contact, Contact.id == Merge.gone_id)
        .where(Merge.keep_id == contact_id, Merge.undone_at.is_(None))
        .order_by(Merge.id.desc())
    )
    found = (await tx.session.exec(query.limit(20))).all()
    return [MergeView(id_, name or email or "", at, by) for id_, name, email, at, by in found]


async def suggestions(tx: Transaction, *, contact_id: int | None = None, limit: int = 20) -> list[Suggestion]:
    """Open suggestions, the surest first; only those with one contact where it is given."""
    here = [S.state == Decision.OPEN]
    if contact_id is not None:
        here.append(sa.or_(S.first_id == contact_id, S.second_id == contact_id))
    found = (await tx.session.exec(select(S).where(*here).order_by(S.score.desc(), S.id.desc()).limit(limit))).all()
    people = await _views(tx, {id_ for row in found for id_ in (row.first_id, row.second_id)})
    return [
        Suggestion(row.id, row.score, tuple(row.reasons), people[row.first_id], people[row.second_id])
        for row in found
        if row.first_id in people and row.second_id in people
    ]


async def waiting(tx: Transaction) -> int:
    """How many suggestions wait for a decision."""
    return (await tx.session.exec(select(func.count(S.id)).where(S.state == Decision.OPEN))).one()


async def _views(tx: Transaction, ids: set[int]) -> dict[int, ContactView]:
    counted = select(Order.contact_id, func.count(Order.id)).where(Order.contact_id.in_(ids)).group_by(Order.contact_id)
    orders = dict((await tx.session.exec(counted)).all())
    found = (await tx.session.exec(select(Contact).where(Contact.id.in_(ids)))).all()
    return {row.id: view(row, orders.get(row.id, 0)) for row in found if row.merged_into is None}
