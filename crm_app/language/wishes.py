# ruff: noqa: E501 - word lists read better unbroken
"""What does the writer wish of the conversation: a person, an end, no more questions, to agree, to decline, to thank?

Two readings in English, Spanish and Arabic. `wishes` finds the very words by pattern, wherever they stand. `read` goes
by folded phrases, quotes the sentence, and is the stricter of the two: what it says stops or hands over a talk.
`heard` is both. A single word counts only where it is the whole message: "agent" alone calls for one, "the agent fee"
does not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from crm_app.language.fold import fold, words
from crm_app.language.limited_ends import limited_as_blanks, seeks_another, without_limited
from crm_app.language.person_asked import asks_for_a_person
from crm_app.language.remarks import without_courtesies
from crm_app.language.traced import Folded

Kind = Literal["person", "stop", "agree", "decline", "thank"]

_PEOPLE = r"(?:someone|somebody|a (?:real |live |human )?(?:person|human|agent|representative|advisor|adviser|consultant|manager|operator)|an? (?:agent|advisor|adviser)|(?:the|your) (?:manager|team|agent)|humans?)"
_PEOPLE_ES = r"(?:alguien|(?:una |la )?persona(?: real)?|un (?:humano|agente|asesor|encargado|gerente|representante|comercial|operador|ejecutivo)|una (?:asesora|agente|gerente|comercial)|el (?:encargado|gerente|responsable)|la encargada)"
_PEOPLE_AR = r"(?:(?:ال)?(?:شخص|موظف|موظفه|انسان|احد|حدا|حد|واحد|مدير|مسؤول|مندوب|مستشار|وسيط|مختص|ممثل)(?: (?:حقيقي|بشري|خدمه العملاء|مبيعات))?)"
_SAID: dict[Kind, str] = {
    "person": (
        rf"(?:speak|talk|chat|connect me|put me through|transfer me|get (?:me )?through)(?:ing)? (?:to|with) {_PEOPLE}|(?:have|can|could|let|ask) {_PEOPLE} (?:to )?(?:call|contact|phone|ring|help)(?: me)?|"
        r"(?:call|phone|ring) me (?:back|please|now|today|asap|tomorrow|when)|real (?:person|human|agent)|live agent|human (?:agent|please|being)|(?:i (?:want|need) )a human|"
        rf"(?:hablar|comunicarme|contactar|que me (?:pase|comunique)n?|p[áa]s[ae](?:n?me)?|comun[íi]que(?:n?me)?)(?: \w+)? con {_PEOPLE_ES}|(?:que )?(?:me )?(?:llame|contacte|atienda) {_PEOPLE_ES}|ll[áa]m[ea](?:n?me)(?: por favor)?|agente humano|persona real|atenci[óo]n humana|"
        rf"(?:ا|ن|ات|الت)?(?:كلم|تكلم|حدث|تحدث|تواصل|حكي|احكي|التحدث|التواصل|التكلم)(?: \w)?(?: مع| الي| ل)? ?{_PEOPLE_AR}|(?:خل\w*|خلي|ودي|اريد|ابي|ابغي|بدي|عايز|محتاج|حولني (?:ل|الي|علي)?) ?{_PEOPLE_AR}(?: (?:ي|ت)(?:كلمني|تصل|تواصل)\w*)?|(?:كلموني|اتصلوا (?:بي|علي|فيني)|اتصل (?:بي|علي)|حد يكلمني|احد يتصل)"
    ),
    "stop": (
        r"unsubscribe(?: me)?|stop (?:messaging|texting|writing|contacting|calling|emailing|sending|bothering|spamming)(?: (?:to )?me)?|(?:do not|don.?t|never) (?:contact|message|text|write|call|email|disturb)(?: (?:to )?(?:me|us))?(?: again| any ?more)?|"
        r"leave me alone|remove me|take me off|opt(?:ing)?[ -]?out|delete my (?:number|data|details)|no more (?:messages|emails|calls|texts)|"
        r"no (?:me |nos )?(?:escriban?|escribas|contacten?|contactes|llamen?|llames|env[íi]en?|env[íi]es|manden?|mandes|molesten?|molestes)(?: m[áa]s(?: mensajes)?| mensajes)?|(?:dejen?|deja|deje) de (?:escribir|llamar|mandar|enviar|contactar|molestar)\w*|(?:d[ée](?:n)?me|darme|me doy|quiero (?:la|darme de)) (?:de )?baja|no quiero (?:m[áa]s|recibir(?: m[áa]s)?) (?:mensajes|correos|llamadas)|borren? mi(?:s)? (?:n[úu]mero|datos)|"
        r"لا (?:ت)?(?:تراسلني|تراسلوني|ترسل\w*|تتصل\w*|تكلم\w*|تتواصل\w*|تزعج\w*)|(?:توقف\w*|وقف\w*|بطل\w*|كف\w*) (?:عن )?(?:ال)?(?:مراسل\w*|رسائل|ارسال|اتصال|اتصالات|ازعاج)|(?:الغاء|الغوا|الغي|الغ) (?:ال)?اشتراك\w*|احذف\w* رقمي|ما ابغي رسائل|ما ابي رسائل|لا اريد رسائل|شيل\w* رقمي"
    ),
    "agree": (
        r"(?:yes|yeah|yep|sure|of course|sounds good|that works|works for me|perfect|agreed|deal|go ahead|let.?s do it|absolutely|definitely|great idea|okay|ok|alright|fine by me|that.?s fine|"
        r"sí|si(?=\s*(?:$|[.,!;\n]))|claro(?: que s[íi])?|por supuesto|vale|de acuerdo|perfecto|me parece bien|adelante|est[áa] bien|conforme|dale|trato hecho|"
        r"نعم|اي نعم|ايوه|ايوا|ايه|اجل|اكيد|تمام|موافق\w*|اوكي|طيب|ماشي|حسنا|بالتاكيد|زين|يناسبني|مناسب|خلاص تم)"
    ),
    "decline": (
        r"no,? thank(?:s| you)|not (?:interested|any ?more|for me|now)|no longer (?:interested|looking)|i.?ll pass|i changed my mind|(?:already )?(?:bought|found) (?:one|something|elsewhere)|not looking any ?more|wrong number|(?:nope|no)(?=\s*(?:$|[.,!;\n]))|"
        r"no,? gracias|no me interesa|no estoy interesad[oa]|ya no (?:me interesa|busco|lo necesito|estoy interesad[oa])|ya (?:compr[ée]|encontr[ée])|paso|n[úu]mero equivocado|cambi[ée] de opini[óo]n|"
        r"لا شكرا|لا,? شكرا|(?:غير|مو|مش|لست|ماني) مهتم\w*|لا يهمني|ما يهمني|ما (?:ابغي|ابي|بدي|عاد ابي)|لم اعد (?:مهتم\w*|احتاج)|لقيت غيره|اشتريت خلاص|غيرت رايي|الرقم غلط|لا(?=\s*(?:$|[.,!;\n]))"
    ),
    "thank": r"thank(?:s| you| u)(?: (?:so|very) much| a lot)?|thx|ty|cheers|much appreciated|(?:muchas |mil )?gracias|(?:se )?agradec(?:ido|ida|e|emos|co)|شكرا(?: (?:لك|لكم|جزيلا|كثيرا))?|مشكور\w*|يعطيك\w* العافيه|تسلم\w*|الله يعطيك\w* العافيه|جزاك\w* الله(?: خير\w*)?|ممنون\w*",
}  # fmt: skip
_ALONE: dict[Kind, str] = {
    "person": r"(?:agent|human|person|representative|operator|manager|agente|humano|persona|asesor|gerente|encargado|operador|موظف|شخص|انسان|مدير|المدير|مندوب)",
    "stop": r"(?:stop|stopall|stop all|unsubscribe|end|quit|cancel|optout|opt out|baja|alto|parar?|basta|cancelar|توقف|توقفوا|قف|وقف|ايقاف|الغاء|الغاء الاشتراك|stop please|please stop|para ya|por favor paren)",
}
_POLITE = r"(?:please|pls|por favor|من فضلك|لو سمحت|رجاء|hi|hola|مرحبا)"
_WHOLE = {
    kind: re.compile(rf"[\s\W]*(?:{_POLITE}[\s,]*)?(?:{pattern})(?:[\s,]*{_POLITE})?[\s\W]*")
    for kind, pattern in _ALONE.items()
}
_ANYWHERE = {kind: re.compile(rf"(?<!\w)(?:{_SAID[kind]})(?!\w)") for kind in ("person", "stop", "thank")}
# "Yes" and "no" answer only where a message or a sentence begins with them; within one they mean less.
_OPENING = {kind: re.compile(rf"\s*(?:{_SAID[kind]})(?!\w)") for kind in ("agree", "decline")}
_CLEAR_NO = re.compile(
    r"(?<!\w)(?:not interested|no longer (?:interested|looking)|not looking any ?more|i changed my mind|wrong number|no me interesa|no estoy interesad[oa]|ya no me interesa|ya no busco|"
    r"n[úu]mero equivocado|cambi[ée] de opini[óo]n|(?:غير|مو|مش|لست|ماني) مهتم\w*|لم اعد مهتم\w*|غيرت رايي|الرقم غلط|لا شكرا)(?!\w)"
)
_NOT_NO = re.compile(
    r"\s*(?:no|لا)(?: (?:problem|worries|rush|hurry|more than|less than|later than|matter|hay (?:problema|prisa)|m[áa]s de|tengo (?:prisa|problema)|es urgente|يزيد|تزيد|يوجد|مشكله|باس|يتجاوز|مانع|يقل)|\w* ?[.:]? ?\d)"
)

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
    "leave me alone, remove me from, take me off, don t write to me, do not write to me, do not message me, don t message me, don t call me, do not call me, "
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
    "غير مهتم, غير مهتمه, لست مهتما, مو مهتم, مش مهتم, ما عدت مهتم, لم اعد مهتم, لم اعد مهتما, لقيت غيره, وجدت غيره, الرقم غلط"
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?؟\n]+[.!?؟]?")
# People leave the mark out, more so on a telephone.
_ASKING = re.compile(
    r"\W*(?:(?:hello|hi|hey|ok|okay|and|so|but|hola|buenas|ok|vale|y|entonces|pero|uff|مرحبا|اهلا|طيب|السلام عليكم|و)[ ,]+){0,2}"
    r"(?:how (?:much|many|long|far|do|can|to|does|is|are)|what(?: i|.)?s the|whats|what (?:is|are|about|time|does)|when (?:can|do|does|is|are|will)|where (?:is|are|can|do)|can (?:i|we|you)|could (?:i|we|you)|(?:do|does|are|r) (?:you|u|ya|they|it)|is (?:there|it|this)|are there|"
    r"cuanto|cuanta|cuesta|como (?:me|se|puedo|hago|podria)|que (?:precio|horario|incluye|requisitos)|donde (?:esta|queda|estan)|se puede|tienen|aceptan|venden|hacen|trabajan con|incluye|"
    r"كم|بكم|بكام|كيف|ازاي|وين|فين|اين|متي|امتي|هل|ايش|وش|شو|ايه|عندكم|لديكم|ممكن|اقدر|تقدرون|توصلون|بتوصلوا|تقبلون|بتقبلوا|فيه)(?!\w)"
)
_ASKED_LAST = re.compile(r"(?<!\w)(?:كم|كام|بكم|بكام|ايه|فين|وين|متي|امتي|ازاي|كيف|ليه)\s*$")


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish with the words that say so."""

    kind: Kind
    start: int
    end: int
    text: str


def wishes(text: str, folded: Folded) -> tuple[Wish, ...]:
    """The wishes in `text`, each kind once, in the order of `Kind`. A single word ("agent", "stop") is a wish only
    where it is the whole message."""
    said = limited_as_blanks(folded.text)
    found: list[Wish] = []
    for kind in _SAID:
        if kind == "decline" and any(wish.kind == "stop" for wish in found):
            continue
        match = _match(kind, said)
        if match and match.end() > match.start():
            start, end = folded.span(match.start(), match.end())
            quote = text[start:end].strip()
            start = text.index(quote, start)
            found.append(Wish(kind, start, start + len(quote), quote))
    return tuple(found)


def _match(kind: Kind, said: str) -> re.Match[str] | None:
    if kind in _WHOLE and (whole := _WHOLE[kind].fullmatch(said)):
        return whole
    if kind in _ANYWHERE:
        return _ANYWHERE[kind].search(said)
    if kind == "decline":
        return _CLEAR_NO.search(said) or (None if _NOT_NO.match(said) else _OPENING[kind].match(said))
    return _OPENING[kind].match(said)


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
    said = without_limited(text[:LONGEST])
    bare = [word for word in words(said) if word not in _COURTESY][: SHORT + 1]
    person = _quote(said, _PERSON_SAID) or (said.strip() if _is_bare(bare, _PERSON) else "")
    if not person and asks_for_a_person(said):
        person = said.strip()
    lost = _quote(said, _LOST_SAID)
    return Wishes(
        person=person[:300],
        stop=(_quote(said, _STOP_SAID) or (said.strip() if _is_bare(bare, _STOP) else ""))[:300],
        refused=_quote(said, _REFUSED_SAID)[:300],
        lost="" if lost and seeks_another(said) else lost[:300],
        asks=_asks(without_courtesies(said)),
    )


def heard(said: Wishes, found: Sequence[Wish]) -> Wishes:
    """What `read` says of a message, and a person or an end that `wishes` found where `read` says nothing."""
    if said.kind:
        return said
    return replace(said, **{wish.kind: wish.text for wish in found if wish.kind in ("person", "stop")})


def _asks(said: str) -> bool:
    """Whether a mark says so, or a sentence that begins as a question does."""
    return (
        "?" in said
        or "؟" in said
        or any(_ASKING.match(part) or _ASKED_LAST.search(part) for part in map(fold, _SENTENCE.findall(said)))
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
