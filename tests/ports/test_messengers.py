"""What every number and bot must do, and what only one of them does, against stand-ins that speak the wire format."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from crm_app.adapters.channels import vendor_http, vendor_media
from crm_app.adapters.channels.meta import MetaMessenger
from crm_app.adapters.channels.telegram import TelegramMessenger
from crm_app.adapters.channels.twilio import TwilioMessenger
from crm_app.channels.port import Media, Outbound, Template
from crm_app.channels.problems import sentence
from crm_app.kit import clock
from tests.ports.vendor_stand_ins import SECRETS, VENDORS, File, StandIn, account, vendors
from tests.servers import free_port

MESSENGERS = {"twilio": TwilioMessenger, "meta": MetaMessenger, "telegram": TelegramMessenger}
SLOW = {"twilio": "20429", "meta": "130429", "telegram": "429"}
NEVER = {"twilio": ("21610", "opted_out"), "meta": ("131050", "opted_out"), "telegram": ("403", "blocked")}
WRONG_KEY = {"twilio": "20003", "meta": "190", "telegram": "401"}
TROUBLE = {"twilio": "20500", "meta": "131000", "telegram": "500"}
LARGEST = 1000
every = pytest.mark.parametrize("vendor", VENDORS)


@pytest.fixture
def there() -> Iterator[StandIn]:
    with vendors() as server:
        yield server


@pytest.fixture
async def messenger(there):
    clients = []

    def make(vendor: str, *, timeout_s: float = 10, base_url: str = "", **changes):
        clients.append(vendor_http.new_client(timeout_s))
        return MESSENGERS[vendor](account(vendor, **changes), clients[-1], base_url or there.url)

    yield make
    for client in clients:
        await client.aclose()


def outbound(vendor: str, **changes) -> Outbound:
    to = "5550001" if vendor == "telegram" else "+15551230001"
    return Outbound(
        **({"channel": "sms", "message_id": "7.1", "to": to, "from_address": "", "text": "Hola 😀"} | changes)
    )


@every
async def test_what_is_sent_arrives_once_and_has_an_id(there, messenger, vendor):
    sent = await messenger(vendor).send(outbound(vendor, text="<b>Hola</b> 😀 مرحبا & _x_"))
    assert sent.state == "sent" and sent.external_id and not sent.reason
    assert there.texts(vendor) == ["<b>Hola</b> 😀 مرحبا & _x_"]


@every
async def test_too_fast_is_tried_again_by_nobody_before_the_pause(there, messenger, vendor):
    there.behave(vendor, SLOW[vendor])
    sent = await messenger(vendor).send(outbound(vendor))
    assert (sent.state, sent.holds, sent.exact) == ("retry", True, True) and sent.retry_after_s >= 7
    assert not sent.channel_down


@every
async def test_a_recipient_who_wants_nothing_is_final(there, messenger, vendor):
    code, mark = NEVER[vendor]
    there.behave(vendor, code)
    sent = await messenger(vendor).send(outbound(vendor))
    assert (sent.state, sent.marks, sent.channel_down) == ("failed", mark, False) and sentence(sent.reason).endswith(
        "."
    )


@every
async def test_wrong_credentials_are_the_accounts_fault(there, messenger, vendor):
    wrong = {name: "wrong-secret" for name in SECRETS[vendor]}
    sent = await messenger(vendor, own_secrets=wrong).send(outbound(vendor))
    assert sent.state == "failed" and sent.channel_down and "Settings" in sentence(sent.reason)
    assert "wrong-secret" not in sent.reason and there.taken[vendor] == []


@every
async def test_trouble_that_the_vendor_tells_of_is_tried_again(there, messenger, vendor):
    there.behave(vendor, TROUBLE[vendor])
    sent = await messenger(vendor).send(outbound(vendor))
    assert sent.state == "retry" and sent.retry_after_s and not sent.holds


@every
@pytest.mark.parametrize("mode", ["hang", "lost", "reset", "gateway", "nonsense"])
async def test_whatever_leaves_open_whether_it_arrived_is_doubt(there, messenger, vendor, mode):
    there.behave(vendor, mode)
    sent = await messenger(vendor, timeout_s=0.3).send(outbound(vendor))
    assert sent.state == "unknown" and "may have arrived" in sentence(sent.reason)


@every
async def test_slowness_alone_is_no_doubt(there, messenger, vendor):
    there.behave(vendor, "slow")
    assert (await messenger(vendor).send(outbound(vendor))).state == "sent"


@every
async def test_nobody_there_is_tried_again(messenger, vendor):
    nowhere = f"http://127.0.0.1:{free_port()}"
    sent = await messenger(vendor, base_url=nowhere).send(outbound(vendor))
    assert sent.state == "retry" and sent.retry_after_s


@every
async def test_logs_hold_neither_secrets_nor_texts(there, messenger, vendor, caplog):
    caplog.set_level(logging.DEBUG)
    there.files[f"/file/bot{SECRETS['telegram']['bot_token']}/photos/f1"] = File(b"x")
    for mode in ("ok", "lost", SLOW[vendor], WRONG_KEY[vendor]):
        there.behave(vendor, mode)
        sent = await messenger(vendor).send(outbound(vendor, text="a private text"))
        await messenger(vendor).fetch_media(Media("f1"), LARGEST)
        assert all(secret not in sent.reason for secret in SECRETS[vendor].values())
    assert all(secret not in caplog.text for secret in (*SECRETS[vendor].values(), "a private text"))


async def test_twilio_forms(there, messenger):
    report = "https://crm.example/webhooks/sms/status"
    await messenger("twilio").send(outbound("twilio", report_to=report))
    whatsapp = messenger("twilio", kind="twilio_whatsapp")
    template = Template("visit", "es", ("Ana", "10:00"), "HX1")
    await whatsapp.send(outbound("twilio", template=template))
    await messenger("twilio", address="MG123").send(outbound("twilio"))
    plain, filled, service = (asked.body for asked in there.asked)
    sms = {"To": "+15551230001", "From": "+15005550006", "Body": "Hola 😀", "StatusCallback": report}
    assert plain == sms
    assert filled == {
        "To": "whatsapp:+15551230001", "From": "whatsapp:+15005550006", "ContentSid": "HX1",
        "ContentVariables": '{"1": "Ana", "2": "10:00"}',
    }  # fmt: skip
    assert service["MessagingServiceSid"] == "MG123" and "From" not in service


async def test_meta_forms(there, messenger):
    meta = messenger("meta")
    await meta.send(outbound("meta"))
    await meta.send(outbound("meta", to="US.13491208655302741918", template=Template("visit", "es", ("Ana",))))
    text, template = (asked.body for asked in there.asked)
    assert text == {
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+15551230001", "type": "text",
        "text": {"body": "Hola 😀", "preview_url": False}, "biz_opaque_callback_data": "7.1",
    }  # fmt: skip
    assert template["recipient"] == "US.13491208655302741918" and "to" not in template
    assert template["template"] == {
        "name": "visit", "language": {"code": "es"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "Ana"}]}],
    }  # fmt: skip


async def test_a_pair_that_is_too_fast_waits_alone(there, messenger):
    there.behave("meta", "131056")
    sent = await messenger("meta").send(outbound("meta"))
    assert (sent.state, sent.retry_after_s, sent.holds, sent.exact) == ("retry", 6, False, True)


async def test_telegram_follows_a_chat_that_moved(there, messenger):
    there.behave("telegram", "migrate")
    sent = await messenger("telegram").send(outbound("telegram"))
    assert sent.state == "sent" and sent.external_id.startswith("-1001234:")
    assert [message["to"] for message in there.taken["telegram"]] == ["-1001234"]


async def test_telegrams_texts_are_plain(there, messenger):
    await messenger("telegram").send(outbound("telegram"))
    assert there.asked[0].body == {"chat_id": "5550001", "text": "Hola 😀"}


async def test_telegram_is_told_where_to_deliver(there, messenger):
    told = await messenger("telegram").deliver_to("https://crm.example/webhooks/telegram/t0", "s3cret")
    assert told.state == "sent"
    body = there.asked[0].body
    assert (body["url"], body["secret_token"]) == ("https://crm.example/webhooks/telegram/t0", "s3cret")
    assert "message_reaction" in body["allowed_updates"]
    plain = await messenger("telegram").deliver_to("http://localhost/webhooks/telegram/t0", "s3cret")
    assert plain.state == "failed" and "HTTPS URL must be provided" in sentence(plain.reason)
    wrong = await messenger("telegram", own_secrets={"bot_token": "1:x"}).deliver_to("https://crm.example/", "s3cret")
    assert wrong.state == "failed" and "token" in sentence(wrong.reason)
    away = await messenger("telegram", base_url="http://127.0.0.1:9").deliver_to("https://crm.example/", "s3cret")
    assert away.state == "failed" and "1:x" not in away.reason and "reached" in sentence(away.reason)


@pytest.mark.parametrize("kind", ["twilio_sms", "twilio_whatsapp"])
async def test_twilio_is_asked_what_became_of_it(there, messenger, kind):
    twilio, before = messenger("twilio", kind=kind, timeout_s=0.3), clock.now()
    there.behave("twilio", "lost", "reset")
    assert (await twilio.send(outbound("twilio"))).state == "unknown"
    found = await twilio.find(outbound("twilio"), before, frozenset())
    assert found.state == "sent" and found.external_id == there.taken["twilio"][0]["sid"]
    assert (await twilio.find(outbound("twilio"), before, frozenset({found.external_id}))).state == "failed"
    assert (await twilio.find(outbound("twilio", text="Another"), before, frozenset())).state == "failed"
    long_after = before + timedelta(hours=1)
    assert (await twilio.find(outbound("twilio"), long_after, frozenset())).state == "failed"
    there.behave("twilio lists", "fail")
    assert await twilio.find(outbound("twilio"), before, frozenset()) is None


@pytest.mark.parametrize("vendor", ["meta", "telegram"])
async def test_others_cannot_be_asked(messenger, vendor):
    assert await messenger(vendor).find(outbound(vendor), clock.now(), frozenset()) is None


def place(there: StandIn, vendor: str, name: str, file: File) -> Media:
    """Put a file where the vendor keeps it; returns what a message says of it."""
    path = {
        "twilio": f"/2010-04-01/Accounts/AC0/Messages/MM1/Media/{name}",
        "meta": f"/media/{name}",
        "telegram": f"/file/bot{SECRETS['telegram']['bot_token']}/photos/{name}",
    }[vendor]
    there.files[path] = file
    return Media(there.url + path if vendor == "twilio" else name)


@every
async def test_a_file_is_fetched(there, messenger, vendor):
    media = place(there, vendor, "f1", File(b"\xff\xd8\xff the picture"))
    got = await messenger(vendor).fetch_media(media, LARGEST)
    assert (got.state, got.content) == ("fetched", b"\xff\xd8\xff the picture")


@every
async def test_a_file_that_is_too_large_is_not_read(there, messenger, vendor):
    got = await messenger(vendor).fetch_media(place(there, vendor, "f1", File(b"x" * (LARGEST + 1))), LARGEST)
    assert got.state == "refused" and got.content == b"" and "larger" in sentence(got.reason)


@every
async def test_a_file_that_is_gone_is_refused_and_trouble_is_tried_again(there, messenger, vendor):
    for status, state in ((404, "refused"), (500, "retry"), (401, "retry")):
        got = await messenger(vendor).fetch_media(place(there, vendor, "f1", File(b"x", status)), LARGEST)
        assert got.state == state and got.reason


@every
@pytest.mark.parametrize(
    "elsewhere",
    ["http://169.254.169.254/latest/meta-data", "https://evil.example/x", "http://localhost:1/x", "file:///etc/passwd"],
)
async def test_a_redirect_elsewhere_is_not_followed(there, messenger, vendor, elsewhere):
    got = await messenger(vendor).fetch_media(place(there, vendor, "f1", File(location=elsewhere)), LARGEST)
    assert got.state == "refused" and "not the provider's" in sentence(got.reason)


@pytest.mark.parametrize(
    "ref",
    [
        "http://127.0.0.1:1/x", "https://api.twilio.com.evil.example/x", "https://api.twilio.com@evil.example/x",
        "http://media.twiliocdn.com/x", "https://media.twiliocdn.com:8443/x", "//evil.example", "nonsense", "",
    ],
)  # fmt: skip
async def test_twilios_login_goes_to_twilio_alone(there, messenger, ref):
    assert (await messenger("twilio").fetch_media(Media(ref), LARGEST)).state == "refused"
    assert there.fetched == []


async def test_a_file_server_that_points_into_the_house_is_refused():
    hosts = vendor_media.Hosts("https://api.vendor.example", ("localhost",))
    async with vendor_http.new_client() as client:
        got = await vendor_media.fetch(client, "https://localhost/x", hosts, LARGEST, secret={})
    assert got.state == "refused" and "not the provider's" in sentence(got.reason)


async def test_metas_secret_goes_with_both_steps_and_the_content_is_checked(there, messenger):
    media = place(there, "meta", "f1", File(b"voice"))
    await messenger("meta").fetch_media(media, LARGEST)
    assert there.fetched[0].headers["Authorization"] == f"Bearer {SECRETS['meta']['access_token']}"
    changed = place(there, "meta", "f2", File(b"voice", announced={"sha256": "AAAA"}))
    assert (await messenger("meta").fetch_media(changed, LARGEST)).state == "retry"
    told = place(there, "meta", "f3", File(b"voice", announced={"file_size": str(LARGEST + 1)}))
    assert (await messenger("meta").fetch_media(told, LARGEST)).state == "refused"
    elsewhere = place(there, "meta", "f4", File(b"x", announced={"url": "http://127.0.0.1:1/x"}))
    assert (await messenger("meta").fetch_media(elsewhere, LARGEST)).state == "refused"


@pytest.mark.parametrize("path", ["../../etc/passwd", "https://evil.example/x", "a/../../b", ""])
async def test_a_path_of_telegrams_stays_below_the_bots_files(there, messenger, path):
    media = place(there, "telegram", "f1", File(b"x", announced={"file_path": path}))
    assert (await messenger("telegram").fetch_media(media, LARGEST)).state == "refused"
    assert there.fetched == []


@pytest.mark.parametrize("body", [{"sid": 7}, {"sid": None}, {"messages": "x"}, {"ok": True}, []])
@every
async def test_answers_of_the_wrong_shape_are_doubt(there, messenger, vendor, body):
    there.behave(vendor, json.dumps(body))
    assert (await messenger(vendor).send(outbound(vendor))).state == "unknown"
