"""Are the offline drafts worth sending, in three languages and on every channel, and do they invent nothing?"""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_app.channels.policy import POLICIES, fits
from crm_app.drafts.claims import check
from crm_app.drafts.facts import ContactFact, DraftContext, OrderFact, Writer
from crm_app.drafts.offline import write
from crm_app.drafts.offline.speech import TABLES
from tests.unit.drafts.stories import NOW, ORDER, SHIPPING, contexts, jane, said

LANGUAGES = ("en", "es", "ar")
VARIANTS = ("first", "another", "shorter")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", sorted(POLICIES))
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_draft_of_the_picture_fits_its_channel_and_passes_the_check(
    language: str, channel: str, variant: str
) -> None:
    context = jane(language=language, channel=channel)
    for k in range(3):
        draft = write(context, variant, k)
        assert fits(channel, draft.content).ok, draft.content
        assert check(draft.content, context).unsupported == ()
        assert "Jane" in draft.content
        assert "Reno" in draft.content or "54321" in draft.content


@given(contexts, st.sampled_from(VARIANTS), st.integers(0, 3))
@settings(max_examples=400)
def test_nothing_is_ever_invented(context: DraftContext, variant: str, k: int) -> None:
    draft = write(context, variant, k)
    assert draft.content.strip()
    assert check(draft.content, context).unsupported == ()
    assert fits(context.channel if context.channel in POLICIES else "email", draft.content).ok, draft.content
    assert not re.search(r"[{}]|None", draft.content)


def test_a_late_parcel_in_english() -> None:
    draft = write(jane())
    for fact in (
        "Hi Jane,",
        "order #54321 is late",
        "Reno on 12 November",
        "5 days",
        "13 November",
        "UPS",
        "1Z999AA10123456784",
        "since 2022",
        "Sara",
    ):
        assert fact in draft.content
    assert draft.tone == "warm"
    assert draft.rests_on == ("order #54321", "tracking", "contact")
    assert draft.personalization.used_order_info
    assert draft.personalization.mentioned_tracking
    assert draft.personalization.referenced_past_issue
    assert draft.personalization.applied_vip_treatment


def test_dates_and_money_as_the_language_writes_them() -> None:
    spanish = write(
        jane(language="es", category="invoice", subject="", messages=said("Necesito la factura #54321"))
    ).content
    assert "156,99" in spanish
    assert "el 12 de noviembre" in write(jane(language="es")).content
    arabic = write(
        jane(language="ar", category="invoice", subject="", messages=said("أحتاج فاتورة الطلب 54321"))
    ).content
    assert "156.99 دولار" in arabic
    assert "12 نوفمبر" in write(jane(language="ar")).content


def test_the_language_of_the_answer() -> None:
    assert write(jane(language="arabizi")).content.startswith("مرحبًا")
    assert write(jane(language="other")).content.startswith("Hi Jane,")
    mixed = said("طلبي رقم 54321 لم يصل بعد please وأنا زعلان جدا")
    assert write(jane(language="mixed", subject="", messages=mixed)).content.startswith("مرحبًا")
    assert write(
        jane(language="mixed", subject="", messages=said("hola, mi pedido no llega, please"))
    ).content.startswith("Hola")


def test_another_way_is_built_differently_and_shorter_is_about_half() -> None:
    for language in LANGUAGES:
        first, another, shorter = (write(jane(language=language), variant).content for variant in VARIANTS)
        assert another.count("\n- ") >= 3
        assert first.count("\n- ") == 0
        assert 0.25 <= len(shorter.split()) / len(first.split()) <= 0.65
        assert not set(re.split(r"[.?؟\n]+", first)) & set(re.split(r"[.?؟\n]+", another)) - {"", "Sara", " "}


def test_asking_again_turns_the_wording() -> None:
    assert write(jane(), "first", 0).content != write(jane(), "first", 1).content


def test_without_an_order_it_asks_for_the_number() -> None:
    draft = write(jane(order=None, subject="", messages=said("Where is my order?")))
    assert "Could you send me the order number" in draft.content
    assert not draft.personalization.used_order_info


def test_it_names_the_orders_it_could_be() -> None:
    others = (OrderFact("777"), OrderFact("888"))
    draft = write(jane(order=None, other_orders=others, subject="", messages=said("Where is my order?")))
    assert "Is it about order #777 or #888?" in draft.content


def test_a_number_that_no_record_holds_is_said_to_be_unknown() -> None:
    draft = write(jane(order=None, category="order", subject="", messages=said("Please cancel order #99999")))
    assert "I cannot find order #99999 under your name." in draft.content
    assert "99999" in draft.reasoning


def test_a_question_that_the_knowledge_base_answers() -> None:
    asked = {
        "order": None,
        "category": "other",
        "sentiment": 0.5,
        "subject": "",
        "messages": said("Do you ship to Muscat?"),
    }
    draft = write(jane(passages=(SHIPPING,), **asked))
    assert "From our “Shipping”: “We ship to Muscat for free.”" in draft.content
    assert "knowledge: Shipping" in draft.rests_on
    without = write(jane(passages=(), **asked)).content
    assert "Muscat" not in without and "Could you tell me a little more" in without


def test_no_question_about_an_answer_that_found_no_room() -> None:
    long = replace(SHIPPING, text="We ship to Muscat " + "and to many more places in the region " * 4 + "every week.")
    context = jane(
        passages=(long,),
        channel="sms",
        order=None,
        category="other",
        sentiment=0.5,
        subject="",
        messages=said("Do you ship to Muscat?"),
    )
    assert "Does that answer" not in write(context).content


def test_a_delivered_order_is_told_with_its_day() -> None:
    arrived = replace(ORDER, status="Delivered", events=(replace(ORDER.events[1], text="Delivered, front door"),))
    assert "as delivered on 12 November" in write(jane(order=arrived)).content


def test_empathy_care_and_calm_follow_the_records() -> None:
    calm = replace(
        ORDER, expected_at=date(2026, 11, 20), events=(replace(ORDER.events[1], at=NOW - timedelta(hours=20)),)
    )
    plain = jane(sentiment=0.6, order=calm, contact=ContactFact("Jane Rivera"))
    assert "sorry" not in write(plain).content
    assert "It is expected on 20 November." in write(plain).content
    assert "sorry" in write(replace(plain, sentiment=0.29)).content
    assert not write(plain).personalization.applied_vip_treatment
    assert write(
        replace(plain, contact=ContactFact("Jane", lifetime_value=Decimal(1000)))
    ).personalization.applied_vip_treatment
    assert "make this right" in write(jane(contact=ContactFact("Jane", churn_risk=0.6))).content
    assert "make this right" not in write(jane(contact=ContactFact("Jane", churn_risk=0.59))).content


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("amy wong", "Hi Amy,"),
        ("Rivera, Jane", "Hi Jane,"),
        ("Dr. Ana López", "Hi Ana,"),
        ("عبد الله سعد", "Hi عبد الله,"),
        ("", "Hello,"),
        ("jane@example.com", "Hello,"),
        ("12345", "Hello,"),
    ],
)
def test_greets_by_first_name(name: str, greeting: str) -> None:
    assert write(jane(contact=ContactFact(name))).content.startswith(greeting)


def test_signs_as_the_workspace_when_nobody_asked() -> None:
    assert write(jane(writer=Writer("", "Northwind Home"))).content.endswith("Kind regards,\nNorthwind Home")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "category",
    [
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
    ],
)
def test_every_category_ends_in_a_next_step(language: str, category: str) -> None:
    context = jane(language=language, category=category, subject="", messages=said("…"), order=None, passages=())
    content = write(context).content
    assert re.search(r"[?؟]|نرجو", content), content
    assert check(content, context).unsupported == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize(
    "category", ["delivery", "shipping_address", "cancellation_fee", "refund", "payment", "invoice"]
)
def test_no_step_is_lost_to_the_check(language: str, channel: str, category: str) -> None:
    """With the order at hand the next step is the topic's own, never the last resort."""
    context = jane(language=language, channel=channel, category=category, subject="", messages=said("#54321"))
    for k in range(2):
        content = write(context, "first", k).content
        for last_resort in TABLES[language][0]["step_other"]:
            assert last_resort not in content, content
