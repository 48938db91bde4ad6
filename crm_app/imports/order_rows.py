"""Can this row of an order list be used, and what was bought by whom? Pure."""

from dataclasses import replace
from decimal import Decimal

from crm_app.contacts.importing import Purchase
from crm_app.imports import contact_rows, values
from crm_app.imports.mapping import MISSING, Field

_CUSTOMER_ID = replace(
    contact_rows.PERSON[0], key="customer_id", label="Customer's id",
    names=("customer", "client id", "contact id", "id cliente", "codigo cliente", "رقم العميل", "كود العميل"),
)  # fmt: skip
FIELDS = (
    Field("number", "Order number", (
        "order", "order no", "order id", "order number", "order #", "name", "pedido", "numero de pedido", "n pedido",
        "رقم الطلب", "الطلب", "رقم الطلبيه",
    )),
    Field("external_id", "Their id", ("id", "external id", "المعرف")),
    _CUSTOMER_ID,
    *[replace(one, names=tuple(n for n in one.names if n != "customer")) for one in contact_rows.PERSON[1:]
      if one.key in ("email", "phone")],
    Field("customer_name", "Customer's name", (
        "customer name", "client", "full name", "nombre", "cliente", "nombre del cliente", "اسم العميل", "العميل",
        "الاسم",
    )),
    Field("total", "Total", (
        "amount", "order total", "grand total", "price", "sum", "importe", "monto", "precio", "المبلغ", "الاجمالي",
        "المجموع", "القيمه",
    ), values.number),
    Field("currency", "Currency", ("moneda", "divisa", "العمله"), values.currency),
    Field("status", "Status", (
        "state", "order status", "fulfillment status", "estado", "estado del pedido", "الحاله", "حاله الطلب",
    )),
    Field("carrier", "Carrier", ("shipping company", "courier", "transportista", "mensajeria", "شركه الشحن", "الناقل")),
    Field("tracking_number", "Tracking number", (
        "tracking", "tracking no", "numero de seguimiento", "seguimiento", "guia", "رقم التتبع", "رقم الشحنه",
    )),
    Field("address", "Delivered to", (
        "shipping address", "delivery address", "direccion", "direccion de envio", "العنوان", "عنوان الشحن",
    )),
    Field("items", "Items", ("products", "lines", "articulos", "productos", "المنتجات", "الاصناف"), values.several),
    Field("placed_at", "Ordered on", (
        "date", "order date", "created", "created at", "placed", "fecha", "fecha de pedido", "fecha del pedido",
        "التاريخ", "تاريخ الطلب",
    ), values.past),
    Field("expected_at", "Expected on", (
        "delivery date", "expected", "eta", "fecha de entrega", "entrega prevista", "تاريخ التسليم", "موعد التسليم",
    ), values.instant),
)  # fmt: skip
LIMITS = {"status": 40, "carrier": 60, "tracking_number": 60, "address": 500}
FACTS = ("currency", *LIMITS, "items", "placed_at", "expected_at")


def purchase(said: dict[str, object]) -> Purchase:
    """What the cells tell of; raises ValueError without a number or a customer."""
    number = str(said.get("number") or said.get("external_id") or "").lstrip("#")
    if not number:
        raise ValueError(f"number: {MISSING}")
    facts = {key: said[key] for key in FACTS if key in said}
    facts |= {key: str(facts[key])[:most] for key, most in LIMITS.items() if key in facts}
    if "total" in said:
        facts["total"] = Decimal(str(said["total"])).quantize(Decimal("0.01"))
    customer = {"external_id": said.get("customer_id", ""), "name": said.get("customer_name", "")}
    customer |= {key: said.get(key, "") for key in ("email", "phone")}
    whose = contact_rows.person(customer)
    return Purchase(str(said.get("external_id") or number)[:200], number[:60], whose, facts)


def tell(found: Purchase) -> dict[str, object]:
    """What is understood, for a look before it is written."""
    customer = {"customer_id": found.person.external_id, "customer_name": found.person.name}
    customer |= {"email": found.person.email, "phone": found.person.phone}
    return {key: value for key, value in {"number": found.number, **customer, **found.facts}.items() if value != ""}
