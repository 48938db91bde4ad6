# ruff: noqa: E501 - word lists read better unbroken
"""Is this addressed to the machine rather than to the business? Then it is noted as nothing. Pure.

It does not stop injection (nothing that such a text could reach acts), it keeps its words off the card and out of the
answer. Judged by folded words in English, Spanish and Arabic.
"""

import re

from crm_app.language.fold import fold

# What leads write in the words of an order; only these let go, so that an order in new words is still one.
_OWN_EN = r"(?: my (?:previous|prior|last) (?:message|e-?mail|text|question)| what i (?:said|wrote|asked)(?: above)?)?+"
_OWN_ES = r"(?: mi (?:mensaje|correo|pregunta) anterior| lo que (?:dije|escribi|puse)(?: (?:antes|anteriormente))?)?+"
_OWN_AR = r"(?: (?:رسالتي|كلامي|سوالي) السابقه?)?+"
_SPEEDY = r"(?! (?:reply|replies|response|answer|action|attention|service|help|delivery|payment)\b(?!\s*:| (?:rule|instruct|template|list|polic|format)))"
_KEYS = r"key(?!s? (?:hand|feature|point|fact|date|deliver|collect))"
_OURS_EN = r"(?!your (?:contact (?:detail|number|info|person|form)\w*(?! (?:list|database|book))|customer (?:service|support|care)))"
_OFFERS_ES = r"(?:(?:detalle|precio|plano|requisito|documento|horario|gasto|coste|costo|metro|piso|apartamento|departamento|inmueble|chalet|terreno|curso|modelo|producto|folleto)s\b(?! (?:intern|confiden|secret|privad|(?:del?|sobre) (?:\w+ )?(?:lead|client|contact|usuari|emplead|mensaj|configur|sistema|servidor|base)))|datos(?=\W*$|,? por favor\W*$| del? (?:la )?(?:curso|master|programa|piso|casa|vivienda|inmueble)))"
_OFFERS_AR = r"(?:(?:ال)?(?:تفاصيل|اسعار|صور|مخططات|مواعيد|شروط|معلومات|عروض|وحدات|شقق|فلل|فيلات|اراضي|مواقع|مستندات|متطلبات|اوراق|خيارات|منتجات|دورات)(?!\w)(?! (?:ال)?(?:سري|داخلي|خاص|نظام|موظف|زباين|محادث))|البيانات عن ال(?:شق|فيل|دور|عقار|ارض))"
_CUSTOMERS_AR = r"(?<!خدمه ال)(?<!خدمه )عملا(?![تق])"

_COMMAND = re.compile(
    rf"\b(?:ignore|disregard|forget|override|bypass)\b{_OWN_EN}.{{0,40}}\b(?:instruction|rule|prompt|previous|above|prior|everything|guideline)"
    rf"|\b(?:system|hidden|secret|initial|original) (?:prompt|instruction|rules|message)|\byour (?:instructions|rules)\b|\b(?:reply|answer|respond) exactly\b|\bprompt\b{_SPEEDY}|\bjailbreak|\bdeveloper mode"
    r"|\byou are (?:now|no longer)\b|\bact as (?:if|an?|the|my)\b|\bpretend\b|\brole ?play|\bas an? (?:ai|language model|assistant|chatbot)"
    r"|\b(?:mark|set|score|label|classify|rate|flag|tag|update|change|put|treat)\b.{0,30}\b(?:hot(?!el| tub| water)|lead(?! time)|score|confiden|qualified|vip|the (?:field|record|crm))"
    rf"|\b(?:repeat|print|reveal|show|output|display|translate|summari[sz]e)\b.{{0,40}}\b(?:prompt|instruction|rules|above|configuration|{_KEYS}|password|token)"
    rf"|\b(?:send|forward|email|export|delete|execute|run|call|drop)\b.{{0,40}}\b{_OURS_EN}(?:(?:all|every|other|your) (?:the )?(?:lead|contact|customer|client|conversation|data)|database|function|tool\b|command|sql|everyone|everybody)"
    r"|</?\s*(?:system|untrusted|assistant|user|instruction)|\[/?(?:inst|system)|\{\{|```|\bsudo\b|\bassistant:|\bsystem:"
    rf"|\b(?:ignor|olvid|descart|omit)\w*+{_OWN_ES}.{{0,40}}\b(?:instruccion|regla|anterior|indicacion)|\b(?:instrucciones|reglas) (?:del sistema|ocultas|secretas|iniciales)"
    r"|\b(?:ahora eres|eres ahora|actua como|haz de|finge|haz como si|simula)\b|\bmodo desarrollador|\bresponde exactamente\b"
    r"|\b(?:marca|marcame|pon|ponme|sube|cambia|actualiza|califica|clasifica)\w*\b.{0,30}\b(?:(?<!agua )caliente|hot(?!el)|lead|puntuacion|vip|la ficha)"
    r"|\b(?:repite|muestra|revela|imprime|ensena|traduce)\w*\b.{0,40}\b(?:instrucciones|prompt|reglas|clave|contrasena|configuracion|sistema)"
    rf"|\b(?:reenvia|borra|ejecuta|elimina)\w*\b.{{0,40}}\btodos los|\b(?:envia|manda|reenvia|borra|ejecuta|elimina)\w*\b.{{0,40}}\b(?:todos los (?!{_OFFERS_ES})|todas las (?:conversaci|cuentas|fichas)|base de datos|comando|funcion|(?:otros|los|tus|sus) clientes)"
    rf"|(?:تجاهل|انس|تخط|اهمل)\w*+{_OWN_AR}.{{0,40}}(?:تعليمات|قواعد|سابق|اوامر)|تعليمات\w* (?:النظام|السريه|الخفيه)|تعليماتك|برومبت"
    r"|(?:انت الان|انت لست|تصرف ك|تظاهر|تقمص|العب دور|مثل دور)|وضع المطور"
    r"|(?:ضع|اجعل|صنف|غير|عدل|ارفع|سجل|حدث)\w*.{0,30}(?:ساخن|hot|تصنيف|درجت|تقييم|vip)"
    r"|(?:اكتب|اعرض|كرر|اظهر|اطبع|اكشف|ترجم)\w*.{0,40}(?:تعليمات|برومبت|prompt|قواعد|كلمه السر|كلمه المرور|(?<!تسليم ال)(?<!استلام ال)مفتاح|النظام)"
    rf"|(?:حول|احذف|نفذ|شغل)\w*.{{0,40}}جميع|(?:ارسل|حول|احذف|نفذ|شغل)\w*.{{0,40}}(?:جميع (?!{_OFFERS_AR})|كل (?:المحادث|الرسايل|البيانات|جهات)|{_CUSTOMERS_AR}|قاعده البيانات|الامر|داله)"
)  # fmt: skip


def is_command(text: str) -> bool:
    """Whether a text, or a part of it, gives orders to the machine."""
    return bool(_COMMAND.search(fold(text[:4_000])))


_SENTENCE = re.compile(r"(?:[^.!?؟\n;؛]|[.;](?=\S))+[.!?؟\n;؛]*|[.!?؟\n;؛]+")


def without_commands(text: str) -> str:
    """A text without the sentences that give orders to the machine."""
    return "".join(match[0] if not is_command(match[0]) else " " * len(match[0]) for match in _SENTENCE.finditer(text))
