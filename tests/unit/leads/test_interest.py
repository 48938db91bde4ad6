"""What is wanted, in the lead's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.leads.interest import LONGEST, interest


@pytest.mark.parametrize(
    ("trade", "text", "found"),
    [
        ("property", "look for a two-bedroom apartment near Al Olaya, up to 70,000", "two-bedroom apartment"),
        ("property", "3BHK furnished apartment for rent", "3BHK furnished apartment for rent"),
        ("property", "looking for two units in Al Malqa", "two units"),
        ("property", "أبحث عن شقة غرفتين في الدمام", "شقة غرفتين"),
        ("property", "عندكم أرض سكنية في حي العارض؟", "أرض سكنية"),
        ("property", "Busco un piso de dos habitaciones en Chamberí", "piso de dos habitaciones"),
        ("property", "I need to know the price", None),
        ("property", "hello there", None),
        ("property", "We want to buy next year", None),
        ("property", "أريد أن أنتقل الشهر القادم", None),
        ("other", "quiero comprar el próximo año", None),
        ("other", "I need in-ear headphones", "in-ear headphones"),
        ("school", "the next Excel course on weekends", "Excel course"),
        ("school", "Do you teach Spanish courses for beginners in Madrid?", "Spanish courses for beginners"),
        ("school", "a course in digital marketing starting in May", "course in digital marketing"),
        ("school", "¿cuándo empieza el curso de cocina mediterránea y cuánto cuesta?", "curso de cocina mediterránea"),
        ("school", "el curso de inglés se puede hacer en línea?", "curso de inglés"),
        ("school", "عندكم دورة تسويق رقمي؟ متى تبدأ", "دورة تسويق رقمي"),
        ("other", "I'm looking for a standing lamp for my office", "standing lamp"),
        ("other", "Busco una lámpara de pie para el salón", "lámpara de pie"),
        ("other", "أبغى كنبة زاوية بحدود ٣ آلاف", "كنبة زاوية"),
        ("property", "I'd like to sell my apartment", "sell my apartment"),
        ("property", "quiero vender mi piso", "vender mi piso"),
        ("property", "عايز أبيع شقتي", "أبيع شقتي"),
        ("other", "Hey, wholesale prices for coffee beans?", "coffee beans"),
        ("other", "do you sell printers?", "printers"),
        ("other", "do you sell it in blue?", None),
        ("other", "Necesitamos ayuda con redes sociales", "redes sociales"),
        ("other", "عندكم أسعار جملة للتمر؟", "تمر"),
        ("other", "mar7aba, 3ayez website", "website"),
        ("care", "عايزة أحجز معاد", "أحجز معاد"),
        ("other", "عايزة أكلم حد من الموظفين", None),
        ("other", "I want to talk to a person", None),
        ("other", "أريد أن أتحدث مع المدير", None),
    ],
)
def test_wanted(trade, text, found):
    read = interest(text, trade)
    assert (read.text if read else None) == found
    assert found is None or found in text


@given(st.text(max_size=300), st.sampled_from(["property", "school", "other"]), st.booleans())
def test_any_text_is_read_and_only_its_own_words_come_back(text, trade, asked):
    read = interest(text, trade, asked=asked)
    assert read is None or (0 < len(read.text) <= LONGEST and read.text in " ".join(text.split()))


def test_a_short_answer_is_one_only_after_the_question():
    assert interest("something with a garden", "property") is None
    assert interest("something with a garden", "property", asked=True).text == "something with a garden"
    assert interest("800k", "property", asked=True) is None
    assert interest("why?", "property", asked=True) is None


def test_what_is_only_asked_about_is_less_sure():
    wanted, asked = interest("I want a villa", "property"), interest("Is there a room for the maid?", "property")
    assert wanted.confidence - asked.confidence > 0.25
