"""What the product says of troubles and in its notes, in the reader's language, from codes alone."""

import ast
import re
from pathlib import Path

import pytest

import crm_app
from crm_app.adapters.channels import meta as meta_api
from crm_app.adapters.channels import smtp, vendor_media
from crm_app.adapters.channels import telegram as telegram_bot
from crm_app.channels import problems, window
from crm_app.channels.vendor_errors import meta, telegram, twilio
from crm_app.conversations import doubt, media, missed_calls, remarks, reports, sending, ways_out
from crm_app.conversations.escalation import REASONS, Situation, judge
from crm_app.kit.coded import coded, decoded
from crm_app.ui.remarks import remark, with_words
from crm_app.ui.words import catalogue

OTHERS = ("ar", "es")


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_with_all_its_values(language):
    known = catalogue(language).texts
    assert not {text for text in remarks.SENTENCES.values() if text not in known}
    for text in remarks.SENTENCES.values():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", known[text]))


def test_no_two_codes_meet():
    tables = (problems.SENTENCES, REASONS, remarks._NOTES)
    assert len(remarks.SENTENCES) == sum(len(table) for table in tables)


def test_whatever_is_stored_has_its_sentence():
    stored = {
        *sending.WAITS, sending.NO_ADDRESS, sending.DOUBTFUL, sending.NEVER_LEFT, ways_out.NO_HANDLE, ways_out.STOPPED,
        ways_out.BLOCKS, doubt.CHECKING, doubt.DOUBTFUL, doubt.NOT_THERE, media.NOT_KEPT, media.GAVE_UP,
        media.NO_ACCOUNT, missed_calls.NO_NUMBER, missed_calls.NOT_WANTED, reports.NOT_NOW, window.CLOSED, window.NEVER,
        smtp._UNREACHABLE, smtp._LOGIN, smtp._UNKNOWN, smtp._NO_TLS, smtp._CERTIFICATE, telegram_bot._GONE,
        meta_api._CHANGED, vendor_media._GONE, vendor_media._ELSEWHERE, vendor_media._TROUBLE,
    }  # fmt: skip
    for path in Path(crm_app.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("coded", "ask_admin", "_down", "_busy"):
                stored |= {n.value for n in node.args[:1] if isinstance(n, ast.Constant)}
    assert len(stored) > 60 and not stored - remarks.SENTENCES.keys()


@pytest.mark.parametrize(
    ("problem", "english", "spanish", "arabic"),
    [
        (twilio(21211).problem, "cannot receive text messages", "mensajes de texto", "الرسائل النصية"),
        (twilio(20429).problem, "Twilio asks to slow down", "Twilio pide ir más despacio", "يطلب Twilio التمهّل"),
        (
            meta(190).problem,
            "has expired. An admin looks",
            "ha caducado. Un administrador",
            "واتساب. يراجع مدير النظام",
        ),
        (meta(424242).problem, "(424242)", "rechaza este mensaje (424242)", "(424242)"),
        (telegram(403).problem, "has blocked the bot", "ha bloqueado el bot", "حظر هذا الشخص البوت"),
        (coded("mail_refused", number=554, said="5.0.0 no"), "(554): 5.0.0 no", "(554): 5.0.0 no", "(554): 5.0.0 no"),
    ],
)
def test_a_vendors_problem_is_told_in_each_language(problem, english, spanish, arabic):
    assert english in remark("en", problem) == problems.sentence(problem)
    assert spanish in remark("es", problem)
    assert arabic in remark("ar", problem)


@pytest.mark.parametrize(
    ("situation", "english", "spanish", "arabic"),
    [
        (Situation("Hi", budget=2e6), "A budget of $2,000,000.", "Un presupuesto de", "ميزانية قدرها"),
        (Situation("Hi", value=20_000), "A customer worth $20,000.", "Un cliente que vale", "عميل قيمته"),
        (Situation("Hi", confidence=0.5), "Only 50% sure", "un 50% de seguridad", "50%"),
        (Situation("Hi", exchanges=21), "21 messages and no person", "21 mensajes y aún", "21 رسالة"),
        (Situation("Hi", 0.1, churn_risk=0.7), "70% likely to leave", "un 70% probable", "يتركنا 70%"),
        (Situation("Get me a manager"), "Asks for a person.", "Pide hablar", "يطلب التحدث"),
        (Situation("Hi", hot=True), "The lead is hot.", "muy interesado", "ساخن"),
        (Situation("You are useless", 0.1), "Angry.", "enfadado", "غاضب"),
    ],
)
def test_a_trigger_is_told_in_each_language_with_its_figure(situation, english, spanish, arabic):
    reason = judge(situation).reason
    assert decoded(reason)[0] in REASONS
    assert english in remark("en", reason, "USD")
    assert spanish in remark("es", reason, "USD")
    assert arabic in remark("ar", reason, "USD")


def test_a_note_quotes_the_words_in_the_readers_signs():
    stored = coded("escalated", why="asked")
    assert with_words("en", stored, "A manager!") == "Escalated: Asks for a person. “A manager!”"
    assert with_words("es", stored, "¡Un jefe!") == "Escalada: Pide hablar con una persona. «¡Un jefe!»"
    assert with_words("ar", stored, "") == "طُلب التدخل: يطلب التحدث مع شخص."
    assert with_words("ar", "", "Call her.") == "Call her."
    assert with_words("ar", stored, "A manager!").endswith(" «\u2068A manager!\u2069»")


@pytest.mark.parametrize(
    ("language", "days", "told"),
    [("en", "1", "1 day"), ("en", "3", "3 days"), ("es", "1", "1 día"), ("ar", "2", "يومين"), ("ar", "14", "14 يومًا")],
)
def test_days_take_their_form(language, days, told):
    assert told in remark(language, coded("quiet", days=days))


def test_an_appointment_is_told_with_its_day():
    stored = coded("booking_made", when="2026-12-01T12:00", title="Visit & tea = 100%?")
    assert remark("en", stored) == "Booked for Tuesday 1 December, 12:00: Visit & tea = 100%?"
    assert "martes 1 de diciembre" in remark("es", stored)
    assert "الثلاثاء" in remark("ar", stored)
    assert remarks.sentence(stored) == "Booked for 01 Dec 2026, 12:00: Visit & tea = 100%?"


def test_a_mail_servers_own_words_stay_as_they_are():
    assert remark("ar", "550 no such user") == "550 no such user"
    assert remark("es", "") == ""
