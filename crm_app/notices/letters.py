"""What do letters to our own members say, in the language in which they read? Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


def budget_letter(language: str, level: str, percent: int, month: str, workspace: str, url: str) -> Letter:
    """The month's budget for models is used to 80 % (`warned`) or up (`spent`)."""
    subject, text = _BUDGET.get(language, _BUDGET["en"])[level]
    known = {"percent": percent, "month": month, "workspace": workspace, "url": url}
    return Letter(subject.format(**known), text.format(**known))


def call_letter(language: str, kind: str, customer: str, quote: str, minutes: int, url: str) -> Letter:
    """A conversation needs the member: `kind` as in `conversations/escalation.py`, `minutes` until somebody else is
    called (0: that is over)."""
    subject, opening, said, soon, link = _CALL.get(language, _CALL["en"])
    why = _WHY.get(language, _WHY["en"]).get(kind, _WHY["en"]["hand"])
    lines = [opening.format(customer=customer), why, said.format(quote=quote) if quote else "",
             soon.format(minutes=minutes) if minutes else "", link.format(url=url)]  # fmt: skip
    return Letter(subject.format(customer=customer, why=why), "\n\n".join(line for line in lines if line))


_BUDGET = {
    "en": {
        "warned": (
            "{percent} % of {workspace}'s budget for models is used",
            "{percent} % of this month's budget ({month}) is used. At 100 % no model is asked any more; Tacit goes on "
            "with its own offline engine until the next month, or until you raise the budget:\n\n{url}",
        ),
        "spent": (
            "{workspace}'s budget for models is used up",
            "This month's budget ({month}) does not hold another call. Tacit goes on with its own offline engine: "
            "everything is still taken in, drafted and answered. You can raise the budget here:\n\n{url}",
        ),
    },
    "es": {
        "warned": (
            "{workspace} ha gastado el {percent} % del presupuesto de modelos",
            "Se ha gastado el {percent} % del presupuesto de este mes ({month}). Al llegar al 100 % ya no se pregunta "
            "a ningún modelo; Tacit sigue con su propio motor sin conexión hasta el mes siguiente o hasta que amplíe "
            "el presupuesto:\n\n{url}",
        ),
        "spent": (
            "El presupuesto de modelos de {workspace} se ha agotado",
            "El presupuesto de este mes ({month}) no da para otra consulta. Tacit sigue con su propio motor sin "
            "conexión: todo se recibe, se redacta y se contesta igual. Puede ampliar el presupuesto aquí:\n\n{url}",
        ),
    },
    "ar": {
        "warned": (
            "استُهلك {percent}٪ من ميزانية النماذج في {workspace}",
            "استُهلك {percent}٪ من ميزانية هذا الشهر ({month}). عند بلوغ 100٪ لا يُسأل أي نموذج، ويواصل Tacit العمل "
            "بمحركه المحلي حتى الشهر التالي أو إلى أن ترفع الميزانية:\n\n{url}",
        ),
        "spent": (
            "نفدت ميزانية النماذج في {workspace}",
            "ميزانية هذا الشهر ({month}) لا تكفي لطلب آخر. يواصل Tacit العمل بمحركه المحلي: كل الرسائل تُستلم وتُصاغ "
            "الردود كالمعتاد. يمكنك رفع الميزانية من هنا:\n\n{url}",
        ),
    },
}
_CALL = {
    "en": (
        "{customer} needs you: {why}",
        "{customer} needs a person, and you were chosen.",
        "They wrote: “{quote}”",
        "Please come within {minutes} minutes; after that a colleague is called.",
        "Open the conversation: {url}",
    ),
    "es": (
        "{customer} le necesita: {why}",
        "{customer} necesita a una persona y le ha tocado a usted.",
        "Escribió: «{quote}»",
        "Atiéndale en {minutes} minutos; después se avisará a un compañero.",
        "Abrir la conversación: {url}",
    ),
    "ar": (
        "{customer} بحاجة إليك: {why}",
        "{customer} بحاجة إلى شخص، وقد وقع الاختيار عليك.",
        "كتب: «{quote}»",
        "يُرجى الرد خلال {minutes} دقيقة، وإلا استُدعي زميل آخر.",
        "افتح المحادثة: {url}",
    ),
}
_WHY = {
    "en": {
        "asked": "Asks for a person.", "hot": "A hot lead.", "sentiment": "Angry.", "churn": "Upset, and may leave.",
        "value": "High value.", "exchanges": "Many messages and no person yet.",
        "confidence": "It is not clear what they want.", "hand": "A colleague asks for help.",
    },
    "es": {
        "asked": "Pide hablar con una persona.", "hot": "Un cliente potencial muy interesado.",
        "sentiment": "Está enfadado.", "churn": "Está molesto y puede irse.", "value": "De mucho valor.",
        "exchanges": "Muchos mensajes y aún ninguna persona.", "confidence": "No está claro qué quiere.",
        "hand": "Un compañero pide ayuda.",
    },
    "ar": {
        "asked": "يطلب التحدث مع شخص.", "hot": "عميل محتمل ساخن.", "sentiment": "غاضب.", "churn": "مستاء وقد يتركنا.",
        "value": "قيمة عالية.", "exchanges": "رسائل كثيرة ولم يرد أي شخص بعد.", "confidence": "ليس واضحًا ما يريده.",
        "hand": "زميل يطلب المساعدة.",
    },
}  # fmt: skip
