"""Can this row of a customer list be used, and who is it? Pure."""

from crm_app.contacts.importing import Person
from crm_app.imports import values
from crm_app.imports.mapping import Field

FIRST, LAST = "first_name", "last_name"
PERSON = (
    Field("external_id", "Their id", (
        "id", "customer id", "contact id", "user id", "client id", "codigo", "codigo cliente", "id cliente",
        "numero de cliente", "رقم العميل", "معرف", "كود العميل", "رمز العميل",
    )),
    Field("name", "Name", (
        "full name", "customer", "customer name", "contact", "contact name", "client", "display name", "nombre",
        "nombre completo", "nombre y apellidos", "cliente", "razon social", "الاسم", "اسم العميل", "الاسم الكامل",
        "العميل", "اسم",
    )),
    Field(FIRST, "First name", ("given name", "forename", "nombre de pila", "primer nombre", "الاسم الاول")),
    Field(LAST, "Last name", (
        "surname", "family name", "apellido", "apellidos", "اسم العائله", "اللقب", "الاسم الاخير",
    )),
    Field("email", "E-mail", (
        "e mail", "email address", "mail", "correo", "correo electronico", "direccion de correo", "البريد",
        "البريد الالكتروني", "الايميل", "ايميل", "بريد",
    ), values.email),
    Field("phone", "Phone", (
        "phone number", "phone no", "mobile no", "mobile", "mobile phone", "cell", "tel", "telephone", "whatsapp",
        "telefono", "movil",
        "celular", "numero de telefono", "الهاتف", "رقم الهاتف", "الجوال", "رقم الجوال", "جوال", "موبايل", "تلفون",
    ), values.phone),
)  # fmt: skip
FIELDS = (
    *PERSON,
    Field("address", "Address", (
        "street", "postal address", "billing address", "direccion", "domicilio", "العنوان", "عنوان",
    )),
    Field("lifetime_value", "Value so far", (
        "lifetime value", "ltv", "total spent", "spent", "revenue", "customer value", "valor", "gasto total",
        "total gastado", "valor del cliente", "القيمه", "اجمالي المشتريات", "قيمه العميل",
    ), values.number),
    Field("churn_risk", "Risk of leaving", (
        "churn", "churn risk", "churn probability", "riesgo", "riesgo de baja", "خطر المغادره", "احتمال المغادره",
    ), values.share),
    Field("segments", "Segments", (
        "segment", "tags", "groups", "labels", "segmento", "segmentos", "etiquetas", "grupo", "الفئات", "الفئه",
        "الوسوم", "التصنيف", "شريحه",
    ), values.several),
    Field("vip", "VIP", ("is vip", "key account", "cliente vip", "مهم", "كبار العملاء", "عميل مهم"), values.whether),
    Field("customer_since", "Customer since", (
        "since", "created", "created at", "signup date", "joined", "registered", "registration date", "cliente desde",
        "fecha de alta", "alta", "fecha de registro", "عميل منذ", "تاريخ التسجيل", "منذ", "تاريخ الانضمام",
    ), values.past),
)  # fmt: skip
FACTS = ("address", "lifetime_value", "churn_risk", "segments", "vip", "customer_since")
NOBODY = "names neither an e-mail, a phone nor an id: a second import could not tell who it is"


def person(said: dict[str, object]) -> Person:
    """Whom the cells tell of; raises ValueError when nobody could be found again by them."""
    whole = " ".join(str(said[key]) for key in (FIRST, LAST) if key in said)
    found = Person(
        external_id=str(said.get("external_id", ""))[:200],
        name=str(said.get("name") or whole)[:200],
        email=str(said.get("email", "")),
        phone=str(said.get("phone", "")),
        facts={key: said[key] for key in FACTS if key in said},
    )
    if not found.keys:
        raise ValueError(NOBODY)
    return found


def tell(found: Person) -> dict[str, object]:
    """What is understood, for a look before it is written."""
    own = {"external_id": found.external_id, "name": found.name, "email": found.email, "phone": found.phone}
    return {key: value for key, value in {**own, **found.facts}.items() if value not in ("", None)}
