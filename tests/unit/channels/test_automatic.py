"""Programs are told from people, and bounces are read."""

import pytest

from crm_app.channels.automatic import read_delivery_status, read_plain_bounce, recognise

STATUS = "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; Gone@customer.example\nAction: {}\nStatus: {}\n"
RETURNED = "Received: x\nMessage-ID:\n <out2@crm.example>\nTo: gone@customer.example\n"
ANA = "ana@customer.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto-submitted", "auto-replied"),
        ("auto-submitted", "auto-generated (vacation)"),
        ("x-auto-response-suppress", "All"),
        ("precedence", "Bulk"),
        ("precedence", "auto_reply"),
        ("list-id", "<news.example>"),
        ("list-unsubscribe", "<mailto:u@x>"),
        ("x-autoreply", "yes"),
        ("x-autorespond", ""),
        ("return-path", "<>"),
        ("x-crm-loop", "Support@crm.example"),
    ],
)
def test_programs(name: str, value: str) -> None:
    verdict = recognise({name: [value]}, ANA, frozenset({"support@crm.example"}))
    assert verdict.automatic and verdict.reason


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto-submitted", "no"),
        ("precedence", "first-class"),
        ("return-path", "<ana@customer.example>"),
        ("x-auto-response-suppress", "None"),
        ("subject", "Automatic reply"),
        ("x-crm-loop", "help@other.example"),
    ],
)
def test_people(name: str, value: str) -> None:
    assert not recognise({name: [value]}, ANA, frozenset({"support@crm.example"})).automatic


def test_our_own_address_and_mail_servers() -> None:
    assert recognise({}, "support@crm.example", frozenset({"support@crm.example"})).automatic
    assert recognise({}, "MAILER-DAEMON@mx.example").automatic


@pytest.mark.parametrize(
    ("action", "status", "permanent"),
    [("failed", "5.1.1", True), ("failed", "4.4.1", False), ("delayed", "4.4.1", False)],
)
def test_delivery_report(action: str, status: str, permanent: bool) -> None:
    bounce = read_delivery_status(STATUS.format(action, status), RETURNED)
    assert bounce is not None
    assert (bounce.original_message_id, bounce.recipient) == ("<out2@crm.example>", "gone@customer.example")
    assert (bounce.status, bounce.permanent) == (status, permanent) and bounce.reason


def test_a_report_of_success_is_no_bounce() -> None:
    assert read_delivery_status(STATUS.format("delivered", "2.0.0"), RETURNED) is None


def test_of_several_recipients_the_failed_one_counts() -> None:
    report = (
        STATUS.format("delayed", "4.4.1") + "\nFinal-Recipient: rfc822; b@x.example\nAction: failed\nStatus: 5.2.2\n"
    )
    bounce = read_delivery_status(report, RETURNED)
    assert bounce is not None and bounce.recipient == "b@x.example" and "full" in bounce.reason


def test_a_notice_of_no_standard() -> None:
    text = "I could not deliver to gone@customer.example: 550 5.1.1 unknown\n\nMessage-ID: <out2@crm.example>\n"
    bounce = read_plain_bounce(text, "mailer-daemon@mx.example")
    assert bounce is not None and bounce.permanent and bounce.original_message_id == "<out2@crm.example>"
    assert bounce.recipient == "gone@customer.example"
    assert read_plain_bounce(text, ANA) is None
    assert read_plain_bounce("Your mail was delivered.", "mailer-daemon@mx.example") is None


def test_a_notice_that_tells_only_the_servers_answer() -> None:
    text = "gone@customer.example\n  host mx.customer.example [2.3.4.5]\n  550 No such user here\n"
    bounce = read_plain_bounce(text, "mailer-daemon@mx.example")
    assert bounce is not None and (bounce.permanent, bounce.recipient) == (True, "gone@customer.example")
    assert read_plain_bounce("Queued at [2.3.4.5] as 1550 B", "mailer-daemon@mx.example") is None


def test_a_read_receipt_is_automatic() -> None:
    assert recognise({"content-type": ["Multipart/Report; report-type=disposition-notification"]}, ANA).automatic
