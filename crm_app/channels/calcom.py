"""What does Cal.com tell of an appointment? Pure."""

from typing import Any

from crm_app.channels import kinds, told
from crm_app.channels.news import Booking, Ignored, News
from crm_app.kit.errors import Invalid

_BY_TELEPHONE = "@sms.cal.com"
"""What an address ends with that Cal.com makes of a number, where no e-mail is asked for."""
STATES = {"BOOKING_CREATED": "made", "BOOKING_RESCHEDULED": "moved", "BOOKING_CANCELLED": "cancelled"}


def trigger(body: Any) -> str:
    """What has happened, in Cal.com's word; "" when it does not say."""
    return told.line(body, "triggerEvent", limit=60)


def uid(body: Any) -> str:
    return told.id_of(body, "payload", "uid")


def email(body: Any) -> str:
    """Of whoever booked; guests come after them. Who booked by telephone alone has none."""
    given = told.line(_booked_by(body), "email", limit=254) or _answer(body, "email")
    return given.casefold() if "@" in given and not given.casefold().endswith(_BY_TELEPHONE) else ""


def phone(body: Any) -> str:
    """Of whoever booked, as E.164; "" when it is not told."""
    given = told.line(_booked_by(body), "phoneNumber", limit=32) or _answer(body, "attendeePhoneNumber")
    return kinds.personal(given)


def _booked_by(body: Any) -> dict[str, Any]:
    return next(iter(told.items(body, "payload", "attendees")), {})


def _answer(body: Any, name: str) -> str:
    """What was filled in under that name: a text, or an object of several, such as first and last name."""
    value = told.at(body, "payload", "responses", name, "value")
    parts = value.values() if isinstance(value, dict) else [value]
    return " ".join(filter(None, (told.line({"": part}, "", limit=254) for part in parts)))


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
    if not (email(body) or phone(body)):
        raise Invalid("attendees", "This booking names nobody.")
    return Booking(
        uid(body), STATES[what], start, told.line(booking, "title") or told.line(booking, "type"), email(body),
        name=told.line(_booked_by(body), "name") or _answer(body, "name"), phone=phone(body),
        replaces=told.id_of(booking, "rescheduleUid"), reason=told.text(booking, "cancellationReason", limit=1000),
        account_id=account_id or None,
    )  # fmt: skip
