"""The records of a draft's context, laid out so that a claim can be looked up in them.

Three ranks of evidence: the shop's own records and knowledge, what we wrote earlier, and what the customer wrote. The
customer's words may be quoted back; they never bear out a promise or a link.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from crm_app.drafts.checking.spotting import Spot, spot
from crm_app.drafts.facts import DraftContext, OrderFact
from crm_app.drafts.talk import saying
from crm_app.language.traced import fold, words

Rank = Literal["record", "knowledge", "reply", "customer"]

CUSTOMER = "the customer's message"
REPLY = "our earlier reply"
CLOCK = "clock"
SENDER = "the sender"
HOUSE, CARD = "opening hours and colleagues", "the lead's card"

# A source longer than this is read in part: nobody quotes page 20 of a terms-of-service, and the check stays quick.
_READ = 20_000
_ENDS = re.compile(r"[.!?؟…。]+(?=\s|$)|[\n;“”«»\"]|:(?=\s)")
_NOT = re.compile(
    r"\b(?:not|no|never|cannot|without|except|unless|nor|sin|nunca|jamás|ni|excepto|salvo|لا|لن|لم|ليس|ليست"
    r"|بدون|دون|غير|عدا)\b|n't\b"
)
_COMMON = frozenset(
    "your you with from that this have will when within days hours weeks business order orders been they them "
    "than then there what"
    " which would could should after before about into para como este esta esto cuando dentro dias horas pedido "
    "pedidos desde sobre"
    " usted puede pueden طلب طلبك طلبكم خلال بعد قبل يوم ايام ساعه التي الذي هذا هذه على الي عند".split()
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One clause of a text: its words, what it is about (stems), whether it denies, and the facts in it."""

    start: int
    end: int
    words: str
    stems: frozenset[str]
    denies: bool
    spots: tuple[Spot, ...]

    def agrees(self, other: "Segment") -> bool:
        """Whether both speak of the same thing in the same sense: a shared word, and both deny or neither does."""
        return self.denies == other.denies and bool(self.stems & other.stems)


@dataclass(frozen=True, slots=True)
class Source:
    """One text of the context, under the name an agent knows it by."""

    name: str
    rank: Rank
    words: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a claim may rest on."""

    context: DraftContext
    sources: tuple[Source, ...]
    today: date

    def ranked(self, *ranks: Rank) -> Iterator[Source]:
        """The sources of these ranks, the strongest first."""
        return (source for source in self.sources if source.rank in ranks)


def gather(context: DraftContext) -> Evidence:
    """Lay out the records of `context`. Past cases are left out: they are other customers' business."""
    today = context.now.date()
    sources = [_source(name, rank, text, day) for name, rank, text, day in _texts(context, today) if text.strip()]
    return Evidence(context, tuple(sources), today)


def order_name(order: OrderFact) -> str:
    """How an order is called in a claim's source."""
    return f"order #{order.number.lstrip('#')}"


def day_of(at: date | datetime | None, context: DraftContext) -> date | None:
    """The calendar day of `at` in the time zone of the reader."""
    if isinstance(at, datetime):
        return (at.astimezone(context.now.tzinfo) if at.tzinfo and context.now.tzinfo else at).date()
    return at


@lru_cache(maxsize=256)
def segments(text: str, day: date) -> tuple[Segment, ...]:
    """The clauses of `text`, with the facts each states; `day` is when it was written."""
    spots = spot(text, day)
    starts = [0, *(match.end() for match in _ENDS.finditer(text))]
    return tuple(
        _segment(text, start, end, tuple(each for each in spots if start <= each.start < end))
        for start, end in zip(starts, [*starts[1:], len(text) + 1], strict=True)
    )


def _segment(text: str, start: int, end: int, spots: tuple[Spot, ...]) -> Segment:
    said = words(text[start:end])
    return Segment(start, end, said, stems(said), bool(_NOT.search(fold(text[start:end]).text)), spots)


def stems(said: str) -> frozenset[str]:
    """The first letters of the words that carry meaning: "refund" meets "refunded", "المرتجعات" meets "مرتجعات".

    `said` is as `traced.words` gives it.
    """
    found = set()
    for word in said.split():
        bare = re.sub(r"^(?:[وفبلك]?ال|لل)(?=\w{3})", "", word)
        if (
            len(bare) >= (3 if bare > "ء" else 4)
            and word not in _COMMON
            and bare not in _COMMON
            and not bare.isdecimal()
        ):
            found.add(bare[:4])
    return frozenset(found)


@lru_cache(maxsize=256)
def _source(name: str, rank: Rank, text: str, day: date) -> Source:
    return Source(name, rank, words(text[:_READ]), segments(text[:_READ], day))


def _texts(context: DraftContext, today: date) -> Iterator[tuple[str, Rank, str, date]]:
    contact, writer = context.contact, context.writer
    yield "contact", "record", f"{contact.name}\n{contact.email}\n{contact.phone}", today
    yield SENDER, "record", f"{writer.name}\n{writer.workspace_name}", today
    for order in context.orders:
        yield order_name(order), "record", "\n".join((order.number, order.address, order.status, *order.items)), today
        scans = "\n".join(f"{event.place}\n{event.text}" for event in order.events)
        yield "tracking", "record", f"{order.carrier}\n{order.tracking_number}\n{scans}", today
    for passage in context.passages:
        yield f"knowledge: {passage.title}", "knowledge", f"{passage.title}\n{passage.text}\n{passage.source}", today
    if context.lead:
        yield HOUSE, "knowledge", "\n".join(dict.fromkeys(saying.vouched(context.lead, context.now))), today
        yield CARD, "record", "\n".join(dict.fromkeys(saying.told(context.lead))), today
    for turn in reversed(context.messages):
        if turn.direction == "outbound":
            yield REPLY, "reply", turn.text, turn.at.date()
    for turn in reversed(context.inbound):
        yield CUSTOMER, "customer", turn.text, turn.at.date()
    yield CUSTOMER, "customer", context.subject, today
