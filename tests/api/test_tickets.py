"""The inbox for programs: names, order, sums, replies, and walls."""

import math

import pytest

from crm_app.contacts import actions as contacts
from crm_app.conversations import actions
from crm_app.conversations.tasks import understand_intake
from crm_app.drafts import queries as drafts
from crm_app.inbox import actions as inbox
from crm_app.kit.transaction import transaction

COMPONENTS = {"churn_risk", "customer_value", "urgency", "age", "difficulty", "sentiment", "topic_alert", "overdue"}


async def deliver(town, number, message="Where is my order?", place=None, **more):
    """A form, delivered and understood; returns the ticket's id."""
    place = place or town.shop
    form = {"id": number, "email": f"c{number}@example.com", "name": f"Customer {number}", "message": message} | more
    told = (await town.post("/webhooks/web-form", form, place=place)).json()
    await understand_intake.run(place.id, told["id"])
    rows = (await town.get("/api/tickets?limit=200", place=place)).json()["tickets"]
    return next(t["id"] for t in rows if t["customer_email"] == form["email"])


async def test_the_list_has_the_promised_shape(town):
    await deliver(town, 1)
    told = (await town.get("/api/tickets")).json()
    assert set(told) == {"tickets", "pagination", "topic_alerts_active", "matches"}
    names = {"id", "subject", "priority", "smart_score", "matches_topic_alert", "customer_id", "created_at"}
    assert names <= set(told["tickets"][0])
    assert told["pagination"] == {"page": 1, "limit": 50, "total": 1, "has_next": False, "has_prev": False}
    assert (told["topic_alerts_active"], told["matches"]) == ([], 0)


async def test_pages_follow_the_order_without_gaps(town):
    for number in range(7):
        await deliver(town, number)
    whole = (await town.get("/api/tickets?limit=200")).json()["tickets"]
    scores = [ticket["smart_score"] for ticket in whole]
    assert scores == sorted(scores, reverse=True)
    pages = [(await town.get(f"/api/tickets?limit=3&page={n}")).json() for n in (1, 2, 3)]
    assert [t["id"] for page in pages for t in page["tickets"]] == [t["id"] for t in whole]
    flags = [(p["pagination"]["has_prev"], p["pagination"]["has_next"]) for p in pages]
    assert flags == [(False, True), (True, True), (True, False)]
    assert (await town.get("/api/tickets?page=100000")).json()["tickets"] == []


WRONG_QUERIES = [
    ("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"), ("page=0", "page"), ("page=1e9", "page"),
    ("status=lost", "status"), ("status=%00", "status"), ("topic_alerts=" + "a," * 60, "topic_alerts"),
]  # fmt: skip


async def test_a_wrong_parameter_is_named(town):
    for query, field in WRONG_QUERIES:
        answer = await town.get(f"/api/tickets?{query}")
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


async def test_words_to_watch_raise_what_holds_them(town):
    await deliver(town, 1, "I will open a chargeback")
    plain = await deliver(town, 2, "All is well")
    told = (await town.get("/api/tickets?topic_alerts=chargeback, fraud")).json()
    assert told["topic_alerts_active"] == ["chargeback", "fraud"]
    assert told["matches"] == 1
    assert [t["matches_topic_alert"] for t in told["tickets"]] == [True, False]
    assert told["tickets"][1]["id"] == plain
    async with transaction(town.shop.system) as tx:
        await inbox.watch(tx, "well")
    told = (await town.get("/api/tickets?status=&channel=&topic_alerts=")).json()
    assert (told["topic_alerts_active"], told["matches"]) == (["well"], 1)
    assert (await town.get(f"/api/tickets/{plain}/score-breakdown")).json()["components"]["topic_alert"] == 5.0


async def test_channel_and_status_choose(town):
    ticket = await deliver(town, 1)
    assert (await town.get("/api/tickets?channel=web_form")).json()["pagination"]["total"] == 1
    assert (await town.get("/api/tickets?channel=email")).json()["tickets"] == []
    async with transaction(town.shop.system) as tx:
        await actions.resolve(tx, ticket)
    assert (await town.get("/api/tickets")).json()["tickets"] == []
    assert [t["id"] for t in (await town.get("/api/tickets?status=closed")).json()["tickets"]] == [ticket]


async def test_the_parts_add_up_to_the_total(town):
    ticket = await deliver(town, 1, "This is terrible, I am furious. Refund me NOW, this is urgent!")
    async with transaction(town.shop.system) as tx:
        await contacts.upsert_contact(
            tx, "c-1", email="c1@example.com", lifetime_value=3333.33, churn_risk=0.77, name="Customer"
        )
    told = (await town.get(f"/api/tickets/{ticket}/score-breakdown")).json()
    assert set(told) == {"total_score", "components", "customer", "ticket", "weights"}
    assert set(told["components"]) == COMPONENTS
    assert math.fsum(told["components"].values()) == told["total_score"]
    assert told["customer"] == {"ltv": 3333.33, "churn_risk": 0.77}
    assert told["weights"] == {
        "churn_weight": 3.0, "value_weight": 2.0, "urgency_weight": 1.5, "topic_alert_boost": 5.0,
    }  # fmt: skip
    assert told["components"]["churn_risk"] == 0.77 * 3.0
    assert told["ticket"] == {"priority": told["ticket"]["priority"], "age_hours": 0.5}
    assert told["components"]["age"] == 2.0


async def test_a_ticket_shows_customer_messages_and_delivery(town):
    ticket = await deliver(town, 1)
    told = (await town.get(f"/api/tickets/{ticket}")).json()
    assert told["customer"]["email"] == "c1@example.com"
    assert [(m["direction"], m["state"], m["text"]) for m in told["messages"]] == [
        ("inbound", "received", "Where is my order?")
    ]
    assert told["last_message_id"] == told["messages"][0]["id"]


@pytest.mark.parametrize("name", ["text", "content"])
async def test_a_reply_is_queued_and_moves_the_ticket(town, name):
    ticket = await deliver(town, 1)
    answer = await town.post(f"/api/tickets/{ticket}/messages", {name: "On its way."})
    assert answer.status_code == 201
    assert (answer.json()["state"], answer.json()["text"]) == ("queued", "On its way.")
    told = (await town.get(f"/api/tickets/{ticket}")).json()
    assert (told["status"], len(told["messages"])) == ("pending", 2)
    assert (await town.get(f"/api/tickets/{ticket}/score-breakdown")).json()["ticket"]["age_hours"] == 0


async def test_a_reply_may_leave_the_ticket_open_and_a_note_is_internal(town):
    ticket = await deliver(town, 1)
    await town.post(f"/api/tickets/{ticket}/messages", {"text": "One moment.", "keep_open": True})
    note = await town.post(f"/api/tickets/{ticket}/messages", {"text": "@Ada please look", "internal": True})
    assert (note.status_code, note.json()["direction"]) == (201, "note")
    assert (await town.get(f"/api/tickets/{ticket}")).json()["status"] == "open"


async def test_a_reply_to_a_thread_that_moved_on_is_refused(town):
    ticket = await deliver(town, 1)
    seen = (await town.get(f"/api/tickets/{ticket}")).json()["last_message_id"]
    await town.post(f"/api/tickets/{ticket}/messages", {"text": "First.", "keep_open": True})
    answer = await town.post(f"/api/tickets/{ticket}/messages", {"text": "Second.", "last_message_id": seen})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "thread_moved_on")
    assert len((await town.get(f"/api/tickets/{ticket}")).json()["messages"]) == 2


WRONG_REPLIES = [
    ({}, "text"), ({"text": ""}, "text"), ({"text": " \n"}, "text"), ({"text": 5}, "text"), ([], "body"),
    ({"text": "x" * 20_001}, "text"), ({"text": "a", "internal": "maybe"}, "internal"),
    ({"text": "a", "last_message_id": 2**63}, "last_message_id"), ({"text": "\u200b"}, "text"),
]  # fmt: skip


async def test_a_wrong_reply_is_named(town):
    ticket = await deliver(town, 1)
    for body, field in WRONG_REPLIES:
        answer = await town.post(f"/api/tickets/{ticket}/messages", body)
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert len((await town.get(f"/api/tickets/{ticket}")).json()["messages"]) == 1


async def test_a_draft_is_written_on_the_spot_and_kept(town):
    ticket = await deliver(town, 1)
    first = await town.get(f"/api/ai/tickets/{ticket}/draft-response")
    assert first.status_code == 200
    told = first.json()
    assert set(told) == {"content", "tone", "channel", "reasoning", "personalization", "claims"}
    assert set(told["personalization"]) == {
        "used_order_info", "mentioned_tracking", "referenced_past_issue", "applied_vip_treatment",
    }  # fmt: skip
    assert told["content"] and told["channel"] == "web_form"
    kept = await town.read(lambda tx: drafts.current(tx, ticket))
    assert kept.content == told["content"]
    assert (await town.get(f"/api/ai/tickets/{ticket}/draft-response")).json() == told


async def test_a_reply_uses_the_draft_up_and_another_can_still_be_asked_for(town):
    ticket = await deliver(town, 1)
    content = (await town.get(f"/api/ai/tickets/{ticket}/draft-response")).json()["content"]
    for _ in range(2):
        assert (await town.post(f"/api/tickets/{ticket}/messages", {"text": content})).status_code == 201
    assert await town.read(lambda tx: drafts.current(tx, ticket)) is None
    assert (await town.get(f"/api/ai/tickets/{ticket}/draft-response")).json()["content"]


async def test_another_workspaces_ticket_does_not_exist(town):
    ticket = await deliver(town, 1)
    before = (await town.get(f"/api/tickets/{ticket}")).json()
    paths = [
        f"/api/tickets/{ticket}",
        f"/api/tickets/{ticket}/score-breakdown",
        f"/api/ai/tickets/{ticket}/draft-response",
    ]
    for path in paths:
        assert (await town.get(path, place=town.other)).status_code == 404
    for body in ({"text": "hello"}, {"text": "hello", "internal": True}):
        answer = await town.post(f"/api/tickets/{ticket}/messages", body, place=town.other)
        assert answer.status_code == 404
    after = (await town.get(f"/api/tickets/{ticket}")).json()
    moving = {"smart_score"}
    assert {k: v for k, v in after.items() if k not in moving} == {k: v for k, v in before.items() if k not in moving}
    assert (await town.get("/api/tickets", place=town.other)).json()["tickets"] == []


async def test_odd_ids_do_not_exist(town):
    for odd in ("0", "-1", "x", "1.5", "9" * 30, "٣", "%00", "1%2F2", " 1"):
        for path in (f"tickets/{odd}", f"tickets/{odd}/score-breakdown", f"ai/tickets/{odd}/draft-response"):
            assert (await town.get(f"/api/{path}")).status_code == 404


async def test_a_member_reads_by_their_session_and_writes_from_our_own_pages_only(town):
    ticket = await deliver(town, 1)
    session = {"Cookie": town.shop.cookie}
    assert (await town.http.get("/api/tickets", headers=session)).status_code == 200
    for origin, status in ((None, 403), ("https://evil.example", 403), ("null", 403), ("http://localhost:8000", 201)):
        headers = session | ({"Origin": origin} if origin else {})
        answer = await town.http.post(f"/api/tickets/{ticket}/messages", json={"text": "Hello"}, headers=headers)
        assert answer.status_code == status
    assert (await town.http.get("/api/tickets")).status_code == 401


async def test_unknown_addresses_and_methods_are_answered_in_the_same_form(town):
    gone = await town.get("/api/nothing")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "not_found")
    wrong = await town.http.delete("/api/tickets")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")


async def test_every_answer_carries_the_callers_request_id(town):
    named = await town.http.get("/api/tickets", headers={"X-API-Key": town.shop.key, "X-Request-ID": "abc-1"})
    assert named.headers["x-request-id"] == "abc-1"
    odd = await town.http.get("/api/tickets", headers={"X-Request-ID": "a b\t{}"})
    assert len(odd.headers["x-request-id"]) == 32
