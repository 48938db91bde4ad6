# ruff: noqa: E501 - word lists read better unbroken
"""Which words around a number say that it is money, that it is none, and how far it binds? Patterns of folded text."""

import re

_UP_TO = (
    "(?:no|not|(?:do|ca|wo)n.?t (?:have|pay|spend|afford)|haven.?t got) more th[ae]n|stretch (?:it )?(?:up )?to|go up to|not over|not above|not exceeding|(?:can.?t|cannot|can not|must not|won.?t|shouldn.?t|"
    "should not) (?:exceed|go (?:over|above|beyond)|pay more than|spend more than)|up to|upto|until|till|max(?:imum)?|"
    "less th[ae]n|under|below|lower than|cheaper than|at most|at the most|ceiling|limit|cap|tops?|"
    "hasta|como mucho|como m[áa]ximo|m[áa]ximo|m[áa]x\\.?|no m[áa]s de|no mas que|menos de|por debajo de|no supere|"
    "no pase de|no exceda|no (?:quiero|quisiera|queremos|debo|debemos) pasar(?:me|nos)? de|no (?:quiero|quisiera|queremos) gastar m[áa]s de|subir (?:hasta|a)|llegar (?:hasta|a)|no puedo pasar(?:me)? de|tope|l[íi]mite|inferior a|"
    "(?:لا|ما) (?:ي|ت)?(?:زيد|تعدي|تعد[اي]?|تجاوز|تتجاوز|يتعدي|تتعدي|فوت)(?: عن| علي)?|لا يتجاوز|لا تتجاوز|ما يتجاوز|"
    "ما يتعدي|لا يتعدي|ما تتعدي|(?:ك|ب)?حد اقصي|اقصي حد|الحد الاقصي|اقصاه|اقصي شي|ماكس|لحد|لغايه|حتي|تحت|اقل من|"
    "(?:ما|مو|موب|مش|ليس|لا) اك[ثت]ر من|ازيد (?:ال[يى]|لين|لحد|ل)|اوصل (?:ال[يى]|لين|لحد|ل)|بالكثير|علي الاكثر|بما لا يزيد عن|دون"
)
_FROM = (
    "no less than|not less than|at least|min(?:imum)?|over|above|more than|higher than|starting (?:at|from)|starts? "
    "(?:at|from)|upwards of|from|"
    "no menos de|a partir de|al menos|m[íi]nimo|como m[íi]nimo|m[áa]s de|por encima de|por lo menos|superior a|desde|"
    "(?:لا|ما) (?:ي|ت)قل عن|(?:ما|مو|موب|مش|ليس|لا) اقل من|علي الاقل|ابتداء? من|اك[ثت]ر من|فوق|بدءا? من|(?:ي|ت)بدا من|كحد ادني|حد ادني|من"
)
_ABOUT = (
    "about|around|approx(?:imately|\\.)?|roughly|circa|some|near(?:ly)?|close to|more or less|somewhere near|~|≈|say|"
    "in the (?:region|range|neighbou?rhood) of|"
    "alrededor de|al rededor de|aproximadamente|aprox\\.?|unos|unas|cerca de|m[áa]s o menos|sobre|casi|como|rondando|"
    "حوالي|تقريبا|نحو|قرابه|(?:ب|في )?حدود|يقارب|ما يقارب|زهاء|بال"
)
_FILL = r"[\s:~]*(?:(?:of|is|are|about|around|de|es|los|las|unos|el|the|a|هو|هي|الي|ال|عن|ب) ?){0,2}[وبل]?\s*$"
BOUND_BEFORE = re.compile(rf"(?<![^\W\d_])(?:(?P<up_to>{_UP_TO})|(?P<from>{_FROM})|(?P<about>{_ABOUT})){_FILL}")
"""Ends where the sum begins. The leftmost wins, so that "no less than" is not "less than"."""

BOUND_AFTER = re.compile(
    r"[ ,(]{0,2}(?:"
    r"(?P<up_to>max(?:imum)?\b|at (?:the )?most|tops\b|or (?:less|below|under|lower)|(?:is|are|.s|es|son) (?:about )?(?:my|our|the|mi|nuestro|el) (?:absolute |upper |very )?(?:limit|max(?:imum)?|ceiling|cap|top|l[íi]mite|m[áa]ximo|tope)\b|"
    r"como much(?:o|[íi]simo)|como m[áa]ximo|m[áa]ximo|tope\b|(?:هو|هي|هذا|هذي) (?:الحد الاقصي|اقصي|حدي|اكثر شي)|"
    r"m[áa]x\b|o menos|de tope|(?:ك|ب)?حد اقصي|بالكثير|علي الاكثر|ماكس|(?:ف|او )اقل|فما دون|لا اكثر|مو اكثر)"
    r"|(?P<from>\+(?!\d)|or (?:more|above|over|higher)|and (?:up|above|over)|upwards|at least|minimum|min\b|plus\b|"
    r"o m[áa]s|en adelante|m[íi]nimo|como m[íi]nimo|al menos|por lo menos|علي الاقل|فما فوق|(?:و|ف|او )?(?:ا)?كثر|"
    r"وطالع|كحد ادني|حد ادني|وفوق)"
    r"|(?P<about>or so|ish\b|approx|more or less|give or take|m[áa]s o menos|aprox|aproximadamente|تقريبا|تقريب))(?! ?(?:of |de )?[$€£]?\d)"
)

RANGE_BEGINS = re.compile(r"(?<![^\W\d_])(?:between|from|de|desde|entre|من|بين|ما بين|مابين)\s*$")
RANGE_TO = re.compile(
    r"\s*(?:-|~|/|to|till|until|up to|a|al|hasta(?: los)?|الي|حتي|لين|لحد|لـ?|ل)\s*(?:unos |los |about |ال)?[وبل]?\s*"
)
RANGE_AND = re.compile(r"\s*(?:and|y|e|و|or|o)\s*(?:los |the )?")
RANGE_OR = re.compile(r" (?:or|o|او) ")
"""Joins two numbers that share a multiplier: "three or four thousand"."""
NOT_THAT = re.compile(
    r",? ?(?:and )?(?:not|no|instead of|rather than|en vez de|en lugar de|y no|(?:و)?(?:مو|موب|مب|مش|ليس|ليست|لا)|بدل) (?:de )?"
)
"""Stands between the sum that is meant and the one that was wrongly said: "900 not 800"."""

MONTHLY = re.compile(
    r"[ ,/(]{0,2}(?:(?:max(?:imum)?|m[áa]ximo|como mucho|approx|كحد اقصي|تقريبا|rent|de renta|de alquiler) ?)?"
    r"(?:a month|per month|each month|every month|monthly|/ ?mo(?:nth)?\b|/ ?mes\b|pcm\b|p\.?/?m\.?(?!\w)|mo\b|month\b|"
    r"al mes|por mes|cada mes|mensual(?:es)?|mensualmente|شهري[اه]?|(?:ب|في |كل )ال?شهر|للشهر|كل شهر|في الشهر|بالشهر)"
)

SPEAKS_OF_MONEY = re.compile(
    r"(?<![^\W\d_])(?:budgets?|prices?|priced|pricing|costs?|paid|pay(?:ing|ment)?|afford|spend(?:ing)?|rent(?: is| of| up| for| "
    r"around| under| max)?|worth|asking|offer(?:ing|ed)?|deposit|down ?payment|fees?|loan|mortgage|salary|income|cash|invest"
    r"(?:ing|ment)?|money|funds?|amount|price range|installments?|"
    r"presupuesto|precios?|cuestan?|cost[oóe]|pag(?:ar|o|amos|ando)|gast(?:ar|o)|valor|rent(?:a|o)|alquiler(?:es)?|arriendo|"
    r"hipoteca|entrada|oferta|ofrezco|dinero|invertir|inversi[óo]n|mensualidad|cuotas?|sueldo|ahorr(?:os|ado)|dispongo de|"
    r"(?:ال)?ميزاني(?:ه|تي|تنا|ته|ات)|بميزانيه|ميزانيتي|(?:ال|ب|ب?ال|و)?سعر(?:ه|ها|كم)?|(?:ا|ن|ب|هن)?دفع(?:ه|ات)?|تكلف(?:ه|ته)|"
    r"قيم(?:ه|ته)|(?:ال|لل)?ايجار(?:ه|ها)?|مبلغ|قسط|(?:ال)?اقساط|راس مال|استثمار|تمويل|كاش|مقدم|فلوس|صرف|اصرف|ثمن)(?![^\W\d_])"
)

COUNTED = re.compile(
    r"[ \u00a0-]{0,2}(?:de |of )?(?:%|(?:percent|per cent|por ?ciento|(?:ب|في )ال(?:م|ميه|مئه|مائه)\w*|°|º|"
    r"sq\.?|sqm|sqft|square|m2|m²|mt2|mts2|mts?\b|mtrs?|m\b(?! ?(?:usd|eur|aed|sar))|met(?:er|re)s?|feet|foot|ft\b|yards?|acres?|hect\w+|"
    r"cuadrad\w+|varas|metros?|mtrs|متر\w*|امتار|م2|م²|م\b|قدم|دونم|فدان|هكتار|"
    r"k ?m\b|kms?\b|kilomet\w+|kilómetros?|كيلو\w*|كم\b|miles\b(?! de)|kg|kilos?|gb|mb|mins?\b|minut\w+|hours?|hrs?|h\b|horas?|days?|d[íi]as?|"
    r"weeks?|semanas?|months?|mes(?:es)?\b|years?|yrs?|años?|anos\b|دقيق\w+|دقائق|ساع\w+|يوم\w*|ايام|اسبوع\w*|اسابيع|شهر(?!ي)\w*|"
    r"اشهر|شهور|سن[هو]\w*|عام\w*|اعوام|a\.?m\b|p\.?m\b|o.?clock|ص\b|مساء|صباحا|"
    r"(?:(?:double|single|master|large|big|small|spacious|attached|full|more|other|different|new|nice|good|grandes?|amplias?) )?"
    r"(?:bed\w*|br\b|bhk|bath\w*|rooms?|baths?|floors?|storey|stor(?:y|ies)|parking|cars?|units?|apartments?|apts?|flats?|houses?|villas?|"
    r"plots?|properties|property|listings?|options?|people|persons?|adults?|kids?|children|guests?|employees|staff|users?|seats?|"
    r"students?|members?|followers?|views|likes|visitors|customers|clients|copies|times|pieces|items|messages|emails|calls|"
    r"steps|points|words|street|st\b|avenue|ave\b|road|rd\b|lane|drive|boulevard|blvd|stars?|levels?|classes|lessons?|courses?|"
    r"habitaci\w+|dormitorios?|rec[áa]maras?|alcobas?|cuartos?|baños?|banos?|plantas?|pisos?|estacionamientos?|parqueaderos?|plazas?|"
    r"garajes?|personas?|niños?|hijos|adultos|empleados|usuarios|alumnos|estudiantes|seguidores|visitas|clientes|veces|gracias|"
    r"unidades|cajas?|cartones|paquetes|bolsas|botellas|latas|sacos|palets?|pal[ée]s|docenas?|garrafas|toneladas?|cartons?|boxes|cases|bags|packs?|packets|pallets?|bottles|cans|crates|dozens?|tons?\b|tonnes|departamentos?|casas?|cuadras?|clases?|cursos?|opciones|"
    r"غرف\w*|حمام\w*|صال\w+|مطبخ|دور\b|ادوار|طابق|طوابق|شقق|شق[هة]|فيلا|فلل|شخص|اشخاص|افراد|نفر|اطفال|موظف\w*|متابع\w*|مشاهد\w*|"
    r"مره|مرات|طالب|طلاب|كرتون\w*|كراتين|صندوق|صناديق|علب\w*|حبه|حبات|كيس|اكياس|باكيت\w*|درزن|طن|سياره|سيارات|مواقف|موقف|قطع\w*|حص[هص]\w*|شكر|نجوم)\b)(?![^\W\d_]))"
)
"""What a number counts that is no money; begins right after the number."""

NOT_MONEY_BEFORE = re.compile(
    r"(?:#|№|\bno\.?|\bn[ºo°]\.?|\bn[úu]m(?:ero)?\.?(?: de)?|\bnumbers?|\border|\binvoice|\bref(?:erence)?\.?|\bcode|\bid\b|\bticket|\bcase|"
    r"\baccount|\bcard|\bunit|\bapt\.?|\bapartment|\bflat|\bfloor|\bhouse|\bvilla|\broom|\bbuilding|\bblock|\btower|\bgate|\blot|\bplot|\bsuite|"
    r"\bstreet|\broad|\bavenue|\bhighway|\bp\.?o\.? ?box|\bzip|\bpostcode|\bpostal|\bpage|\bchapter|\bversion|\blevel|\bflight|\bsince|\byear|"
    r"\bage|\baged|\bphone|\btel\.?|\bmobile|\bwhatsapp|\bcall(?: me)?(?: at| on)?|\btracking|\bsku|\bmodel|\bpin|\bpassport|\bext\.?|\bjunction|"
    r"\bexit|\broute|\bpedido|\bfactura|\breferencia|\bcódigo|\bcodigo|\bcp\b|\bc\.p\.?|\bcalle(?: \w+)?|\bavenida(?: \w+)?|\bav\.?(?: \w+)?|"
    r"\bcarrera|\bcra\.?|\bkm|\bpiso|\bpuerta|\bportal|\bapto\.?|\bdepto\.?|\bcasa|\blocal|\btel[ée]fono|\bm[óo]vil|\bcelular|\baño|\bhabitaci[óo]n|"
    r"(?:^|[^\w])(?:رقم(?:ه|ها|ي)?(?: \w+)?|طلب(?:ي|يه)?(?: رقم)?|فاتوره|شارع(?: \w+)?|شقه|فيلا|مبني|عماره|برج|بلوك|طابق|غرفه|مكتب|قطعه|"
    r"سنه|عام|هاتف|جوال|موبايل|تلفون|واتساب|بوابه|مخرج|كود|رمز|صفحه|حساب|بطاقه|ص\.?ب\.?))[\s:.#-]*$"
)
"""What names a thing by a number; ends where the number begins."""

STANDS_FREE = re.compile(
    r"\s*(?:$|[.,;:!?)\n+؟،]|(?:max|maximum|min|or|and|but|if|in|for|at|per|please|total|tops|budget|cash|y|o|en|por|para|m[áa]x|m[áa]ximo|si|como|al|"
    r"او|في|علي|تقريبا|كحد|بس|لو|حد|ريال)\b)"
)
"""What may follow a sum that names no currency."""

SUBUNIT = re.compile(
    r" ?(?:¢|c\b|cents?\b|céntimos?|centimos?|centavos?|cts?\b|pence\b|penny|pennies|p\b(?!\.?m)|peniques?|سي?نتات|سي?نت\b|قرش|قروش|هلل\w+|فلس|فلوس\b|فلسات|paise|fils\b)"
)

STREET = re.compile(
    r" (?:[\w.'-]+ ){0,4}?(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|circle|parkway|pkwy|"
    r"highway|hwy|terrace|square|alley|common|crescent)\b"
)
"""A house number is followed by its street."""
