"""Any bytes can be read as a mail, and what a person wrote comes out of them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels import mime
from crm_app.channels.parts import ENCRYPTED

SAMPLES = Path(__file__).parents[2] / "samples" / "email"
FROM = b"From: =?utf-8?q?Jos=C3=A9?= <Jose@Customer.example>\r\nDate: Fri, 20 Nov 2026 20:00:00 +0000\r\n"


def sample(name: str) -> mime.Inbound:
    return mime.read((SAMPLES / f"{name}.eml").read_bytes())


def test_plain_sample() -> None:
    inbound = sample("plain")
    assert (inbound.sender.name, inbound.sender.email) == ("Ana", "ana@customer.example")
    assert (inbound.subject, inbound.text, inbound.quoted) == ("Visit", "Is it still free?", "")
    assert inbound.external_id == inbound.message_id == "<m1@customer.example>"
    assert inbound.sent_at == datetime(2026, 11, 20, 20, tzinfo=UTC)
    assert inbound.recipients == ("support@crm.example",) and not inbound.automatic and inbound.warnings == ()


def test_reply_sample() -> None:
    inbound = sample("reply_gmail")
    assert inbound.text == "Yes please." and "Tuesday?" in inbound.quoted
    assert inbound.thread_ids == ("<m1@customer.example>", "<out1@crm.example>")


def test_automatic_sample() -> None:
    assert sample("auto_reply").automatic and sample("auto_reply").text == "Away."


def test_bounce_sample() -> None:
    inbound = sample("dsn")
    assert inbound.automatic and inbound.bounce is not None and inbound.bounce.permanent
    assert inbound.bounce.original_message_id == "<out2@crm.example>"
    assert inbound.bounce.recipient == "gone@customer.example" and inbound.bounce.status == "5.1.1"


def test_encoded_names_and_subjects() -> None:
    inbound = mime.read(FROM + b"Subject: =?utf-8?b?2YXYsdit2KjYpw==?=\r\n\r\nhi")
    assert inbound.sender.name == "José" and inbound.sender.email == "jose@customer.example"
    assert inbound.subject == "مرحبا"


def test_the_display_name_is_never_the_address() -> None:
    inbound = mime.read(b'From: "boss@crm.example" <eve@evil.example>\r\n\r\nhi')
    assert inbound.sender.email == "eve@evil.example"


@pytest.mark.parametrize("message_id", [b"", b"Message-ID: \r\n", b"Message-ID: <>\r\n", b"Message-ID: none\r\n"])
def test_without_a_message_id_the_content_is_the_key(message_id: bytes) -> None:
    one = mime.read(message_id + FROM + b"Subject: a\r\n\r\nhi")
    again = mime.read(message_id + FROM + b"Subject: a\r\n\r\nhi")
    other = mime.read(message_id + FROM + b"Subject: a\r\n\r\nho")
    assert one.external_id == again.external_id == one.content_id
    assert one.external_id != other.external_id


def test_a_copied_message_id_shows_in_the_content_id() -> None:
    head = b"Message-ID: <same@x.example>\r\n"
    one, forged = mime.read(head + FROM + b"\r\nhi"), mime.read(head + b"From: eve@evil.example\r\n\r\nhi")
    assert one.external_id == forged.external_id and one.content_id != forged.content_id


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        (b"utf-8", "héllo".encode(), "héllo"),
        (b"iso-8859-1", b"h\xe9llo \x93x\x94", "héllo “x”"),
        (b"us-ascii", "héllo".encode(), "héllo"),
        (b"nonsense", "héllo".encode(), "héllo"),
        (b"nonsense", b"h\xe9llo", "héllo"),
        (b"windows-1256", "مرحبا".encode("cp1256"), "مرحبا"),
        (b"gb2312", "你好".encode("gbk"), "你好"),
        (b"iso-8859-6-i", "مرحبا".encode("iso-8859-6"), "مرحبا"),
        (b"x-sjis", "こんにちは".encode("cp932"), "こんにちは"),
        (b"punycode", b"a-b", "a-b"),
        (b"zlib", b"abc", "abc"),
    ],
)
def test_charsets(charset: bytes, body: bytes, text: str) -> None:
    assert mime.read(FROM + b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\n" + body).text == text


def multipart(kind: bytes, *parts: bytes) -> bytes:
    return (
        FROM
        + b"Content-Type: multipart/"
        + kind
        + b"; boundary=b\r\n\r\n--b\r\n"
        + b"\r\n--b\r\n".join(parts)
        + b"\r\n--b--"
    )


def test_text_around_a_picture_is_one_message() -> None:
    picture = b"Content-Type: image/png\r\nContent-Disposition: inline; filename=a.png\r\n\r\nPNG"
    inbound = mime.read(multipart(b"mixed", b"\r\none", picture, b"\r\ntwo"))
    assert inbound.text == "one\ntwo"
    assert [(f.name, f.media_type, f.content) for f in inbound.attachments] == [("a.png", "image/png", b"PNG")]


def test_of_alternatives_the_plain_text_is_read_and_the_page_kept() -> None:
    page = b"Content-Type: text/html\r\n\r\n<p>one</p><script>x</script>"
    inbound = mime.read(multipart(b"alternative", b"\r\none", page))
    assert inbound.text == "one" and inbound.html == "<p>one</p>"
    assert mime.read(multipart(b"alternative", b"\r\n \r\n", page)).text == "one"


def test_a_page_alone_is_read_as_text() -> None:
    inbound = mime.read(
        FROM + b"Content-Type: text/html\r\n\r\nYes<div id=appendonsend></div><b>From:</b> x<p>Tuesday?</p>"
    )
    assert inbound.text == "Yes" and "Tuesday?" in inbound.quoted


def test_a_forwarded_mail_and_an_invitation_are_files() -> None:
    forwarded = b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner text"
    invite = b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR"
    files = mime.read(multipart(b"mixed", b"\r\nsee", forwarded, invite)).attachments
    assert [f.name for f in files] == ["forwarded.eml", "invite.ics"]
    assert b"Subject: inner" in files[0].content and b"inner text" in files[0].content


def report(kind: bytes, said: bytes, returned: bytes = b"rfc822") -> bytes:
    parts = [
        FROM + b"Content-Type: multipart/report; boundary=b\r\n",
        b"\r\nSee below.",
        b"Content-Type: message/" + kind + b"\r\n\r\n" + said,
        b"Content-Type: message/" + returned + b"\r\n\r\nMessage-ID: <out2@crm.example>\r\n",
    ]
    return b"\r\n--b\r\n".join(parts) + b"\r\n--b--"


def test_reports_in_any_alphabet_and_of_any_kind() -> None:
    failed = (
        b"Reporting-MTA: dns;x\r\n\r\nFinal-Recipient: utf-8; gone@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    )
    bounce = mime.read(report(b"global-delivery-status", failed, b"global-headers")).bounce
    assert bounce is not None and (bounce.status, bounce.original_message_id) == ("5.1.1", "<out2@crm.example>")
    receipt = mime.read(report(b"disposition-notification", b"Disposition: manual-action; displayed\r\n"))
    assert receipt.automatic and receipt.bounce is None
    assert b"displayed" in receipt.attachments[0].content


def test_a_notice_whose_copy_of_our_mail_is_folded_away_still_names_it() -> None:
    notice = b"From: Mailer-Daemon@mx.example\r\n\r\n<gone@x.example>: 550 No such user\r\n\r\n"
    copy = b"-----Original Message-----\r\nMessage-ID: <out2@crm.example>\r\n"
    bounce = mime.read(notice + copy).bounce
    assert bounce is not None and bounce.original_message_id == "<out2@crm.example>"


@pytest.mark.parametrize(
    ("kind", "encrypted"),
    [(b"multipart/encrypted; boundary=b", True), (b"application/pkcs7-mime; smime-type=enveloped-data", True),
     (b"application/pkcs7-mime; smime-type=signed-data", False), (b"multipart/signed; boundary=b", False)],
)  # fmt: skip
def test_an_encrypted_mail_says_so(kind: bytes, encrypted: bool) -> None:
    body = b"--b\r\nContent-Type: application/octet-stream\r\n\r\nsecret\r\n--b--\r\n"
    found = mime.read(FROM + b"Content-Type: " + kind + b"\r\n\r\n" + body)
    assert (ENCRYPTED in found.warnings) == encrypted and found.attachments


def test_one_unknown_charset_does_not_hide_the_rest_of_a_subject() -> None:
    subject = b"Subject: Re: =?utf-8?B?w6nDqQ==?= =?x-bad?Q?_ma=C3=B1?= =?utf-8?Q?ana?=: hi\r\n\r\n"
    assert mime.read(FROM + subject).subject == "Re: \u00e9\u00e9 ma\u00f1ana: hi"


def test_controls_and_nul_do_not_pass() -> None:
    inbound = mime.read(FROM + b"Subject: a\x00\xe2\x80\xaeb\r\n\r\nnul\x00 bidi\xe2\x80\xae zero\xe2\x80\x8bwidth")
    assert not set("\x00\u202e\u200b") & set(inbound.text + inbound.subject + inbound.html)


def test_a_very_long_text_is_attached_whole() -> None:
    inbound = mime.read(FROM + b"\r\n" + b"x" * 1_000_000)
    assert len(inbound.text) == mime.MAX_TEXT and inbound.warnings
    assert inbound.attachments[0].content == b"x" * 1_000_000


def test_a_very_long_page_is_attached_whole() -> None:
    page = b"<p>one</p>" * 150_000
    inbound = mime.read(FROM + b"Content-Type: text/html\r\n\r\n" + page)
    assert inbound.text.startswith("one") and inbound.warnings
    assert page in [file.content for file in inbound.attachments]


HOSTILE = {
    "parts in parts": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(3_000)
    ),
    "mails in mails": b"Content-Type: message/rfc822\r\n\r\n" * 3_000,
    "many lines in many parts": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(300)
    )
    + b"\n" * 2_000_000,
    "many parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nhi\r\n" * 20_000,
    "long type": b"Content-Type: text/plain; " + b";\"a='" * 200_000 + b"\r\n\r\nhello",
    "long address": b"To: " + b"((" * 500_000 + b"\r\n\r\nhello",
    "long subject": b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\r\n\r\nhello",
    "many headers": b"X-A: b\r\n" * 100_000 + b"\r\nhello",
    "nested page": b"Content-Type: text/html\r\n\r\n" + b"<div>" * 50_000 + b"hello",
    "quadratic codec": b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-b" * 300_000,
    "words": b"\r\n" + b"On " * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mails_end_with_a_text_and_their_sender(name: str) -> None:
    inbound = mime.read(FROM + HOSTILE[name])
    assert inbound.sender.email == "jose@customer.example"
    assert inbound.text.strip() and inbound.external_id


@given(st.binary(max_size=400))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    inbound = mime.read(raw)
    assert inbound.external_id and mime.read(raw) == inbound


HEADER_LINE = st.tuples(
    st.sampled_from(
        ["From", "To", "Subject", "Date", "Message-ID", "References", "Content-Type", "Content-Disposition"]
    ),
    st.text(alphabet=st.characters(blacklist_characters="\r\n", codec="utf-8"), max_size=60)
    | st.sampled_from(
        ["multipart/mixed; boundary=", "text/html; charset*=x''%ff", "<a@b>", "=?x?b?=?=", "attachment; filename*0*=a"]
    ),
)


@given(st.lists(HEADER_LINE, max_size=8), st.text(max_size=100))
def test_any_headers_can_be_read(headers: list[tuple[str, str]], body: str) -> None:
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers) + f"\r\n{body}"
    inbound = mime.read(raw.encode("utf-8", "surrogatepass"))
    assert "\n" not in inbound.subject and inbound.external_id
