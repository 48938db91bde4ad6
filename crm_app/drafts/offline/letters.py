"""How points become a message: an e-mail, a chat, a text message, words to speak, each within its channel's length."""

from collections.abc import Sequence
from typing import Literal

from crm_app.channels.policy import POLICIES, fits
from crm_app.drafts.facts import DraftContext
from crm_app.drafts.offline.points import Point, Role
from crm_app.drafts.offline.speech import Speech, first_name

Variant = Literal["first", "another", "shorter"]

# What goes first when there is no room, and what a short draft does without.
_DISPENSABLE: tuple[Role, ...] = (
    "thanks",
    "care",
    "again",
    "detail",
    "when",
    "offer",
    "knowledge",
    "sorry",
    "scan",
    "state",
)
_SHORT: tuple[Role, ...] = ("sorry", "state", "scan", "knowledge", "step")
_FACTS: tuple[Role, ...] = ("state", "scan", "when", "detail")


def channel_of(context: DraftContext) -> str:
    """The channel whose rules hold: an unknown one is treated like e-mail."""
    return context.channel if context.channel in POLICIES else "email"


def fit(context: DraftContext, speech: Speech, variant: Variant, points: Sequence[Point]) -> tuple[str, list[Point]]:
    """The message and the points that found room in it. The next step stays whatever happens."""
    kept = [point for point in points if variant != "shorter" or point.role in _SHORT]
    if variant == "shorter":
        kept = _halved(kept)
    channel = channel_of(context)
    for role in (*_DISPENSABLE, None):
        text = _lay_out(context, speech, variant, kept)
        if fits(channel, text).ok:
            return text, kept
        kept = [point for point in kept if point.role != role]
    return " ".join(point.text for point in kept), kept


def _halved(points: list[Point]) -> list[Point]:
    """One fact is enough for a short draft: where the parcel is says more than that it is on its way."""
    roles = {point.role for point in points}
    telling = next((role for role in ("scan", "state", "knowledge") if role in roles), "state")
    facts = [point for point in points if point.role == telling][:1]
    excused = [point for point in points if point.role == "sorry"]
    # The apology names the order; without it the state has to.
    named = [point for point in points if point.role == "state"] if telling == "scan" and not excused else []
    return [*excused, *named, *facts, *(point for point in points if point.role == "step")]


def _lay_out(context: DraftContext, speech: Speech, variant: Variant, points: Sequence[Point]) -> str:
    name = first_name(context.contact.name)
    greeting = speech.say("greeting", name=name) if name else speech.say("greeting_plain")
    policy = POLICIES[channel_of(context)]
    if policy.max_chars is not None or policy.tone == "spoken":
        return _in_one_breath(greeting, variant, points)
    body = _listed(speech, points) if variant == "another" else _paragraphs(points, policy.short_paragraphs)
    if policy.short_paragraphs:
        return "\n\n".join([f"{greeting} {_lowered(body[0])}", *body[1:]])
    sign = context.writer.signature.strip()
    closing = sign if variant == "shorter" else "\n".join(part for part in (speech.say("closing"), sign) if part)
    return "\n\n".join(part for part in (greeting, *body, closing) if part)


def _in_one_breath(greeting: str, variant: Variant, points: Sequence[Point]) -> str:
    """Text messages and speech run on; another way puts the question before its grounds."""
    said = [p.text for p in points]
    if variant == "another":
        facts = [p.text for p in points if p.role in _FACTS]
        rest = [p.text for p in points if p.role not in _FACTS]
        said = [*facts, *rest]
    return " ".join([greeting, _lowered(said[0]), *said[1:]]) if said else greeting


def _paragraphs(points: Sequence[Point], short: bool) -> list[str]:
    opening, facts = _of(points, "sorry", "thanks", "again"), _of(points, *_FACTS)
    first = [opening, facts] if short else [" ".join(part for part in (opening, facts) if part)]
    return [
        part for part in (*first, _of(points, "knowledge"), _of(points, "step", "offer"), _of(points, "care")) if part
    ]


def _listed(speech: Speech, points: Sequence[Point]) -> list[str]:
    """Another way: what is known as a list, then the question, and the kind words last."""
    facts = [point.text for point in points if point.role in (*_FACTS, "knowledge")]
    if len(facts) > 1:
        told = "\n".join([speech.say("stand"), *(f"- {fact}" for fact in facts)])
    else:
        told = " ".join(facts)
    return [
        part
        for part in (told, _of(points, "step", "offer"), _of(points, "sorry", "again", "thanks"), _of(points, "care"))
        if part
    ]


def _of(points: Sequence[Point], *roles: Role) -> str:
    return " ".join(point.text for point in points if point.role in roles)


def _lowered(text: str) -> str:
    """A sentence after "Hi Jane," goes on in lower case, unless it begins with "I"."""
    first = text.split(" ", 1)[0]
    keep = first in ("I", "I’m", "I’ve") or not first[:1].isupper()
    return text if keep else text[0].lower() + text[1:]
