"""Who is let in at the vendors' doors, what is kept of what they bring, and what no delivery can do."""

import asyncio
import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlmodel import select

from crm_app.api import doors, rates
from crm_app.api.app import DOORS
from crm_app.channels import actions as channels
from crm_app.channels.models import ChannelAccount
from crm_app.conversations.models import Intake, IntakeState
from crm_app.kit import settings as kit
from crm_app.kit.transaction import Actor, reading, transaction
from tests.ports.whole_house import eventually

from .wire import CALLER, OURS, PUBLIC, SECRETS, meta_body, tg_message, twilio_signature, wa_text

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def connect(place, kind, address, **secrets) -> ChannelAccount:
    async with transaction(place.system) as tx:
        return await channels.save_channel_account(tx, None, kind=kind, address=address, secrets=secrets)


async def rows_of(workspace_id: int) -> list[Intake]:
    async with reading(Actor.system(workspace_id)) as tx:
        return [*(await tx.session.exec(select(Intake).order_by(Intake.id))).all()]


@SQLITE
@pytest.mark.parametrize(
    "given", [None, "", "é", "sha256=", "sha256=00", "'; --", "x" * 5000, "99tBLB8RT03/Hv5jjYx/N6mF4Ao="]
)
async def test_what_no_known_secret_has_signed_is_refused_and_not_kept(wire, given):
    rates._of.cache_clear()  # guesses are counted, and these are many
    headers = {} if given is None else {
        name: given.encode()
        for name in ("X-Twilio-Signature", "X-Hub-Signature-256", "X-Telegram-Bot-Api-Secret-Token",
                     "X-Shopify-Hmac-Sha256", "X-Hmac-Signature", "Webhook-Signature",
                     "X-Vapi-Secret", "Authorization", "X-Cal-Signature-256",
                     "X-HubSpot-Signature-v3")
    }  # fmt: skip
    bodies = (b"", b"{}", b"From=%2B1&To=%2B1", json.dumps(meta_body(wa_text("w", "hi"))).encode(), b"\xff\xfe")
    for door in DOORS:
        for body in bodies if door.method == "POST" else ():
            answer = await wire.town.http.post(door.path.replace("{token}", "x"), content=body, headers=headers)
            assert answer.status_code == 401, door.path
    assert await wire.ledger() == []


@SQLITE
async def test_a_secret_that_is_not_set_closes_the_door(wire):
    for name in SECRETS:
        setattr(kit.settings(), name.lower(), SecretStr(""))
    answers = [
        await wire.twilio("/webhooks/sms/inbound", {"MessageSid": "SM1", "From": CALLER, "To": OURS}, token=""),
        await wire.meta(wa_text("w1", "hi"), secret=""),
        await wire.telegram(tg_message(1), secret=""),
        await wire.shopify("orders/create", {"id": 1}, "wh-1", secret=""),
        await wire.tracking({"id": "evt_1"}, secret=""),
        await wire.standard({"data": {"email": "ana@example.com"}}, "msg_1"),
        await wire.vapi({"type": "tool-calls"}, secret=""),
        await wire.calcom({"triggerEvent": "PING"}, secret=""),
        await wire.hubspot([], secret=""),
        await wire.vapi({"type": "tool-calls"}, Authorization="Bearer "),
        await wire.town.http.get("/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token="),
    ]
    assert [answer.status_code for answer in answers] == [401] * 10 + [403]
    assert await wire.ledger() == []


@SQLITE
async def test_the_address_that_is_signed_is_the_public_one(wire):
    form = {"MessageSid": "SM1", "From": CALLER, "To": OURS, "Body": "hi"}
    path = "/webhooks/sms/inbound?tenant=1&x="
    assert (await wire.twilio(path, form)).status_code == 204
    forged = twilio_signature("tw-token", "http://evil.example/webhooks/sms/inbound", [*form.items()])
    headers = {"X-Twilio-Signature": forged, "Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    answer = await wire.town.http.post("/webhooks/sms/inbound", data=form, headers=headers)
    assert answer.status_code == 401
    with_port = twilio_signature("tw-token", f"{PUBLIC}:443/webhooks/sms/inbound", [*form.items()])
    answer = await wire.town.http.post("/webhooks/sms/inbound", data=form, headers={"X-Twilio-Signature": with_port})
    assert answer.status_code == 204


@SQLITE
async def test_every_value_counts_in_the_signature(wire):
    pairs = [("MessageSid", "SM1"), ("From", CALLER), ("To", OURS), ("Body", "a"), ("Body", "b"), ("FromCity", "")]
    assert (await wire.twilio("/webhooks/sms/inbound", pairs)).status_code == 204
    signature = twilio_signature("tw-token", f"{PUBLIC}/webhooks/sms/inbound", pairs)
    for changed in (pairs[:-2], [*pairs, ("New", "x")], [*pairs[:4], ("Body", "c"), *pairs[5:]]):
        answer = await wire.town.http.post(
            "/webhooks/sms/inbound", content="&".join(f"{n}={v.replace('+', '%2B')}" for n, v in changed),
            headers={"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        assert answer.status_code == 401
    assert len(await wire.ledger()) == 1


@SQLITE
async def test_meta_proves_the_address_before_it_is_used(wire):
    ask = "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    answer = await wire.town.http.get(ask + "verify-me")
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    for wrong in (ask + "guess", ask, ask.replace("subscribe", "x") + "verify-me", "/webhooks/whatsapp"):
        assert (await wire.town.http.get(wrong)).status_code == 403


async def test_each_delivery_goes_to_whose_number_it_names_when_their_own_secret_signed_it(wire):
    shop, other = wire.town.shop, wire.town.other
    await connect(shop, "meta_whatsapp", f"10{shop.id}", app_secret="shop-secret")
    await connect(other, "meta_whatsapp", f"20{other.id}", app_secret="other-secret")
    mine = {"metadata": {"phone_number_id": f"10{shop.id}"}} | wa_text("w-mine", "to the shop")
    theirs = {"metadata": {"phone_number_id": f"20{other.id}"}} | wa_text("w-theirs", "to the other")
    assert (await wire.meta(mine, theirs, secret="shop-secret")).status_code == 200
    assert [row.external_id for row in await rows_of(shop.id)] == ["w-mine"]
    assert await rows_of(other.id) == []
    for secret in ("meta-app-secret", "x"):  # the installation's own does not stand for theirs
        assert (await wire.meta(theirs, secret=secret)).status_code == 401
    assert (await wire.meta(theirs, secret="other-secret")).status_code == 200
    assert [row.external_id for row in await rows_of(other.id)] == ["w-theirs"]
    assert await wire.ledger() == []


@SQLITE
async def test_a_messaging_service_is_known_whichever_of_its_numbers_speaks(wire):
    shop = wire.town.shop
    service = f"MG{shop.id:032d}"
    await connect(shop, "twilio_sms", service, auth_token="shop-token")
    text = {"MessageSid": "SM1", "From": CALLER, "To": "+15005550099", "Body": "hi", "MessagingServiceSid": service}
    sent = {"MessageSid": "SM2", "MessageStatus": "sent", "To": CALLER, "MessagingServiceSid": service}
    for path, form in (("/webhooks/sms/inbound", text), ("/webhooks/sms/status", sent)):
        assert (await wire.twilio(path, form)).status_code == 401
        assert (await wire.twilio(path, form, token="shop-token")).status_code == 204
    assert [row.external_id for row in await rows_of(shop.id)] == ["SM1", "status:SM2:sent"]


@SQLITE
async def test_bots_and_shops_are_told_apart_by_the_token_in_the_path(wire):
    bot = await connect(wire.town.shop, "telegram", "@Sofia_Bot", webhook_secret="bot-1")
    await connect(wire.town.other, "telegram", "other_bot", webhook_secret="bot-2")
    assert (await wire.telegram(tg_message(1), "bot-2", bot.token)).status_code == 401
    assert (await wire.telegram(tg_message(1), "tg_secret-1", bot.token)).status_code == 401
    assert (await wire.telegram(tg_message(1), "bot-1", "guessed")).status_code == 401
    assert (await wire.telegram(tg_message(1), "bot-1", bot.token)).status_code == 200
    assert (await wire.telegram(tg_message(2), "bot-2")).status_code == 200
    assert [len(await rows_of(place.id)) for place in (wire.town.shop, wire.town.other)] == [1, 1]
    await connect(wire.town.shop, "shopify", "Tea.MyShopify.com", webhook_secret="shop-1")
    shop = {"X-Shopify-Shop-Domain": "tea.myshopify.com"}
    assert (await wire.shopify("orders/create", {"id": 1}, "wh-1", **shop)).status_code == 401
    assert (await wire.shopify("orders/create", {"id": 1}, "wh-1", "shop-1", **shop)).status_code == 200
    assert await wire.ledger() == []


async def test_a_token_that_no_database_takes_is_nobodys(wire):
    for vendor in ("telegram", "shopify", "tracking", "vapi", "calcom", "hubspot", "inbound"):
        assert (await wire.town.http.post(f"/webhooks/{vendor}/%00", json={})).status_code == 401


@SQLITE
async def test_an_account_that_has_changed_is_heard_of_within_a_second_or_so(wire):
    account = await connect(wire.town.shop, "telegram", "turning_bot", webhook_secret="bot-1")
    assert (await wire.telegram(tg_message(1), "bot-1", account.token)).status_code == 200
    async with transaction(wire.town.shop.system) as tx:
        kind, address = account.kind, account.address
        await channels.save_channel_account(tx, account.id, kind=kind, address=address, secrets={"webhook_secret": "2"})

    async def known() -> bool:
        return (await wire.telegram(tg_message(2), "2", account.token)).status_code == 200

    await eventually(known, doors.KNOWN_FOR_S + 10)
    assert (await wire.telegram(tg_message(3), "bot-1", account.token)).status_code == 401


@SQLITE
async def test_a_disabled_account_takes_nothing_in(wire):
    account = await connect(wire.town.shop, "telegram", "sleepy_bot", webhook_secret="bot-1")
    async with transaction(wire.town.shop.system) as tx:
        await channels.disable_channel_account(tx, account.id)
    assert (await wire.telegram(tg_message(1), "bot-1", account.token)).status_code == 401


@SQLITE
async def test_what_comes_for_a_number_that_is_switched_off_goes_to_nobody_else(wire):
    other = wire.town.other
    number, phone_id = f"+1500{other.id:07}", f"30{other.id}"
    accounts = [
        await connect(other, "twilio_sms", number, account_sid="AC1", auth_token="tw-token"),
        await connect(other, "meta_whatsapp", phone_id, app_secret="meta-app-secret"),
    ]
    for account in accounts:
        async with transaction(other.system) as tx:
            await channels.disable_channel_account(tx, account.id)
    theirs = {"metadata": {"phone_number_id": phone_id}} | wa_text("w-theirs", "secret words")
    answers = [await wire.text("SM1", "secret words", To=number), await wire.meta(theirs)]
    assert [answer.status_code for answer in answers] == [204, 200]
    assert await wire.ledger() == [] and await rows_of(other.id) == []


@SQLITE
async def test_what_comes_for_nobody_is_answered_and_kept_nowhere(wire):
    kit.settings().channels_workspace = ""
    assert (await wire.text("SM1", "hi")).status_code == 204
    assert await wire.ledger() == []


@SQLITE
async def test_an_admin_cannot_take_in_what_the_installation_was_sent_by_naming_its_number(wire):
    admin = Actor(wire.town.shop.id, "admin", "ada")
    async with transaction(admin) as tx:
        await channels.save_channel_account(tx, None, kind="twilio_sms", address=OURS)
    assert (await wire.text("SM1", "hi")).status_code == 401
    assert await rows_of(wire.town.shop.id) == []
    async with transaction(wire.town.shop.system) as tx:
        for row in (await tx.session.exec(select(ChannelAccount))).all():
            await channels.remove_channel_account(tx, row.id)
    doors.forget_all()
    assert (await wire.text("SM1", "hi")).status_code == 204


@SQLITE
async def test_the_same_delivery_a_thousand_times_is_one_row(wire):
    answers = await asyncio.gather(*(wire.text("SM1", "hi") for _ in range(1000)))
    assert {answer.status_code for answer in answers} == {204}
    [row] = await wire.ledger()
    assert row.repeats == 999
    for _ in range(2):
        await wire.understand()
    assert len(await wire.messages()) == 1


async def test_a_body_may_hold_many_things_each_of_which_is_kept_once(wire):
    values = [wa_text(f"w{n}", f"text {n}", at=1_795_000_000 + n) for n in range(40)]
    statuses = {"statuses": [{"id": f"o{n}", "status": "sent", "timestamp": "1795000000"} for n in range(10)]}
    for _ in range(2):
        assert (await wire.meta(*values, statuses, values[0])).status_code == 200
    assert len(await wire.ledger()) == 50
    await wire.understand()
    assert [message.text for message in await wire.messages()] == [f"text {n}" for n in range(40)]
    assert len(await wire.conversations()) == 1


UNREADABLE = [b"", b"{not json", b"[]", b'"text"', b"\xff\xfe\x00", b"[" * 50_000, b'{"entry": 5}', b'{"a": 1e999}']


async def test_what_is_signed_and_cannot_be_read_is_kept_for_a_person(wire):
    for number, body in enumerate(UNREADABLE, 1):
        assert (await wire.meta(raw=body)).status_code == 200
        assert (await wire.telegram(body)).status_code == 200
        assert (await wire.tracking(body)).status_code == 200
        assert (await wire.shopify("orders/create", body, f"wh-{number}")).status_code == 200
        assert (await wire.standard(body, f"msg-{number}")).status_code == 204
        assert (await wire.vapi(body)).status_code == 204
        assert (await wire.calcom(body)).status_code == 200
        assert (await wire.hubspot(body)).status_code == 204
    await wire.understand()
    rows = await wire.ledger()
    assert {row.state for row in rows} <= {IntakeState.REFUSED, IntakeState.STORED}
    kept = [row for row in rows if row.channel == "whatsapp"]
    assert len(kept) == len(UNREADABLE)
    assert {row.raw for row in kept} == {*UNREADABLE}
    assert all(row.reason for row in rows if row.state == IntakeState.REFUSED)
    assert await wire.messages() == []


@SQLITE
async def test_a_form_without_an_id_or_a_sender_is_kept_as_refused(wire):
    assert (await wire.twilio("/webhooks/sms/inbound", {"To": OURS, "Body": "hi"})).status_code == 204
    assert (await wire.twilio("/webhooks/sms/inbound", {"To": OURS, "MessageSid": "SM1"})).status_code == 204
    assert (await wire.twilio("/webhooks/sms/status", {"From": OURS})).status_code == 204
    assert (await wire.twilio("/webhooks/missed-call", {"DialCallStatus": "busy"})).status_code == 200
    await wire.understand()
    assert [row.state for row in await wire.ledger()] == [IntakeState.REFUSED] * 4
    assert await wire.messages() == []


@SQLITE
async def test_bodies_end_at_their_cap(wire):
    for path, most in (("/webhooks/whatsapp", 5 * 1_048_576), ("/webhooks/sms/inbound", 1_048_576)):
        for size, status in ((most + 1, 413), (most, 401)):
            answer = await wire.town.http.post(path, content=b"x" * size)
            assert answer.status_code == status


@SQLITE
async def test_a_door_opens_to_its_own_method_alone(wire):
    answer = await wire.town.http.get("/webhooks/sms/inbound")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
anything = st.recursive(
    scalars | words | st.sampled_from(["private", "text", "1795000000", "wamid.x", "+15551230001", "\x00", "9" * 400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
NAMES = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction", "from", "chat", "contact",
         "photo", "location", "voice", "text", "id", "type", "messages", "statuses", "contacts", "metadata", "image",
         "interactive", "reaction", "edit", "system", "timestamp", "errors", "data", "update_id", "date"]  # fmt: skip
near = st.recursive(
    anything,
    lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=6) | st.lists(inner, max_size=3),
    max_leaves=20,
)
forms = st.dictionaries(
    st.sampled_from(["MessageSid", "From", "To", "Body", "NumMedia", "MediaUrl0", "MessageStatus", "ErrorCode", "WaId",
                     "CallSid", "CallStatus", "DialCallStatus", "Latitude", "Longitude", "OptOutType", "MessageType"]),
    words | st.sampled_from(["+15551230001", "whatsapp:US.1", "busy", "read", "reaction", "1e400", "9" * 30, "\x00"]),
)  # fmt: skip


@settings(
    max_examples=25, phases=[Phase.generate], derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(near, near, forms)
def _bring_anything(bring, value, update, form):
    bring(value, update, form)


async def test_whatever_is_signed_is_never_a_fault_of_ours(wire):
    brought = []
    _bring_anything(lambda *each: brought.append(each))
    paths = ("/webhooks/sms/inbound", "/webhooks/sms/status", "/webhooks/whatsapp/inbound", "/webhooks/missed-call")
    topics = ("orders/create", "fulfillments/create", "customers/update")
    for number, (value, update, form) in enumerate(brought):
        update = {"update_id": number, **update} if isinstance(update, dict) else update
        value = value if isinstance(value, dict) else {"messages": [value]}
        answers = [
            await wire.meta(value), await wire.telegram(update), await wire.twilio(paths[number % 4], form),
            await wire.shopify(topics[number % 3], value, f"{number}"),
            await wire.tracking({"id": f"evt_{number}", "description": "tracker.updated", "result": update}),
            await wire.standard({"type": "lead.created", "data": value}, f"msg-{number}"),
            await wire.calcom({"triggerEvent": "BOOKING_CREATED", "payload": value | {"attendees": [update]}}),
            await wire.hubspot([value, update, {"subscriptionType": "contact.propertyChange", "objectId": 1} | value]),
            await wire.vapi({"type": ("end-of-call-report", "tool-calls", "hang")[number % 3], "call": update} | value),
        ]  # fmt: skip
        assert {answer.status_code for answer in answers} <= {200, 204}, (value, update, form)
    await wire.understand()
    assert {row.state for row in await wire.ledger()} <= {IntakeState.REFUSED, IntakeState.STORED}
