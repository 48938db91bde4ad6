"""A thread as it is read: messages, days between them, notes, and what the software marked. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crm_app.conversations import remarks
from crm_app.conversations.queries import ConversationFacts, MessageView
from crm_app.drafts.context import Gathered
from crm_app.ui.inbox import brought, told
from crm_app.ui.inbox.brought import Call, FileLine, Place
from crm_app.ui.remarks import remark, with_words
from crm_app.ui.words import say

STATES = {
    "queued": ("Waiting to leave", ""),
    "sending": ("Being sent", ""),
    "sent": ("Sent", "good"),
    "delivered": ("Delivered", "good"),
    "read": ("Read", "good"),
    "failed": ("Not sent", "bad"),
    "unknown": ("May not have arrived", "warn"),
}
PRESSING = {"urgent": "urgent", "high": "high priority"}
CATEGORIES = {
    "order": "order",
    "delivery": "delivery",
    "refund": "refund",
    "payment": "payment",
    "invoice": "invoice",
    "account": "account",
    "cancellation_fee": "cancellation fee",
    "contact": "wants a person",
    "feedback": "feedback",
    "newsletter": "newsletter",
    "shipping_address": "delivery address",
}


@dataclass
class Entry:
    """One thing in the thread. `kind`: day, in, out, internal or mark. `before`: how it read before it was edited.
    `fold`: what the folded text is, where it is not what a mail quotes."""

    key: str
    kind: str
    text: str
    message_id: int = 0
    author: str = ""
    time: str = ""
    quoted: str = ""
    state: str = ""
    state_kind: str = ""
    problem: str = ""
    can_retry: bool = False
    can_undo: bool = False
    files: list[FileLine] = field(default_factory=list)
    place: Place = field(default_factory=Place)
    call: Call = field(default_factory=Call)
    fold: str = ""
    reactions: str = ""
    marks: str = ""
    gone: bool = False
    before: list[str] = field(default_factory=list)


def entries(gathered: Gathered, now: datetime, zone: ZoneInfo, language: str, currency: str) -> list[Entry]:
    """The thread in reading order, each day before its first message, marks after what the customer wrote last. Amounts
    are in `currency`."""
    found: list[Entry] = []
    today = ""
    for message in gathered.thread:
        day = told.day(message.sent_at, zone, language, weekday=True)
        if day != today:
            found.append(Entry(f"day-{message.id}", "day", day))
            today = day
        found.append(_entry(message, now, zone, language, currency))
    heard = [place for place, entry in enumerate(found, 1) if entry.kind == "in"]
    if heard and (marked := mark(gathered, language)):
        found.insert(heard[-1], Entry("mark", "mark", marked))
    return found


def _entry(message: MessageView, now: datetime, zone: ZoneInfo, language: str, currency: str) -> Entry:
    outbound = message.direction == "outbound"
    if message.state == "undone":
        at = told.clock(message.sent_at, zone, language)
        called = say(language, "{name} called a reply back, {time}", name=message.author, time=at)
        return Entry(str(message.id), "mark", called, message.id)
    label, kind = STATES.get(message.state, ("", "")) if outbound else ("", "")
    by_program = message.automatic and message.direction == "inbound"
    problem = remark(language, message.problem) or (
        say(language, "Sent by a program: {why}", why=say(language, message.automatic)) if by_program else ""
    )
    return Entry(
        key=str(message.id),
        kind={"inbound": "in", "outbound": "out"}.get(message.direction, "internal"),
        text=with_words(language, remarks.of(message.details), message.text, currency),
        message_id=message.id,
        author=message.author,
        time=told.clock(message.sent_at, zone, language),
        quoted=message.quoted,
        state=say(language, label) if label else "",
        state_kind=kind,
        problem=" ".join(filter(None, (problem, *(say(language, w) for w in message.warnings)))),
        can_retry=outbound and message.state in ("failed", "unknown"),
        can_undo=outbound and message.state == "queued" and bool(message.send_at) and message.send_at > now,
        files=[brought.file_line(file, language) for file in message.attachments],
        place=brought.place(message.details),
        call=brought.call(message.details),
        fold=say(language, "Transcript") if "call" in message.details else "",
        reactions=brought.reactions(message.details),
        marks=brought.marks(message, language),
        gone="revoked_at" in message.details,
        before=brought.before(message.details),
    )


def mark(gathered: Gathered, language: str) -> str:
    """What the software set on arrival: "Marked frustrated, delivery. Order and tracking gathered." """
    traits = [say(language, word) for word in _traits(gathered.conversation)]
    sentences = [say(language, "Marked {what}.", what=told.listed(traits, language))] if traits else []
    if gathered.order:
        text = "Order and tracking gathered." if gathered.order.events else "Order gathered."
        sentences.append(say(language, text))
    return " ".join(sentences)


def _traits(conversation: ConversationFacts) -> list[str]:
    found = ["frustrated"] if conversation.sentiment < 0.3 else []
    if conversation.priority in PRESSING:
        found.append(PRESSING[conversation.priority])
    if conversation.category in CATEGORIES:
        found.append(CATEGORIES[conversation.category])
    return found


def waiting(since: datetime | None, now: datetime, language: str) -> str:
    """ "waiting 2 h 04 m", or nothing."""
    if since is None:
        return ""
    return say(language, "waiting {time}", time=told.span(max(timedelta(), now - since), language, exact=True))
