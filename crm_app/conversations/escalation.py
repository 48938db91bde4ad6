"""Does a conversation need a person? Pure: the trigger comes with the verdict, and the words that it rests on.

Anger is a word of anger in a text that feels bad, or two texts in a
row that feel very bad: a complaint alone is everyday work.
"""

from dataclasses import dataclass

from crm_app.kit.coded import coded
from crm_app.language.fold import words
from crm_app.language.person_asked import person_asked_for
from crm_app.language.sentences import LONGEST_QUOTE, sentences

LEAVING, UPSET, VERY_UPSET, BAD_MOOD = 0.6, 0.3, 0.1, 0.4
MOST_EXCHANGES = 20
LEAST_CONFIDENCE = 0.6
ASKED = "asked"
"""Kind of an escalation that the customer wished for."""

HIGH_VALUE, HIGH_BUDGET = 10_000.0, 500_000.0
"""Unless the workspace sets its own `high_value` and `high_budget`, in its currency."""

ANGRY = (
    "angry furious outraged unacceptable ridiculous disgusting useless idiots idiot liars scam scammers fraudsters "
    "worst pathetic disgrace shameful lawyer sue fed "
    "furioso furiosa indignante inaceptable ridiculo inutiles inutil mentirosos estafa estafadores pesimo pesima "
    "verguenza abogado harto harta denunciar denuncia asco "
    "غاضب غاضبه زعلان مستاء مستاءه معصب مقبول نصاب نصابين حراميه كذابين محامي فضيحه مقرف مهزله قرفت طفشت اسوا"
)

_angry = frozenset(words(ANGRY))
_only_after_not = frozenset(words("مقبول"))
_not = frozenset(words("غير مو مش"))


@dataclass(frozen=True)
class Situation:
    """What is known when a message has come in, or a lead was assessed; None is not known.

    Args:
        text: the newest message.
        sentiment, before: how the newest message feels, and the one before it, from 0 to 1.
        churn_risk: from 0 to 1.
        value: the contact's lifetime value; `budget`: the most that the lead would spend.
        exchanges: messages of theirs since a person last replied.
        confidence: how sure the assessment of the lead is.
        hot: the lead was assessed as HOT.
        asks: words that ask for a person, where somebody else has found them.
        attended: a person has been here lately, so that only what the customer feels or wishes calls another time.
    """

    text: str = ""
    sentiment: float = 0.5
    before: float | None = None
    churn_risk: float = 0.0
    value: float = 0.0
    budget: float | None = None
    exchanges: int = 0
    confidence: float | None = None
    hot: bool = False
    asks: str = ""
    attended: bool = False
    high_value: float = HIGH_VALUE
    high_budget: float = HIGH_BUDGET


REASONS = {
    ASKED: "Asks for a person.",
    "hot": "The lead is hot.",
    "angry": "Angry.",
    "leaving": "Upset, and {share} likely to leave.",
    "budget": "A budget of {amount}.",
    "worth": "A customer worth {amount}.",
    "exchanges": "{number} messages and no person yet.",
    "unsure": "Only {share} sure what they want.",
    "hand": "A colleague asks for help.",
}
"""What a verdict's reason, which is a code with its figure, means (`remarks.py`)."""


@dataclass(frozen=True)
class Verdict:
    """`kind` names the trigger, `reason` is one of REASONS with its figure, `quote` the words; `urgent`: a person is
    promised within minutes."""

    needed: bool
    reason: str = ""
    kind: str = ""
    quote: str = ""
    urgent: bool = False


def judge(now: Situation) -> Verdict:
    """The gravest trigger that holds."""
    if asks := person_asked_for(now.text) or now.asks:
        return Verdict(True, ASKED, ASKED, asks[:LONGEST_QUOTE], urgent=True)
    if now.hot and not now.attended:
        return Verdict(True, "hot", "hot", _first(now.text), urgent=True)
    if angry := anger(now.text, now.sentiment, now.before):
        return Verdict(True, "angry", "sentiment", angry)
    if now.churn_risk >= LEAVING and now.sentiment < UPSET:
        return Verdict(True, coded("leaving", share=now.churn_risk), "churn", _first(now.text))
    return Verdict(False) if now.attended else _unattended(now)


def _unattended(now: Situation) -> Verdict:
    quote = _first(now.text)
    if now.budget is not None and now.budget >= now.high_budget:
        return Verdict(True, coded("budget", amount=now.budget), "value", quote)
    if now.value >= now.high_value:
        return Verdict(True, coded("worth", amount=now.value), "value", quote)
    if now.exchanges > MOST_EXCHANGES:
        return Verdict(True, coded("exchanges", number=now.exchanges), "exchanges", quote)
    if now.confidence is not None and now.confidence < LEAST_CONFIDENCE:
        return Verdict(True, coded("unsure", share=now.confidence), "confidence", quote)
    return Verdict(False)


def anger(text: str, sentiment: float, before: float | None) -> str:
    """The sentence that is angry; empty when none is."""
    if sentiment < BAD_MOOD:
        for sentence, said in sentences(text):
            if any(_is_angry(said, place) for place in range(len(said))):
                return sentence
    twice = sentiment < VERY_UPSET and before is not None and before < VERY_UPSET
    return _first(text) if twice else ""


def _is_angry(said: list[str], place: int) -> bool:
    if said[place] in _only_after_not:
        return place > 0 and said[place - 1] in _not
    return said[place] in _angry and not (said[place] == "fed" and said[place + 1 : place + 2] != ["up"])


def _first(text: str) -> str:
    return " ".join(text[: LONGEST_QUOTE * 2].split())[:LONGEST_QUOTE]
