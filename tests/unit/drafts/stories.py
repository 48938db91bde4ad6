"""The customer of the design's picture, and contexts drawn at random around her."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from crm_app.drafts.facts import ContactFact, DraftContext, OrderFact, Passage, TrackingEvent, Turn, Writer

NOW = datetime(2026, 11, 17, 11, 16, tzinfo=UTC)
WROTE = (
    "Hi, my order #54321 hasn’t arrived yet and the tracking hasn’t moved since last week. It’s a birthday present "
    "and I’m getting worried. This is the second time this happened."
)
RETURNS = Passage(
    "Returns policy",
    "You can return any item within 30 days of delivery. Refunds are paid within 5 days of the return reaching us.",
    "returns.md",
)
SHIPPING = Passage(
    "Shipping", "We ship to Muscat for free. Delivery takes 5 to 8 days.", "https://northwind.example/shipping"
)
ORDER = OrderFact(
    number="54321",
    total=Decimal("156.99"),
    currency="USD",
    status="In transit",
    carrier="UPS",
    tracking_number="1Z999AA10123456784",
    placed_at=datetime(2026, 11, 8, 9, 0, tzinfo=UTC),
    expected_at=date(2026, 11, 13),
    address="18 Alder Street, Portland, OR 97201",
    items=("Oak lamp",),
    events=(
        TrackingEvent(datetime(2026, 11, 9, 10, 0, tzinfo=UTC), "", "Shipped"),
        TrackingEvent(datetime(2026, 11, 12, 10, 0, tzinfo=UTC), "Reno", "Arrived at facility"),
    ),
)
JANE = ContactFact(
    "Jane Rivera",
    "jane@example.com",
    "+1 415 555 0100",
    Decimal(3500),
    0.8,
    ("Gifts", "repeat"),
    True,
    18,
    date(2022, 3, 1),
)


def said(text: str, at: datetime = NOW - timedelta(hours=2)) -> tuple[Turn, ...]:
    """A conversation of one message."""
    return (Turn("inbound", text, at),)


def jane(**changes: Any) -> DraftContext:
    """The picture's conversation, with `changes`."""
    context = DraftContext(
        channel="email",
        now=NOW,
        language="en",
        category="delivery",
        sentiment=0.2,
        priority="urgent",
        subject="Order #54321 still hasn’t arrived",
        messages=said(WROTE),
        contact=JANE,
        order=ORDER,
        passages=(RETURNS,),
        writer=Writer("Sara", "Northwind Home"),
    )
    return replace(context, **changes)


_MESSAGES = (
    WROTE,
    "Where is my order?",
    "I want a refund for order #54321",
    "Please cancel order #99999 again!",
    "Thanks, great!",
    "The lamp arrived broken",
    "Do you ship to Muscat?",
    "¿Dónde está mi pedido 54321?",
    "Quiero un reembolso, es un regalo",
    "El artículo llegó roto",
    "أين طلبي رقم 54321؟",
    "أريد استرداد المبلغ للمرة الثانية",
    "وصلني المنتج تالف",
    "wen talabi 3ajel",
    "",
    "?",
    "change the address of my order to 5 Elm Road",
    "my card was charged $20 twice on 3 November",
    "¿Hacen descuento?",
)
_CATEGORIES = (
    "order",
    "shipping",
    "shipping_address",
    "delivery",
    "refund",
    "payment",
    "invoice",
    "account",
    "cancel",
    "cancellation_fee",
    "contact",
    "feedback",
    "newsletter",
    "subscription",
    "other",
    "unheard of",
)
_NAMES = (
    "Jane Rivera",
    "أحمد الغامدي",
    "amy wong",
    "José Ñúñez",
    "",
    "x@y.example",
    "Rivera, Jane",
    "عبد الله سعد",
    "Dr. Free Refund",
    "1",
    "May",
)
_days = st.integers(-400, 60).map(lambda n: NOW + timedelta(days=n, hours=3))
_events = st.lists(
    st.builds(
        TrackingEvent,
        _days,
        st.sampled_from(("", "Reno", "Riyadh", "الرياض", "Sevilla", "Hub 12, Berlin")),
        st.sampled_from(
            ("", "Shipped", "Out for delivery", "Delivered, front door", "Arrived at facility", "تم التسليم")
        ),
    ),
    max_size=4,
).map(tuple)
orders = st.builds(
    OrderFact,
    number=st.sampled_from(("54321", "#1007", "W2378156", "AB-77-9", "9")),
    total=st.none() | st.decimals(0, 99999, places=2),
    currency=st.sampled_from(("USD", "EUR", "SAR", "", "MXN", "KES")),
    status=st.sampled_from(
        (
            "In transit",
            "processing",
            "Delivered",
            "Cancelled",
            "Refunded",
            "",
            "Awaiting stock",
            "قيد الشحن",
            "Entregado",
        )
    ),
    carrier=st.sampled_from(("UPS", "", "Aramex", "correos express")),
    tracking_number=st.sampled_from(("1Z999AA10123456784", "", "0042")),
    placed_at=st.none() | _days,
    expected_at=st.none() | _days | _days.map(datetime.date),
    address=st.sampled_from(
        ("18 Alder Street, Portland, OR 97201", "", "Calle Mayor 12, 3º B, Sevilla", "شارع الملك فهد، الرياض")
    ),
    items=st.sampled_from(((), ("Oak lamp",), ("2 × Walnut desk", "Free gift box"))),
    events=_events,
)
contexts = st.builds(
    DraftContext,
    channel=st.sampled_from(("web_form", "live_chat", "email", "sms", "whatsapp", "telegram", "phone", "pigeon")),
    now=st.just(NOW),
    language=st.sampled_from(("en", "es", "ar", "arabizi", "mixed", "other")),
    category=st.sampled_from(_CATEGORIES),
    sentiment=st.floats(0, 1),
    subject=st.sampled_from(("", "Order #54321", "Re: refund")),
    messages=st.lists(st.sampled_from(_MESSAGES), max_size=3).map(lambda texts: tuple(said(t)[0] for t in texts)),
    contact=st.builds(
        ContactFact,
        name=st.sampled_from(_NAMES),
        lifetime_value=st.sampled_from((Decimal(0), Decimal(1000), Decimal(5000))),
        churn_risk=st.floats(0, 1),
        vip=st.booleans(),
        orders_count=st.integers(0, 40),
        customer_since=st.none() | st.just(date(2022, 3, 1)),
    ),
    order=st.none() | orders,
    other_orders=st.lists(orders, max_size=3).map(tuple),
    passages=st.sampled_from(((), (RETURNS,), (SHIPPING, RETURNS))),
    writer=st.sampled_from(
        (Writer("Sara", "Northwind Home"), Writer("", "Northwind Home"), Writer(), Writer("", "Free Express Ltd"))
    ),
)
