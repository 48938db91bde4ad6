# ruff: noqa: E501 - word lists read better unbroken
"""What does the writer wish of the conversation: a person, an end, to agree, to decline, to thank?"""

import re
from dataclasses import dataclass
from typing import Literal

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
    said = folded.text
    found: list[Wish] = []
    for kind in _SAID:
        if kind == "decline" and any(wish.kind == "stop" for wish in found):
            continue
        match = _match(kind, said)
        if match and match.end() > match.start():
            start, end = folded.span(match.start(), match.end())
            words = text[start:end].strip()
            start = text.index(words, start)
            found.append(Wish(kind, start, start + len(words), words))
    return tuple(found)


def _match(kind: Kind, said: str) -> re.Match[str] | None:
    if kind in _WHOLE and (whole := _WHOLE[kind].fullmatch(said)):
        return whole
    if kind in _ANYWHERE:
        return _ANYWHERE[kind].search(said)
    if kind == "decline":
        return _CLEAR_NO.search(said) or (None if _NOT_NO.match(said) else _OPENING[kind].match(said))
    return _OPENING[kind].match(said)
