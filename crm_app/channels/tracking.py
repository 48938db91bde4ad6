"""What does a carrier tell of a parcel, in the form of EasyPost? Pure."""

from typing import Any

from crm_app.channels import told
from crm_app.channels.news import Ignored, News, Parcel
from crm_app.kit.errors import Invalid

_STATUS = {
    "pre_transit": "packed", "in_transit": "in transit", "out_for_delivery": "out for delivery",
    "delivered": "delivered", "available_for_pickup": "ready for pickup", "return_to_sender": "returned",
    "failure": "delivery failed", "cancelled": "cancelled", "error": "delivery failed",
}  # fmt: skip
_MOST_SCANS = 200


def read(body: Any) -> News:
    """What an event says; raises Invalid for one without a tracking number."""
    if not isinstance(body, dict):
        raise Invalid("body", "The body is one JSON object.")
    parcel = body.get("result")
    if not told.line(body, "description").startswith("tracker.") or not isinstance(parcel, dict):
        return Ignored(f"Filed: {told.line(body, 'description') or 'an event without a name'}.")
    number = told.line(parcel, "tracking_code", limit=60)
    if not number:
        raise Invalid("tracking_code", "This parcel has no tracking number.")
    scans = _scans(parcel)
    newest = max((scan[0] for scan in scans), default=None)
    return Parcel(
        number, told.line(parcel, "carrier", limit=60), _STATUS.get(told.line(parcel, "status"), ""),
        tuple({"at": at.isoformat(), "place": place, "text": text} for at, place, text in scans),
        told.instant(parcel, "est_delivery_date"), newest or told.instant(parcel, "updated_at"),
    )  # fmt: skip


def _scans(parcel: dict[str, Any]) -> list[tuple[Any, str, str]]:
    found = []
    for detail in told.items(parcel, "tracking_details")[-_MOST_SCANS:]:
        at = told.instant(detail, "datetime")
        place = ", ".join(
            part for key in ("city", "country") if (part := told.line(detail, "tracking_location", key, limit=60))
        )
        text = told.line(detail, "message", limit=300) or _STATUS.get(told.line(detail, "status"), "")
        if at:
            found.append((at, place, text))
    return sorted(set(found))
