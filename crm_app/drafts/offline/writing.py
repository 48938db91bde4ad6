"""The offline writer: points that the records bear out, laid out for the channel; what is in doubt is left out."""

from dataclasses import dataclass, replace

from crm_app.channels.policy import POLICIES
from crm_app.drafts.claims import check
from crm_app.drafts.facts import ContactFact, DraftContext, LeadState
from crm_app.drafts.offline.issue import Issue, newest, read
from crm_app.drafts.offline.lead_talk import compose
from crm_app.drafts.offline.letters import Variant, channel_of, fit
from crm_app.drafts.offline.points import Point, Telling, points
from crm_app.drafts.offline.speech import Speech, language_of

_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Personalization:
    """What of the customer's own story went into a draft."""

    used_order_info: bool
    mentioned_tracking: bool
    referenced_past_issue: bool
    applied_vip_treatment: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A draft: its text, its tone in a word, why it says what it says, and the records it rests on."""

    content: str
    tone: str
    reasoning: str
    personalization: Personalization
    rests_on: tuple[str, ...]


def write(context: DraftContext, variant: Variant = "first", k: int = 0) -> Written:
    """Write a reply from the records alone.

    `variant` asks for the usual draft, a differently built one, or one about half as long; `k` counts how often the
    person asked, and turns the wording. Everything said passes `claims.check`.
    """
    if context.lead:
        return _to_lead(context, context.lead, variant, k)
    issue = read(context)
    policy = POLICIES[channel_of(context)]
    speech = Speech(language_of(context, newest(context)), k + (variant == "another"), context.now.date())
    brief = policy.max_chars is not None or variant == "shorter"
    telling = Telling(context, issue, speech, brief, policy.tone == "spoken", variant == "another")
    text, kept = _sound(context, speech, variant, points(telling))
    if not any(point.role == "knowledge" for point in kept):
        # "Does that answer your question?" asks nothing where the answer found no room.
        without = replace(telling, context=replace(context, passages=()))
        text, kept = _sound(context, speech, variant, points(without))
    return Written(text, _tone(issue, policy.tone), _reasoning(issue, kept), _personal(kept), _rests_on(kept))


def _to_lead(context: DraftContext, lead: LeadState, variant: Variant, k: int) -> Written:
    made = compose(context, lead, variant, k)
    rests_on = tuple(dict.fromkeys(part.source for part in made.parts if part.source))
    tone = POLICIES[channel_of(context)].tone
    return Written(made.text, tone, made.reasoning, Personalization(False, False, False, False), rests_on)


def _sound(context: DraftContext, speech: Speech, variant: Variant, said: list[Point]) -> tuple[str, list[Point]]:
    """The message without any point that the claims check would not bear out."""
    shown = context
    for _ in range(_ROUNDS):
        text, kept = fit(shown, speech, variant, said)
        doubtful = check(text, context).unsupported
        if not doubtful:
            return text, kept
        sound = [point for point in said if not any(claim.text in point.text for claim in doubtful)]
        if len(sound) == len(said):
            # The doubt is in the greeting or signature: a name that reads like something else.
            shown = replace(shown, contact=ContactFact(), writer=replace(shown.writer, name="", workspace_name=""))
        said = (
            sound if any(point.role == "step" for point in sound) else [*sound, Point("step", speech.say("step_other"))]
        )
    return fit(shown, speech, variant, [Point("step", speech.say("step_other"))])


def _tone(issue: Issue, channel_tone: str) -> str:
    return "warm" if issue.upset else {"formal": "courteous"}.get(channel_tone, channel_tone)


def _reasoning(issue: Issue, kept: list[Point]) -> str:
    """Why the draft says what it says, in a line or two for the agent."""
    about = {"tracking": "where an order is", "other": "a question that fits no usual topic"}.get(
        issue.topic, issue.topic
    )
    roles = {point.role for point in kept}
    parts = [f"Read as: {about}."]
    if issue.topic == "tracking" and (issue.late or issue.stuck_days):
        parts.append("The parcel is late or has stopped moving, so it asks how to go on instead of naming a date.")
    if "sorry" in roles:
        parts.append("Begins with an apology, because the customer is upset." if issue.upset else "Apologises for it.")
    if "care" in roles:
        parts.append("Thanks a valuable customer.")
    if "offer" in roles:
        parts.append("Asks what would make it right, because this customer may leave.")
    if issue.unknown_number:
        parts.append(f"No record holds order {issue.unknown_number}.")
    return " ".join(parts)


def _personal(kept: list[Point]) -> Personalization:
    roles = {point.role for point in kept}
    return Personalization(
        used_order_info=any(point.source.startswith("order #") for point in kept),
        mentioned_tracking=any("tracking" in point.source for point in kept),
        referenced_past_issue="again" in roles,
        applied_vip_treatment="care" in roles,
    )


def _rests_on(kept: list[Point]) -> tuple[str, ...]:
    """The records, each once, in the order in which the draft speaks of them."""
    return tuple(dict.fromkeys(source for point in kept for source in point.source.split(", ") if source))
