# ruff: noqa: E501 - word lists read better unbroken
"""What does the lead wish for beyond answers: a person, an end, to be left unasked? Each with the words. Pure.

Judged by folded words in English, Spanish and Arabic. A single word counts only where it is the whole message: "agent"
alone calls for one, "the agent fee" does not.
"""

import re
from dataclasses import dataclass

from crm_app.conversations.escalation import asks_for_a_person
from crm_app.language.fold import words

LONGEST = 2_000
"""Characters of a message that are looked at."""

SHORT = 4
"""A message of at most so many words is a bare wish."""

_COURTESY = frozenset(
    words(
        "please pls thanks thank you now ok hey hi the a i want need would like to speak talk with por favor gracias ya hola un una el "
        "quiero necesito hablar con من فضلك لو سمحت رجاء شكرا الان اريد ابغى ابي عايز بدي"
    )
)
_PERSON = frozenset(
    words("person human agent manager operator representative supervisor persona humano agente gerente encargado asesor operador"
          " شخص انسان موظف مدير المدير موظفه وكيل بشري مسؤول مندوب")
)  # fmt: skip
_STOP = frozenset(
    words("stop unsubscribe quit end cancel stopall optout parar basta baja alto توقف توقفوا قف الغاء وقف ايقاف")
)
_PERSON_SAID = (
    "talk to someone, speak to someone, speak with someone, talk to a person, speak to a person, speak to an agent, talk to an agent, "
    "speak to a human, talk to a human, call me please, have someone call me, can someone call me, real agent, live agent, "
    "hablar con alguien, hablar con una persona, hablar con un agente, hablar con un asesor, que me llame alguien, "
    "quiero un asesor, atencion humana, llameme alguien, "
    "اكلم شخص, اكلم احد, اكلم موظف, اتكلم مع شخص, اتكلم مع موظف, التحدث مع شخص, التحدث مع موظف, التحدث الى موظف, التحدث الى شخص, "
    "اريد موظف, ابغى موظف, ابي موظف, خلي احد يتصل, كلموني, موظف حقيقي"
)
_STOP_SAID = (
    "stop messaging me, stop texting me, stop writing to me, stop contacting me, do not contact me, don t contact me, "
    "leave me alone, remove me from, take me off, don t write to me, do not write to me, do not message me, don t message me, "
    "no me escriban mas, no me escriba mas, dejen de escribirme, deje de escribirme, no me contacten, no me contacte, "
    "no quiero mas mensajes, darme de baja, denme de baja, dejenme en paz, "
    "لا تراسلوني, لا تراسلني, لا ترسلوا, لا ترسل لي, توقفوا عن, توقف عن مراسلتي, لا تتواصلوا معي, لا تتصلوا, الغاء الاشتراك, اتركوني"
)
_REFUSED_SAID = (
    "rather not say, prefer not to say, rather not answer, prefer not to answer, don t want to say, not going to tell, "
    "none of your business, why do you ask, why do you need, too many questions, stop asking, that s private, "
    "prefiero no decir, prefiero no decirlo, prefiero no contestar, no quiero decir, no quiero contestar, no es asunto suyo, "
    "para que lo necesita, demasiadas preguntas, deje de preguntar, "
    "لا اريد ان اقول, لا اريد ان اجيب, لا ارغب في الاجابه, افضل عدم, ما ابغى اقول, ما ابي اقول, ليش تسال, لماذا تسال, اسئله كثيره, شي خاص, امر خاص, مو شغلك"
)
_LOST_SAID = (
    "not interested, no longer interested, no longer looking, not looking any more, not looking anymore, bought elsewhere, bought somewhere else, already found, "
    "changed my mind, found something else, wrong number, "
    "no me interesa, no estoy interesado, no estoy interesada, ya no busco, ya encontre, ya no lo necesito, numero equivocado, "
    "غير مهتم, غير مهتمه, لست مهتما, مو مهتم, مش مهتم, ما عدت مهتم, لم اعد مهتم, لقيت غيره, وجدت غيره, الرقم غلط"
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?؟\n]+[.!?؟]?")


@dataclass(frozen=True)
class Wishes:
    """Each holds the words that say so, or nothing. `asks`: the message has a question of its own."""

    person: str = ""
    stop: str = ""
    refused: str = ""
    lost: str = ""
    asks: bool = False

    @property
    def kind(self) -> str:
        """The one that counts: an end before a person, a person before silence."""
        return next((name for name in ("stop", "person", "lost", "refused") if getattr(self, name)), "")


def read(text: str) -> Wishes:
    """The wishes in one message."""
    said = text[:LONGEST]
    bare = [word for word in words(said) if word not in _COURTESY][: SHORT + 1]
    person = _quote(said, _PERSON_SAID) or (said.strip() if _is_bare(bare, _PERSON) else "")
    if not person and asks_for_a_person(said):
        person = said.strip()
    return Wishes(
        person=person[:300],
        stop=(_quote(said, _STOP_SAID) or (said.strip() if _is_bare(bare, _STOP) else ""))[:300],
        refused=_quote(said, _REFUSED_SAID)[:300],
        lost=_quote(said, _LOST_SAID)[:300],
        asks="?" in said or "؟" in said,
    )


def _is_bare(said: list[str], listed: frozenset[str]) -> bool:
    return len(said) == 1 and said[0] in listed


def _phrases(listed: str) -> tuple[str, ...]:
    return tuple(f" {' '.join(words(phrase))} " for phrase in listed.split(",") if phrase.strip())


_FOLDED = {listed: _phrases(listed) for listed in (_PERSON_SAID, _STOP_SAID, _REFUSED_SAID, _LOST_SAID)}


def _quote(text: str, listed: str) -> str:
    """The sentence that holds one of the phrases."""
    for match in _SENTENCE.finditer(text):
        folded = f" {' '.join(words(match[0]))} "
        if any(phrase in folded for phrase in _FOLDED[listed]):
            return match[0].strip()
    return ""
