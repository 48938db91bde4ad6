# ruff: noqa: E501 - word lists read better unbroken
"""What does the lead want to buy, rent or attend? Their own words for it, by the trade's nouns. Pure.

Offline: English, Spanish and Arabic. The words are found, never composed: what is returned stands in the message.
"""

import re
from dataclasses import dataclass

from crm_app.leads.qualification import Trade

LONGEST, MOST_WORDS = 60, 8
_SURE, _LIKELY, _ANSWERED, _ASKED_ABOUT, _VERB_ALONE = 0.85, 0.7, 0.7, 0.55, 0.35

_COUNT_EN = r"(?:one|two|three|four|five|six|seven|\d{1,2})"
_ADJ_EN = r"(?:furnished|unfurnished|small|large|big|bigger|new|family|residential|commercial|luxury|ready|off-plan|serviced|modern|cheap|spacious|sea ?view|ground[- ]floor)"
_HOME_EN = r"(?:apartments?|apt|flats?|studios?|villas?|houses?|homes?|town ?houses?|penthouses?|duplex(?:es)?|plots?(?: of land)?|land|offices?|shops?|warehouses?|units?|compounds?|rooms?)(?! (?:no\.? ?|number |nr\.? ?)?#?\d+(?! ?(?:bed|br\b|bhk|room|m2|m²|sq)))"
_BEDS_EN = rf"(?:{_COUNT_EN}[- ]?(?:bed(?:room)?s?|br|bhk|bdr)\b)"
_COUNT_ES = r"(?:un|una|uno|dos|tres|cuatro|cinco|seis|\d{1,2})"
_HOME_ES = r"(?:pisos?|apartamentos?|departamentos?|chal[ée]s?|chalet|casas?|áticos?|aticos?|estudios?|terrenos?|parcelas?|locales|local comercial|oficinas?|garajes?|dúplex|duplex|adosados?|fincas?|naves?)"
_HOME_AR = r"(?:شقتي|شقتنا|بيتي|بيتنا|فيلتي|فلتي|أرضي|ارضي|عمارتي|منزلي|عقاري|شقة|شقه|شقق|فيلا|فلة|فله|فلل|أرض|ارض|أراضي|اراضي|دوبلكس|بنتهاوس|استوديو|ستوديو|مكتب|مكاتب|محل|محلات|عمارة|عماره|بيت|منزل|تاون هاوس|شاليه|استراحة|مستودع)"
_MORE_AR = r"(?:غرفتين|غرفه|غرفة|غرف|ثلاث|ثلاثة|اربع|أربع|خمس|\d|وصالة|وصاله|وصالتين|سكنية|سكنيه|تجارية|تجاريه|للإيجار|للايجار|للبيع|للسكن|للاستثمار|مفروشة|مفروشه|كبيرة|كبيره|صغيرة|صغيره|جديدة|جديده|دورين|عظم|جاهزة|جاهزه|عائلية|تمليك|إيجار|ايجار)"

# Whose sale it is turns the talk round, so that these verbs are kept with the noun.
_SELL_EN = r"(?:(?:sell|rent out|let|let out|lease out|list) (?:my|our|the|an?) )?"
_SELL_ES = r"(?:(?:vender|poner en venta|poner en alquiler|alquilar|rentar) (?:mi|nuestr[oa]|mis) )?"
_SELL_AR = r"(?:(?:أبيع|ابيع|نبيع|بيع|أعرض|اعرض|أأجر|اأجر|أجر|تأجير) )?"

_PROPERTY = (
    rf"\b{_SELL_EN}(?:{_COUNT_EN} (?=units|plots|apartments|flats|villas))?(?:{_BEDS_EN}[ -])?(?:{_ADJ_EN}[ -]){{0,2}}(?:{_BEDS_EN}[ -])?{_HOME_EN}\b(?: (?:for (?:rent|sale)|to (?:rent|buy|let)|with {_COUNT_EN} (?:bed)?rooms?|with (?:a )?(?:garden|pool|terrace|balcony|sea view|parking|garage))\b)?",
    rf"\b{_COUNT_EN}[- ]?(?:bedrooms?|bhk|br)\b",
    rf"\b{_SELL_ES}{_HOME_ES}\b(?: (?:de|con) {_COUNT_ES} (?:habitaci[oó]n(?:es)?|dormitorios?|baños?)\b)?(?: (?:con (?:jard[ií]n|piscina|alberca|terraza|garaje|balc[oó]n|ascensor)|amueblad[oa]s?|nuev[oa]s?|grandes?|pequeñ[oa]s?|en (?:alquiler|venta)|para (?:alquilar|comprar|vivir|invertir)|de obra nueva)\b){{0,2}}",
    rf"(?<!\w){_SELL_AR}(?:[وب]?(?:ال)?|لل){_HOME_AR}(?!\w)(?: (?:(?:من|مع|فيها) )?{_MORE_AR}(?!\w)){{0,4}}",
)
_STOP_ES = r"(?!(?:y|o|en|para|por|con|el|la|los|las|que|qué|si|pero|desde|a|al|del|cuando|cuándo|cómo|cuesta|es|hay|empieza|tiene|me|les|se|no|lo|le|he|ha|han|hace|online|presencial|xfa|porfa|xfavor|plis|gracias)\b)"
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
    r"(?<!\w)(?:أبحث عن|ابحث عن|ندور على|أدور|ادور|أبغى|ابغى|أبي|ابي|نبي|نبغى|نبغي|ودي|أريد|اريد|نريد|محتاج|محتاجة|محتاجين|أحتاج|احتاج|نحتاج|مهتم ب|مهتمة ب|عايز|عايزة|عايزين|عاوز|عاوزة|عاوزين|حابب|حابة|حابين|بدي|بدنا)\s+(?:شراء |أشتري |اشتري )?([\w][^،,.;؟?!\n]{2,50}?)(?= (?:في|ب|من|حتى|لحد|قبل|بحدود|ميزاني\w+|و\w+|على|لل?\w+)(?!\w)|[،,.;؟?!\n]|$)",
)
_ABOUT = (
    r"\b(?:prices?|price list|quote|info(?:rmation)?|details)(?: please)? (?:for|on|about|of)\s+(?:(?:an?|the|your|some) )?([a-z][^,.;?!\n]{2,58}?)(?= (?:for|by|under|up to|in|near|from|please|pls|thanks)\b|[,.;?!\n]|$)",
    r"\b(?:do (?:you|u)|you) (?:sell|offer|make|teach|do)\s+(?:(?:an?|the|any|some) )?((?!(?:it|this|that|them|you|deliver|accept)\b)[a-z][^,.;?!\n]{2,58}?)(?= (?:for|by|in|near|from|to|please)\b|[,.;?!\n]|$)",
    r"\b(?:help|a hand) with\s+(?:(?:an?|the|my|our|some) )?((?!(?:it|this|that)\b)[a-z][^,.;?!\n]{2,58}?)(?= (?:for|by|in|please)\b|[,.;?!\n]|$)",
    r"\b(?:precios?|info(?:rmaci[oó]n)?|cotizaci[oó]n|presupuesto|ayuda)(?: al por mayor)? (?:de|del|sobre|para|con)\s+(?:(?:un|una|el|la|los|las) )?([a-záéíóúñü][^,.;?!\n]{2,58}?)(?= (?:para|por|en|xfa|porfa|gracias)\b|[,.;?!\n]|$)",
    r"\b(?:venden|ofrecen|fabrican|imparten)\s+(?:(?:un|una|unos|unas|el|la|los|las) )?((?!(?:al|por|en|a|para)\b)[a-záéíóúñü][^,.;?!\n]{2,58}?)(?= (?:para|por|en|a|al)\b|[,.;?!\n]|$)",
    r"(?<!\w)(?:(?:سعر|أسعار|اسعار|تفاصيل|معلومات عن)(?: (?:ال)?جملة)?|تبيعون|بتبيعوا)\s+(?:لل)?((?!(?:كم|متوفر|السعر)(?!\w))[\w][^،,.;؟?!\n]{2,50}?)(?= (?:في|ب|من|لو|على)(?!\w)|[،,.;؟?!\n]|$)",
    r"\b(?:3ay[ei]z\w*|3aw[ei]z\w*|abgh?a|a?bghi|bidd?i)\s+([a-z0-9][^,.;?!\n]{2,58}?)(?= (?:fi|fel|b|men|min)\b|[,.;?!\n]|$)",
)
_PATTERNS: dict[Trade, tuple[re.Pattern[str], ...]] = {
    "property": tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PROPERTY),
    "school": tuple(re.compile(pattern, re.IGNORECASE) for pattern in _SCHOOL),
    "care": (),
    "other": (),
}
_WANTED = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WANT)
_SPOKEN_ABOUT = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _ABOUT)
_VERB = re.compile(
    r"(?:to |i want to |we want to |i.?d like to )?(?:buy|rent|sell|visit|view|purchase|lease|invest|enrol|register|book)|(?:quiero |quisiera )?(?:comprar|alquilar|rentar|vender|visitar|invertir|reservar|inscribirme|matricularme|apuntarme)"
    r"|(?:أن |ان )?(?:أشتري|اشتري|شراء|أبيع|ابيع|بيع|أستأجر|استأجر|استئجار|أسجل|اسجل|أحجز|احجز|أعاين|اعاين|أزور|ازور|أستثمر|استثمر)",
    re.IGNORECASE,
)
_VERB_WANTED = re.compile(
    rf"(?<!\w)(?:want|like|need|quiero|quisiera|queremos|necesito|أبغى|ابغى|أبي|ابي|أريد|اريد|عايز|عايزة|عاوز|بدي|ودي) ({_VERB.pattern})\s*(?:[.,!؟?،]|$)",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"(?:to )?be\b|at (?:least|most)|around|about|more|less|up to|it\b|this\b|that\b|them\b|you\b|your?\b|to (?!(?:buy|rent|sell|visit|view|book|enrol|register|see|learn|order|get)\b)|menos|m[aá]s|hasta|como (?:mucho|m[ií]nimo)|que\b|lo\b|eso\b|no |أنه|إنه|شي ما|أقل|اقل|أكثر|اكثر|حدود"
    r"|(?:next|this|coming|early|late|mid|within|before|after|in(?!-))\b|(?:pr[óo]xim[oa]|siguiente|antes|despu[ée]s|dentro|para|mudarme|mudarnos)\b|(?:أن |ان )?(?:أنتقل|انتقل|ننتقل|أسكن|اسكن|نسكن)(?!\w)"
    r"|(?:ال)?(?:شهر|سنة|سنه|عام|أسبوع|اسبوع) (?:الجاي|الجاية|القادم|القادمة|المقبل|المقبلة)",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"^(?:to |a |an |the |أن |ان )?(?:know|talk|speak|see|ask|help|information|info|more info\w*|person|agent|manager|human|discount|saber|hablar|ver|preguntar|ayuda|información|informacion"
    r"|una? persona|أكلم|اكلم|نكلم|أتحدث|اتحدث|التحدث|أتواصل|اتواصل|أعرف|اعرف|أسأل|اسال|مساعدة|معلومات|اتكلم|أتكلم|اكلم|موظف|مدير|شخص)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:an?|the|some|un|una|unos|unas|el|la|los|las|el curso de)\s+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?؟\n]")
_NUMBERS_ALONE = re.compile(r"^[\d\s.,٠-٩kKmM$€%+-]+$")


_SIZE = re.compile(
    rf"(?<!\w)(?:{_COUNT_EN}[- ]?(?:bed(?:room)?s?|bhk|br|bdr)|{_COUNT_ES} (?:habitaci[oó]n(?:es)?|dormitorios?|rec[áa]maras?|ambientes?|cuartos?)"
    r"|(?:(?:\d|[٠-٩]|ثلاث|اربع|أربع|خمس|ست|سبع)\w* غرف|غرفتين|غرفة وحدة|غرفة واحدة)(?: (?:و ?صالة|و ?صاله|وصالتين|نوم))?)(?!\w)",
    re.IGNORECASE,
)


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
        if match and not _EMPTY.match(match[1].strip()) and not _NO_THING.match(match[1]):
            return _found(match[1], _VERB_ALONE if _VERB.fullmatch(match[1].strip()) else _LIKELY)
    for pattern in _SPOKEN_ABOUT:
        if match := pattern.search(text):
            return _found(match[1], _ASKED_ABOUT)
    if match := _VERB_WANTED.search(text):
        return _found(match[1], _VERB_ALONE)
    bare = text.strip(" .!،,؟?\n")
    if asked and 2 <= len(bare) <= LONGEST and len(bare.split()) <= MOST_WORDS and not _NUMBERS_ALONE.match(bare):
        return None if "?" in text or "؟" in text else _found(bare, _VERB_ALONE if _VERB.fullmatch(bare) else _ANSWERED)
    return None


def size(text: str, trade: Trade) -> str:
    """How many rooms a home is to have, in the words of the message; "" where it does not say."""
    match = _SIZE.search(text) if trade == "property" else None
    return match[0] if match else ""


def _is_asked(text: str, end: int) -> bool:
    """Whether the words stand in a question: "is there a garage?" does not say that a garage is wanted."""
    rest = _SENTENCE_END.search(text, end)
    return bool(rest and rest[0] in "?؟")


def _found(words: str, confidence: float) -> Interest | None:
    kept = _LEADING.sub("", " ".join(words.split()))
    return Interest(kept, confidence) if 1 < len(kept) <= LONGEST else None
