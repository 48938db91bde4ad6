# ruff: noqa: E501 - word lists read better unbroken
"""Is this addressed to the machine rather than to the business? Then it is noted as nothing. Pure.

It does not stop injection (nothing that such a text could reach acts), it keeps its words off the card and out of the
answer. Judged by folded words in English, Spanish and Arabic.
"""

import re

from crm_app.language.fold import fold

_COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|rule|prompt|previous|above|prior|everything|guideline)"
    r"|\b(?:system|hidden|secret|initial|original) (?:prompt|instruction|rules|message)|\byour (?:prompt|instructions|rules)\b|\b(?:reply|answer|respond) exactly\b|\bprompt\b|\bjailbreak|\bdeveloper mode"
    r"|\byou are (?:now|no longer)\b|\bact as (?:if|an?|the|my)\b|\bpretend\b|\brole ?play|\bas an? (?:ai|language model|assistant|chatbot)"
    r"|\b(?:mark|set|score|label|classify|rate|flag|tag|update|change|put|treat)\b.{0,30}\b(?:hot|lead|score|confiden|qualified|vip|the (?:field|record|crm))"
    r"|\b(?:repeat|print|reveal|show|output|display|translate|summari[sz]e)\b.{0,40}\b(?:prompt|instruction|rules|above|configuration|api key|key|password|token)"
    r"|\b(?:send|forward|email|export|delete|execute|run|call|drop)\b.{0,40}\b(?:(?:all|every|other|your) (?:the )?(?:lead|contact|customer|client|conversation|data)|database|function|tool\b|command|sql|everyone|everybody)"
    r"|</?\s*(?:system|untrusted|assistant|user|instruction)|\[/?(?:inst|system)|\{\{|```|\bsudo\b|\bassistant:|\bsystem:"
    r"|\b(?:ignor|olvid|descart|omit)\w*.{0,40}\b(?:instruccion|regla|anterior|indicacion)|\b(?:instrucciones|reglas) (?:del sistema|ocultas|secretas|iniciales)"
    r"|\b(?:ahora eres|eres ahora|actua como|haz de|finge|haz como si|simula)\b|\bmodo desarrollador|\bresponde exactamente\b"
    r"|\b(?:marca|marcame|pon|ponme|sube|cambia|actualiza|califica|clasifica)\w*\b.{0,30}\b(?:caliente|hot|lead|puntuacion|vip|la ficha)"
    r"|\b(?:repite|muestra|revela|imprime|ensena|traduce)\w*\b.{0,40}\b(?:instrucciones|prompt|reglas|clave|contrasena|configuracion|sistema)"
    r"|\b(?:envia|manda|reenvia|borra|ejecuta|elimina)\w*\b.{0,40}\b(?:todos los|base de datos|comando|funcion|otros clientes|los clientes)"
    r"|(?:تجاهل|انس|تخط|اهمل)\w*.{0,40}(?:تعليمات|قواعد|سابق|اوامر)|تعليمات\w* (?:النظام|السريه|الخفيه)|تعليماتك|برومبت"
    r"|(?:انت الان|انت لست|تصرف ك|تظاهر|تقمص|العب دور|مثل دور)|وضع المطور"
    r"|(?:ضع|اجعل|صنف|غير|عدل|ارفع|سجل|حدث)\w*.{0,30}(?:ساخن|hot|تصنيف|درجت|تقييم|vip)"
    r"|(?:اكتب|اعرض|كرر|اظهر|اطبع|اكشف|ترجم)\w*.{0,40}(?:تعليمات|برومبت|prompt|قواعد|كلمه السر|كلمه المرور|مفتاح|النظام)"
    r"|(?:ارسل|حول|احذف|نفذ|شغل)\w*.{0,40}(?:جميع|كل العملا|باقي العملا|قاعده البيانات|الامر|داله)"
)  # fmt: skip


def is_command(text: str) -> bool:
    """Whether a text, or a part of it, gives orders to the machine."""
    return bool(_COMMAND.search(fold(text[:4_000])))


_SENTENCE = re.compile(r"(?:[^.!?؟\n;؛]|[.;](?=\S))+[.!?؟\n;؛]*|[.!?؟\n;؛]+")


def without_commands(text: str) -> str:
    """A text without the sentences that give orders to the machine."""
    return "".join(match[0] if not is_command(match[0]) else " " * len(match[0]) for match in _SENTENCE.finditer(text))
