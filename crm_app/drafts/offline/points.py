"""What there is to say, point by point, whatever the channel: facts, empathy, care, and the next step."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crm_app.drafts.checking.evidence import day_of, order_name
from crm_app.drafts.facts import DraftContext, OrderFact, TrackingEvent
from crm_app.drafts.offline.issue import ABOUT_AN_ORDER, Issue, newest
from crm_app.drafts.offline.passages import best_quote
from crm_app.drafts.offline.speech import Speech
from crm_app.language.traced import fold

Role = Literal["sorry", "thanks", "again", "state", "scan", "when", "detail", "knowledge", "step", "offer", "care"]

VALUABLE = Decimal(1000)
MAY_LEAVE = 0.6
_GLAD = 0.5
_SORRY = {
    "tracking": "tracking",
    "damaged": "damaged",
    "refund": "refund",
    "cancel": "refund",
    "payment": "payment",
    "account": "account",
}
_TROUBLE = ("damaged", "payment", "account")
_MINE = re.compile(
    r"\bmy\b|\bmine\b|\bi (?:bought|ordered|received|got)\b|\bmis?\b|\bcompré\b|\bpedí\b|#\w|طلبي|طلبيتي|اشتريت"
    r"|طلبت|حسابي|شحنتي"
)


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence or two of a draft: what it does there, and the record it rests on."""

    role: Role
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """What the points are made from. `brief` asks for the short wording, `spoken` for no codes and signs;
    `facts_first` says that the facts come before the apology, so that they name the order themselves."""

    context: DraftContext
    issue: Issue
    speech: Speech
    brief: bool = False
    spoken: bool = False
    facts_first: bool = False

    def number(self, order: OrderFact) -> str:
        """An order's number as written: "#54321", and plain when spoken or in Arabic, where the sign would turn."""
        return self.plain(order.number.lstrip("#"))

    def plain(self, number: str) -> str:
        """A number that the records hold no order for, in the same spelling."""
        return number if self.spoken or self.speech.language == "ar" else f"#{number}"

    def say(self, phrase: str, **values: str) -> str:
        """A phrase, in its short wording where there is one and it is wanted."""
        try:
            return self.speech.say(f"{phrase}_short" if self.brief else phrase, **values)
        except KeyError:
            return self.speech.say(phrase, **values)


def points(telling: Telling) -> list[Point]:
    """Everything worth saying, in the order of a first draft."""
    return [*_opening(telling), *_facts(telling), *_knowledge(telling), *_closing(telling)]


def _opening(telling: Telling) -> Iterator[Point]:
    issue, context = telling.issue, telling.context
    order = context.order if issue.topic in ABOUT_AN_ORDER else None
    late = issue.topic == "tracking" and issue.late
    if issue.topic == "feedback" and context.sentiment > _GLAD:
        return
    if not (issue.upset or late or (telling.spoken and issue.topic in _TROUBLE)):
        yield Point("thanks", telling.say("thanks"))
        return
    occasion = telling.say(issue.occasion) if issue.occasion else ""
    if late and order:
        yield Point(
            "sorry", telling.say("sorry_late", number=telling.number(order), occasion=occasion), order_name(order)
        )
    else:
        yield Point("sorry", telling.say(f"sorry_{_SORRY.get(issue.topic, 'other')}", occasion=occasion))
    if issue.again:
        yield Point("again", telling.say("again"))


def _facts(telling: Telling) -> Iterator[Point]:
    context, issue = telling.context, telling.issue
    order = context.order
    asked = issue.topic in ABOUT_AN_ORDER or (order and order.number.lower() in newest(context).lower())
    if order is None or not asked:
        return
    name = order_name(order)
    yield from _state(telling, order)
    if issue.topic in ("tracking", "other") and issue.state in ("on_the_way", "preparing", "other"):
        yield from _tracking(telling, order)
    if issue.topic in ("refund", "payment", "invoice") and order.total is not None:
        total = telling.speech.money(order.total, order.currency or context.currency)
        yield Point("detail", telling.say("total", total=total), name)
    if issue.topic in ("damaged", "change") and order.items and len(", ".join(order.items)) <= 80:
        yield Point("detail", telling.say("items", items=", ".join(order.items)), name)
    if issue.topic == "address" and order.address:
        yield Point("detail", telling.say("address", address=" ".join(order.address.split())), name)


def _state(telling: Telling, order: OrderFact) -> Iterator[Point]:
    """Where the order stands. An invoice or a broken lamp has little to do with that: there the order is only named."""
    number, issue, name = telling.number(order), telling.issue, order_name(order)
    followed = order.carrier and order.tracking_number and not (telling.spoken or telling.brief)
    codes = {"carrier": order.carrier, "tracking": order.tracking_number}
    if issue.topic in ("damaged", "payment", "invoice") or issue.state == "none":
        yield Point("state", telling.say("found", number=number), name)
    elif issue.state == "other":
        yield Point("state", telling.say("status", number=number, status=order.status.strip()), name)
    elif issue.topic == "tracking" and issue.late and not telling.facts_first and issue.state == "on_the_way":
        # The apology has just named the order and said that it is late.
        if followed:
            yield Point("state", telling.say("with", **codes), f"{name}, tracking")
        else:
            yield Point("state", telling.say("on_the_way", number=number), name)
    elif issue.state == "on_the_way" and followed and issue.topic == "tracking":
        yield Point("state", telling.say("on_the_way_with", number=number, **codes), f"{name}, tracking")
    elif issue.state == "delivered" and (arrived := _arrival(order)):
        day = telling.speech.date(day_of(arrived.at, telling.context))
        yield Point("state", telling.say("delivered_on", number=number, date=day), f"{name}, tracking")
    else:
        yield Point("state", telling.say(issue.state, number=number), name)


def _arrival(order: OrderFact) -> TrackingEvent | None:
    arrived = (
        e
        for e in order.events
        if re.search(r"^(?!.*(?:out for|not|fail)).*deliver|entregad|تم (?:ال)?تسليم", fold(e.text).text)
    )
    return max(arrived, key=lambda event: event.at.timestamp(), default=None)


def _tracking(telling: Telling, order: OrderFact) -> Iterator[Point]:
    issue, speech, context = telling.issue, telling.speech, telling.context
    if (scan := order.last_event) and day_of(scan.at, context) <= context.now.date():
        day, place = speech.date(day_of(scan.at, context)), scan.place.strip()
        said = telling.say("scan_in", place=place, date=day) if place else telling.say("scan", date=day)
        yield Point("scan", said, "tracking")
        if issue.stuck_days and not telling.brief:
            yield Point("scan", telling.say("still", days=speech.days(issue.stuck_days)), "tracking")
    if expected := day_of(order.expected_at, context):
        phrase = "was_expected" if expected < context.now.date() else "expected"
        yield Point("when", telling.say(phrase, date=speech.date(expected)), order_name(order))
    if issue.late or issue.stuck_days:
        yield Point("detail", telling.say("no_date"))


def _knowledge(telling: Telling) -> Iterator[Point]:
    speech, context = telling.speech, telling.context
    quote = best_quote(context, newest(context), speech.topic_words(telling.issue.topic), speech.language)
    if quote:
        sentence = quote.sentence if quote.sentence.endswith((".", "!")) or not telling.brief else f"{quote.sentence}."
        said = telling.say("knowledge", title=quote.passage.title, sentence=sentence)
        yield Point("knowledge", said, f"knowledge: {quote.passage.title}")


def _closing(telling: Telling) -> Iterator[Point]:
    context, issue, contact = telling.context, telling.issue, telling.context.contact
    answered = any(point.role == "knowledge" for point in _knowledge(telling))
    step = _step(telling, answered)
    yield step
    troubled = issue.upset or issue.late or issue.topic in ("damaged", "refund", "cancel")
    if contact.churn_risk >= MAY_LEAVE and troubled and _phrase(telling, answered) not in ("make_right", "step_praise"):
        yield Point("offer", telling.say("offer"), "contact")
    if telling.brief:
        return
    if contact.vip or contact.lifetime_value >= VALUABLE:
        since = contact.customer_since
        known = since is not None and since.year < context.now.year
        yield Point("care", telling.say("since", year=str(since.year)) if known else telling.say("valued"), "contact")


def _step(telling: Telling, answered: bool) -> Point:
    context, phrase = telling.context, _phrase(telling, answered)
    values: dict[str, str] = {}
    if phrase == "ask_unknown":
        values["number"] = telling.plain(telling.issue.unknown_number)
    if phrase == "ask_which":
        values["numbers"] = telling.say("or").join(telling.number(order) for order in context.other_orders)
    if phrase == "step_late":
        values["carrier"] = (context.order.carrier if context.order else "") or telling.say("the_carrier")
    named = ", ".join(order_name(order) for order in context.other_orders) if phrase == "ask_which" else ""
    return Point("step", telling.say(phrase, **values), named)


def _phrase(telling: Telling, answered: bool) -> str:
    """Which next step: the one thing that is missing, asked for."""
    context, issue = telling.context, telling.issue
    topic, state = issue.topic, issue.state
    if topic in ABOUT_AN_ORDER and context.order is None:
        if issue.unknown_number:
            return "ask_unknown"
        if answered and not _MINE.search(fold(newest(context)).text):
            return "step_answered"
        if topic != "payment":
            return "ask_which" if 0 < len(context.other_orders) <= 3 else "ask_number"
    if topic == "tracking":
        if state == "delivered":
            return "step_delivered"
        stuck = state in ("on_the_way", "other") and (issue.late or issue.stuck_days)
        return "step_late" if stuck else "make_right" if issue.late else "step_tracking"
    if topic == "feedback":
        return "step_praise" if context.sentiment > _GLAD else "step_feedback"
    by_state = {
        ("cancel", "on_the_way"): "step_cancel_sent",
        ("cancel", "delivered"): "step_refund",
        ("cancel", "cancelled"): "step_answered",
        ("cancel", "refunded"): "step_answered",
        ("address", "on_the_way"): "step_address_sent",
        ("refund", "refunded"): "step_answered",
    }
    return by_state.get((topic, state), "step_answered" if topic == "other" and answered else f"step_{topic}")
