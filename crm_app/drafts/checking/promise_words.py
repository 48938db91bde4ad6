# ruff: noqa: E501 - word lists read better unbroken
"""How a promise sounds in English, Spanish and Arabic.

A promise is what binds the sender: something that will be done or is said to be done already, a time it takes, a price that
is waived, a rule of the house. The lists lean to finding too much: a person confirms with one click what was meant.
Patterns read folded text (see `folding`); `LIMITS` stand before a date or a length of time and join it to one claim.
"""

import re

from crm_app.drafts.checking.numerals import UNIT

# What has been done to an order, by its root: the words of a draft, and the words of an order's status that bear it out.
DEEDS: dict[str, tuple[str, str]] = {
    "refund": (r"refund|reimburs|reembols|devuelt|استرداد|استرجاع|اعاده المبلغ|رد المبلغ", r"refund|reembols|استرداد"),
    "cancel": (r"cancel|anulad|الغاء|الغينا", r"cancel|anulad|ملغ|الغاء"),
    "deliver": (r"deliver|entreg|تسليم|توصيل", r"^(?!.*(?:out for|not|failed)).*deliver|entregad|تم (?:ال)?تسليم"),
    "ship": (
        r"\bship|dispatch|on (?:its|the) way|\benviad|despachad|en camino|شحن(?!.*علينا)|في الطريق",
        r"shipp|transit|dispatch|out for delivery|deliver|enviad|camino|tránsito|reparto|entregad|شحن|الطريق",
    ),
    "return": (r"return", r"return"),
    "pay": (r"paid|pagad|دفع", r"\bpaid|pagad|مدفوع"),
}

_ADVERB = r"(?:(?:also|now|not|then|gladly|happily|personally|just|already|immediately|of course|still|always|both) )?"
_DONE = (
    r"refunded|reimbursed|cancell?ed|replaced|shipped|dispatched|sent|resent|reshipped|delivered|credited|charged|updated"
    r"|changed|escalated|processed|issued|approved|upgraded|waived|returned|paid|received|reset|resolved|fixed|closed"
    r"|opened|contacted|called|checked|spoken|spoke|asked|arranged|booked|prepared|removed|applied|emailed|forwarded"
    r"|reported|flagged|raised|added|expedited|reserved|scheduled|notified|informed|initiated|started|placed|ordered"
)
_EN = (
    # Future: "we'll refund", "you will receive", "your parcel will be sent".
    rf"(?:\b(?:i|we|you|it|they|he|she|that|this|there|\w+)(?:'ll| shall| will)|\b(?:i'm|i am|we're|we are) going to)"
    rf" {_ADVERB}(?:be |have |get )?(?!you\b|i\b|we\b)[a-z]+",
    r"\b(?:i|we|you|it|this)(?: will not| won't) (?:be )?(?:charge[d]?|bill(?:ed)?|happen|cost|have to pay|pay|lose)\b",
    # Done: "I've prepared", "has been refunded", "we shipped".
    rf"\b(?:i've|we've|i have|we have) {_ADVERB}(?:been )?(?:[a-z]+ed|{_DONE}|got|made|put|given|gone|taken|found|set|written|done|begun|seen|told|left|let|bought|paid)\b",
    rf"\b(?:has|have|had|was|were|is being|are being|is|are)(?: been)? {_ADVERB}(?:{_DONE})\b",
    rf"\b(?:i|we) {_ADVERB}(?:{_DONE})\b",
    # Under way: "I'm checking with the carrier".
    r"\b(?:i'm|i am|we're|we are) (?:now |already |currently |also )?"
    r"(?!writing|answering|replying|looking forward|hoping|wondering|going|assuming|missing|being|having)[a-z]+ing\b",
    r"\bon (?:its|the|your) way\b|\bout for delivery\b|\ba replacement (?:is|was|has)\b",
    # Offers and rules of the house.
    r"\b(?:i|we) (?:can|could|may|would like to|'d like to|are able to|am able to) (?:also |gladly |happily )?"
    r"(?:offer|refund|replace|send|resend|give|credit|waive|upgrade|ship|reship|cover|extend|reimburse|compensate|cancel)\b",
    r"\byou (?:can|may) keep\b|\byou(?:'re| are) (?:entitled|eligible)\b",
    r"\bwe (?:do |also |always |never |only )?(?:ship|deliver|accept|offer|refund|replace|cover|exchange|provide|sell|stock"
    r"|support|match|charge|return|guarantee)\b",
    r"\b(?:guarantee[ds]?|warranty|i promise|we promise|i assure|we assure|rest assured|i ensure|we ensure)\b",
    r"(?<!feel )\bfree(?: of charge)?\b(?! to\b)|\bat no (?:extra |additional )?(?:cost|charge)\b|\bno (?:extra |additional )?charge\b"
    r"|\bcomplimentary\b|\bon us\b|\bon the house\b|\bwithout (?:any )?(?:extra |additional )?(?:cost|charge)\b",
    r"\b(?:discounts?|vouchers?|coupons?|gift cards?|store credit|goodwill|compensat\w+|full refund|half price|money back"
    r"|cashback|price match|bonus|upgrade)\b",
    rf"\b(?:{_DONE}) (?:it|them|you|your|the|this|that|everything|another|a)\b|\bconsider (?:it|this|that)\b",
    r"\bany (?:day|time|moment|minute)(?: now)?\b|\bsoon\b|\bat the latest\b|\bin no time\b"
    r"|\b(?:a few|a couple of|several|some) (?:more )?(?:minutes|hours|days|weeks)\b",
    r"\b(?:immediately|right away|straight away|shortly|asap|as soon as possible|very soon|overnight|same[- ]day|next[- ]day"
    r"|express|around the clock)\b",
)
_ES = (
    r"\b(?!querremos)[a-zñáéíóú]{2,}(?:ré|rás|rá|rán)\b|\b[a-zñáéíóú]{2,}[aei]remos\b",
    r"\b(?:vamos|voy|van|va) a [a-zñ]+r(?:le|les|lo|la|los|las|se)?\b",
    r"\b(?:he|hemos|ha sido|han sido|ha|han|fue|fueron|está siendo|ya está|queda|quedó) (?:ya )?(?:sido )?"
    r"[a-zñáéíóú]+(?:ado|ido|ído|cho|sto|lto|rto|ada|ida)s?\b",
    r"\b(?:reembolsé|cancelé|envié|contacté|hablé|solicité|preparé|revisé|actualicé|abrí|escalé|llamé|pedí)\b",
    r"\b(?:estoy|estamos) (?!escribiendo|respondiendo|esperando)[a-zñáéíóú]+(?:ando|iendo|yendo)(?:lo|la|le|les)?\b",
    r"\b(?:puedo|podemos|podríamos|podría) (?:ofrecer|reembolsar|enviar|reenviar|reponer|devolver|cambiar|compensar|abonar"
    r"|regalar|hacer|cubrir|ampliar|cancelar)(?:le|les|lo|la)?\b",
    r"\bpuede (?:quedarse|conservar)\b|\btiene derecho\b",
    r"\b(?:le |les |lo |la |se )?(?:reembolsamos|enviamos|aceptamos|ofrecemos|entregamos|devolvemos|cambiamos|cubrimos"
    r"|cobramos|reponemos|compensamos|abonamos|regalamos|regalo yo)\b",
    r"\b(?:garanti\w+|garantía\w*|prometo|prometemos|le aseguro|le aseguramos|no se preocupe)\b",
    r"\b(?:gratis|gratuit[oa]s?|gratuitamente|sin (?:ningún )?(?:coste|costo|costes|cargo|gastos?)(?: adicional(?:es)?| alguno)?"
    r"|por (?:cuenta nuestra|nuestra cuenta))\b",
    r"\b(?:descuentos?|cup(?:ón|ones)|un vale|bonos?|compensa\w*|indemni\w+|reembolso (?:completo|íntegro|total)|de regalo"
    r"|mitad de precio)\b",
    r"\b(?:le|les|se lo|se la|te) (?:mando|envío|reenvío|regalo|devuelvo|reembolso|ofrezco|abono|repongo|cambio|descuento)\b",
    r"\b(?:unos|unas|un par de|pocos|pocas|varios|varias) (?:minutos|horas|días|dias|semanas)\b|\bpronto\b|\ba más tardar\b",
    r"\b(?:de inmediato|inmediatamente|lo antes posible|cuanto antes|en breve|enseguida|ahora mismo|a la mayor brevedad"
    r"|urgentemente|express|exprés|en camino|en reparto)\b",
)
# Words that begin like a future verb (س + person) and are none.
_NOT_FUTURE = (
    "سنه|سنوات|سنوي\\w*|سنتين|سنين|ساعه|ساعات|ساعتين|سيار\\w+|سياس\\w+|سيد|سيده|سيدي|سيدتي|ساده|سته|ستين|ستون|سابق\\w*|ساره|سامي"
    "|سامر|سالم|سامح\\w*|ساري\\w*|ساخن\\w*|سيناريو|سيرفر|ساعد\\w*|سياق|ستار\\w*|سيف|سينا\\w*|سيما|ساحه|ساحل|ساكن|سائق"
)
_AR = (
    rf"(?<!\w)[وف]?(?!(?:{_NOT_FUTURE})\b)س[نايت]\w{{2,}}",
    r"(?<!\w)سوف \w+|(?<!\w)لن (?:نخصم|يتم|تدفع|تتحمل|يتكرر|نحمل)\w*|(?<!\w)راح \w+",
    r"(?<!\w)(?:لقد |قد )?(?:تمت?|جري|يتم|يجري) (?:(?:بالفعل|الان|حاليا) )?\w+(?: \w+)?",
    r"(?<!\w)(?:لقد|قد) \w{2,}(?:نا|ت)\b|(?<!\w)(?:قمنا|قمت|نقوم|اقوم|بدانا|بدات) ب\w+",
    r"(?<!\w)(?:ارسلنا|ارسلت|اعدنا|الغينا|جهزنا|جهزت|حضرنا|تواصلنا|تواصلت|اتصلنا|رفعنا|رفعت|حدثنا|غيرنا|اصدرنا|استبدلنا|راجعنا|تحققنا|شحنا)\b",
    r"(?<!\w)(?:نتابع|اتابع|نتواصل مع|اتواصل مع|نعمل علي|اعمل علي|جار|جاري|جاريه) \w+",
    r"(?<!\w)(?:يمكننا|يمكنني|بامكاننا|بامكاني|نستطيع|استطيع) (?:ان )?(?:تقديم|عرض|ارسال|اعاده|رد|استبدال|تعويض\w*|منح\w*|نقدم|نرسل|نعيد|نعوض\w*|الغاء|تمديد)",
    r"(?<!\w)(?:نشحن|نوصل|نقبل|نعيد|نسترد|نوفر|نقدم|نعوض\w*|نستبدل|نرسل|نغطي|نتحمل|نمنح\w*|يحق لك\w*|يمكنك\w* الاحتفاظ)\b",
    r"(?<!\w)(?:نضمن|اضمن|مضمون\w*|ب?(?:ال)?ضمان\w*|نعدك\w*|اعدك\w*|اوكد لك\w*|نوكد لك\w*|اؤكد لك\w*|نؤكد لك\w*)\b",
    r"(?<!\w)(?:مجانا|(?:ال)?مجاني\w*|(?:ب?دون|من غير|بلا) (?:اي )?(?:رسوم|تكلفه|مقابل|تكاليف)|علي حسابنا|هديه منا)\b",
    r"(?<!\w)(?:(?:ال)?خصم\w*|(?:ال)?قسيم\w+|كوبون\w*|(?:ال)?تعويض\w*|رصيد مجاني|نصف السعر|استرداد كامل)\b",
    r"(?<!\w)(?:ال)?(?:شحن|توصيل|تكلفه|رسوم|مصاريف) علينا\b|(?<!\w)(?:بضعه?|عده) (?:ايام|ساعات|دقائق|اسابيع)\b",
    r"(?<!\w)(?:فورا|علي الفور|حالا|باسرع وقت|في اسرع وقت|في اقرب وقت|قريبا|عاجلا|في الطريق)\b",
)
PROMISES: tuple[re.Pattern[str], ...] = tuple(re.compile(pattern) for pattern in (*_EN, *_ES, *_AR))

# What binds nobody though it sounds so: that a message was read, that a question is asked.
_HARMLESS = (
    r"(?:i've|we've|i have|we have|i|we) (?:just )?(?:received|read|seen|got|noted) (?:your|the) (?:message|note|e-?mail|request)",
    r"(?:hemos|he) (?:recibido|leído|visto) su (?:mensaje|correo|consulta|solicitud)",
    r"(?:لقد |قد )?(?:تم استلام|استلمنا|قرات|قرانا|وصلتنا|وصلتني) رسالتك\w*",
    r"\b(?:will|would|can|could) you\b",
)
HARMLESS: re.Pattern[str] = re.compile("|".join(_HARMLESS))

LIMITS: re.Pattern[str] = re.compile(
    r"(?<!\w)(?:(?:no later than|not later than|by|before|until|till|antes del?|para el|para|hasta el|hasta"
    r"|a más tardar el|a mas tardar el|قبل|بحلول|حتي|في موعد اقصاه)(?: (?:the|end of|el|la|los|final de|يوم|نهايه))*) $"
)
PERIODS: re.Pattern[str] = re.compile(
    r"(?<!\w)(?:within|in under|in less than|less than|in|after|under|over|takes?|en menos de|dentro de|en un plazo de"
    r"|en un plazo máximo de|en|tarda|tras|خلال|في غضون|غضون|بعد|في مده|تستغرق|يستغرق)"
    r"(?: (?:the|about|around|only|next|up to|at most|a|las|los|próximas|próximos|unas|unos|máximo|de|مده|فتره|اقل من|حوالي))* $"
)
A_PERIOD: re.Pattern[str] = re.compile(
    rf"(?<!\w)(?:(?:within|in|after|under|in less than) (?:the |an? )?(?:next )?|(?:en|dentro de|tras) (?:una?|la próxima|el próximo) "
    rf"|(?:خلال|في غضون|بعد) )(?:business |working )?(?:{UNIT})\b"
)
