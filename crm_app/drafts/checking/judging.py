"""One claim against the records: does anything hold it, and what?

Each kind of claim has its own strictness. A number alone proves nothing: "30 days" to return says nothing about a
delivery, so facts found in running text count only where the clause speaks of the same thing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_app.drafts.checking.evidence import CLOCK, CUSTOMER, Evidence, Segment, day_of, order_name
from crm_app.drafts.checking.promise_words import DEEDS
from crm_app.drafts.checking.roles import arrives, role_of
from crm_app.drafts.checking.spotting import Spot
from crm_app.drafts.facts import OrderFact
from crm_app.language.traced import fold, words


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim holds, by which record, and why when that needs saying."""

    supported: bool
    source: str = ""
    reason: str = ""


NOWHERE = Verdict(False)
_FUTURE = re.compile(
    r"'ll\b|\b(?:will|shall|going to|can|could|may|would)\b|ré\b|rán?\b|remos\b|\b(?:voy|va|van|vamos) a\b"
    r"|pod(?:emos|ría)|puedo|سوف|(?<!\w)[وف]?س[نايت]|يمكن"
)
# What is under way without being the order: its status says nothing about a refund on the way.
_SOMETHING_ELSE = re.compile(
    r" (?:money|replacement|another|new|voucher|dinero|reemplazo|otro|otra|nuevo|nueva|بديل\w*|المال|نقود\w*|جديد\w*) "
    r"|(?:refund|reembolso) (?:is|has|was|está|ha|va) "
)
_SINCE = re.compile(r"\b(?:ago|for|since|late|overdue|past|hace|desde|retraso|منذ|قبل|متاخر)\b")
_AHEAD = re.compile(r"\b(?:within|in|after|will|next|takes?|en|dentro|tarda|خلال|بعد|غضون|تستغرق|يستغرق)\b")
_YEAR_BEFORE = re.compile(r"(?:since|in|desde|en|منذ|عام|سنه|في)\s+(?:عام |سنه |el año )?$")
_ORDERS_AFTER = re.compile(r"^\s+(?:previous |past |earlier )?(?:orders?|pedidos?|طلبات?|طلبا)\b")


def judge(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    """The verdict on one find in draft `text`; `clause` is the part of the text it stands in."""
    return _JUDGES[spot.kind](text, spot, clause, evidence)


def _name(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    said = words(text[spot.start : spot.end])
    for source in evidence.sources:
        # Who is greeted is the one who wrote, not just anybody the records name.
        if said in source.words and (spot.value != "greeted" or source.name in ("contact", CUSTOMER)):
            return Verdict(True, source.name)
    return NOWHERE


def _address(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    said = words(text[spot.start : spot.end])
    for order in evidence.context.orders:
        if said in words(order.address):
            return Verdict(True, order_name(order))
    found = (s for s in evidence.ranked("knowledge", "reply", "customer") if said in s.words)
    return next((Verdict(True, source.name) for source in found), NOWHERE)


def _order(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    for order in evidence.context.orders:
        if _code(order.number) == _code(str(spot.value)):
            return Verdict(True, order_name(order))
        if order.tracking_number and _code(order.tracking_number) == _code(str(spot.value)):
            return Verdict(True, "tracking")
    return _word_for_word(text, spot, evidence)


def _word_for_word(text: str, spot: Spot, evidence: Evidence) -> Verdict:
    said = words(text[spot.start : spot.end])
    return next((Verdict(True, source.name) for source in evidence.sources if said in source.words), NOWHERE)


def _contact_detail(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    """E-mail, phone, link: the same one, letter for letter. A link that only the customer sent is never passed on."""
    ranks = ("record", "knowledge", "reply") if spot.kind == "link" else ("record", "knowledge", "reply", "customer")
    for source in evidence.ranked(*ranks):
        for segment in source.segments:
            if any(each.kind == spot.kind and _plain(each) == _plain(spot) for each in segment.spots):
                return Verdict(True, source.name)
    contact = evidence.context.contact
    if spot.kind == "phone" and contact.phone and re.sub(r"\D", "", contact.phone).lstrip("0") == _plain(spot):
        return Verdict(True, "contact")
    return NOWHERE


def _plain(spot: Spot) -> str:
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", str(spot.value)).rstrip("/")
    return bare.lstrip("0") if spot.kind == "phone" else bare


def _amount(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    numbers, currencies = spot.value
    for order in evidence.context.orders:
        currency = order.currency or evidence.context.currency
        if order.total in numbers and (not currencies or currency in currencies):
            return Verdict(True, order_name(order))
    return _in_a_like_clause(spot, clause, evidence)


def _number(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    what, value = spot.value or ("code", None)
    if what == "code":
        return _order(text, Spot(spot.start, spot.end, "order", value), clause, evidence)
    if what == "time" and (found := _elapsed(text, spot, clause, evidence)):
        return found
    if what == "count" and (found := _counted(text, spot, value, evidence)):
        return found
    return _in_a_like_clause(spot, clause, evidence)


def _counted(text: str, spot: Spot, numbers: frozenset[Decimal], evidence: Evidence) -> Verdict | None:
    """Bare numbers that a record holds as such: an order's or parcel's number, how many orders, since which year."""
    said, contact = text[spot.start : spot.end], evidence.context.contact
    for order in evidence.context.orders:
        if _code(said) in (_code(order.number), _code(order.tracking_number)):
            return Verdict(True, order_name(order) if _code(said) == _code(order.number) else "tracking")
    if contact.orders_count in numbers and _ORDERS_AFTER.match(fold(text[spot.end : spot.end + 24]).text):
        return Verdict(True, "contact")
    before = fold(text[max(0, spot.start - 16) : spot.start]).text
    if contact.customer_since and contact.customer_since.year in numbers and _YEAR_BEFORE.search(before):
        return Verdict(True, "contact")
    return None


def _elapsed(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict | None:
    """ "5 days without a scan": lengths of time that the clock and a record give together."""
    low, high, unit, _ = spot.value[1]
    said = fold(text[max(clause.start, spot.start - 24) : min(clause.end, spot.end + 24)]).text
    if low != high or unit not in ("day", "week") or not _SINCE.search(said) or _AHEAD.search(said):
        return None
    days = int(low) * (7 if unit == "week" else 1)
    context = evidence.context
    for order in context.orders:
        scan = order.last_event
        for since in (scan and scan.at, order.placed_at, order.expected_at):
            if since and (evidence.today - day_of(since, context)).days == days:
                return Verdict(
                    True, CLOCK, f"Counted from {day_of(since, context).isoformat()} in {order_name(order)}."
                )
    return None


def _in_a_like_clause(spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    """The same value in a clause about the same thing, in any source; a record may hold the very clause."""
    for source in evidence.sources:
        for segment in source.segments:
            alike = segment.agrees(clause) or (source.rank == "record" and segment.words == clause.words)
            if alike and any(_same(each, spot) for each in segment.spots):
                return Verdict(True, source.name)
    return NOWHERE


def _same(one: Spot, other: Spot) -> bool:
    if one.kind == other.kind == "amount":
        numbers, currencies = one.value
        like = not currencies or not other.value[1] or bool(currencies & other.value[1])
        return like and bool(numbers & other.value[0])
    return _length(one) == _length(other) if _length(one) else one.kind == other.kind and one.value == other.value


def _length(spot: Spot) -> object:
    """A length of time, whether it stands alone ("5 days") or binds ("within 5 days")."""
    return spot.value[1] if isinstance(spot.value, tuple) and spot.value[0] in ("time", "within") else None


def _date(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    role = role_of(text[clause.start : spot.start])
    for day, held_by, roles in _dated(evidence):
        if day in spot.value and (role in roles or (not role and "written" not in roles)):
            return Verdict(True, held_by)
    ranks = ("knowledge", "reply") if role else ("knowledge", "reply", "customer")
    for source in evidence.ranked(*ranks):
        for segment in source.segments:
            # "last week" in a message does not bear out a day of that week, but the day bears out the week.
            if any(each.kind == "date" and each.value and each.value <= spot.value for each in segment.spots):
                return Verdict(True, source.name)
    return NOWHERE


def _dated(evidence: Evidence) -> list[tuple[date, str, tuple[str, ...]]]:
    """Every day the records hold, where, and what it can be the day of."""
    context = evidence.context
    found = []
    for order in context.orders:
        name = order_name(order)
        found += [
            (day_of(order.placed_at, context), name, ("placed",)),
            (day_of(order.expected_at, context), name, ("expected",)),
        ]
        for event in order.events:
            arrived = any(re.search(DEEDS["deliver"][1], said) for said in (fold(event.text).text,))
            found.append((day_of(event.at, context), "tracking", ("delivered", "scanned") if arrived else ("scanned",)))
    found += [(day_of(turn.at, context), "the conversation", ("written",)) for turn in context.messages]
    return [(day, name, roles) for day, name, roles in found if day]


def _promise(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    what, value = spot.value
    if what == "by" and value and max(value) < evidence.today:
        # "was expected by 13 November" tells of the past; it binds nobody any more.
        return _date(text, Spot(spot.start, spot.end, "date", value), clause, evidence)
    if what == "by" and arrives(clause.words):
        for order in evidence.context.orders[:1]:
            expected = day_of(order.expected_at, evidence.context)
            last = min((day for day in value if day >= evidence.today), default=None)
            if expected and last and evidence.today <= expected <= last:
                return Verdict(True, order_name(order))
    if what == "word" and evidence.context.order and _done(text, spot, clause, evidence.context.order):
        return Verdict(True, order_name(evidence.context.order))
    return _as_written(text, spot, clause, evidence)


def _done(text: str, spot: Spot, clause: Segment, order: OrderFact) -> bool:
    """ "It has shipped": a deed that the order's own status or scans tell of."""
    said = fold(text[spot.start : spot.end]).text
    told = [fold(each).text for each in (order.status, *(event.text for event in order.events))]
    if _FUTURE.search(said) or _SOMETHING_ELSE.search(clause.words):
        return False
    return any(re.search(root, said) and any(re.search(proof, each) for each in told) for root, proof in DEEDS.values())


def _as_written(text: str, spot: Spot, clause: Segment, evidence: Evidence) -> Verdict:
    """A promise the house has made: a passage or earlier reply holds the whole clause, or this time for this thing."""
    for source in evidence.ranked("knowledge", "reply"):
        if clause.words.count(" ") > 3 and clause.words in source.words:
            return Verdict(True, source.name)
        if spot.value[0] != "word":
            for segment in source.segments:
                phrase = words(text[spot.start : spot.end]) in segment.words
                if (phrase or _within(spot, segment)) and segment.agrees(clause):
                    return Verdict(True, source.name)
    return NOWHERE


def _within(spot: Spot, segment: Segment) -> bool:
    return bool(_length(spot)) and any(_length(each) == _length(spot) for each in segment.spots)


def _code(number: str) -> str:
    return re.sub(r"[\s#]", "", fold(number).text)


_JUDGES: dict[str, Callable[[str, Spot, Segment, Evidence], Verdict]] = {
    "name": _name,
    "place": _name,
    "address": _address,
    "order": _order,
    "email": _contact_detail,
    "phone": _contact_detail,
    "link": _contact_detail,
    "amount": _amount,
    "number": _number,
    "date": _date,
    "promise": _promise,
}
