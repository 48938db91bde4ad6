"""Does a conversation need a person? Pure: the trigger comes with the verdict, and the words that it rests on.

Asking for a person is a verb of talking close before a word for anybody, or a verb of wanting close before a word for
somebody in charge, in English, Spanish or Arabic. Anger is a word of anger in a text that feels bad, or two texts in a
row that feel very bad: a complaint alone is everyday work.
"""

import re
from dataclasses import dataclass

from crm_app.kit.coded import coded
from crm_app.language.fold import words

LEAVING, UPSET, VERY_UPSET, BAD_MOOD = 0.6, 0.3, 0.1, 0.4
MOST_EXCHANGES = 20
LEAST_CONFIDENCE = 0.6
HIGH_VALUE, HIGH_BUDGET = 10_000.0, 500_000.0
"""Unless the workspace sets its own `high_value` and `high_budget`, in its currency."""

REACH = 6
"""So many words may stand between asking and the person asked for."""

LONGEST = 2_000
"""Words of a message that are looked at."""

LONGEST_QUOTE = 300

TALKING = (
    "speak talk transfer connect escalate chat "
    "hablar hable hablo comunicar comuniqueme comunicame pasar paseme pasame conecteme conectame transfierame "
    "اتحدث التحدث اتكلم التكلم تكلم حولني حولوني وصلني وصلوني اكلم احكي كلمني"
)
WANTING = (
    "want need demand get call contact put pass see quiero necesito exijo llamar contactar poner pongame "
    "اريد اطلب عايز ابغى ابي بدي"
)
ANYBODY = (
    "person someone somebody anyone agent advisor operator representative "
    "persona alguien agente asesor asesora operador "
    "شخص احد موظف موظفه وكيل مندوب لشخص لاحد لموظف لموظفه لوكيل لمندوب"
)
IN_CHARGE = (
    "manager supervisor human superior boss "
    "gerente encargado encargada supervisor supervisora humano jefe jefa responsable "
    "مدير المدير مديرك مديركم مشرف المشرف مسؤول المسؤول لمدير لمشرف لمسؤول"
)
WHOLE = (
    "real person, actual person, live agent, human agent, someone in charge, persona real, persona de verdad, "
    "agente humano, شخص حقيقي, انسان حقيقي, موظف حقيقي, مو روبوت"
)
ANGRY = (
    "angry furious outraged unacceptable ridiculous disgusting useless idiots idiot liars scam scammers fraudsters "
    "worst pathetic disgrace shameful lawyer sue fed "
    "furioso furiosa indignante inaceptable ridiculo inutiles inutil mentirosos estafa estafadores pesimo pesima "
    "verguenza abogado harto harta denunciar denuncia asco "
    "غاضب غاضبه زعلان مستاء مستاءه معصب مقبول نصاب نصابين حراميه كذابين محامي فضيحه مقرف مهزله قرفت طفشت اسوا"
)

_talking, _wanting = frozenset(words(TALKING)), frozenset(words(WANTING))
_anybody, _in_charge = frozenset(words(ANYBODY)), frozenset(words(IN_CHARGE))
_whole = tuple(f" {' '.join(words(phrase))} " for phrase in WHOLE.split(","))
_angry = frozenset(words(ANGRY))
_only_after_not = frozenset(words("مقبول"))
_not = frozenset(words("غير مو مش"))
_SENTENCE = re.compile(r"[^.!?؟\n]+[.!?؟]*")


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
    "asked": "Asks for a person.",
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
        return Verdict(True, "asked", "asked", asks[:LONGEST_QUOTE], urgent=True)
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


def asks_for_a_person(text: str) -> bool:
    """Whether a text asks for a human being or somebody in charge."""
    return bool(person_asked_for(text))


def person_asked_for(text: str) -> str:
    """The sentence that asks for a human being or somebody in charge; empty when none does."""
    return next((sentence for sentence, said in _sentences(text) if _asks(said)), "")


def anger(text: str, sentiment: float, before: float | None) -> str:
    """The sentence that is angry; empty when none is."""
    if sentiment < BAD_MOOD:
        for sentence, said in _sentences(text):
            if any(_is_angry(said, place) for place in range(len(said))):
                return sentence
    twice = sentiment < VERY_UPSET and before is not None and before < VERY_UPSET
    return _first(text) if twice else ""


def _is_angry(said: list[str], place: int) -> bool:
    if said[place] in _only_after_not:
        return place > 0 and said[place - 1] in _not
    return said[place] in _angry and not (said[place] == "fed" and said[place + 1 : place + 2] != ["up"])


def _asks(said: list[str]) -> bool:
    if any(phrase in f" {' '.join(said)} " for phrase in _whole):
        return True
    for place, word in enumerate(said):
        near = said[max(0, place - REACH) : place]
        if word in _in_charge and not (_talking | _wanting).isdisjoint(near):
            return True
        if word in _anybody and not _talking.isdisjoint(near):
            return True
    return False


def _sentences(text: str) -> list[tuple[str, list[str]]]:
    """Every sentence, ready to quote, with its folded words; the beginning of a text that is too long."""
    found, left = [], LONGEST
    for match in _SENTENCE.finditer(text[: LONGEST * 20]):
        said = words(match[0])[:left]
        left -= len(said)
        if said:
            found.append((match[0].strip()[:LONGEST_QUOTE], said))
        if not left:
            break
    return found


def _first(text: str) -> str:
    return " ".join(text[: LONGEST_QUOTE * 2].split())[:LONGEST_QUOTE]
