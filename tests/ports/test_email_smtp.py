"""Sending through a real SMTP server: what arrives, and what each answer of the server means."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from crm_app.adapters.channels.smtp import SmtpSender
from crm_app.channels.port import Outbound
from crm_app.channels.problems import sentence
from tests.ports.mail_servers import PASSWORD, USER, SmtpServer, account, smtp
from tests.servers import free_port


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    with smtp() as server:
        yield server


def outbound(**changes: object) -> Outbound:
    given = {
        "channel": "email", "message_id": "<out1@crm.example>", "to": "ana@customer.example", "from_name": "Sofía",
        "from_address": "support@crm.example", "subject": "Re: Visit ✓", "text": "Tuesday? مرحبا\n.\nBye",
    }  # fmt: skip
    return Outbound(**(given | changes))


def sender(server: SmtpServer, **changes: object) -> SmtpSender:
    return SmtpSender(account(smtp_port=server.port, **changes))


async def test_the_mail_arrives_as_written(smtp_server: SmtpServer) -> None:
    references = tuple(f"<{i}{'x' * 90}@customer.example>" for i in range(30))
    mail = outbound(in_reply_to="<m1@customer.example>", references=references, reply_to="support+c-1-ab@crm.example")
    sent = await sender(smtp_server).send(mail)
    assert sent.state == "sent" and sent.external_id == "<out1@crm.example>"
    (envelope,) = smtp_server.taken
    got = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == ["ana@customer.example"]
    assert got["Message-ID"] == "<out1@crm.example>" and got["In-Reply-To"] == "<m1@customer.example>"
    chain = got["References"].split()
    assert len(chain) == 20 and chain[0] == references[0] and chain[-1] == "<m1@customer.example>"
    assert set(chain) <= {*references, "<m1@customer.example>"}
    assert got["Subject"] == "Re: Visit ✓" and got["From"].addresses[0].display_name == "Sofía"
    assert got.get_content().replace("\r\n", "\n") == "Tuesday? مرحبا\n.\nBye\n"
    assert got["Auto-Submitted"] is None


async def test_automatic_mail_says_so(smtp_server: SmtpServer) -> None:
    await sender(smtp_server).send(outbound(automatic=True, in_reply_to="<m1@customer.example>"))
    got = message_from_bytes(smtp_server.taken[0].content, policy=policy.default)
    assert got["Auto-Submitted"] == "auto-replied" and got["X-CRM-Loop"] == "support@crm.example"


@pytest.mark.parametrize("part", ["subject", "to", "from_name", "in_reply_to", "message_id", "reply_to"])
async def test_a_header_with_a_line_break_is_refused(smtp_server: SmtpServer, part: str) -> None:
    sent = await sender(smtp_server).send(outbound(**{part: "a@b.example\r\nBcc: victim@customer.example"}))
    assert sent.state == "failed" and sent.reason
    assert smtp_server.taken == []


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ("450 4.2.0 Greylisted", "retry", "try again"),
        ("451 later", "retry", "try again"),
        ("550 5.1.1 No such user", "failed", "does not know this address"),
        ("550 5.7.1 Spam", "failed", "rules"),
        ("552 5.2.2 Full", "failed", "large"),
        ("552 5.3.4 Too big", "failed", "too large"),
        ("530 5.7.0 Log in", "failed", "login"),
    ],
)
async def test_answers_about_the_recipient(smtp_server: SmtpServer, answer: str, state: str, words: str) -> None:
    smtp_server.rcpt_answer = answer
    sent = await sender(smtp_server).send(outbound())
    assert (sent.state, sent.retry_after_s is not None) == (state, state == "retry")
    assert words in sentence(sent.reason)


async def test_a_refusal_after_the_text_is_no_doubt(smtp_server: SmtpServer) -> None:
    smtp_server.data_answer = "554 5.7.1 Refused"
    assert (await sender(smtp_server).send(outbound())).state == "failed"


async def test_a_cut_after_the_text_is_doubt(smtp_server: SmtpServer) -> None:
    smtp_server.cuts_after_data = True
    sent = await sender(smtp_server).send(outbound())
    assert sent.state == "unknown" and "may have arrived" in sentence(sent.reason)


async def test_nobody_there_is_tried_again() -> None:
    sent = await SmtpSender(account(smtp_port=free_port())).send(outbound())
    assert sent.state == "retry" and sent.retry_after_s


async def test_login(smtp_server: SmtpServer) -> None:
    assert (await sender(smtp_server, smtp_user=USER, smtp_password=PASSWORD).send(outbound())).state == "sent"
    wrong = await sender(smtp_server, smtp_user=USER, smtp_password="wrong").send(outbound())
    assert wrong.state == "failed" and wrong.channel_down and "wrong" not in sentence(wrong.reason)
    assert len(smtp_server.taken) == 1


async def test_encryption_that_is_not_offered_stops_the_mail(smtp_server: SmtpServer) -> None:
    sent = await sender(smtp_server, smtp_security="starttls").send(outbound())
    assert sent.state == "failed" and sent.channel_down and smtp_server.taken == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1, key and certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + built.public_bytes(pem))
    return path


async def test_starttls_checks_the_certificate(certificate: Path) -> None:
    offered = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    offered.load_cert_chain(certificate)
    with smtp(tls_context=offered) as server:
        there = account(smtp_port=server.port, smtp_security="starttls")
        stranger = await SmtpSender(there).send(outbound())
        assert stranger.state == "failed" and stranger.channel_down and "certificate" in sentence(stranger.reason)
        trusted = ssl.create_default_context(cafile=str(certificate))
        assert (await SmtpSender(there, tls=trusted).send(outbound())).state == "sent"
        assert len(server.taken) == 1
