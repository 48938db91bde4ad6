"""What a shop tells: its customers and orders, again and again under the same ids."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field, model_validator

from crm_app.api.endpoint import Call, Endpoint
from crm_app.contacts import actions
from crm_app.conversations.intake import Email, Instant, phone_number
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.transaction import STORED_MEANWHILE, Transaction, transaction
from crm_app.language.clean import clean

MOST = 500
TRIES = 3


def _line(value: str) -> str:
    return " ".join(clean(value).split())


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value


def _line_of(length: int, *more: Any) -> Any:
    return Annotated[str, Field(max_length=length), AfterValidator(_line), *more]


Id = _line_of(200, AfterValidator(_filled))
Facts = ConfigDict(extra="ignore", allow_inf_nan=False)


class ContactFacts(BaseModel):
    """What the shop knows of a person; what is left out stays as it is."""

    model_config = Facts

    external_id: Id
    name: _line_of(200) | None = None
    email: Annotated[Email, Field(max_length=254)] | None = None
    phone: Annotated[_line_of(60), AfterValidator(phone_number)] | None = None
    address: _line_of(500) | None = None
    lifetime_value: float | None = Field(
        default=None, ge=0, le=1e9, validation_alias=AliasChoices("lifetime_value", "ltv")
    )
    churn_risk: float | None = Field(default=None, ge=0, le=1)
    segments: list[_line_of(60)] | None = Field(default=None, max_length=50)
    vip: bool | None = None
    customer_since: Instant | None = None


class TrackingFacts(BaseModel):
    """One scan of the carrier's."""

    model_config = Facts

    at: Instant
    place: _line_of(120) = ""
    text: _line_of(300) = ""


class OrderFacts(BaseModel):
    """What the shop knows of an order; what is left out stays as it is. Whose it is: `contact_external_id`, or the
    whole `contact`, which is stored with it."""

    model_config = Facts

    external_id: Id
    contact_external_id: Id | None = None
    contact: ContactFacts | None = None
    number: _line_of(60) | None = None
    total: Annotated[Decimal, Field(ge=0, lt=Decimal(10) ** 12)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Za-z]{3}$"), AfterValidator(str.upper)] | None = None
    status: _line_of(40) | None = None
    carrier: _line_of(60) | None = None
    tracking_number: _line_of(60) | None = None
    address: _line_of(500) | None = None
    items: list[_line_of(200)] | None = Field(default=None, max_length=200)
    events: list[TrackingFacts] | None = Field(default=None, max_length=200)
    placed_at: Instant | None = None
    expected_at: Instant | None = None

    @model_validator(mode="after")
    def _names_its_contact(self) -> "OrderFacts":
        if not (self.contact_external_id or self.contact):
            raise ValueError("contact_external_id: say whose order this is")
        return self


class Stored(BaseModel):
    """`created` is false where it was known and has been changed."""

    id: int
    external_id: str
    created: bool


class StoredList(BaseModel):
    results: list[Stored]
    created: int
    changed: int


async def put_contacts(call: Call) -> tuple[Stored | StoredList, int]:
    """POST /api/v1/contacts: one object, or a list that is stored whole or not at all."""
    return await _put(call, _put_contact)


async def put_orders(call: Call) -> tuple[Stored | StoredList, int]:
    """POST /api/v1/orders: one object, or a list that is stored whole or not at all."""
    return await _put(call, _put_order)


async def _put(call: Call, put_one: Callable[[Transaction, Any], Awaitable[Stored]]) -> tuple[Stored | StoredList, int]:
    items = call.body if isinstance(call.body, list) else [call.body]
    stored = await _store(call, items, put_one)
    created = sum(one.created for one in stored)
    status = 201 if created else 200
    if call.body is items:
        return StoredList(results=stored, created=created, changed=len(stored) - created), status
    return stored[0], status


async def _store(
    call: Call, items: list[Any], put_one: Callable[[Transaction, Any], Awaitable[Stored]]
) -> list[Stored]:
    for attempt in range(TRIES):
        try:
            async with transaction(call.actor) as tx:
                return [await put_one(tx, item) for item in items]
        except Conflict as error:  # another call told of the same person: now they are known
            if error.code != STORED_MEANWHILE or attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


async def _put_contact(tx: Transaction, facts: ContactFacts) -> Stored:
    contact, created = await actions.upsert_contact(tx, facts.external_id, **_given(facts))
    return Stored(id=contact.id, external_id=facts.external_id, created=created)


async def _put_order(tx: Transaction, facts: OrderFacts) -> Stored:
    if facts.contact:
        await _put_contact(tx, facts.contact)
    contact = facts.contact.external_id if facts.contact else facts.contact_external_id
    try:
        order, created = await actions.upsert_order(tx, facts.external_id, contact, **_given(facts))
    except NotFound:
        sentence = f"contact_external_id: nobody is known as {contact[:80]}. Send the contact first, or with the order."
        raise Invalid("contact_external_id", sentence) from None
    return Stored(id=order.id, external_id=facts.external_id, created=created)


def _given(facts: BaseModel) -> dict[str, Any]:
    """The facts that were sent, as the rows keep them."""
    besides = {"external_id", "contact", "contact_external_id", "events"}
    given = {name: value for name, value in facts.model_dump(exclude=besides).items() if value is not None}
    if isinstance(facts, OrderFacts) and facts.events is not None:
        scans = sorted(facts.events, key=lambda scan: scan.at)
        given["events"] = [{"at": scan.at.isoformat(), "place": scan.place, "text": scan.text} for scan in scans]
    return given


ENDPOINTS = [
    Endpoint(
        "POST", "/api/v1/contacts", "Add or change contacts, by external_id", "contacts.write", put_contacts,
        {201: (Stored, StoredList), 200: (Stored, StoredList)}, body=ContactFacts, most=MOST, group="Shop",
        example={"external_id": "c-1", "name": "Lina", "email": "lina@customer.example", "lifetime_value": 350.0},
    ),
    Endpoint(
        "POST", "/api/v1/orders", "Add or change orders, by external_id", "contacts.write", put_orders,
        {201: (Stored, StoredList), 200: (Stored, StoredList)}, body=OrderFacts, most=MOST, group="Shop",
        example={
            "external_id": "o-1", "contact": {"external_id": "c-1", "email": "lina@customer.example"}, "number": "1001",
            "total": 59.9, "currency": "EUR", "status": "shipped", "items": ["Desk lamp"],
        },
    ),
]  # fmt: skip
