"""What a shop tells about its customers and orders."""

import asyncio

from crm_app.contacts import queries as contacts
from crm_app.conversations.tasks import understand_intake
from crm_app.inbox import queries as inbox
from crm_app.kit.paging import Page

CONTACT = {
    "external_id": "c-1", "name": "Lina Haddad", "email": "Lina@Example.com", "phone": "+34 600 11 22 33",
    "address": "Calle Mayor 1", "ltv": 3500, "churn_risk": 0.8, "segments": ["gold"], "vip": True,
    "customer_since": "2020-01-31",
}  # fmt: skip
ORDER = {
    "external_id": "o-1", "number": "4411", "contact_external_id": "c-1", "total": "129.90", "currency": "eur",
    "status": "shipped", "carrier": "DHL", "tracking_number": "JD0146", "items": ["Lamp", "Bulb"],
    "events": [{"at": "2026-11-19T10:00:00Z", "place": "Lyon", "text": "Out for delivery"},
               {"at": "2026-11-18T10:00:00+02:00", "place": "Turin", "text": "Picked up"}],
    "placed_at": "2026-11-17T09:00:00", "expected_at": "2026-11-20T09:00:00Z",
}  # fmt: skip


async def test_a_contact_is_added_then_changed(town):
    first = await town.post("/api/v1/contacts", CONTACT)
    assert (first.status_code, first.json()["created"], first.json()["external_id"]) == (201, True, "c-1")
    again = await town.post("/api/v1/contacts", {"external_id": "c-1", "lifetime_value": 4000})
    assert (again.status_code, again.json()) == (200, first.json() | {"created": False})
    known = await town.read(lambda tx: contacts.contact(tx, first.json()["id"]))
    assert (known.name, known.email, known.phone) == ("Lina Haddad", "lina@example.com", "+34600112233")
    assert (known.lifetime_value, known.churn_risk, known.vip) == (4000, 0.8, True)


async def test_an_order_reaches_its_contact(town):
    contact = (await town.post("/api/v1/contacts", CONTACT)).json()["id"]
    assert (await town.post("/api/v1/orders", ORDER)).status_code == 201
    assert (await town.post("/api/v1/orders", ORDER | {"status": "delivered"})).status_code == 200
    order = (await town.read(lambda tx: contacts.orders(tx, contact)))[0]
    assert (order.number, str(order.total), order.currency, order.status) == ("4411", "129.90", "EUR", "delivered")
    assert [scan["place"] for scan in order.events] == ["Turin", "Lyon"]
    assert order.placed_at.isoformat() == "2026-11-17T09:00:00+00:00"


async def test_an_order_brings_its_contact_along(town):
    body = {key: value for key, value in ORDER.items() if key != "contact_external_id"} | {"contact": CONTACT}
    assert (await town.post("/api/v1/orders", body)).status_code == 201
    again = await town.post("/api/v1/contacts", CONTACT)
    assert (again.status_code, again.json()["created"]) == (200, False)


async def test_who_wrote_first_is_the_same_person(town):
    form = {"email": "lina@example.com", "message": "Where is order 4411?"}
    told = (await town.post("/webhooks/web-form", form)).json()
    await understand_intake.run(town.shop.id, told["id"])
    assert (await town.post("/api/v1/contacts", CONTACT)).status_code == 200
    await town.post("/api/v1/orders", ORDER)
    row = (await town.read(lambda tx: inbox.page(tx, Page()))).rows[0]
    assert (row.contact_name, row.lifetime_value) == ("Lina Haddad", 3500)
    draft = (await town.get(f"/api/ai/tickets/{row.id}/draft-response")).json()
    assert draft["personalization"]["used_order_info"]
    assert any("4411" in claim["text"] and claim["supported"] for claim in draft["claims"])


async def test_a_second_id_of_the_same_person_finds_them(town):
    first = (await town.post("/api/v1/contacts", CONTACT)).json()["id"]
    second = await town.post("/api/v1/contacts", CONTACT | {"external_id": "guest-9"})
    assert (second.status_code, second.json()["id"]) == (200, first)
    assert (await town.post("/api/v1/orders", ORDER | {"contact_external_id": "guest-9"})).status_code == 201
    assert len(await town.read(lambda tx: contacts.orders(tx, first))) == 1


async def test_somebody_elses_address_is_not_taken_over(town):
    await town.post("/api/v1/contacts", CONTACT)
    other = (await town.post("/api/v1/contacts", {"external_id": "c-2", "email": "two@example.com"})).json()["id"]
    await town.post("/api/v1/contacts", {"external_id": "c-2", "email": "lina@example.com", "name": "Two"})
    known = await town.read(lambda tx: contacts.contact(tx, other))
    assert (known.name, known.email) == ("Two", "two@example.com")


async def test_a_list_is_stored_whole_or_not_at_all(town):
    people = [{"external_id": f"c-{n}", "email": f"c{n}@example.com"} for n in range(30)]
    answer = await town.post("/api/v1/contacts", people)
    assert (answer.status_code, answer.json()["created"], len(answer.json()["results"])) == (201, 30, 30)
    answer = await town.post("/api/v1/contacts", [*people, {"external_id": "new"}])
    assert (answer.json()["created"], answer.json()["changed"]) == (1, 30)
    answer = await town.post("/api/v1/contacts", [{"external_id": "late"}, {"external_id": "x", "churn_risk": 2}])
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "1.churn_risk")
    assert (await town.post("/api/v1/contacts", {"external_id": "late"})).status_code == 201


async def test_the_same_new_person_told_of_at_once_is_one(town):
    answers = await asyncio.gather(*(town.post("/api/v1/contacts", CONTACT) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code < 300}) == 1
    assert sum(answer.status_code == 201 for answer in answers) == 1


WRONG = [
    ("contacts", {}, "external_id"), ("contacts", [], "body"), ("contacts", "x", "body"), ("contacts", None, "body"),
    ("contacts", {"external_id": ""}, "external_id"), ("contacts", {"external_id": "\u200b"}, "external_id"),
    ("contacts", {"external_id": "x" * 201}, "external_id"), ("contacts", {"external_id": 5}, "external_id"),
    ("contacts", CONTACT | {"email": "nobody"}, "email"), ("contacts", CONTACT | {"churn_risk": 1.1}, "churn_risk"),
    ("contacts", CONTACT | {"phone": "call me maybe"}, "phone"),
    ("contacts", CONTACT | {"churn_risk": "much"}, "churn_risk"), ("contacts", CONTACT | {"vip": 7}, "vip"),
    ("contacts", CONTACT | {"segments": "gold"}, "segments"), ("contacts", CONTACT | {"segments": [5]}, "segments.0"),
    ("contacts", CONTACT | {"customer_since": "long ago"}, "customer_since"),
    ("contacts", CONTACT | {"name": "x" * 201}, "name"), ("contacts", [{"external_id": "a"}] * 501, "body"),
    ("orders", ORDER | {"contact_external_id": "nobody"}, "contact_external_id"),
    ("orders", {"external_id": "o"}, "body"), ("orders", ORDER | {"total": "1e20"}, "total"),
    ("orders", ORDER | {"total": -1}, "total"), ("orders", ORDER | {"currency": "EURO"}, "currency"),
    ("orders", ORDER | {"events": [{"at": "x"}]}, "events.0.at"), ("orders", ORDER | {"items": [["a"]]}, "items.0"),
    ("orders", ORDER | {"placed_at": "9999-12-31T23:59:59-14:00"}, "placed_at"),
    ("orders", ORDER | {"expected_at": "9999-12-31T23:59:00Z"}, "expected_at"),
    ("orders", ORDER | {"contact": {"external_id": "c", "email": "x"}}, "contact.email"),
]  # fmt: skip


async def test_what_cannot_be_stored_names_its_field(town):
    for path, body, field in WRONG:
        answer = await town.post(f"/api/v1/{path}", body)
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, field), (path, body)


async def test_another_workspaces_contact_gets_no_orders(town):
    await town.post("/api/v1/contacts", CONTACT)
    answer = await town.post("/api/v1/orders", ORDER, place=town.other)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "contact_external_id")
    assert (await town.post("/api/v1/contacts", CONTACT, place=town.other)).status_code == 201


async def test_an_agent_may_not_feed_the_shop_but_who_edits_people_may(town):
    for role, status in (("agent", 403), ("manager", 201)):
        headers = {"Cookie": await town.shop.cookie_of(role), "Origin": "http://localhost:8000"}
        assert (await town.http.post("/api/v1/contacts", json=CONTACT, headers=headers)).status_code == status
