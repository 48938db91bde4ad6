"""What vendors tell, read: the kinds that the recorded samples do not show, and anything at all without a fault."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels import kinds, meta, shopify, telegram, told, tracking, twilio
from crm_app.channels.news import (
    Blocked,
    Customer,
    Edit,
    Ended,
    Ignored,
    MissedCall,
    Moved,
    Pressed,
    Reaction,
    Report,
    Revoke,
    Shipped,
)
from crm_app.channels.port import Inbound
from crm_app.kit.errors import Invalid

ANA = {"id": 5550001, "is_bot": False, "first_name": "Ana", "last_name": "P", "username": "ana"}
HERE = {"message_id": 7, "from": ANA, "chat": {"id": 5550001, "type": "private"}, "date": 1_795_000_000}


def wa(kind: str, user: str = "US.1", **content):
    message = {
        "from": "15551230001",
        "from_user_id": user,
        "id": "w1",
        "timestamp": "1795000000",
        "type": kind,
    } | content
    return meta.read({"message": message, "person": {"profile": {"name": "Ana"}}}, 3)


def tg(**content):
    return telegram.read({"update_id": 1, "message": HERE | content}, 3)


def form(**fields: str):
    return {"MessageSid": "SM1", "From": "+15551230001", "To": "+15005550006", "NumMedia": "0", "Body": ""} | fields


def test_whatsapp_changes():
    assert wa("reaction", reaction={"message_id": "w0"}) == Reaction("whatsapp", "w0", "US.1", "")
    assert wa("revoke", revoke={"original_message_id": "w0"}) == Revoke("whatsapp", "w0")
    assert wa("text", group_id="g1", text={"body": "hi all"}) == Ignored("Written in a group: groups are not answered.")
    moved = wa("system", system={"type": "user_changed_number", "wa_id": "15559990000"})
    assert isinstance(moved, Moved) and (moved.old_phone, moved.sender.phone) == ("+15551230001", "+15559990000")
    assert isinstance(wa("system", system={"type": "customer_identity_changed"}), Ignored)
    edited = wa("edit", edit={"original_message_id": "w0", "message": {"type": "text", "text": {"body": "so"}}})
    assert isinstance(edited, Edit) and (edited.inbound.external_id, edited.inbound.text) == ("w0", "so")
    below = wa("edit", edit={"original_message_id": "w0", "message": {"type": "image", "image": {"caption": "so"}}})
    assert isinstance(below, Edit) and below.inbound.text == "so"
    assert isinstance(wa("edit", edit={"original_message_id": "w0", "message": {"type": "text"}}), Ignored)


def test_whatsapp_users_who_are_known_by_another_id():
    system = {"type": "user_changed_user_id", "previous_user_id": "US.0", "user_id": "US.1"}
    nameless = meta.read({"message": {"id": "s1", "type": "system", "system": system}}, 3)
    assert isinstance(nameless, Moved)
    assert (nameless.old_id, nameless.old_phone, nameless.sender.whatsapp) == ("US.0", "", "US.1")
    both = wa("system", user="", system={**system, "type": "user_changed_number", "wa_id": "15559990000"})
    assert (both.old_id, both.old_phone) == ("US.0", "+15551230001")
    assert (both.sender.whatsapp, both.sender.phone) == ("US.1", "+15559990000")
    for same in ({"type": "customer_identity_changed", "wa_id": "15559990000"}, {"type": "user_changed_user_id"}):
        assert isinstance(wa("system", system=same), Ignored)


def test_what_whatsapp_tells_beside_messages_is_filed_with_its_reason():
    assert "has not written yet" in wa("request_welcome").reason
    payment = {"id": "w9", "type": "payment", "status": "failed"}
    assert meta.read({"status": payment}, 3) == Ignored("A payment that is failed.")
    trouble = {"errors": [{"code": 131000, "title": "Something went wrong"}]}
    said = {"messages": [{"id": "w1", "from": "15550783881", "type": "text", "text": {"body": "typed by us"}}]}
    changes = [{"field": "messages", "value": trouble}, {"field": "standby", "value": said},
               {"field": "smb_message_echoes", "value": said}]  # fmt: skip
    read = [meta.read(piece.payload, 3) for piece in meta.pieces({"entry": [{"changes": changes}]})]
    assert [news.reason for news in read] == [
        "WhatsApp reports trouble: Something went wrong (131000).", "Filed: standby.", "Filed: smb_message_echoes.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["text", "image", "location", "contacts", "interactive", "button", "order", "poll", ""]
)
def test_a_whatsapp_message_without_its_content_is_told_as_such(kind):
    read = wa(kind, **({kind: {}} if kind else {}))
    assert read.details["kind"] == "unsupported" and read.wordless


def test_whatsapp_orders_forms_and_ads():
    goods = [{"product_retailer_id": "L-1", "quantity": 2, "item_price": 9.5, "currency": "EUR"}]
    order = wa("order", order={"catalog_id": "c", "product_items": goods, "text": "for Friday"})
    assert order.text == "🛒 2 × L-1 9.5 EUR\nfor Friday" and not order.wordless
    filled = wa("interactive", interactive={"type": "nfm_reply", "nfm_reply": {"response_json": '{"rooms": "2"}'}})
    assert filled.text == "rooms: 2"
    answers = '{"flow_token": "t", "wants": ["Garden", "Pool"], "agree": true, "at": {"city": "Cairo"}, "none": null}'
    filled = wa("interactive", interactive={"type": "nfm_reply", "nfm_reply": {"response_json": answers}})
    assert filled.text == "wants: Garden, Pool\nagree: ✓\nat: Cairo"
    allowed = {"type": "call_permission_reply", "call_permission_reply": {"response": "accept"}}
    assert wa("interactive", interactive=allowed).text == "📞 accept"
    asked = {"id": "w0", "referred_product": {"catalog_id": "c", "product_retailer_id": "L-1"}}
    assert wa("text", text={"body": "Is it there?"}, context=asked).details["product"] == "L-1"
    ad = {"source_url": "https://fb.example/1", "ctwa_clid": "x", "secret": "y"}
    assert wa("text", text={"body": "hi"}, referral=ad).details["referral"] == {
        "source_url": ad["source_url"],
        "ctwa_clid": "x",
    }
    again = wa("text", text={"body": "hi"}, context={"frequently_forwarded": True, "id": "w0"})
    assert (again.details["forwarded"], again.details["reply_to"]) == ("often", "w0")


def test_whatsapp_statuses():
    failed = {"id": "w9", "status": "failed", "errors": [{"code": 131047}], "biz_opaque_callback_data": "<m@x>#1"}
    report = meta.read({"status": failed}, 3)
    assert report == Report("whatsapp", "w9", "failed", "meta", None, "131047", "<m@x>#1")
    assert meta.read({"status": {"id": "w9", "status": "played"}}, 3).state == "read"
    assert isinstance(meta.read({"status": {"id": "w9", "status": "warned"}}, 3), Ignored)
    with pytest.raises(Invalid):
        meta.read({"status": {"status": "sent"}}, 3)


def test_a_whatsapp_batch_is_parted_by_what_it_holds():
    value = {
        "metadata": {"phone_number_id": "1"},
        "contacts": [{"wa_id": "1", "profile": {"name": "A"}}, {"user_id": "US.2", "profile": {"name": "B"}}],
        "messages": [
            {"id": "w1", "from": "1", "type": "text"},
            {"id": "w2", "from_user_id": "US.2", "type": "text"},
            "x",
        ],
        "statuses": [{"id": "o1", "status": "sent"}],
    }
    found = [*meta.pieces({"entry": [{"changes": [{"value": value}, {"field": "account_update", "value": {}}]}, 5]})]
    assert [piece.external_id for piece in found[:3]] == ["w1", "w2", "status:o1:sent"]
    assert [piece.payload["person"]["profile"]["name"] for piece in found[:2]] == ["A", "B"]
    assert isinstance(meta.read(found[3].payload, 3), Ignored)


def test_telegram_kinds():
    assert tg(contact={"phone_number": "15551230001", "user_id": 1, "first_name": "Omar"}).sender.phone == ""
    assert tg(venue={"location": {"latitude": 1, "longitude": 2}, "title": "Café"}).text == "📍 Café (1.0, 2.0)"
    assert tg(document={"file_id": "d", "file_name": "a.pdf"}).media[0].name == "a.pdf"
    assert tg(is_topic_message=True, game={"title": "g"}).details == {
        "kind": "unsupported", "type": "game", "username": "ana",
    }  # fmt: skip
    assert tg(dice={"emoji": "🎲", "value": 6}).text == "🎲 6"
    poll = {"question": "Which day?", "options": [{"text": "Monday"}, {"text": "Friday"}]}
    assert tg(poll=poll).text == "📊 Which day?\n- Monday\n- Friday"
    assert isinstance(tg(pinned_message=HERE | {"text": "hi"}), Ignored)
    assert isinstance(tg(text="hi", **{"from": ANA | {"is_bot": True}}), Ignored)
    assert (
        tg(text="hi", forward_origin={"type": "user"}, reply_to_message={"message_id": 3}).details["reply_to"]
        == "3:5550001:3"
    )
    button = {"inline_keyboard": [[{"text": "Yes, Tuesday", "callback_data": "v:1"}]]}
    query = {"id": "9", "from": ANA, "message": HERE | {"reply_markup": button}, "data": "v:1"}
    pressed = telegram.read({"update_id": 1, "callback_query": query}, 3)
    assert isinstance(pressed, Pressed) and pressed.inbound.text == "Yes, Tuesday" and not pressed.inbound.wordless
    assert (
        telegram.read({"update_id": 1, "callback_query": {"id": "9", "from": ANA, "data": "x"}}, 3).inbound.text == "x"
    )
    change = {"chat": {"id": 5550001, "type": "private"}, "new_chat_member": {"status": "member"}}
    assert telegram.read({"update_id": 1, "my_chat_member": change}, 3) == Blocked("telegram", "5550001", False)
    assert isinstance(telegram.read({"update_id": 1, "inline_query": {"id": "1"}}, 3), Ignored)
    large = {"id": 2**52 + 1, "first_name": "Big"}
    assert tg(text="hi", **{"from": large, "chat": large | {"type": "private"}}).sender.telegram == str(2**52 + 1)


def test_telegram_commands():
    help_ = tg(text="/help@sofia_bot I cannot log in")
    assert (help_.details["command"], help_.details["payload"], help_.wordless) == ("help", "I cannot log in", False)
    assert tg(text="/start ref_42").wordless and tg(text="/help").wordless
    assert tg(text="/ two rooms").details["kind"] == tg(text="/5 or 6 rooms?").details["kind"] == "text"
    assert (tg(text="/stop").opts, tg(text="/start").opts, tg(text="stop").opts) == ("out", "", "out")


@pytest.mark.parametrize(
    ("given", "emoji"),
    [([], ""), ([{"type": "custom_emoji", "custom_emoji_id": "5"}], "🙂"),
     ([{"type": "emoji", "emoji": "👍"}, {"type": "paid"}], "👍⭐")],
)  # fmt: skip
def test_telegram_reactions(given, emoji):
    change = {"chat": HERE["chat"], "message_id": 7, "user": ANA, "old_reaction": [], "new_reaction": given}
    news = telegram.read({"update_id": 1, "message_reaction": change}, 3)
    assert isinstance(news, Reaction) and news.emoji == emoji


def test_twilio_kinds():
    assert twilio.message(form(Body="hi", OptOutType="STOP"), 3).opts == "out"
    assert twilio.message(form(Body="stop", OptOutType="HELP"), 3).opts == ""
    place = form(Latitude="30.04", Longitude="31.23", Label="Tahrir")
    assert twilio.message(place, 3).text == "📍 Tahrir (30.04, 31.23)"
    assert twilio.message(form(From="72645", Body="hi"), 3).automatic is False
    assert twilio.message(form(From="MyBank", Body="hi"), 3).automatic
    hidden = twilio.message(form(From="whatsapp:US.1349", To="whatsapp:+1500", Body="hi", ProfileName="Ana"), 3)
    assert (hidden.channel, hidden.sender.whatsapp, hidden.reply_handle) == ("whatsapp", "US.1349", "US.1349")
    liked = form(MessageType="reaction", OriginalRepliedMessageSid="SM0", Body="👍", From="whatsapp:+15551230001")
    assert twilio.message(liked | {"ProfileName": "Ana"}, 3) == Reaction("whatsapp", "SM0", "+15551230001", "👍")
    many = form(NumMedia="99", **{f"MediaUrl{n}": f"https://x/{n}" for n in range(99)})
    assert len(twilio.message(many, 3).media) == twilio.MOST_MEDIA
    for broken in ({"From": "+1"}, form(From="")):
        with pytest.raises(Invalid):
            twilio.message(broken, 3)


def test_twilio_statuses_and_calls():
    assert isinstance(twilio.status(form(MessageStatus="queued")), Ignored)
    assert isinstance(twilio.status(form(MessageStatus="")), Ignored)
    assert twilio.status(form(MessageStatus="read", To="whatsapp:+1")).channel == "whatsapp"
    assert twilio.status(form(MessageStatus="failed", ErrorCode="0")).code == ""
    for state, is_missed in (
        ("no-answer", True),
        ("busy", True),
        ("failed", True),
        ("canceled", True),
        ("completed", False),
    ):
        news = twilio.call({"CallSid": "CA1", "From": "+15551230001", "CallStatus": state}, 3)
        assert isinstance(news, MissedCall) == is_missed
    answered = {"CallSid": "CA1", "From": "+1", "CallStatus": "no-answer", "DialCallStatus": "completed"}
    assert isinstance(twilio.call(answered, 3), Ignored)
    for caller in ("anonymous", "Restricted", "unavailable", "+266696687", "", "sip:x@y"):
        assert twilio.call({"CallSid": "CA1", "From": caller, "DialCallStatus": "busy"}, 3).inbound is None


@pytest.mark.parametrize("direction", ["outbound-api", "outbound-dial"])
def test_a_call_that_went_out_is_no_missed_call_and_asks_for_nothing(direction):
    for state in ("no-answer", "busy", "ringing"):
        leg = {"CallSid": "CA2", "From": "+15005550006", "Direction": direction, "CallStatus": state}
        assert not twilio.rings(leg) and not twilio.missed(leg)
        assert twilio.call(leg, 3) == Ignored(f"A call of ours that was {state}.")


def test_only_a_call_that_comes_in_asks_what_to_do_with_it():
    call = {"CallSid": "CA1", "From": "+15551230001", "Direction": "inbound", "CallStatus": "ringing"}
    assert twilio.rings(call)
    assert not twilio.rings(call | {"CallbackSource": "call-progress-events"})
    assert not twilio.rings(call | {"CallStatus": "completed"})


def test_what_was_recorded_of_a_call_is_told_apart_from_the_call():
    recorded = {"CallSid": "CA1", "RecordingSid": "RE1", "RecordingStatus": "completed"}
    written = {"CallSid": "CA1", "RecordingSid": "RE1", "TranscriptionSid": "TR1", "CallStatus": "completed"}
    assert [twilio.recording_id(form) for form in (recorded, written)] == ["RE1", "TR1"]
    for form_ in (recorded, written):
        assert not twilio.rings(form_) and twilio.call(form_, 3) == Ignored("A recording of a call.")
    dialled = {"CallSid": "CA1", "DialCallStatus": "completed", "RecordingUrl": "https://x", "RecordingSid": "RE1"}
    assert twilio.recording_id(dialled) == ""


def test_a_choice_on_whatsapp_by_twilio_reads_as_what_was_chosen():
    for field in ("ButtonText", "ListTitle"):
        assert twilio.message(form(MessageType="interactive", **{field: "Tuesday 10:00"}), 3).text == "Tuesday 10:00"


def test_shopify_topics():
    cancelled = shopify.read("orders/cancelled", {"id": 1, "customer": None, "email": "a@b.c"}, 3)
    assert (cancelled.facts["status"], cancelled.customer.external_id) == ("cancelled", "shopify:guest:a@b.c")
    assert shopify.read("orders/create", {"id": 1, "customer": None}, 3).customer is None
    assert shopify.read("customers/update", {"id": 9, "first_name": "Ana"}, 3) == Customer("shopify:9", "Ana")
    sent = {"id": 5, "order_id": 1, "status": "success", "tracking_number": "EZ1", "shipment_status": "delivered"}
    assert shopify.read("fulfillments/update", sent, 3) == Shipped("shopify:1", "", "EZ1", "delivered", None)
    assert isinstance(shopify.read("app/uninstalled", {"id": 1}, 3), Ended)
    bought = {"id": 1, "contact_email": "a@b.c", "billing_address": {"first_name": "Ana", "last_name": "P"}}
    assert shopify.read("orders/paid", bought, 3).customer == Customer("shopify:guest:a@b.c", "Ana P", "a@b.c")
    for part in ({"order_edit": {"id": 7, "order_id": 1}}, {"order_id": 1, "risk_level": "high"}):
        assert isinstance(shopify.read("orders/edited", part, 3), Ignored)
    for topic in ("customers/redact", "shop/redact", "customers/data_request", "carts/update", ""):
        assert isinstance(shopify.read(topic, {"id": 1}, 3), Ignored)


def test_addresses_are_known_however_they_are_written():
    assert kinds.known_as("twilio_sms", "whatsapp:+1 500-555-0006") == "+15005550006"
    assert kinds.known_as("telegram", "@Sofia_Bot") == "sofia_bot"
    assert kinds.address("shopify", "Demo.MyShopify.com") == "demo.myshopify.com"
    for kind, wrong in (("shopify", "my shop"), ("telegram", ""), ("twilio_sms", "a b"), ("fax", "1")):
        with pytest.raises(Invalid):
            kinds.address(kind, wrong)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner), max_leaves=6
)
NAMES = (
    "message from chat id type text body person status errors edit photo voice contact contacts location interactive "
    "timestamp date message_id callback_query data my_chat_member image system order result description tracking_code "
    "customer fulfillments line_items updated_at update_id edited_message"
).split()
near = st.recursive(values, lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, max_size=5), max_leaves=12)


@given(
    near, st.dictionaries(st.sampled_from(["From", "MessageSid", "Body", "NumMedia", "Latitude", "CallSid"]), st.text())
)
def test_whatever_is_told_is_read_or_refused_by_name(body, fields):
    payload = body if isinstance(body, dict) else {"message": body}
    for read in (
        lambda: meta.read(payload, 1), lambda: [*meta.pieces(body)], lambda: telegram.read(payload, 1),
        lambda: shopify.read("orders/create", body, 1), lambda: tracking.read(body),
        lambda: tracking.read({"description": "tracker.updated", "result": body}),
        lambda: twilio.message(fields, 1), lambda: twilio.status(fields), lambda: twilio.call(fields, 1),
    ):  # fmt: skip
        with suppress(Invalid):
            news = read()
            assert not isinstance(news, Inbound) or len(news.external_id) <= 300


@given(values)
def test_single_values_are_told_or_not(value):
    holder = {"x": value}
    assert isinstance(told.line(holder, "x"), str)
    assert isinstance(told.text(value, "x"), str)
    assert len(told.id_of(holder, "x")) <= told.LONGEST_ID
    assert told.seconds(holder, "x") is None or told.seconds(holder, "x") > told.EARLIEST
    assert told.instant(holder, "x") is None or told.instant(holder, "x") < told.LATEST
    assert told.money(holder, "x") is None or told.money(holder, "x") >= 0
