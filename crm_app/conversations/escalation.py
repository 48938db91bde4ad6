"""Does a conversation need a manager? Pure: the reason comes with the verdict.

A customer who may leave and is upset is one; a customer who asks for a person in charge is another. Asking is a verb
of talking (or wanting) close before a word for such a person, in English, Spanish or Arabic.
"""

from dataclasses import dataclass

from crm_app.language.fold import words

LEAVING, UPSET = 0.6, 0.3
REACH = 6
"""So many words may stand between asking and the person asked for."""

LONGEST = 2_000
"""Words of a message that are looked at."""

ASKING = (
    "speak talk transfer connect escalate want need demand get call contact put pass see "
    "hablar hable comunicar comuniqueme pasar paseme quiero necesito exijo llamar contactar poner pongame "
    "اتحدث التحدث اتكلم التكلم تكلم حولني حولوني وصلني وصلوني اريد اطلب عايز ابغى ابي بدي اكلم احكي"
)
IN_CHARGE = (
    "manager supervisor human superior boss "
    "gerente encargado encargada supervisor supervisora humano jefe jefa responsable "
    "مدير المدير مديرك مديركم مشرف المشرف مسؤول المسؤول"
)
WHOLE = (
    "real person, actual person, someone in charge, persona real, persona de verdad, شخص حقيقي, انسان حقيقي, مو روبوت"
)

_asking, _in_charge = frozenset(words(ASKING)), frozenset(words(IN_CHARGE))
_whole = tuple(f" {' '.join(words(phrase))} " for phrase in WHOLE.split(","))


@dataclass(frozen=True)
class Verdict:
    needed: bool
    reason: str = ""


def judge(text: str, churn_risk: float, sentiment: float) -> Verdict:
    """Judge the newest message of a contact. `churn_risk` and `sentiment` go from 0 to 1."""
    if asks_for_a_person(text):
        return Verdict(True, "Escalated: the customer asks for a person in charge.")
    if churn_risk >= LEAVING and sentiment < UPSET:
        return Verdict(True, f"Escalated: upset, and {churn_risk:.0%} likely to leave.")
    return Verdict(False)


def asks_for_a_person(text: str) -> bool:
    """Whether a text asks for a human being or somebody in charge."""
    said = words(text[: LONGEST * 20])[:LONGEST]
    if any(phrase in f" {' '.join(said)} " for phrase in _whole):
        return True
    persons = [place for place, word in enumerate(said) if word in _in_charge]
    return any(_asking.intersection(said[max(0, place - REACH) : place]) for place in persons)
