# ruff: noqa: E501 - word lists read better unbroken
"""Which words sound like an end and are none: "don't call me before 10", "not villas, only flats"?

An end that goes on in secret is worse than a talk that falls silent, so each list names what lets go: an hour, another
way of writing, a viewing; a thing that is not wanted together with one that is. All else ("before long", "after 3
calls", "from the list", "call, text or e-mail me", "from now on") stays an end. English, Spanish and Arabic.
"""

import re

from crm_app.language.fold import fold
from crm_app.language.locations import locations
from crm_app.language.traced import fold as traced

_COUNTED = r"(?! ?(?:calls?|times|attempts|messages|e-?mails|texts|days|weeks|months|years|llamadas|mensajes|veces|correos|intentos|d[íi]as|meses|مرات|رسائل|ايام|اشهر))"
_HOUR = rf"(?:\d{{1,2}}(?:[:.]\d\d)?(?: ?[ap]m|h)?(?!\d){_COUNTED}|%s)(?!\w)"
_OTHER = r"(?!,? ?(?:or|nor|and|either|again|e-?mail|text|sms|call|phone|whats|message|ni|o|y|e|correo|tel[ée]fono|او|و|ولا)(?!\w))"
_NOR = r"(?!,? (?:or|nor|and|ever|ni|o|y|او|و|ولا)(?!\w))"
_HOURS_EN = rf" (?:before|after) {_HOUR % 'noon|midday|lunch|work|seven|eight|nine|ten'}{_NOR}"
_HOURS_ES = rf" (?:(?:antes|despu[ée]s) de|a partir de)l?(?: las?)? {_HOUR % 'mediod[íi]a|comer|siete|ocho|nueve|diez'}{_NOR}| por las? (?:mañana|tarde|noche)s?(?!\w){_OTHER}"
_HOURS_AR = rf" (?:قبل|بعد) (?:الساعه )?{_HOUR % '(?:ال)?(?:سادسه|سابعه|ثامنه|تاسعه|عاشره)|الظهر|العصر|المغرب|العشاء|الفجر|الدوام'}{_NOR}| (?:في |ب)?(?:ال)?(?:صبح|صباح|صباحا|مساء|ليل)(?!\w){_OTHER}"
_WAY_EN = rf"(?:[,;] ?| (?=just|but))(?:(?:please|just|but|rather|only) )*(?:whats ?app|sms|text|message|call|phone|e-?mail|write to)(?: (?:me|us|is|works|only|instead|please|would|here)(?!\w))++{_OTHER}"
_WRITE_ES = r"(?:escr[íi]b|ll[áa]m|m[áa]nd|env[íi])\w*"
_WAY_ES = rf"(?:[,;]? ?(?:mejor|prefiero|s[óo]lo|sino)(?: {_WRITE_ES})?|[,;] ?(?:por favor,? )?{_WRITE_ES}) (?:(?:por|un|al|el) )*(?:whats ?app|correo|e-?mail|sms|tel[ée]fono)(?!\w){_OTHER}"
_BY_AR = r"(?:ال)?(?:واتساب|واتس|ايميل|whatsapp|email)"
_WAY_AR = rf"[,;]? ?(?:(?:راسل|ارسل|اكتب|اتصل|كلم)\w*(?: (?:لي|بي|لنا))?(?: علي)? (?:هنا|{_BY_AR})(?!\w){_OTHER}|{_BY_AR} (?:افضل|احسن))"
_LIST = r"(?! (?:list|e-?mail|message|text|reminder|alert|update|notification|newsletter))"
_LIMITED = re.compile(
    rf"(?<!\w)(?:(?:do not|don.?t|never|stop) (?:(?:contact|disturb)(?: (?:me|us))?(?={_HOURS_EN})|(?:message|messaging|text|texting|write|writing|call|calling|e-?mail|e-?mailing)(?: (?:to )?(?:me|us))?(?={_HOURS_EN}|{_WAY_EN}))|"
    rf"no (?:me |nos )?(?:escrib|contact|llam|env[íi]|mand|molest)\w*(?: correos?)?(?: por (?:correo|e-?mail|tel[ée]fono|sms|whats ?app))?(?={_HOURS_ES}|{_WAY_ES})|"
    rf"لا (?:تراسل|ترسل|تتصل|تكلم|تتواصل)\w*(?: (?:بي|بنا|علي|لي|لنا|معي)(?!\w))?(?:(?: (?:علي|ب))? ?{_BY_AR})?(?={_HOURS_AR}|{_WAY_AR})|"
    rf"(?:remove me|take me off)(?= (?:from )?(?:the |my )?(?:viewing|visit|tour|appointment|meeting|slot)(?!\w){_LIST})|"
    rf"opt(?:ing)?[ -]?out(?= of (?:the )?(?:parking|insurance|furniture|maintenance|warranty|gym|pool)(?!\w){_LIST})|"
    r"wrong number(?= of )|already found(?= [^.!?\n]* on your )|ya encontr[ée](?= [^.!?\n]* en (?:su|tu|vuestra) (?:web|p[áa]gina|sitio)))"
)
_THING = re.compile(
    r"\b(?:not|no longer) interested in (?!paying|moving|propert|anything|any\b|your?\b|this|that|it\b|the offer|being|receiving|continuing)|\bchanged my mind\b|\b(?:not|no longer) looking for (?!any)|"
    r"\b(?:no me interesan?|no estoy interesad[oa] en|ya no busco) (?!gracias|su\b|tu\b|la oferta|nada|mas\b|por\b|ya\b|seguir|compro|comprar nada|solo\b)\w|"
    r"مهتم\w* ب(?!\w*كم\b|العرض|عرض|اي\b|شي|الموضوع|العقار|عقار)\w{3}"
)
_INSTEAD = re.compile(
    r"(?<!t )(?<!not )(?<!never )(?<!longer )\b(?:want|need|prefer|looking for|interested in|d like|would like)\b(?! (?:you|to (?!buy|rent|see|view|visit|live|move|invest|look|book)|out\b|it\b|nothing|my\b|not\b|some(?:one|body)))|\bbut in\b|[,;.:] ?(?:but )?only (?!(?:want|need|ask|curious|look|check|sorry|to\b|for\b|a question|the price))|\bshow me\b|"
    r"(?<!no )(?<!no me )\b(?:prefiero|preferimos|quiero|queremos|busco|buscamos|necesito|necesitamos|interesan?)\b(?! (?:que|no|nada|mas\b|(?!comprar|alquilar|rentar|ver|visitar|vivir|invertir)\w+[aei]r(?:me|nos|lo|la)?\b))|\bsino\b|\bsolo (?!quer|pregunt|era|mir)|"
    r"(?<!ما )(?<!لا )\b(?:اريد|نريد|ابغي|نبغي|ابي|نبي|بدي|بدنا|عايز\w*|عاوز\w*|افضل|ابحث|ادور|محتاج\w*)\b(?! (?:ان\b|غيره|احد|حد\b))|\bبل\b|\bفقط [^\W\d]"
)

# What may be wanted instead, beside places: homes, courses, sizes, another one, to buy rather than to rent.
_KIND = re.compile(
    r"\d|\b(?:flat|apartment|villa|house|home|studio|penthouse|duplex|townhouse|(?:two|three|four|five)\b|bed|room|floor|garden|furnish|unfurnish|ready|course|class|evening|morning|buy|rent|the other|one\b|something (?:near|with|in)\b)|"
    r"\b(?:piso|casa|chal|atico|estudio|apartamento|departamento|bajo\b|duplex|habitaci|dormitor|jardin|terraza|amuebla|segunda mano|obra nueva|curso|clase|turno|comprar|alquilar|el otro|la otra|el de\b|la de\b|algo (?:cerca|con|en)\b)|"
    r"(?:شق[هق]|فيل|فلل|فله|بيت|منزل|دوبلكس|استوديو|ستوديو|غرف|دور|طابق|ادوار|ارض|حديقه|مفروش|فاضي|جاهز|كورس|مساي|صباحي|شرا|اشتري|ايجار|تمليك|للبيع)"
)
# What is wanted by who leaves: money or papers back, rest, somebody else.
_LEAVES = re.compile(
    r"\b(?:deposit|refund|money|documents|papers|cancel|silence|quiet|peace|rest\b|time|stop|delete|remove|lawyer|another (?:agen|company|broker)|current|compare|break\b|hunting|(?:my|our) own)|"
    r"\b(?:deposito|senal\b|fianza|dinero|devol|reembols|cancel|baja\b|trabajo|descans|tranquil|silencio|abogado|borr|quit|volver|olvid|otra (?:agencia|empresa))|"
    r"(?:استر[جد]|فلوس|عربون|الغا|هدو|راح|بقا|حذف|محامي|شركه|[ان]رجع|عوده|قديم)"
)


def without_limited(text: str) -> str:
    """A text in which the ends that hold for an hour, a way or a viewing alone are blanks."""
    folded = traced(text)
    for match in _LIMITED.finditer(folded.text):
        start, end = folded.span(match.start(), match.end())
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def limited_as_blanks(folded: str) -> str:
    """The same for a text that is folded (`traced`) already."""
    return _LIMITED.sub(lambda match: " " * len(match[0]), folded)


def seeks_another(text: str) -> bool:
    """Whether something is wanted in place of what is declined."""
    plain = fold(text)
    if not _THING.search(plain) or _LEAVES.search(plain):
        return False
    wanted = [plain[match.end() :] for match in _INSTEAD.finditer(plain)]
    return any(_KIND.search(rest) or any(place.known for place in locations(rest, traced(rest))) for rest in wanted)
