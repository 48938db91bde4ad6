"""What the claims check finds in a draft, and what it takes the records to bear out."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_app.drafts.claims import Claim, check
from crm_app.drafts.facts import OrderFact, Passage, TrackingEvent, Turn
from tests.unit.drafts.stories import NOW, ORDER, RETURNS, contexts, jane, said

PICTURE = """Hi Jane,

I’m sorry that order #54321 is late, and for a birthday of all things. Tracking shows it has sat in Reno since \
12 November, so I won’t ask you to keep waiting: I’ve prepared a replacement by express that reaches you by Friday, \
at no cost, and you can keep the first parcel if it turns up.

Would you like it sent to 18 Alder Street again?

Sara"""


def judged(text: str, **changes: object) -> dict[str, Claim]:
    return {claim.text: claim for claim in check(text, jane(**changes)).claims}


def assert_unsupported(text: str, claim: str, **changes: object) -> None:
    assert claim in judged(text, **changes), judged(text, **changes)
    assert not judged(text, **changes)[claim].supported


def assert_supported(text: str, claim: str, source: str, **changes: object) -> None:
    assert claim in judged(text, **changes), judged(text, **changes)
    assert judged(text, **changes)[claim].supported, judged(text, **changes)[claim]
    assert judged(text, **changes)[claim].source == source


def test_the_picture_of_the_design() -> None:
    claims = judged(PICTURE)
    assert {text: claim.supported for text, claim in claims.items()} == {
        "Jane": True,
        "#54321": True,
        "Reno since 12 November": True,
        "I’ve prepared": False,
        "express": False,
        "by Friday": False,
        "at no cost": False,
        "you can keep": False,
        "18 Alder Street": True,
        "Sara": True,
    }
    assert claims["#54321"].source == "order #54321"
    assert claims["Reno since 12 November"].source == "tracking"
    assert claims["by Friday"].reason == "“by Friday” stands in no record."


@pytest.mark.parametrize(
    "spelling",
    [
        "12 November",
        "Nov 12",
        "November 12th, 2026",
        "the 12th of November",
        "12/11",
        "2026-11-12",
        "12.11.2026",
        "Thursday 12 November",
        "12 de noviembre",
        "jueves 12 de noviembre de 2026",
        "12 nov",
        "١٢ نوفمبر",
        "12 تشرين الثاني",
        "الخميس ١٢ نوفمبر",
        "last Thursday",
    ],
)
def test_a_scan_date_in_every_spelling(spelling: str) -> None:
    """The 12th is the parcel's last scan; the 11th and 14th are nothing."""
    claims = check(f"Tracking: {spelling} .", jane()).claims
    assert [claim.supported for claim in claims if claim.kind == "date"] == [True]
    moved = replace(ORDER, events=(TrackingEvent(NOW.replace(day=14), "Reno", ""),), expected_at=None)
    assert not any(claim.supported for claim in check(f"Tracking: {spelling} .", jane(order=moved)).claims)


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        ("We'll refund you.", "We'll refund"),
        ("You will receive it.", "You will receive"),
        ("We have cancelled the order.", "We have cancelled"),
        ("Your refund has been processed.", "has been processed"),
        ("I'm contacting the carrier.", "I'm contacting"),
        ("It reaches you within 24 hours.", "within 24 hours"),
        ("It is there in a week.", "in a week"),
        ("Expect it by tomorrow.", "by tomorrow"),
        ("That is free of charge.", "free of charge"),
        ("We guarantee it.", "We guarantee"),
        ("Here is a voucher.", "voucher"),
        ("I've prepared a replacement", "I've prepared"),
        ("Le devolveremos el dinero.", "devolveremos"),
        ("Se lo enviaré.", "enviaré"),
        ("Hemos cancelado el pedido.", "Hemos cancelado"),
        ("Llega antes del viernes.", "antes del viernes"),
        ("Es gratis.", "gratis"),
        ("Lo tiene dentro de 48 horas.", "dentro de 48 horas"),
        ("سنعيد المبلغ.", "سنعيد"),
        ("سَنُعيد المبلغ.", "سَنُعيد"),
        ("تحصل عليه خلال ٢٤ ساعة.", "خلال ٢٤ ساعة"),
        ("التوصيل مجاني.", "مجاني"),
        ("لديك خصم.", "خصم"),
        ("يكون لديك قبل يوم الجمعة.", "قبل يوم الجمعة"),
    ],
)
def test_promises_that_no_record_holds(text: str, promise: str) -> None:
    assert_unsupported(text, promise)
    assert judged(text)[promise].kind == "promise"


def test_a_promise_that_the_policy_makes() -> None:
    assert_supported(
        "Refunds are paid within 5 days of the return reaching us.", "within 5 days", "knowledge: Returns policy"
    )
    assert_supported("You get your refund within 5 days.", "within 5 days", "knowledge: Returns policy")


def test_the_policys_number_proves_nothing_about_something_else() -> None:
    assert_unsupported("Your parcel arrives within 5 days.", "within 5 days")
    assert_unsupported("The refund is not paid within 5 days.", "within 5 days")
    assert_unsupported("Delivery takes 30 lamps.", "30")


def test_no_promise_rests_on_the_customers_own_words() -> None:
    assert_unsupported("We'll refund everything.", "We'll refund", messages=said("You said: We'll refund everything."))


def test_deeds_are_true_when_the_status_says_so() -> None:
    assert_supported("It has shipped.", "has shipped", "order #54321")
    assert_unsupported("It has been delivered.", "has been delivered")
    assert_unsupported("We will ship it.", "We will ship")
    assert_supported("It was delivered.", "was delivered", "order #54321", order=replace(ORDER, status="Delivered"))


def test_a_date_answers_only_for_what_it_is_the_date_of() -> None:
    assert_supported("It was expected on 13 November.", "13 November", "order #54321")
    assert_unsupported("It was expected on 12 November.", "12 November")
    assert_unsupported("It was delivered on 12 November.", "12 November")
    assert_supported("You ordered it on 8 November.", "8 November", "order #54321")
    assert_unsupported("You ordered it on 9 November.", "9 November")
    assert_unsupported("Friday 12 November", "Friday 12 November")


def test_a_place_and_a_date_must_belong_together() -> None:
    assert_unsupported("It has been in Reno since 9 November.", "Reno since 9 November")
    assert_supported("Está en Reno desde el 12 de noviembre.", "Reno desde el 12 de noviembre", "tracking")


def test_by_a_date_holds_when_the_order_is_expected_by_then() -> None:
    coming = replace(ORDER, expected_at=date(2026, 11, 19))
    assert_supported("It arrives by Friday.", "by Friday", "order #54321", order=coming)
    assert_unsupported("It arrives by Wednesday.", "by Wednesday", order=coming)
    assert_unsupported("You have the money by Friday.", "by Friday", order=coming)


@pytest.mark.parametrize("amount", ["$156.99", "156.99 USD", "US$156.99", "156,99 US$", "156.99 دولار", "١٥٦٫٩٩ دولار"])
def test_the_orders_total_in_every_spelling(amount: str) -> None:
    assert_supported(f"Total: {amount} .", amount, "order #54321")


@pytest.mark.parametrize(
    "amount", ["$156.98", "€156.99", "$54321", "156 dollars", "$15,699", "twenty dollars", "$3,500", "veinte euros"]
)
def test_amounts_that_are_not_the_orders(amount: str) -> None:
    assert_unsupported(f"Total: {amount} .", amount)


def test_numbers_that_the_records_count() -> None:
    assert_supported("Thank you for 18 orders.", "18", "contact")
    assert_unsupported("Thank you for 18 lamps.", "18")
    assert_supported("With us since 2022.", "2022", "contact")
    assert_unsupported("Item 2022.", "2022")
    assert_supported("No scan for 5 days.", "5 days", "clock")
    assert_unsupported("No scan for 6 days.", "6 days")
    assert_supported("Parcel 1Z999AA10123456784", "1Z999AA10123456784", "tracking")


def test_order_numbers() -> None:
    assert_supported("order 54321", "54321", "order #54321")
    assert_unsupported("order #54322", "#54322")
    assert_unsupported("#5432", "#5432")
    assert_supported("order #777", "#777", "the customer's message", messages=said("where is order #777"))


def test_names_and_places() -> None:
    assert_unsupported("Hi Sara,\nhow are you?", "Sara")
    assert_unsupported("My colleague Tom knows.", "Tom")
    assert_unsupported("مرحبًا خالد،\nكيف حالك", "خالد")
    assert_unsupported("It is in Denver now.", "Denver")
    assert_unsupported("الشحنة في جدة الآن", "جدة")
    assert_supported("Our Returns policy tells.", "Returns", "knowledge: Returns policy")
    assert_unsupported("John Smith will call.", "John Smith")


def test_addresses_links_phones_and_mail() -> None:
    assert_unsupported("Sent to 19 Alder Street.", "19 Alder Street")
    assert_unsupported("Sent to 12 St. Mary Street.", "12 St. Mary Street")
    assert not any("place" in claim for claim in judged("Up to 1,200,000 AED. Viewings take place on Sunday."))
    assert_unsupported("A la calle Mayor 12.", "calle Mayor 12")
    assert_unsupported(
        "See https://evil.example/x.", "https://evil.example/x", messages=said("see https://evil.example/x")
    )
    assert_unsupported("See evil.com/x", "evil.com/x")
    policy = Passage("Shipping", "Read https://northwind.example/shipping first.", "")
    assert_supported(
        "See https://northwind.example/shipping.",
        "https://northwind.example/shipping",
        "knowledge: Shipping",
        passages=(policy,),
    )
    assert_supported("Call +1 (415) 555-0100", "+1 (415) 555-0100", "contact")
    assert_unsupported("Call +1 415 555 0101", "+1 415 555 0101")
    assert_supported("Write to jane@example.com", "jane@example.com", "contact")
    assert_unsupported("Write to john@example.com", "john@example.com")


def test_what_a_colleague_wrote_before_may_be_repeated() -> None:
    before = (Turn("outbound", "We will send a new lamp within 3 days.", NOW.replace(day=16)),)
    assert_supported("We will send a new lamp within 3 days.", "We will send", "our earlier reply", messages=before)


def test_other_customers_cases_prove_nothing() -> None:
    assert_unsupported("We reship in 2 days.", "in 2 days")


def test_a_draft_without_facts_has_no_claims() -> None:
    assert check("Thank you for your message. What can I do for you?", jane()).claims == ()
    assert check("", jane()).claims == ()
    assert check("شكرًا لرسالتك. كيف يمكنني مساعدتك؟", jane()).claims == ()


_SENTENCES = st.lists(
    st.sampled_from(
        (
            "Hi Jane,",
            "order #54321",
            "by Friday",
            "within 24 hours",
            "$156.99",
            "Reno since",
            "12 November",
            "18 Alder Street",
            "we'll refund",
            "خلال ٢٤ ساعة",
            "سنعيد",
            "el 12 de noviembre",
            "gratis",
            "\n",
            ".",
            "twenty-five",
            "a@b.com",
            "www.x.io",
            "²",
            "½",
            "İstanbul",
            "é́",
            "\u200f",
            "1Z9",
            "+1 415",
            "24/7",
            "٫",
            "#",
            "№ 5",
        )
    )
    | st.text(max_size=12),
    max_size=14,
)


@given(_SENTENCES)
@settings(max_examples=150)
def test_claims_never_overlap_and_their_offsets_are_exact(parts: list[str]) -> None:
    text = " ".join(parts)
    end = 0
    for claim in check(text, jane()).claims:
        assert end <= claim.start < claim.end
        assert text[claim.start : claim.end] == claim.text
        end = claim.end


@given(
    _SENTENCES,
    st.integers(10**5, 10**9),
    st.integers(0, 13),
    st.sampled_from(("0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９")),
)
@settings(max_examples=150)
def test_a_number_from_nowhere_is_always_reported(parts: list[str], number: int, at: int, digits: str) -> None:
    written = "".join(digits[int(digit)] for digit in str(number))
    text = " ".join([*parts[:at], written, *parts[at:]])
    context = jane()
    start = len(" ".join([*parts[:at], ""])) if parts[:at] else 0
    assert text[start : start + len(written)] == written
    covering = [c for c in check(text, context).claims if c.start < start + len(written) and c.end > start]
    assert covering
    assert not any(claim.supported for claim in covering)


@given(contexts)
@settings(max_examples=40)
def test_no_digit_escapes_in_any_context(context: object) -> None:
    text = "Order 54321 of 3 Nov, 7 lamps at 12:30, $5, 10 %, +49 30 123456, x9y"
    claims = check(text, context).claims
    assert all(any(c.start <= m.start() < c.end for c in claims) for m in re.finditer(r"\d", text))


def test_an_order_of_its_own_never_speaks_for_another() -> None:
    other = OrderFact("777", status="Delivered")
    assert_unsupported("It has been delivered.", "has been delivered", other_orders=(other,))


def test_a_passage_of_the_same_words_bears_out_the_whole_clause() -> None:
    assert_supported(
        "From our policy: “You can return any item within 30 days of delivery.”",
        "within 30 days",
        "knowledge: Returns policy",
        passages=(RETURNS,),
    )


@pytest.mark.parametrize(
    "piece",
    ["1", "a", "سن", "A ", "1,111", "by by ", "12 ", "الطلب ", "www.", "calle a ", "Hi ", "regards\n", "#", "two "],
)
def test_a_hostile_text_of_ten_thousand_letters_is_read_to_its_end(piece: str) -> None:
    text = (piece * 10_000)[:10_000] + " $777,777"
    last = check(text, jane()).claims[-1]
    assert last.end == len(text)
    assert not last.supported


@pytest.mark.parametrize(
    "text",
    [
        "Your package should arrive any day now.",
        "Your refund is on the way.",
        "I spoke with Mark at UPS.",
        "A replacement is on its way.",
        "I went ahead and reshipped it.",
        "Expect an email from us soon.",
        "A courier picks it up Tuesday.",
        "Consider it refunded.",
        "Your new lamp ships today.",
        "The refund should show up in a few days.",
        "Our manager, Linda Gomez, agrees.",
        "It'll be there.",
        "Le regalo el envío.",
        "Le mando otro ahora.",
        "En un par de días lo tiene.",
        "Su paquete llega mañana.",
        "Se perdió en Sevilla.",
        "سيصلك طردك.",
        "تم رد المبلغ إلى بطاقتك.",
        "أعدنا إرسال الطلب.",
        "خلال أيام قليلة يصلك المبلغ.",
        "الشحن علينا.",
        "الشحنة في دبي الآن.",
    ],
)
def test_what_a_model_might_invent_never_passes_unseen(text: str) -> None:
    assert check(text, jane()).unsupported
