# ruff: noqa: E501 - word lists read better unbroken
"""What is said in passing: how are you, are you a machine, I'll think about it, that is dear, it hurts?

Read in English, Spanish and Arabic. A remark wants an answer of its own; courtesies hold no facts ("how are you today"
names no day), so that `without_courtesies` takes them out before anything is read.
"""

import re
from dataclasses import dataclass
from typing import Literal

from crm_app.language.traced import fold

Kind = Literal["well_being", "robot", "pause", "dear", "pain"]

LONGEST = 2_000
"""Characters of a message that are looked at."""

_TODAY = r"(?: (?:today|this morning|this evening|hoy|اليوم|النهارده))?(?:,? (?:btw|by the way|por cierto))?"
_DAY_EN = r"(?:(?:on |this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|then|soon|later|there|around)"
_DAY_ES = r"(?:el )?(?:lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|ma[ñn]ana|luego|pronto|entonces|ahora|la vista)"
_DAY_AR = r"(?:يوم |ال)?(?:السبت|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه|بكره|بكرا|غدا)"
_SAID: dict[Kind, str] = {
    "well_being": (
        rf"(?:how are (?:you|u)(?: doing)?|how.?s it going|how do you do|what.?s up|hope (?:you.?re|you are|all is) (?:doing )?(?:well|fine|good)){_TODAY}|"
        rf"(?:qu[ée] tal(?: todo| est[áa]s?| le va| te va)?|c[óo]mo (?:est[áa](?:s|n)?|le va|te va|va todo)(?! (?:el|la|de|con) ))(?:,? todo bien)?{_TODAY}|todo bien(?= ?\?)|"
        rf"(?:كيفك|كيف (?:حالك|حالكم|الحال|الاحوال|الصحه)|شلون(?:ك|كم)|شخبار(?:ك|كم)|(?:ا|اي)?ش اخبار(?:ك|كم)|اخبارك ايه|اخباركم ايه|ازيك|ازيكم|عامل(?:ه|ين)? ايه|علومك){_TODAY}"
    ),
    "robot": (
        r"(?:are|r) (?:you|u) (?:an? )?(?:real|bot|robot|machine|human|ai|computer|chatbot)(?: person)?|(?:am i|i.?m) (?:talking|speaking|chatting) (?:to|with) an? (?:bot|robot|machine|human|person|real person|computer)|is this (?:an? )?(?:bot|robot|automated|automatic|machine)\w*|"
        r"(?:eres|es usted|es|son) (?:un|una) (?:robot|bot|m[áa]quina|persona(?: real| de verdad)?|humano)|(?:hablo|estoy hablando|hablando) con (?:un|una) (?:robot|bot|m[áa]quina|humano)|"
        r"(?:انت|انتي|انتو|هل انت|هذا|هل هذا) (?:روبوت|بوت|اله|انسان|بشر|رد الي|رد تلقاءي)|(?:اكلم|اتكلم مع|احكي مع) (?:روبوت|بوت|اله)"
    ),
    "pause": (
        rf"(?:(?:i.?ll|i will|let me|need to|have to|we.?ll|want to) (?:think|sleep) (?:about it|it over|on it|about)|i.?ll (?:get back to you|let you know|come back to you)|(?:talk|speak|see) (?:to )?(?:you |u |ya )?{_DAY_EN}(?: {_DAY_EN})?|see (?:you|u|ya)|good ?bye|bye(?: bye)?|have a (?:nice|good|great) (?:day|evening|weekend|one))(?! if)|"
        rf"(?:lo|me lo|d[ée]jeme|d[ée]jame|tengo que|voy a) (?:pienso|pensar(?:lo|melo)?|pensar[ée])|lo (?:voy a pensar|pensaremos|vemos|consulto)|(?:ya )?(?:le|les|te|os) (?:aviso|digo(?: algo)?|confirmo|escribo)|hasta (?:luego|pronto|entonces|ahora|la vista)|(?:perfecto|vale|gracias|ok|bien|listo|bueno|de acuerdo|genial)[ ,.!]+hasta {_DAY_ES}(?=\s*(?:$|[.,!]))|nos vemos(?: {_DAY_ES})?|adi[óo]s|que (?:tenga|pase)n? (?:un )?buen\w*(?: d[íi]a| tarde| noche)?|"
        rf"(?:ه|ح|ب|س|راح |خليني |خلني )?(?:ا|ن)?فكر(?: (?:فيها|فيه|بالموضوع|في الموضوع))?(?: و(?:ا|ب|ه)?(?:رد|رجع)\w*(?: (?:عليك|عليكم|لك|لكم))?)?|(?:ا|ه|ب|ن)?رد (?:عليك|عليكم|لك|لكم)|(?:ا|ن)شوف(?:ك|كم) {_DAY_AR}|مع السلامه|في امان الله|الي اللقاء|سلام عليكم ورحمه"
    ),
    "dear": (
        r"(?:too|very|so|quite|a bit|really) (?:expensive|pricey|dear|much for me)|(?:that|thats|that.?s|it.?s|its) (?:expensive|a lot(?: of money)?|too much)|over (?:my|our) budget|can.?t afford|out of (?:my|our) (?:budget|reach)|"
        r"(?:es |son |est[áa] |me parece |parece )?(?:muy|demasiado|bastante|un poco|algo|car[íi]simo)? ?car[íi]sim[oa]s?|(?:es|son|est[áa]|me parece|parece|muy|demasiado|un poco|algo) (?:muy |demasiado |un poco |algo )?car[oa]s?|es (?:mucho|demasiado)(?: dinero)?(?! (?:mejor|m[áa]s))|se (?:me )?sale de (?:mi|nuestro) presupuesto|no me alcanza|"
        r"(?:هذا |هاذا |ده |دي |كثير |كتير |مره |جدا |شوي )?غالي(?:ه|ين)?(?: (?:علي|مره|جدا|شوي|كثير|اوي|قوي|وايد))?|مبالغ فيه|فوق (?:ميزانيتي|ميزانيتنا|قدرتي)|ما (?:اقدر|نقدر) ادفع"
    ),
    "pain": (
        r"(?:is |are )?(?:killing|hurting) me|(?:it|tooth|back|knee|head|everything)? ?(?:hurts|aches)|in (?:a lot of |so much |great |terrible |severe )?pain|tooth ?ache|(?:i am|i.?m|i feel|feeling) (?:sick|ill|unwell)|"
        r"me (?:duele|duelen|est[áa] doliendo)|mucho dolor|tengo (?:un )?dolor|dolor de \w+|estoy enferm[oa]|me siento mal|"
        r"(?:ي|ت)?وجع(?:ني|ي)|واجع(?:ني|اني)|(?:ي|ت)عور(?:ني)?|(?:ي|ت)(?:ؤ|ء|و)?لم(?:ني)|عندي (?:وجع|الم|الام)|تعبان(?:ه)?"
    ),
}  # fmt: skip
_PATTERNS = {kind: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for kind, pattern in _SAID.items()}
_COURTESIES: tuple[Kind, ...] = ("well_being", "robot", "pause")


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark with its offsets in the text."""

    kind: Kind
    start: int
    end: int


def remarks(text: str) -> tuple[Remark, ...]:
    """The remarks in a message, each kind once, in the order of `Kind`."""
    folded = fold(text[:LONGEST])
    found = ((kind, pattern.search(folded.text)) for kind, pattern in _PATTERNS.items())
    return tuple(Remark(kind, *folded.span(match.start(), match.end())) for kind, match in found if match)


def without_courtesies(text: str) -> str:
    """A text whose courtesies, with the question marks behind them, are blanks: every other offset stays."""
    for remark in remarks(text):
        if remark.kind in _COURTESIES:
            end = remark.end + len(text[remark.end :]) - len(text[remark.end :].lstrip(" ?؟!"))
            text = f"{text[: remark.start]}{' ' * (end - remark.start)}{text[end:]}"
    return text
