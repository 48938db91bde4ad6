# ruff: noqa: E501 - word lists read better unbroken
"""What a person says before anything else: that they gladly help, that they are well, that they are sorry. Pure.

Each is said once: when the newest messages first speak of it, and not when we have answered it before.
"""

import re
from collections.abc import Iterator, Sequence

from crm_app.drafts.facts import DraftContext, LeadState
from crm_app.drafts.talk.saying import Talk
from crm_app.language.remarks import remarks
from crm_app.language.services import services
from crm_app.language.traced import fold
from crm_app.language.wishes import read
from crm_app.leads.commands import is_command

# The first that is spoken of is what the talk is about; a visit of a flat to rent is a visit.
_AIMS: dict[str, tuple[str, ...]] = {
    "property": ("sell", "let", "visit", "buy", "rent"),
    "school": ("enrol",),
    "care": ("visit",),
    "other": ("visit", "buy"),
}
_SELLING = ("sell", "let")
_SENTENCE = re.compile(r"[^.!?؟\n]+[.!?؟]?")
_REQUEST = re.compile(
    r"\W*(?:(?:hi|hello|hey|hola|buenas|مرحبا|السلام عليكم)[ ,!]+)?(?:can (?:i|we)|could (?:i|we)|may i|is it possible to|puedo|podemos|podr[ií]a|se puede|ser[ií]a posible|ممكن|اقدر|نقدر|هل يمكن|هل ممكن|ينفع)\b"
)


def aim(context: DraftContext, lead: LeadState) -> str:
    """What the customer is after, by all that they wrote: "sell", "visit"..., or ""."""
    return _aim([turn.text for turn in context.inbound], lead.trade)


def trade_spoken(context: DraftContext, lead: LeadState) -> str:
    """In which words to ask: those of a sale and of a viewing differ from those of a search."""
    wanted = aim(context, lead) if lead.trade == "property" else ""
    return "sell" if wanted in _SELLING else wanted if wanted == "visit" else lead.trade


def opening(context: DraftContext, lead: LeadState, talk: Talk) -> Iterator[str]:
    """The sentences, in their order."""
    new, old = newest_turns(context)
    kinds = {remark.kind for text in new for remark in remarks(text)}
    for kind in ("well_being", "robot", "pain", "dear"):
        if kind in kinds and not (kind == "pain" and any(r.kind == kind for text in old for r in remarks(text))):
            yield talk.say(kind)
    if any(is_command(text) for text in new):
        yield talk.say("cannot")
    wanted = _aim(new, lead.trade)
    if wanted and wanted != _aim(old, lead.trade):
        yield talk.say(f"help_{wanted}" if lead.trade == "property" or wanted != "visit" else "help_appointment")


def pauses(context: DraftContext) -> bool:
    """Whether the customer takes leave or wants time."""
    return any(remark.kind == "pause" for text in newest_turns(context)[0] for remark in remarks(text))


def only_requests(context: DraftContext) -> bool:
    """Whether all that was asked is to visit, buy, rent or attend: "can I see the flat?" wants no knowledge."""
    said = (part for text in newest_turns(context)[0] for part in _SENTENCE.findall(text))
    asked = [part for part in said if read(part).asks]
    return bool(asked) and all(_REQUEST.match(fold(part).text) and services(part, fold(part)) for part in asked)


def newest_turns(context: DraftContext) -> tuple[list[str], list[str]]:
    """What the customer wrote since our last message, and before it."""
    ours = max((place for place, turn in enumerate(context.messages) if turn.direction == "outbound"), default=-1)
    told = [(place, turn.text) for place, turn in enumerate(context.messages) if turn.direction == "inbound"]
    return [text for place, text in told if place > ours], [text for place, text in told if place < ours]


def _aim(texts: Sequence[str], trade: str) -> str:
    kinds = {service.kind for text in texts for service in services(text, fold(text))}
    return next((kind for kind in _AIMS.get(trade, ()) if kind in kinds), "")
