# ruff: noqa: E501 - word lists read better unbroken
"""Which fact did our message ask for? Whoever wrote it: the offline writer, a model or a member. Pure."""

import re

from crm_app.language.fold import words
from crm_app.leads.models import FactName as F

_QUESTION = re.compile(r"[^.!?؟\n¿]*[?؟]")
_WORDS: tuple[tuple[F, frozenset[str]], ...] = tuple(
    (name, frozenset(words(listed)))
    for name, listed in (
        (F.DECISION_MAKER, "decide decides deciding decision decidir decide decision decida يقرر تقرر القرار قرار"),
        (F.BUDGET, "budget spend presupuesto gastar price precio السعر سعر ميزانية ميزانيتك الميزانية تدفع"),
        (F.EMAIL, "email mail correo بريد بريدك ايميل ايميلك"),
        (F.PHONE, "phone number reach telefono numero هاتف رقم رقمك جوال جوالك"),
        (F.TIMELINE, "when soon date day start cuando fecha dia empezar متى موعد الموعد تاريخ قريبا اليوم"),
        (F.LOCATION, "area neighbourhood neighborhood neighbourhoods areas where location branch city zona barrio barrios donde sede ciudad "
                     "منطقة المنطقة حي الحي اين وين مدينة فرع الموقع"),
        (F.SERVICE_INTEREST, "kind type property view appointment looking course interested buscando busca tipo curso interesa "
                             "motivo inmueble visitar cita سبب زياره الزيارة معاينته نوع العقار تبحث المطلوب دورة الدورة تهمك مساعدتك help ayudar"),
        (F.NAME, "name nombre llama اسم اسمك الاسم"),
    )
)  # fmt: skip


def asked_for(text: str) -> F | None:
    """The fact that the last question in a text asks for; None when it asks for none of them."""
    for question in reversed(_QUESTION.findall(text[-2_000:])):
        said = frozenset(words(question))
        for name, listed in _WORDS:
            if said & listed:
                return name
    return None
