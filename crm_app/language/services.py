# ruff: noqa: E501 - word lists read better unbroken
"""What does a lead want: to buy, rent, sell, visit, enrol, know a price?"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from crm_app.language.traced import Folded, fold

_KINDS: dict[str, str] = {
    "let": r"(?:rent|let|lease)(?:ing)? out(?: my| our)?|(?:list|put) my \w+ (?:for|to) (?:rent|let)|(?:quiero |deseo )?(?:poner en alquiler|alquilar mi|rentar mi|arrendar mi)|(?:ا|ت)?(?:اجر|ءجر|ؤجر) (?:شقتي|بيتي|فيلتي)|تاجير (?:شقتي|بيتي|عقاري)",
    "sell": r"sell(?:ing)?(?: my| our)?|put (?:it |my \w+ )?on the market|vender|vendo|venta de mi|quiero vender|(?:ا|ن)?بيع (?:شقتي|بيتي|عقاري|فيلتي|ارضي)|ابيع|نبيع|عرض (?:شقتي|عقاري) للبيع",
    "buy": r"buy(?:ing)?|purchas(?:e|ing)|acquire|for sale|to own|comprar|compra|adquirir|en venta|(?:ا|ن|ل)?شتري|اشتري|شراء|للشراء|للبيع|تملك|للتملك",
    "rent": r"rent(?:ing|al|als)?|lease|to let|for rent|alquil(?:ar|er|o)|arrend(?:ar|amiento)|arriendo|renta(?:r)?|استاجر|استئجار|استءجار|ايجار|للايجار|للاجار|اجار|للتاجير",
    "visit": r"view(?:ing|ings)?(?: it| the| this)?|visit(?:ing)?|tour|see (?:it|the (?:apartment|house|villa|property|place|flat|unit))|appointment|visitar(?:lo|la)?|visita|ver (?:el|la|los|las) (?:piso|casa|apartamento|departamento|propiedad|inmueble|vivienda|villa)|cita|معاينه|اعاين|ازور|زياره|اشوف(?: ال\w+)?|موعد|نعاين",
    "enrol": r"enrol(?:l|ling|ment|lment)?|sign(?:ing)? up|register|registration|apply|admission|course|classes|lessons|training|matricul(?:a|ar|arme)|inscri(?:bir|birme|pci[óo]n)|apuntarme|curso|clases|formaci[óo]n|(?:ا|ت)?سجل|تسجيل|التسجيل|التحاق|كورس|دوره|دورات|دروس|قبول",
    "price": r"how much|what.?s the (?:price|cost)|(?:the )?price(?:s| list)?|quote|quotation|fees|rates|cu[áa]nto (?:cuesta|vale|es|sale|cobran)|precio|tarifa|cotizaci[óo]n|presupuesto para|بكم|كم (?:السعر|سعر|التكلفه|يكلف|الرسوم|سعره|سعرها)|السعر|اسعار|الاسعار|عرض سعر|بكام",
    "invest": r"invest(?:ing|ment|or)?|roi|off.?plan|invertir|inversi[óo]n|استثمار|للاستثمار|استثمر|علي الخارطه|عائد",
    "mortgage": r"mortgage|home loan|financing|hipoteca|cr[ée]dito hipotecario|financiaci[óo]n|financiamiento|رهن|تمويل(?: عقاري)?|قرض(?: عقاري)?",
    "manage": r"property management|manage my|administraci[óo]n de|اداره (?:الاملاك|عقاري|املاك)",
    "value": r"valuation|appraisal|what.?s my \w+ worth|tasaci[óo]n|valorar mi|aval[úu]o|تقييم|تثمين",
}  # fmt: skip
_PATTERNS = {kind: re.compile(rf"(?<!\w)(?:ال|لل|بال|وال|و)?(?:{pattern})(?!\w)") for kind, pattern in _KINDS.items()}
LONGEST_NAME = 80
MOST_OWN = 200


@dataclass(frozen=True, slots=True)
class Service:
    """An interest: `kind` is one of ours ("buy", "rent"...) or "own" for one of the workspace's own services."""

    kind: str
    name: str
    start: int
    end: int
    text: str


def services(text: str, folded: Folded, own: Collection[str] = ()) -> tuple[Service, ...]:
    """The interests in `text`, in order, each kind once, the workspace's own with their names. `own`: 200 at most."""
    found: list[Service] = []
    for kind, pattern in _PATTERNS.items():
        match = pattern.search(folded.text)
        if match and all(not _overlap(folded, match, other) for other in found):
            start, end = folded.span(match.start(), match.end())
            found.append(Service(kind, kind, start, end, text[start:end]))
    for name in tuple(own)[:MOST_OWN]:
        match = _own(name).search(folded.text) if name.strip() else None
        if match:
            start, end = folded.span(match.start(), match.end())
            found.append(Service("own", name, start, end, text[start:end]))
    return tuple(sorted(found, key=lambda service: service.start))


@lru_cache(maxsize=1_000)
def _own(name: str) -> re.Pattern[str]:
    """The name as a whole word, in either number: "villa" is found in "villas"."""
    words = re.escape(fold(name[:LONGEST_NAME]).text.strip()).replace(r"\ ", r"\s+")
    return re.compile(rf"(?<!\w)(?:ال|لل|و|ب|بال)?{words}(?:e?s)?(?!\w)")


def _overlap(folded: Folded, match: re.Match[str], other: Service) -> bool:
    start, end = folded.span(match.start(), match.end())
    return start < other.end and other.start < end
