"""What does a Shopify shop tell of its orders, parcels and customers? Pure."""

from typing import Any

from crm_app.channels import kinds, told
from crm_app.channels.news import Customer, Ended, Ignored, News, Shipped, ShopOrder
from crm_app.kit.errors import Invalid

PREFIX = "shopify:"
"""What the shop's ids begin with here, since a workspace may be told of orders by others, too."""

_WHOLE = ("create", "updated", "paid", "fulfilled", "partially_fulfilled", "cancelled")
"""What brings the order as it stands; orders/edited and the like bring the change alone, and orders/updated follows."""
_PRIVACY = ("customers/data_request", "customers/redact", "shop/redact")
_MOST_ITEMS = 200


def read(topic: str, body: Any, account_id: int) -> News:
    """What a delivery says; raises Invalid for one that names nothing."""
    if not isinstance(body, dict):
        raise Invalid("body", "The body is one JSON object.")
    subject, _, verb = topic.partition("/")
    if subject == "orders" and verb in _WHOLE:
        return _order(body, cancelled=verb == "cancelled")
    if subject == "fulfillments":
        return _shipped(body)
    if topic in ("customers/create", "customers/update", "customers/enable", "customers/disable"):
        return _customer(body) or Ignored("A customer without an id.")
    if topic == "app/uninstalled":
        return Ended(account_id, "app_removed")
    if topic in _PRIVACY:
        return Ignored(f"A privacy request ({topic}): an admin looks after it.")
    return Ignored(f"Filed: {topic or 'a delivery without a topic'}.")


def _order(order: dict[str, Any], *, cancelled: bool) -> ShopOrder:
    number = told.id_of(order, "id")
    if not number:
        raise Invalid("id", "This order has no id.")
    sent = _last_fulfillment(told.items(order, "fulfillments"))
    facts = {
        "number": told.line(order, "name", limit=60) or number[:60],
        "currency": told.line(order, "currency", limit=3).upper() or None,
        "status": _status(order, sent, cancelled),
        "carrier": told.line(sent, "tracking_company", limit=60) or None,
        "tracking_number": told.line(sent, "tracking_number", limit=60) or None,
        "address": _address(order.get("shipping_address")) or None,
        "items": [_item(item) for item in told.items(order, "line_items")[:_MOST_ITEMS]] or None,
        "placed_at": told.instant(order, "created_at"),
    }
    return ShopOrder(
        PREFIX + number, _whose(order), {name: value for name, value in facts.items() if value is not None},
        told.money(order, "total_price"), told.instant(order, "updated_at"),
    )  # fmt: skip


def _whose(order: dict[str, Any]) -> Customer | None:
    """The customer, or whoever the order's own address names; a shop may withhold both."""
    email = (told.line(order, "email", limit=254) or told.line(order, "contact_email", limit=254)).casefold() or None
    phone = kinds.e164(told.line(order, "phone")) or None
    known = _customer(order.get("customer"))
    if known:
        return Customer(
            known.external_id, known.name, known.email or email, known.phone or phone, known.address, known.told_at
        )
    if not (email or phone):
        return None
    name = _name(order.get("shipping_address")) or _name(order.get("billing_address"))
    return Customer(f"{PREFIX}guest:{email or phone}"[:200], name, email, phone)


def _customer(customer: Any) -> Customer | None:
    number = told.id_of(customer, "id")
    if not number:
        return None
    phone = told.line(customer, "phone") or told.line(customer, "default_address", "phone")
    return Customer(
        PREFIX + number,
        _name(customer) or _name(told.at(customer, "default_address")),
        told.line(customer, "email", limit=254).casefold() or None,
        kinds.e164(phone)[:32] or None,
        _address(told.at(customer, "default_address")) or None,
        told.instant(customer, "updated_at"),
    )


def _name(person: Any) -> str | None:
    return f"{told.line(person, 'first_name')} {told.line(person, 'last_name')}".strip() or None


def _address(place: Any) -> str:
    parts = ("address1", "address2", "zip", "city", "province", "country")
    return ", ".join(found for part in parts if (found := told.line(place, part)))[:500]


def _item(item: dict[str, Any]) -> str:
    title, many = (
        told.line(item, "title", limit=180) or told.line(item, "name", limit=180),
        told.whole(item, "quantity"),
    )
    return f"{many} × {title}" if many > 1 else title


def _last_fulfillment(sent: list[dict[str, Any]]) -> dict[str, Any]:
    """The newest that was not taken back and has a number, else the newest."""
    valid = [each for each in sent if told.line(each, "status") not in ("cancelled", "error", "failure")]
    return next((each for each in reversed(valid) if told.line(each, "tracking_number")), (valid or [{}])[-1])


_PARCEL = {
    "delivered": "delivered", "out_for_delivery": "out for delivery", "in_transit": "in transit",
    "attempted_delivery": "delivery attempted", "ready_for_pickup": "ready for pickup", "failure": "delivery failed",
    "confirmed": "shipped", "label_printed": "packed", "label_purchased": "packed",
}  # fmt: skip


def _status(order: dict[str, Any], sent: dict[str, Any], cancelled: bool) -> str:
    """One word for where the order stands, from the three that Shopify keeps."""
    if cancelled or told.line(order, "cancelled_at"):
        return "cancelled"
    if told.line(order, "financial_status") in ("refunded", "voided"):
        return "refunded"
    if parcel := _PARCEL.get(told.line(sent, "shipment_status")):
        return parcel
    if told.line(order, "fulfillment_status") in ("fulfilled", "partial") or told.line(sent, "tracking_number"):
        return "shipped"
    return "placed"


def _shipped(parcel: dict[str, Any]) -> News:
    order = told.id_of(parcel, "order_id")
    if not order:
        raise Invalid("order_id", "This parcel does not say of which order it is.")
    if told.line(parcel, "status") in ("cancelled", "error", "failure"):
        return Ignored("A parcel that was taken back.")
    return Shipped(
        PREFIX + order, told.line(parcel, "tracking_company", limit=60),
        told.line(parcel, "tracking_number", limit=60), _PARCEL.get(told.line(parcel, "shipment_status"), "shipped"),
        told.instant(parcel, "updated_at"),
    )  # fmt: skip
