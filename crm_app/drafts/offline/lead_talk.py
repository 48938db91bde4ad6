# ruff: noqa: E501 - word lists read better unbroken
"""The next message to a lead: what was told is acknowledged, what was asked is answered, one thing is asked, and when a
person is wanted or nothing is left to ask, a person takes over."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crm_app.channels.policy import POLICIES, fits
from crm_app.drafts.checking.evidence import stems
from crm_app.drafts.claims import check
from crm_app.drafts.facts import DraftContext, LeadState
from crm_app.drafts.offline.issue import newest
from crm_app.drafts.offline.letters import Variant, channel_of
from crm_app.drafts.offline.passages import best_quote
from crm_app.drafts.offline.passing_words import newest_turns, only_requests, opening, pauses, trade_spoken
from crm_app.drafts.offline.speech import first_name, language_of
from crm_app.drafts.talk.saying import TABLES, Talk
from crm_app.language.detect import detect
from crm_app.language.services import services
from crm_app.language.traced import fold, words
from crm_app.language.wishes import wishes
from crm_app.leads.models import FactName

# What leads ask about before they buy: words by which a passage is found.
_TOPICS = (
    "viewing viewings view visit deposit reserve commission fee price prices cost costs rent renting lease payment pay "
    "instalments installments course courses schedule timetable hours enrol enroll registration online certificate "
    "start available parking garage refund company "
    "garaje visita visitas señal reserva comisión precio precios cuesta cuestan cuánto alquiler contrato pago plazos pagar "
    "curso cursos horario horarios matrícula inscripción línea certificado empieza plazas empresa empresas "
    "موقف مواقف معاينة أعاين نعاين زيارة عربون حجز عمولة سعر أسعار إيجار عقد دفع تقسيط أقساط دورة دورات جدول مواعيد تسجيل شهادة"
)
_STEMS = stems(words(_TOPICS))
# Verbs whose noun begins otherwise.
_NOUNS = {"اعاين": "معاينه", "نعاين": "معاينه", "اشوف": "معاينه", "اشوفها": "معاينه", "ادفع": "دفع", "اسجل": "تسجيل"}
_FIRST_OUT = ("thanks", "opening", "noted", "hours", "answer", "greeting")
_ROUNDS = 8
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence or two, what it does there, and the record it rests on."""

    role: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    text: str
    parts: tuple[Part, ...]
    reasoning: str


def compose(context: DraftContext, lead: LeadState, variant: Variant, k: int) -> Composed:
    """The message, within its channel's length and without a word that no record bears out."""
    policy = POLICIES[channel_of(context)]
    brief = policy.max_chars is not None or variant == "shorter"
    ours = tuple(turn.text for turn in context.messages if turn.direction == "outbound")
    talk = Talk(_language(context), k + (variant == "another"), brief, ours)
    parts = [part for part in _parts(context, lead, talk) if not (variant == "shorter" and part.role == "thanks")]
    text = ""
    for _ in range(_ROUNDS):
        text, parts = _fitted(context, talk, parts)
        doubtful = check(text, context).unsupported
        sound = [part for part in parts if not any(claim.text in part.text for claim in doubtful)]
        if not doubtful or len(sound) == len(parts):
            break
        unsaid = [part for part in parts if part.role == "noted" and part not in sound]
        parts = (
            [*(Part("noted", talk.say("ack")) for _ in unsaid), *sound]
            if sound
            else [Part("next", talk.say("waiting"))]
        )
    return Composed(text, tuple(parts), _reasoning(lead, parts))


def _language(context: DraftContext) -> str:
    """That of the newest message long enough to tell: "800k" is no change of language."""
    for turn in reversed(context.inbound):
        if len(_LETTERS.findall(turn.text)) >= 3:
            found = detect(turn.text).main
            if found in ("ar", "en", "es", "arabizi"):
                return "ar" if found == "arabizi" else found
    return language_of(context, newest(context))


def _parts(context: DraftContext, lead: LeadState, talk: Talk) -> Iterator[Part]:
    begun = any(turn.direction == "outbound" for turn in context.messages)
    policy = POLICIES[channel_of(context)]
    if not begun or policy.greeting:
        name = first_name(context.contact.name) or first_name(_told_name(lead))
        phrase = "greeting" if policy.greeting else "greeting_chat"
        yield Part("greeting", talk.say(phrase, name=name) if name else talk.say(f"{phrase}_plain"))
    if (
        lead.stopped == "stop"
        or lead.wish in ("lost", "refused")
        or (lead.stopped == "person" and not _passed_on(talk))
    ):
        yield from _ending(context, lead, talk)
        return
    noted, answer = talk.acknowledged(lead), _answer(context, lead, talk)
    opened = [Part("opening", said) for said in opening(context, lead, talk)]
    yield from opened
    if noted:
        yield Part("noted", noted, "the lead's card")
    elif not (begun or talk.brief or opened):
        yield Part("thanks", _raised(talk.say("thanks")))
    elif not (talk.brief or opened or lead.asks or lead.stopped or not lead.ask or _idle(context)):
        yield Part("thanks", talk.say("ack"))
    yield from answer
    yield from _next(context, lead, talk)


def _ending(context: DraftContext, lead: LeadState, talk: Talk) -> Iterator[Part]:
    if lead.stopped == "stop":
        yield Part("next", talk.say("stop"))
    elif lead.stopped == "person":
        yield Part("next", talk.say("handover"))
        yield from _hours(context, lead, talk, again=True)
    else:
        yield Part("next", talk.say(lead.wish))


def _next(context: DraftContext, lead: LeadState, talk: Talk) -> Iterator[Part]:
    thanked = _thanks(context)
    idle = not (lead.fresh or lead.asks)
    if idle and not lead.stopped and _idle(context):
        # Who takes leave is not held back by a question.
        yield Part("next", talk.say("welcome_open" if thanked else "waiting"))
    elif lead.ask:
        yield Part("next", talk.question(lead.ask, trade_spoken(context, lead)))
    elif lead.stopped in ("done", "enough", "refused", "lost", "person"):
        if idle and _idle(context):
            yield Part("next", talk.say("welcome"))
            return
        yield Part("next", talk.say("done" if lead.stopped == "done" and lead.fresh else "enough"))
        yield from _hours(context, lead, talk)
    elif lead.fresh and not lead.stopped:
        yield Part("next", talk.say("anything_else"))
    elif not lead.asks:
        yield Part("next", talk.say("waiting"))


def _thanks(context: DraftContext) -> bool:
    return any(wish.kind == "thank" for text in newest_turns(context)[0] for wish in wishes(text, fold(text)))


def _idle(context: DraftContext) -> bool:
    """Whether the customer only thanks or takes leave."""
    return _thanks(context) or pauses(context)


def _passed_on(talk: Talk) -> bool:
    """Whether we have said that a person takes over."""
    return any(choice in text for text in talk.said for choice in TABLES[talk.language]["handover"])


def _answer(context: DraftContext, lead: LeadState, talk: Talk) -> list[Part]:
    """A sentence of the knowledge base, or that a colleague has to look."""
    if not lead.asks:
        return []
    said = newest(context)
    nouns = [_NOUNS.get(word, word) for word in words(said).split()]
    topic = " ".join(noun for noun in nouns if stems(f" {noun} ") & _STEMS)
    quote = best_quote(context, said, topic, talk.language)
    earlier = [turn.text for turn in context.messages if turn.direction == "outbound"]
    if quote and not any(quote.sentence in text for text in earlier):
        source = f"knowledge: {quote.passage.title}"
        return [Part("answer", talk.say("knowledge", title=quote.passage.title, sentence=quote.sentence), source)]
    if only_requests(context):
        return [Part("answer", talk.say("day_open"))] if FactName.TIMELINE in lead.fresh else []
    later = [] if talk.brief or lead.stopped else _hours(context, lead, talk)
    return [Part("answer", talk.say(_open_question(context, lead))), *later]


def _open_question(context: DraftContext, lead: LeadState) -> str:
    """How to say that the answer is not at hand: what was asked about is named where it can be."""
    if FactName.TIMELINE in lead.fresh:
        return "day_open"
    asked = " ".join(newest_turns(context)[0])
    return "price_open" if any(service.kind == "price" for service in services(asked, fold(asked))) else "not_at_hand"


def _hours(context: DraftContext, lead: LeadState, talk: Talk, *, again: bool = False) -> list[Part]:
    """The opening hours, once in a talk."""
    said = talk.hours(lead, context.now)
    return (
        [Part("hours", said, "opening hours")]
        if said and (again or not any(said in text for text in talk.said))
        else []
    )


def _fitted(context: DraftContext, talk: Talk, parts: Sequence[Part]) -> tuple[str, list[Part]]:
    """The message and the parts that found room; the question, or whatever comes last, stays."""
    kept = list(parts)
    for role in (*_FIRST_OUT, None):
        text = _laid_out(context, talk, kept)
        if fits(channel_of(context), text).ok:
            break
        kept = [part for part in kept if part.role != role]
    return text, kept


def _laid_out(context: DraftContext, talk: Talk, parts: Sequence[Part]) -> str:
    policy = POLICIES[channel_of(context)]
    greeting = next((part.text for part in parts if part.role == "greeting"), "")
    told = " ".join(part.text for part in parts if part.role in ("thanks", "opening", "noted"))
    answer = " ".join(part.text for part in parts if part.role in ("answer", "hours") and not _last(parts, part))
    closing = " ".join(part.text for part in parts if part.role == "next" or _last(parts, part))
    if policy.max_chars is not None or policy.tone == "spoken":
        return " ".join(part for part in (greeting, told, answer, closing) if part)
    if policy.signature:
        sign = "\n".join(part for part in (talk.say("closing"), context.writer.signature.strip()) if part)
        body = [" ".join(part for part in (told, answer) if part), closing]
        return "\n\n".join(part for part in (greeting, *body, sign) if part)
    opening = " ".join(part for part in (greeting, told) if part)
    return "\n\n".join(part for part in (opening, answer, closing) if part)


def _last(parts: Sequence[Part], part: Part) -> bool:
    """Hours after the last word belong to it."""
    return part.role == "hours" and parts[-1] is part and any(each.role == "next" for each in parts)


def _told_name(lead: LeadState) -> str:
    return next((str(fact.value.get("text", "")) for fact in lead.known if fact.name == FactName.NAME), "")


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _reasoning(lead: LeadState, parts: Sequence[Part]) -> str:
    """Why the message says what it says, in a line for the agent."""
    why = {
        "stop": "The lead asked us to stop.",
        "person": "The lead wants a person.",
        "refused": "The lead would rather not answer, so nothing more is asked.",
        "lost": "The lead is not interested any more.",
        "enough": "Enough was asked.",
        "done": "Everything that the workspace wants to know is known.",
    }
    said = [f"Asks for the {lead.ask.replace('_', ' ')}, which is missing."] if lead.ask else []
    said += [why[lead.stopped]] if lead.stopped in why else []
    said += ["Repeats what was just told."] if any(part.role == "noted" for part in parts) else []
    return " ".join(["A talk with a lead.", *said])
