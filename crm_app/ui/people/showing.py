"""How are a contact, their story and a pair that may be the same told to a reader? Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crm_app.contacts.finding import MergeView, PersonRow, Suggestion
from crm_app.contacts.queries import ContactView, OrderView
from crm_app.contacts.timeline import Moment
from crm_app.ui.inbox import told
from crm_app.ui.inbox.lead_told import STATES as LIFECYCLE
from crm_app.ui.inbox.reasons import LIKELY_TO_LEAVE
from crm_app.ui.inbox.surroundings import STATUSES, Fact, Reader
from crm_app.ui.remarks import with_words
from crm_app.ui.words import say

REASONS = {
    "same name": "same name",
    "names alike": "names {n}% alike",
    "different names": "names {n}% alike only",
    "no name": "one has no name",
    "same phone": "same phone",
    "shared phone": "a phone that several share",
    "different phones": "different phones",
    "same e-mail": "same e-mail",
    "shared e-mail": "a mailbox that several share",
    "same birthday": "same birthday",
    "birthdays alike": "birthdays alike",
    "different birthdays": "different birthdays",
    "same address": "same address",
    "same street": "same street",
    "addresses alike": "addresses alike",
    "same postcode": "same postcode",
    "different addresses": "different addresses",
}
KINDS = {
    "email": "E-mail",
    "phone": "Phone",
    "visitor": "Web chat",
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "external": "Id",
}
FIELDS = {
    "name": "Name",
    "email": "E-mail",
    "phone": "Phone",
    "address": "Address",
    "vip": "VIP",
    "segments": "Segments",
}


@dataclass
class Line:
    """One line of the story. `kind`: day, in, out, internal or event; `where` leads to its conversation."""

    key: str
    kind: str
    title: str
    text: str = ""
    time: str = ""
    more: str = ""
    subject: str = ""
    where: str = ""


@dataclass
class Side:
    """One of two contacts that may be the same."""

    id: int
    name: str
    initials: str
    facts: list[Fact] = field(default_factory=list)


@dataclass
class Pair:
    """Two contacts that may be the same, with what speaks for it and what against."""

    id: int
    score: str
    likely: list[str]
    doubtful: list[str]
    first: Side
    second: Side


@dataclass
class Other:
    """Another contact that this one absorbed, or may be the same as, and what is to be said of that."""

    id: int
    name: str
    about: str


def name_of(contact: ContactView | PersonRow, language: str) -> str:
    """What a contact is called on screen."""
    return contact.name or contact.email or contact.phone or say(language, "Unknown")


def line(row: PersonRow, currency: str, language: str) -> dict[str, Any]:
    """A row as the list in the browser shows it."""
    why = [("value", say(language, "VIP"))] if row.vip else []
    if row.churn_risk >= LIKELY_TO_LEAVE:
        why.append(("churn", say(language, "may leave")))
    name = name_of(row, language)
    return {
        "id": row.id,
        "name": name,
        "initials": told.initials(name),
        "under": next((said for said in (row.email, row.phone) if said and said != name), ""),
        "value": told.money(row.lifetime_value, currency, language, short=True) if row.lifetime_value else "",
        "why": why,
    }


def worth(contact: ContactView, reader: Reader) -> list[Fact]:
    """Value, churn, orders, segments."""
    language = reader.language
    value = told.money(contact.lifetime_value, reader.currency, language) if contact.lifetime_value else ""
    since = told.day(contact.customer_since, reader.zone, language, year=True) if contact.customer_since else ""
    found = [
        ("Lifetime value", value),
        ("May leave", f"{round(contact.churn_risk * 100)}%" if contact.churn_risk else ""),
        ("Orders", str(contact.orders) if contact.orders else ""),
        ("Customer since", since),
        ("Segments", told.listed([say(language, "VIP") if contact.vip else "", *contact.segments], language)),
    ]
    return [Fact(say(language, label), said) for label, said in found if said]


def known_by(contact: ContactView, handles: Sequence[tuple[str, str]], language: str) -> list[Fact]:
    """Address and handles."""
    found = [Fact(say(language, KINDS.get(kind, "Id")), value.removeprefix("id:")) for kind, value in handles]
    listed = {fact.value for fact in found}
    for label, value in (("Phone", contact.phone), ("E-mail", contact.email)):
        if value and value not in listed:
            found.insert(0, Fact(say(language, label), value))
    return [*found, *([Fact(say(language, "Address"), contact.address)] if contact.address else [])]


def bought(orders: Sequence[OrderView], reader: Reader) -> list[Fact]:
    """Orders, each with its state and total."""
    return [Fact(f"#{order.number}", _order(order.status, order.total, order.currency, reader)) for order in orders]


def _order(status: str, total: Any, currency: str, reader: Reader) -> str:
    known = STATUSES.get(status.casefold())
    state = say(reader.language, known) if known else status.capitalize()
    return told.listed((state, told.money(total, currency, reader.language) if total else ""), reader.language)


def story(moments: Sequence[Moment], reader: Reader) -> list[Line]:
    """The timeline, newest first, each day before what happened on it."""
    found: list[Line] = []
    today = ""
    for moment in moments:
        day = _day(moment.at, reader)
        if day != today:
            found.append(Line(f"day-{moment.kind}-{moment.ref}", "day", day))
            today = day
        found.append(_line(moment, reader))
    return found


def _day(at: datetime, reader: Reader) -> str:
    return told.day(at, reader.zone, reader.language, weekday=True, year=True)


def _line(moment: Moment, reader: Reader) -> Line:
    language, time = reader.language, told.clock(moment.at, reader.zone, reader.language)
    key = f"{moment.kind}-{moment.ref}"
    if moment.kind == "message":
        kind = {"inbound": "in", "outbound": "out"}.get(moment.what, "internal")
        channel = say(language, "Internal note") if kind == "internal" else told.channel(moment.channel, language)
        text = with_words(language, moment.facts.get("remark", ""), moment.text, reader.currency)
        subject = moment.facts.get("subject", "")
        return Line(key, kind, moment.who, text, time, channel, subject, f"/?c={moment.conversation_id}")
    if moment.kind == "order":
        state = _order(moment.what, moment.facts["total"], moment.facts["currency"], reader)
        return Line(key, "event", say(language, "Order #{number}", number=moment.text), "", time, state)
    if moment.kind == "lead":
        lifecycle = say(language, LIFECYCLE.get(moment.what, moment.what))
        title = say(language, "Lead: {state}", state=lifecycle)
        who = "Tacit" if moment.who == "system" else moment.who
        return Line(key, "event", title, say(language, moment.text), time, who)
    if moment.what == "edited":
        title = say(language, "{name} changed the details", name=moment.who)
        return Line(key, "event", title, _edits(moment.facts, language), time)
    merged = "{name} merged another contact into this one" if moment.what == "merged" else "{name} undid a merge"
    return Line(key, "event", say(language, merged, name=moment.who), "", time)


def _edits(changes: dict[str, list[Any]], language: str) -> str:
    """ "Name: Jane → Jane Rivera", a line for each field."""
    lines = []
    for name, (before, after) in changes.items():
        was, now = (_said(value, language) for value in (before, after))
        lines.append(f"{say(language, FIELDS.get(name, name))}: {was} → {now}")
    return "\n".join(lines)


def _said(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return say(language, "yes") if value else say(language, "no")
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value or "")) or "–"


def pair(suggestion: Suggestion, reader: Reader) -> Pair:
    """Two contacts side by side."""
    said = [
        (reason["weight"], say(reader.language, REASONS[reason["kind"]], n=reason["figure"]))
        for reason in suggestion.reasons
        if reason["kind"] in REASONS
    ]
    return Pair(
        suggestion.id,
        f"{min(99, round(suggestion.score * 100))}%",
        [text for weight, text in said if weight > 0],
        [text for weight, text in said if weight <= 0],
        _side(suggestion.first, reader),
        _side(suggestion.second, reader),
    )


def _side(contact: ContactView, reader: Reader) -> Side:
    name, language = name_of(contact, reader.language), reader.language
    value = told.money(contact.lifetime_value, reader.currency, language) if contact.lifetime_value else "–"
    labelled = [
        ("E-mail", contact.email), ("Phone", contact.phone), ("Address", contact.address),
        ("Orders", str(contact.orders)), ("Lifetime value", value),
    ]  # fmt: skip
    return Side(
        contact.id, name, told.initials(name), [Fact(say(language, label), said or "–") for label, said in labelled]
    )


def alike(suggestion: Suggestion, contact_id: int, reader: Reader) -> Other:
    """Whom a contact may be the same as, and why."""
    other = suggestion.second if suggestion.first.id == contact_id else suggestion.first
    shown = pair(suggestion, reader)
    return Other(other.id, name_of(other, reader.language), told.listed([shown.score, *shown.likely], reader.language))


def pasts(merges: Sequence[MergeView], zone: ZoneInfo, language: str) -> list[Other]:
    """Merges that stand, with who made them and when."""
    return [
        Other(
            one.id, one.name or say(language, "Unknown"),
            say(language, "merged by {name}, {day}", name=one.merged_by, day=told.day(one.at, zone, language)),
        )
        for one in merges
    ]  # fmt: skip
