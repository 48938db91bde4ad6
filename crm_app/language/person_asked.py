"""Does a text ask for a human being or for somebody in charge?

A verb of talking stands close before a word for anybody, or a verb of wanting close before a word for somebody in
charge, in English, Spanish or Arabic.
"""

from crm_app.language.fold import words
from crm_app.language.sentences import sentences

REACH = 6
"""So many words may stand between asking and the person asked for."""

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

_talking, _wanting = frozenset(words(TALKING)), frozenset(words(WANTING))
_anybody, _in_charge = frozenset(words(ANYBODY)), frozenset(words(IN_CHARGE))
_whole = tuple(f" {' '.join(words(phrase))} " for phrase in WHOLE.split(","))


def asks_for_a_person(text: str) -> bool:
    """Whether a text asks for a human being or somebody in charge."""
    return bool(person_asked_for(text))


def person_asked_for(text: str) -> str:
    """The sentence that asks for a human being or somebody in charge; empty when none does."""
    return next((sentence for sentence, said in sentences(text) if _asks(said)), "")


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
