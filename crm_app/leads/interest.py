# ruff: noqa: E501 - word lists read better unbroken
"""What does the lead want to buy, rent or attend? Their own words for it, by the trade's nouns. Pure.

Offline: English, Spanish and Arabic. The words are found, never composed: what is returned stands in the message.
"""

import re
from dataclasses import dataclass

from crm_app.leads.qualification import Trade

LONGEST, MOST_WORDS = 60, 8
_SURE, _LIKELY, _ANSWERED, _ASKED_ABOUT = 0.85, 0.7, 0.6, 0.55

_COUNT_EN = r"(?:one|two|three|four|five|six|seven|\d{1,2})"
_ADJ_EN = r"(?:furnished|unfurnished|small|large|big|bigger|new|family|residential|commercial|luxury|ready|off-plan|serviced|modern|cheap|spacious|sea ?view|ground[- ]floor)"
_HOME_EN = r"(?:apartments?|apt|flats?|studios?|villas?|houses?|homes?|town ?houses?|penthouses?|duplex(?:es)?|plots?(?: of land)?|land|offices?|shops?|warehouses?|units?|compounds?|rooms?)"
_BEDS_EN = rf"(?:{_COUNT_EN}[- ]?(?:bed(?:room)?s?|br|bhk|bdr)\b)"
_COUNT_ES = r"(?:un|una|uno|dos|tres|cuatro|cinco|seis|\d{1,2})"
_HOME_ES = r"(?:pisos?|apartamentos?|departamentos?|chal[ée]s?|chalet|casas?|áticos?|aticos?|estudios?|terrenos?|parcelas?|locales|local comercial|oficinas?|garajes?|dúplex|duplex|adosados?|fincas?|naves?)"
_HOME_AR = r"(?:شقة|شقه|شقق|فيلا|فلة|فله|فلل|أرض|ارض|أراضي|اراضي|دوبلكس|بنتهاوس|استوديو|ستوديو|مكتب|مكاتب|محل|محلات|عمارة|عماره|بيت|منزل|تاون هاوس|شاليه|استراحة|مستودع)"
_MORE_AR = r"(?:غرفتين|غرفه|غرفة|غرف|ثلاث|ثلاثة|اربع|أربع|خمس|\d|وصالة|وصاله|وصالتين|سكنية|سكنيه|تجارية|تجاريه|للإيجار|للايجار|للبيع|للسكن|للاستثمار|مفروشة|مفروشه|كبيرة|كبيره|صغيرة|صغيره|جديدة|جديده|دورين|عظم|جاهزة|جاهزه|عائلية|تمليك|إيجار|ايجار)"

_PROPERTY = (
    rf"\b(?:{_COUNT_EN} (?=units|plots|apartments|flats|villas))?(?:{_BEDS_EN}[ -])?(?:{_ADJ_EN}[ -]){{0,2}}(?:{_BEDS_EN}[ -])?{_HOME_EN}\b(?: (?:for (?:rent|sale)|to (?:rent|buy|let)|with {_COUNT_EN} (?:bed)?rooms?)\b)?",
    rf"\b{_COUNT_EN}[- ]?(?:bedrooms?|bhk|br)\b",
    rf"\b{_HOME_ES}\b(?: (?:de|con) {_COUNT_ES} (?:habitaci[oó]n(?:es)?|dormitorios?|baños?)\b)?(?: (?:amueblad[oa]s?|nuev[oa]s?|grandes?|pequeñ[oa]s?|en (?:alquiler|venta)|para (?:alquilar|comprar|vivir|invertir)|de obra nueva)\b){{0,2}}",
    rf"(?<!\w)(?:[وب]?(?:ال)?|لل){_HOME_AR}(?!\w)(?: (?:(?:من|مع|فيها) )?{_MORE_AR}(?!\w)){{0,4}}",
)
_STOP_ES = r"(?!(?:y|o|en|para|por|con|el|la|los|las|que|qué|si|pero|desde|a|al|del|cuando|cuándo|cómo|cuesta|es|hay|empieza|tiene|me|les|se|no|lo|le|he|ha|han|hace|online|presencial)\b)"
_NO_TOPIC_EN = r"(?!(?:a|an|the|your|my|our|this|that|which|what|any|some|of|for|in|about|these|next|new|online|two|one|and|or|is|do|to|you|we|i|teach|offer|offers|have|has|take|taking|start|want|need|like|give|run|doing|good|great|other|more|all|no)\b)"
_COURSE_EN = r"(?:courses?|class(?:es)?|lessons|training|diploma|workshop|programme|program|bootcamp)"
_ABOUT_EN = r"(?:in|on|of|for) (?!(?:a|an|the|my|our|your|me|us|this|that|how|when|weekends?|mornings?|evenings?|january|february|march|april|may|june|july|august|september|october|november|december)\b)[a-z0-9+#]+(?:[ -](?!(?:in|on|at|for|and|or|by|to|with|next|this|starting|from|that|is|are|i|we|how|when|please)\b)[a-z0-9+#]+)?"
_SCHOOL = (
    rf"\b{_NO_TOPIC_EN}[a-z0-9+#]+(?: {_NO_TOPIC_EN}[a-z0-9+#]+)? {_COURSE_EN}\b(?: {_ABOUT_EN})?",
    rf"\b{_COURSE_EN} {_ABOUT_EN}\b",
    rf"\b(?:cursos?|clases?|talleres|taller|diplomados?|m[áa]ster(?:es)?|formaci[oó]n|certificado) (?:de |en |sobre )?{_STOP_ES}[a-záéíóúñü0-9+#]+(?: {_STOP_ES}[a-záéíóúñü0-9+#]+){{0,2}}",
    r"(?<!\w)(?:ال)?(?:دورة|دوره|دورات|كورس|كورسات|دبلوم|دبلومة|تدريب|ورشة) (?:في |عن |على )?(?!(?:متى|كم|هل|اللي|التي|عندكم|لديكم|في|و)\b)[\w]+(?: (?!(?:متى|كم|هل|في|من|على|عن|و\w*|يوم|شهر|اونلاين|عندكم|لديكم)\b)[\w]+)?",
)
_WANT = (
    r"\b(?:looking for|look for|interested in|searching for|in the market for|want to (?:buy|order|get|rent)|would like to (?:buy|order|get)|i need|we need|i want|we want)\s+(?:(?:an?|the|some|to buy|to order) )?([a-z0-9][^,.;?!\n]{2,58}?)(?= (?:for|by|under|up to|with|in|near|around|from|before|next|this|and|but|at|because|please|at most|below)\b|[,.;?!\n]|$)",
    r"\b(?:busco|buscamos|estoy buscando|estamos buscando|me interesan?|nos interesan?|quiero comprar|quisiera comprar|necesito|necesitamos|quisiera|quiero)\s+(?:(?:un|una|unos|unas|el|la|los|las) )?([a-záéíóúñü0-9][^,.;?!\n]{2,58}?)(?= (?:para|por|en|con|de unos|hasta|antes|y|pero|desde|cerca|este|esta|el mes)\b|[,.;?!\n]|$)",
    r"(?<!\w)(?:أبحث عن|ابحث عن|ندور على|أدور|ادور|أبغى|ابغى|أبي|ابي|نبي|أريد|اريد|نريد|محتاج|أحتاج|احتاج|مهتم ب|مهتمة ب|عايز|بدي)\s+(?:شراء |أشتري |اشتري )?([\w][^،,.;؟?!\n]{2,50}?)(?= (?:في|ب|من|حتى|لحد|قبل|بحدود|ميزاني\w+|و\w+|على|لل?\w+)(?!\w)|[،,.;؟?!\n]|$)",
)
_PATTERNS: dict[Trade, tuple[re.Pattern[str], ...]] = {
    "property": tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PROPERTY),
    "school": tuple(re.compile(pattern, re.IGNORECASE) for pattern in _SCHOOL),
    "other": (),
}
_WANTED = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WANT)
_EMPTY = re.compile(
    r"^(?:to |a |an |the |أن |ان )?(?:know|talk|speak|see|ask|help|information|info|more info\w*|person|agent|manager|human|discount|saber|hablar|ver|preguntar|ayuda|información|informacion"
    r"|una? persona|أتحدث|اتحدث|التحدث|أتواصل|اتواصل|أعرف|اعرف|أسأل|اسال|مساعدة|معلومات|اتكلم|أتكلم|اكلم|موظف|مدير|شخص)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:an?|the|some|un|una|unos|unas|el|la|los|las|el curso de)\s+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?؟\n]")
_NUMBERS_ALONE = re.compile(r"^[\d\s.,٠-٩kKmM$€%+-]+$")


@dataclass(frozen=True)
class Interest:
    """The words as they stand in the message, and how sure it is that they name what is wanted."""

    text: str
    confidence: float


def interest(text: str, trade: Trade, *, asked: bool = False) -> Interest | None:
    """What is wanted, in the words of the message; None where it names nothing.

    Args:
        asked: our last message asked for just that, so that a short answer is one.
    """
    for pattern in _PATTERNS[trade]:
        if match := pattern.search(text):
            return _found(match[0], _ASKED_ABOUT if _is_asked(text, match.end()) else _SURE)
    for pattern in _WANTED:
        match = pattern.search(text)
        if match and not _EMPTY.match(match[1].strip()):
            return _found(match[1], _LIKELY)
    bare = text.strip(" .!،,؟?\n")
    if asked and 2 <= len(bare) <= LONGEST and len(bare.split()) <= MOST_WORDS and not _NUMBERS_ALONE.match(bare):
        return None if "?" in text or "؟" in text else _found(bare, _ANSWERED)
    return None


def _is_asked(text: str, end: int) -> bool:
    """Whether the words stand in a question: "is there a garage?" does not say that a garage is wanted."""
    rest = _SENTENCE_END.search(text, end)
    return bool(rest and rest[0] in "?؟")


def _found(words: str, confidence: float) -> Interest | None:
    kept = _LEADING.sub("", " ".join(words.split()))
    return Interest(kept, confidence) if 1 < len(kept) <= LONGEST else None
