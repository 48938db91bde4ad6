"""What does Cal.com tell of an appointment? Pure."""

from typing import Any

from crm_app.channels import kinds, told
from crm_app.channels.news import Booking, Ignored, News
from crm_app.kit.errors import Invalid

STATES = {"BOOKING_CREATED": "made", "BOOKING_RESCHEDULED": "moved", "BOOKING_CANCELLED": "cancelled"}


def trigger(body: Any) -> str:
    """What has happened, in Cal.com's word; "" when it does not say."""
    return told.line(body, "triggerEvent", limit=60)


def uid(body: Any) -> str:
    return told.id_of(body, "payload", "uid")


def email(body: Any) -> str:
    """Of whoever booked; guests come after them."""
    booked_by = next(iter(told.items(body, "payload", "attendees")), {})
    given = told.line(booked_by, "email", limit=254) or told.line(
        body, "payload", "responses", "email", "value", limit=254
    )
    return given.casefold() if "@" in given else ""


def read(body: Any, account_id: int) -> News:
    """What an event says; raises Invalid for one that names no appointment or nobody."""
    what = trigger(body)
    if not what:
        raise Invalid("triggerEvent", "This is no event of Cal.com. The webhook's payload template has to be empty.")
    if what not in STATES:
        return Ignored(f"Filed: {what}.")
    booking = told.at(body, "payload")
    start = told.instant(booking, "startTime")
    if not uid(body) or start is None:
        raise Invalid("uid", "This booking has no id or no time.")
    if not email(body):
        raise Invalid("attendees", "This booking names nobody.")
    booked_by = next(iter(told.items(booking, "attendees")), {})
    phone = kinds.e164(told.line(booked_by, "phoneNumber", limit=32))
    return Booking(
        uid(body), STATES[what], start, told.line(booking, "title") or told.line(booking, "type"), email(body),
        name=told.line(booked_by, "name") or told.line(booking, "responses", "name", "value"),
        phone=phone if phone.startswith("+") else "", replaces=told.id_of(booking, "rescheduleUid"),
        reason=told.text(booking, "cancellationReason", limit=1000), account_id=account_id or None,
    )  # fmt: skip
