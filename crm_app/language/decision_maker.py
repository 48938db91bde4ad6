# ruff: noqa: E501 - word lists read better unbroken
"""Does the writer decide alone, with somebody, or not at all?"""

import re
from dataclasses import dataclass
from typing import Literal

from crm_app.language.traced import Folded

Decides = Literal["yes", "no", "shared", "unknown"]

_WHO_EN = (
    r"(?:wife|husband|spouse|partner|business partner|fianc[ée]e?|girlfriend|boyfriend|family|parents?|father|mother|dad|mum|mom|brother|"
    r"sister|son|daughter|boss|manager|director|team|board|company|lawyer|accountant|co-?founder|investors?|better half|ceo|owner)"
)
_WHO_ES = (
    r"(?:mujer|esposa|esposo|marido|pareja|socios?|socia|novi[oa]|prometid[oa]|familia|padres?|madre|herman[oa]s?|hij[oa]s?|jef[ea]|director[a]?|"
    r"equipo|junta|empresa|abogad[oa]|contador|se[ñn]ora|suegr[oa]s?)"
)
_WHO_AR = (
    r"(?:زوج(?:تي|ي|ه)?|مرتي|مراتي|جوزي|حرمتي|المدام|مدامتي|ام العيال|شريك(?:ي|تي)?|شركائي|اهلي|عائلتي|عيلتي|العائله|والد(?:ي|تي)|ابوي|ابي|امي|بابا|ماما|اخوي|اخي|اختي|اخواني|"
    r"ابني|بنتي|مدير(?:ي|نا)?|المدير|الشركه|الفريق|خطيب(?:ي|تي)|محامي\w*|الاداره)"
)
_SHARED = (
    rf"(?:ask|check|talk|speak|consult|discuss|confirm|review|decide|run (?:it|this)|go over)(?:ing)?(?: (?:it|this|that|everything))?(?: (?:first|over))?(?: (?:with|to|by|past))? my {_WHO_EN}",
    rf"my {_WHO_EN} and (?:i|me|myself)", rf"(?:me|myself|i) and my {_WHO_EN}", rf"(?:together|jointly) with my {_WHO_EN}",
    r"we (?:(?:will |both |have to |need to )?decide|make (?:the )?decisions?)(?: (?:it |this )?together| jointly)?", r"joint decision", r"(?:both|the two) of us", r"we.?re both deciding",
    rf"(?:consult|habl|pregunt|coment|convers|discut|decid|ver|revis|plati)\w*(?: \w+)?(?: con| a) (?:mi|mis|la|el|nuestr[oa]) {_WHO_ES}",
    rf"(?:mi|mis) {_WHO_ES} y yo", rf"(?:yo|entre) (?:y|con)? ?(?:mi|mis) {_WHO_ES}", rf"con (?:mi|mis) {_WHO_ES} (?:antes|primero|juntos)",
    r"(?:lo )?decidimos (?:juntos|entre (?:los )?dos|ambos)|decisi[óo]n (?:conjunta|compartida|de los dos)|entre los dos|los dos",
    rf"(?:اسال|اشاور|استشير|اتشاور|اكلم|احكي|ارجع|اتكلم|اناقش|نتشاور|اخذ راي|استاذن|ناخذ راي)(?: (?!عن )\w+)?(?: مع| ل| الي)? ?(?:ال|ل)?{_WHO_AR}",
    rf"انا و ?{_WHO_AR}", rf"{_WHO_AR} و ?انا", r"(?:نقرر|القرار|بنقرر|قرارنا) (?:مع بعض|سوا|سويا|معا|مشترك)", r"قرار مشترك", rf"مع {_WHO_AR} (?:اول|قبل)",
)  # fmt: skip
_NO = (
    rf"(?:my|the|our) {_WHO_EN} (?:(?:will |has to |must |is going to |needs to )?(?:decides?|approves?|signs? off)|makes? (?:the |all the )?(?:final )?decisions?|has the (?:final|last) (?:say|word)|is the (?:one who decides|decision.?maker))",
    r"(?:it.?s|that.?s|this is) not (?:my (?:decision|call)|up to me)", r"i (?:don.?t|do not|can.?t|cannot) (?:decide|make (?:the|that) decision)", r"i.?m not the (?:decision.?maker|one who decides|owner)",
    r"(?:s?he|they)(?:.ll| will)? decides?", r"(?:ella|[ée]l|ell[oa]s) (?:lo |la )?decide[n]?|(?:lo |la )?decide[n]? (?:ella|[ée]l|ell[oa]s)", r"(?:هو|هي|هم) (?:اللي |الذي |التي |من |الي )?ب?(?:ي|ت)قرر\w*",
    r"(?:on|in) behalf of", r"(?:asking|looking|enquiring|inquiring) for (?:a |my )?(?:client|friend|boss|cousin|colleague)", r"not the decision.?maker",
    rf"(?:mi|el|la|nuestr[oa]) {_WHO_ES} (?:es quien |es el que |es la que |lo )?(?:decide|decidir[áa]|aprueba|tiene la [úu]ltima palabra|manda|toma la decisi[óo]n)",
    rf"(?:decide|lo decide|eso lo decide|la decisi[óo]n es de|depende de|la toma) (?:mi|mis) {_WHO_ES}", r"no (?:lo )?decido yo|yo no decido|no depende de m[íi]|no es (?:mi decisi[óo]n|decisi[óo]n m[íi]a)", r"(?:de|en) (?:parte|nombre) de|para un (?:cliente|amigo)",
    rf"(?:القرار|الراي|الكلمه)(?: \w+)? ?(?:عند|ل|بيد|في يد|يرجع ل|راجع ل|علي|حق) ?(?:ال|ل)?{_WHO_AR}", rf"{_WHO_AR} و?(?:هو |هي )?(?:اللي |الذي |التي |من |الي )?ب?(?:ي|ت)(?:قرر|وافق|اعتمد)", rf"{_WHO_AR} (?:هو |هي )?صاحب\w* القرار",
    r"القرار (?:مو|مش|ليس|موب) (?:لي|عندي|بيدي|قراري)|(?:مو|مش|ليس|لست) (?:قراري|انا (?:اللي|من) (?:اقرر|يقرر)|صاحب القرار)|ما اقدر اقرر|بالنيابه عن",
)  # fmt: skip
_YES = (
    r"i (?:alone )?(?:(?:can |will |am able to )?decide|make (?:the|all|my own) (?:final )?decisions?|have the final (?:say|word))", r"i.?m (?:the )?(?:sole |only |main )?(?:decision.?maker|owner|founder|ceo)", r"i am (?:the )?(?:sole |only |main )?(?:decision.?maker|owner|founder|ceo)",
    r"(?:the )?decision is (?:mine|all mine|up to me)", r"(?:it.?s |it is )?(?:all |entirely |totally )?(?:my (?:own )?(?:decision|call)|up to me|on me)", r"(?:just|only) (?:me|myself)|by myself|on my own|myself only",
    r"la decisi[óo]n (?:es m[íi]a|la tomo yo|depende de m[íi])|(?:lo )?decido yo|yo (?:lo )?decido|yo (?:tomo|tomar[ée]) la decisi[óo]n|(?:s[óo]lo |eso )?depende (?:s[óo]lo )?de m[íi]|es (?:mi decisi[óo]n|decisi[óo]n m[íi]a)|soy (?:el|la) (?:due[ñn][oa]|que decide|propietari[oa]|responsable)|s[óo]lo yo|yo sol[oa]|por mi cuenta",
    r"القرار (?:كله )?(?:لي|عندي|بيدي|قراري|يرجع لي|راجع لي|في يدي|بايدي|ليا|الي)|انا (?:صاحب القرار|صاحبه القرار|اقرر|اللي اقرر|اللي بقرر|من يقرر|بقرر|المسؤول|المالك)|قراري|بنفسي|انا لوحدي|لحالي|انا بس|انا فقط|لوحدي",
)  # fmt: skip
_ANSWERS: tuple[tuple[Decides, str], ...] = (
    ("shared", rf"(?:with )?(?:me and )?my {_WHO_EN}|both|we|us both|(?:con )?mi {_WHO_ES}|ambos|los dos|(?:مع )?{_WHO_AR}|كلنا|احنا الاثنين"),
    ("yes", r"(?:yes|yep|yeah|me|i do|i am|i|myself|s[íi]|yo|yo mism[oa]|نعم|اي|ايوه|ايه|انا|اجل)(?: .{0,12})?"),
    ("no", r"(?:no|nope|not me|لا|مو انا|مش انا)(?: .{0,12})?"),
)  # fmt: skip
_PATTERNS: tuple[tuple[Decides, re.Pattern[str]], ...] = tuple(
    (decides, re.compile(rf"(?<!\w)و?(?:{'|'.join(patterns)})(?!\w)"))
    for decides, patterns in (("no", _NO), ("shared", _SHARED), ("yes", _YES))
)  # type: ignore[assignment]
_BARE = tuple((decides, re.compile(rf"\s*(?:{pattern})[\s.!,]*")) for decides, pattern in _ANSWERS)


@dataclass(frozen=True, slots=True)
class DecisionMaker:
    """Whether the writer decides, with the words that say so."""

    decides: Decides
    start: int
    end: int
    text: str


def decision_maker(text: str, folded: Folded, *, asked: str | None = None) -> DecisionMaker:
    """yes: alone. shared: with somebody. no: somebody else does. unknown: nothing is said of it. With `asked`
    "decision_maker" a bare "yes" or "my wife" is an answer."""
    for decides, pattern in _PATTERNS:
        match = pattern.search(folded.text)
        if match:
            return _said(text, folded, match, decides)
    if asked == "decision_maker":
        for decides, pattern in _BARE:
            match = pattern.fullmatch(folded.text)
            if match and match[0].strip():
                return _said(text, folded, match, decides)
    return DecisionMaker("unknown", 0, 0, "")


def _said(text: str, folded: Folded, match: re.Match[str], decides: Decides) -> DecisionMaker:
    start, end = folded.span(match.start(), match.end())
    return DecisionMaker(decides, start, end, text[start:end])
