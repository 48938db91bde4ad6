"""The prompt of a model-written draft: the house's rules, the records in blocks, the customer's words in a fence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crm_app.ai.untrusted import fence
from crm_app.channels.policy import POLICIES, Policy
from crm_app.drafts.facts import DraftContext, OrderFact
from crm_app.drafts.offline.issue import newest
from crm_app.drafts.offline.letters import Variant, channel_of
from crm_app.drafts.offline.points import MAY_LEAVE, VALUABLE
from crm_app.drafts.offline.speech import language_of
from crm_app.drafts.talk.saying import Talk

_UPSET = 0.3
_LANGUAGES = {"en": "English", "es": "Spanish", "ar": "Arabic"}
_COURTESY = {"en": ".", "es": ", with usted.", "ar": ": plain standard Arabic, polite, wording that fits any gender."}
_VARIANTS: dict[Variant, str] = {
    "first": "Answer what was asked before anything else.",
    "another": "A first draft was not what the reader wanted: build this one differently, in another order.",
    "shorter": "Half as long as you would usually write: the answer and the next step, nothing else.",
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told (`system`), what it is given (`user`), and the word that fences the customer's text."""

    system: str
    user: str
    boundary: str


def render(context: DraftContext, variant: Variant = "first", boundary: str = "") -> Prompt:
    """The prompt for one draft. `boundary` is a random word nobody outside can know; without it a new one is drawn."""
    said = fence("\n\n".join(_thread(context)), boundary)
    # One word for all: what customers wrote reaches the records too, as names, addresses and item texts.
    records = fence("\n\n".join(_records(context)), said.boundary)
    user = f"The records:\n{records.text}\n\nThe conversation, oldest first:\n{said.text}\n\nWrite the reply."
    return Prompt(_system(context, variant, said.boundary), user, said.boundary)


def _system(context: DraftContext, variant: Variant, boundary: str) -> str:
    channel, language = channel_of(context), language_of(context, newest(context))
    valued = context.contact.vip or context.contact.lifetime_value >= VALUABLE
    leaving = context.contact.churn_risk >= MAY_LEAVE
    care = [
        "This is a valuable customer: take extra care." if valued else "",
        "This customer may leave: ask what would make it right." if leaving else "",
    ]
    upset = context.sentiment < _UPSET
    values = {
        "boundary": boundary,
        "language": _LANGUAGES[language],
        "courtesy": _COURTESY[language],
        "channel": channel.replace("_", " "),
        "channel_rule": _rule(POLICIES[channel]),
        "signature": _inert(context.writer.signature) or "the team",
        "voice": f"The house's voice: {_inert(context.writer.voice)}" if context.writer.voice else "",
        "mood": "The customer is upset: begin with a plain apology." if upset else "No apology without a reason.",
        "care": " ".join(part for part in care if part) or "Be friendly and brief.",
        "variant": _VARIANTS.get(variant, _VARIANTS["first"]),
        "lead": _lead(context, language) if context.lead else "",
    }
    # One pass: a value that holds braces must not be filled in again.
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], _template())


_ENDINGS = {
    "stop": "They asked to be left alone: say in one sentence that nobody writes to them any more. Ask nothing.",
    "person": "They want a person: say that a colleague takes over here. Ask nothing.",
    "lost": "They are not interested any more: thank them in one sentence. Ask nothing.",
    "refused": "They would rather not answer: accept that, and ask nothing about them.",
}


def _lead(context: DraftContext, language: str) -> str:
    """How to talk with a possible buyer: one thing is asked, and only what the opening hours allow is promised."""
    lead, talk = context.lead, Talk(language)
    hours = talk.hours(lead, context.now)
    begun = any(turn.direction == "outbound" for turn in context.messages)
    if lead.stopped in _ENDINGS:
        step = _ENDINGS[lead.stopped]
    elif lead.ask:
        question = talk.question(lead.ask, lead.trade)
        step = f"End with one question, in your own words, that asks for this and nothing else: {question}"
    else:
        step = "Ask nothing more about them; say that a colleague looks at it and answers here."
    lines = [
        "This is somebody who might buy. Answer what they asked, repeat briefly what they have just told, then:",
        step,
        "No greeting: the talk is under way." if begun else "Greet once.",
        f"About when a person answers, say at most: {hours}" if hours else "Name no time at which a person answers.",
    ]
    return "\n".join(f"- {line}" for line in lines)


@cache
def _template() -> str:
    return (Path(__file__).parent / "prompts" / "draft.md").read_text(encoding="utf-8")


def rules() -> str:
    """The house's own words in the prompt, which no answer repeats."""
    return _template()


def _rule(policy: Policy) -> str:
    parts = [
        f"At most {policy.max_words} words." if policy.max_words else "",
        f"At most {policy.max_chars} characters, on one line." if policy.max_chars else "",
        "Open with a greeting by first name." if policy.greeting else "",
        "Close with a signature." if policy.signature else "No signature.",
        "Short paragraphs of one or two sentences." if policy.short_paragraphs else "",
        "To be spoken aloud: no signs, codes or lists, and begin with empathy." if policy.tone == "spoken" else "",
        f"Tone: {policy.tone}.",
    ]
    return " ".join(part for part in parts if part)


def _thread(context: DraftContext) -> Iterator[str]:
    yield f"Subject: {_inert(context.subject)}"
    for turn in context.messages:
        who = "customer" if turn.direction == "inbound" else "us"
        yield f'<message from="{who}" at="{turn.at.isoformat()}">\n{_inert(turn.text)}\n</message>'


def _records(context: DraftContext) -> Iterator[str]:
    contact = context.contact
    yield _block(
        "contact",
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        orders=contact.orders_count,
        since=contact.customer_since.year if contact.customer_since else "",
    )
    for order in context.orders[:5]:
        yield _order(order, "order" if order is context.order else "other_order")
    for passage in context.passages:
        yield _block("knowledge", title=passage.title, source=passage.source, text=passage.text)
    for case in context.past_cases:
        yield _block("past_case", subject=case.subject, solved_by=case.solution, rating=case.rating or "")
    if context.lead:
        talk = Talk("en")
        yield _block("lead", **{fact.name: talk.fact(fact) or fact.quote for fact in context.lead.known})
    yield _block("now", date=context.now.date().isoformat(), category=context.category, priority=context.priority)


def _order(order: OrderFact, tag: str) -> str:
    scans = [f"{event.at.date().isoformat()} {event.place} {event.text}".strip() for event in order.events]
    return _block(
        tag,
        number=order.number,
        total=f"{order.total} {order.currency}" if order.total is not None else "",
        status=order.status,
        placed=order.placed_at.date().isoformat() if order.placed_at else "",
        expected=order.expected_at.isoformat()[:10] if order.expected_at else "",
        carrier=order.carrier,
        tracking_number=order.tracking_number,
        address=order.address,
        items="; ".join(order.items),
        scans="; ".join(scans),
    )


def _block(tag: str, **fields: object) -> str:
    lines = [f"{name}: {_inert(str(value))}" for name, value in fields.items() if str(value).strip()]
    return "\n".join([f"<{tag}>", *lines, f"</{tag}>"])


def _inert(text: str) -> str:
    """Text that can open or close no block: the angle signs become look-alikes."""
    return text.replace("<", "‹").replace(">", "›")
