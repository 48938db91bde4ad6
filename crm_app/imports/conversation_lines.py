"""Can this line of an import file be used, and what does it say? Pure: a line in, an `Imported` or a reason out.

{id, customer, name, email, phone?, channel?, subject, status: open|pending|closed, priority: 1..5, created,
 messages: [{from: customer|agent, at, body}]}
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from crm_app.contacts.numbers import number_in
from crm_app.conversations.intake import Email, Instant, Line, Text
from crm_app.imports import values
from crm_app.imports.history import status_of
from crm_app.inbox.importing import Imported, Said

PRIORITY_NAMES = {1: "low", 2: "normal", 3: "normal", 4: "high", 5: "urgent"}


def _none_is_empty(value: Any) -> Any:
    return "" if value is None else value


def _number_is_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _none_is_empty(value)


Name = Annotated[Line, BeforeValidator(_number_is_text)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")

    who: Literal["customer", "agent"] = Field(validation_alias="from")
    at: Instant
    body: Text
    name: Name = ""


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: Name = Field(min_length=1, max_length=200)
    customer: Name = Field(default="", max_length=200)
    name: Name = ""
    email: Annotated[Email, BeforeValidator(_none_is_empty)] = ""
    phone: Name = ""
    channel: Annotated[str, AfterValidator(values.channel)] = "email"
    subject: Name = ""
    status: Literal["open", "pending", "closed"] | None = None
    priority: Annotated[int, Field(ge=1, le=5)] | None = None
    created: Instant | None = None
    messages: list[_Message] = Field(min_length=1)


def parse(line: str, ground: values.Ground) -> Imported:
    """Read one line. Times to come count as now. Raises ValueError with the reason."""
    try:
        row = _Line.model_validate_json(line)
    except ValidationError as error:
        raise ValueError(_reason(error)) from None
    if not (row.customer or row.email or row.phone):
        raise ValueError("customer: name the customer, an email or a phone, or nobody knows whose it is")
    said = tuple(
        Said(one.who == "customer", min(one.at, ground.now), one.body, one.name)
        for one in sorted(row.messages, key=lambda one: one.at)
    )
    return Imported(
        id=row.id,
        customer=row.customer,
        channel=row.channel,
        subject=row.subject,
        status=row.status or status_of(said, ground.now),
        created=min(row.created or said[0].at, ground.now),
        messages=said,
        name=row.name,
        email=row.email,
        phone=number_in(row.phone, ground.region),
        priority=PRIORITY_NAMES.get(row.priority or 0),
    )


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    if first["type"] == "json_invalid":
        return f"not JSON ({first['ctx']['error']})"
    field = ".".join(str(part) for part in first["loc"]) or "line"
    return f"{field}: {first['msg'].removeprefix('Value error, ')}"
