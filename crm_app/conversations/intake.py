"""Is this delivery usable, and what does it say? Pure: a payload in, an `Inbound` or the field that is wrong out."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, TypeVar

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from crm_app.channels import told
from crm_app.channels.news import Ignored, Introduced, News
from crm_app.channels.port import Inbound, Sender
from crm_app.channels.wires import envelope
from crm_app.contacts.numbers import in_one_form, is_number, number_in
from crm_app.kit import clock
from crm_app.kit.errors import Invalid
from crm_app.language.clean import clean

LONGEST_TEXT, LONGEST_EMAIL = 100_000, 320
CUT = "\n\n[The message was longer: the first {limit:,} of {length:,} characters are kept.]"
REPEAT_WINDOW_S = 3600
"""A delivery without an id is the same one when its bytes are, within one to two of these."""


def email_address(value: str) -> str:
    """The address in one spelling, empty for an empty text; raises ValueError for what is none."""
    if not value.strip():
        return ""
    if len(value) > LONGEST_EMAIL:
        raise ValueError("is too long for an e-mail address")
    try:
        found = validate_email(clean(value).strip(), check_deliverability=False, test_environment=True)
        return found.normalized.casefold()
    except EmailNotValidError as error:
        raise ValueError("is not an e-mail address") from error


def phone_number(value: str) -> str:
    """The number in one form, empty for an empty text; raises ValueError for what is none."""
    if value.strip() and not is_number(value):
        raise ValueError("is no phone number")
    return in_one_form(value)


def _one_line(value: str) -> str:
    return " ".join(clean(value, limit=500).split())


def _text(value: str) -> str:
    cut = CUT.format(limit=LONGEST_TEXT, length=len(value)) if len(value) > LONGEST_TEXT else ""
    return clean(value, limit=LONGEST_TEXT) + cut


Text = Annotated[str, AfterValidator(_text)]
Line = Annotated[str, AfterValidator(_one_line)]
Email = Annotated[str, AfterValidator(email_address)]
Instant = Annotated[datetime, AfterValidator(clock.in_utc)]
"""An instant; one without a zone is read as UTC."""


class Person(BaseModel):
    """Who somebody is, as a program tells of them."""

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = Field(default=None, description="the site's own id; makes repeats harmless")
    name: Line = ""
    email: Email = ""
    phone: Line = ""


class WebForm(Person):
    """What a site's form posts."""

    subject: Line = ""
    message: Text = Field(min_length=1, validation_alias=AliasChoices("message", "text", "body"))
    sent_at: Instant | None = None


class LiveChat(WebForm):
    """What a chat window posts. `visitor` tells the windows apart; a visitor's messages are one conversation."""

    visitor: Line = Field(
        min_length=1, max_length=200, validation_alias=AliasChoices("visitor", "visitor_id", "session_id")
    )


FORMS: dict[str, type[WebForm]] = {"web_form": WebForm, "live_chat": LiveChat}
P = TypeVar("P", bound=Person)

FORM, SIGNED = "form", "inbound"
"""The wires of forms and chat windows, and of what programs deliver by Standard Webhooks."""


def kept(form: WebForm, payload: Any) -> dict[str, Any]:
    """What is stored of a form: all that was posted, in an envelope that no field of it can counterfeit."""
    return envelope(FORM, 0, body=payload, **{"from": form.subject or form.message[:200]})


def read(channel: str, payload: Any) -> WebForm:
    """Check a JSON body; raises Invalid that names the field."""
    form = _checked(FORMS[channel], payload)
    if not form.message.strip():
        raise Invalid("message", "message: it is empty.")
    if channel == "web_form":
        _answerable(form)
    return form


def read_signed(external_id: str, payload: dict[str, Any]) -> News:
    """What a program delivered by Standard Webhooks: the fields of a form in `data`, without a message the person
    alone. Raises Invalid that names the field."""
    body, account_id = payload.get("body"), int(payload.get("account") or 0)
    data, what = told.at(body, "data"), told.line(body, "type")
    if what.endswith((".deleted", ".removed")):
        return Ignored(f"Filed: {what}.")
    if not isinstance(data, dict):
        raise Invalid("data", "data: give the fields of a form, as one JSON object.")
    if not any(str(data.get(name) or "").strip() for name in ("message", "text", "body")):
        person = _checked(Person, data)
        _answerable(person)
        return Introduced(_sender(person))
    seen = inbound("web_form", external_id, read("web_form", data))
    return replace(seen, account_id=account_id or None, sent_at=seen.sent_at or told.instant(body, "timestamp"))


def _checked(model: type[P], payload: Any) -> P:
    if not isinstance(payload, dict):
        raise Invalid("body", "The body is one JSON object.")
    given = {name: value for name, value in payload.items() if value is not None}  # an empty field, as many tell it
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "body"
        raise Invalid(field, f"{field}: {first['msg'].removeprefix('Value error, ')}.") from None


def _answerable(person: Person) -> None:
    if not (person.email or is_number(person.phone)):
        field = "phone" if person.phone else "email"
        raise Invalid(field, f"{field}: give an email or a phone number, or nobody can be answered.")


def identity(form: WebForm | None, raw: bytes, received: datetime, given: str = "") -> tuple[str, str]:
    """The delivery's id, and the one it would have had an hour ago (the same where the sender gave one).

    `given`: the sender's own id for this delivery, where it came beside the body. Without a form: an unusable body.
    """
    if given:
        return (f"key:{clean(given, limit=200)}",) * 2
    if form is not None and form.id not in (None, ""):
        visitor = getattr(form, "visitor", "")  # each window may count its messages from 1
        whose = hashlib.sha256(visitor.encode()).hexdigest()[:16] + ":" if visitor else ""
        return (f"id:{whose}{clean(str(form.id), limit=200)}",) * 2
    mark = hashlib.sha256(raw).hexdigest()[:40]
    window = int(received.timestamp() // REPEAT_WINDOW_S)
    return f"hash:{mark}:{window}", f"hash:{mark}:{window - 1}"


def inbound(channel: str, external_id: str, form: WebForm) -> Inbound:
    """The message that the delivery carries."""
    return Inbound(channel, external_id, _sender(form), form.subject, form.message.strip(), sent_at=form.sent_at)


def _sender(person: Person) -> Sender:
    visitor = getattr(person, "visitor", "")
    return Sender(name=person.name[:200], email=person.email, phone=number_in(person.phone), handle=visitor)
