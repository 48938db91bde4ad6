# ruff: noqa: E501 - word lists read better unbroken
"""Which district or street does a word like "barrio", "district" or "حي" introduce, however its name is spelt?

Nobody lists every district, and people write names small, so the name is told by what it is not: a quality
("a quiet area"), a price ("the area of 300k"), or the next part of the sentence.
"""

import re
from collections.abc import Iterator

from crm_app.language.traced import Folded

MONEY = re.compile(
    r"budget\w*|price\w*|cost\w*|cash|afford\w*|spend\w*|presupuesto\w*|precio\w*|costo|coste|efectivo|dinero|euros?|pesos?|dollars?|d[óo]lares|millon(?:es)?|mill[óo]n|millions?|mil|usd|eur|aed|sar"
    r"|(?:و|ب|ال|وال|بال|لل)?(?:ميزاني\w*|سعر\w*|اسعار\w*|ثمن\w*|مبلغ\w*|قيمه\w*|تكلفه\w*|حدود\w*|كاش|نقدا|ريال\w*|درهم|دراهم|دولار\w*|دينار\w*|جنيه\w*|الف|الاف|مليون\w*|ملايين)"
)
"""Words of sums and budgets, folded: never a place."""

_ENDS = frozenset(
    # English
    "a an and or but with without for from to of on at by is are was be has have that which who where what this these those my your our "
    "their any some same other another each every all no not more most very so quiet nice good great safe clean small big large "
    "cheap expensive central residential commercial whole general different best better lively close near nearby around budget price "
    "range property house home living dining parking play seating storage common main busy local please i we you it the me "
    # Spanish
    "con sin para por y o u e en que donde cerca lejos cual cuyo es está esta este ese esa son hay tiene tengo quiero quisiera busco "
    "necesito me nos mi su un una unos muy más mas menos buen buena bueno tranquila tranquilo segura seguro céntrica céntrico centrica "
    "bonita bonito cercana cercano barata barato cara caro exclusiva exclusivo privada privado pública público comunes común comun verde "
    "verdes residencial comercial inmobiliario inmobiliaria industrial popular cualquiera cualquier conocida conocido agradable accesible "
    "hasta desde entre sobre pero porque gracias favor soy somos vivo vivimos nueva nuevo peatonal principal turística turistica libre "
    # Arabic
    "قريب قريبه هادي هادئ هاديه هادئه راقي راقيه سكني سكنيه نظيف نظيفه امن امنه امان مناسب مناسبه جيد جيده جميل جميله حلو حلوه كويس كويسه "
    "شعبي شعبيه تجاري تجاريه معين معينه محدد محدده اخر اخري واحد واحده فيه فيها اللي التي الذي مع من الي علي عن غير كل اي هذا هذه ذات "
    "بين عند حتي لحد يكون تكون لا ما لو او ثم في رئيسي رئيسيه عام عامه خاص خاصه حيوي حيويه متوسط متوسطه بعيد بعيده ممتاز ممتازه افضل".split()
)
_QUALITIES = frozenset(("old", "new"))
_QUARTERS = frozenset("norte sur este oeste oriente poniente centro".split())
_JOINS = frozenset("de del la las los el al".split())
_LETTERS = r"[^\W\d_][\w'-]*"
_ENGLISH_KIND = r"district|neighbou?rhood|area|suburb|community|compound|quarter"
_STREET = r"street|road|avenue|boulevard|lane"
_AHEAD = re.compile(
    rf"(?<!\w)(?:(?:{_ENGLISH_KIND}) (?:of|called|named)|(?:(?:barrio|colonia|col\.|urbanizaci[óo]n|urb\.|distrito|sector|zona|fraccionamiento|fracc\.|parroquia|comuna|vereda|(?P<street>calle|avenida|av\.|paseo))(?: (?:de|del|llamad[oa]|conocid[oa] como)(?! ?\d))?))"
    r" (?=[^\W\d_])"
)
_BEHIND = re.compile(
    rf"(?<!\w)(?:in|near|around|at|on|within|to) (?:the )?(?P<name>(?:{_LETTERS} ){{1,3}}?)(?:(?P<street>{_STREET})|{_ENGLISH_KIND})(?! of)(?!\w)"
)
_ARABIC_AHEAD = re.compile(
    r"(?<!\w)(?:[وف]?[بل]?)(?:حي|منطقه|ضاحيه|كمبوند|قريه|مدينه|(?P<street>شارع)|مخطط|حاره|محله) (?=[\u0621-\u064a]{2})|(?<!\w)[بل]?(?=المنطقه (?:الشرقيه|الغربيه|الشماليه|الجنوبيه|الوسطي)(?!\w))"
)
_TITLES = frozenset(
    "الامير الملك الشيخ الامام السلطان ابو ابي ام بن عبد بني دار باب عين وادي جبل راس كفر ميت برج خان بيت تل ابن المنطقه".split()
)
_WORD = re.compile(rf" ?({_LETTERS}|[\u0621-\u064a]+)")
_MOST_PLAIN, _MOST_NAMED = 2, 4


def districts(text: str, folded: Folded) -> Iterator[tuple[int, int]]:
    """The offsets in `text` of every name that is introduced so, in no order."""
    for pattern, name in ((_AHEAD, _latin_name), (_ARABIC_AHEAD, _arabic_name)):
        for match in pattern.finditer(folded.text):
            if end := name(text, folded, match.end()):
                # "Calle Mayor" and "zona norte" are names with their kind, "barrio San Martín" without.
                whole = folded.text[match.end() : end] in _QUARTERS
                begin = match.start("street") if match["street"] else match.start() if whole else match.end()
                yield folded.span(begin, end)
    for match in _BEHIND.finditer(folded.text):
        said = match["name"].split()
        said = said[1:] if said[0] == "the" else said
        if said and said[-1] not in _QUALITIES and not any(_ends(word) for word in said):
            start = match.end("name") - len(" ".join(said)) - 1
            yield folded.span(start, match.end("street") if match["street"] else match.end("name") - 1)


def _ends(word: str) -> bool:
    return word in _ENDS or bool(MONEY.fullmatch(word))


def _latin_name(text: str, folded: Folded, begin: int) -> int:
    """Where the name ends that begins here, or 0: two words, or four where each has its capital."""
    end, taken, at = 0, 0, begin
    while match := _WORD.match(folded.text, at):
        word, at = match[1], match.end()
        if word in _JOINS:
            continue
        capital = text[folded.origin[match.start(1)]].isupper()
        if _ends(word) or taken >= (_MOST_NAMED if capital else _MOST_PLAIN):
            break
        end, taken = match.end(), taken + 1
    return end


def _arabic_name(text: str, folded: Folded, begin: int) -> int:
    """Where the name ends that begins here, or 0: a word, a second with its article, and what a title needs."""
    end, before, at = 0, "", begin
    while match := _WORD.match(folded.text, at):
        word, at = match[1], match.end()
        joined = word.startswith("ال") or before in _TITLES or word in ("بن", "ابن")
        if _ends(word) or (end and not joined) or match[0].count(" ") > (1 if end else 0):
            break
        end, before = match.end(), word
        if folded.text[begin:end].count(" ") >= _MOST_NAMED - 1:
            break
    return end
