"""Leads and conversations over HTTP: brought in, read, moved along their lifecycle alone, scored, handed over."""

import secrets

import pytest

from crm_app.channels.port import Inbound, Sender
from crm_app.conversations import receiving
from crm_app.kit.transaction import transaction
from crm_app.language.understanding import understand
from crm_app.leads import actions
from crm_app.leads.knowing import Fact
from crm_app.leads.models import FactName

from .conftest import ADMIN_TOKEN

LEAD = {"name": "Omar", "email": "omar@customer.example", "budget": {"high": 900000, "currency": "AED"},
        "location": "Dubai Marina", "urgency": "high"}  # fmt: skip


async def brought(town, **changes) -> dict:
    answer = await town.post("/api/v1/leads", LEAD | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def wrote(town, text="Hello", number=1) -> int:
    async with transaction(town.shop.system) as tx:
        inbound = Inbound("email", f"<{secrets.token_hex(8)}@x>", Sender("Jane", "jane@customer.example"), text=text)
        return (await receiving.receive(tx, inbound, understand(text), joins=None)).conversation_id


async def patch(town, path, body):
    return await town.http.patch(path, json=body, headers={"X-API-Key": town.shop.key})


async def test_a_lead_comes_in_with_what_is_known_of_it(town):
    lead = await brought(town, external_id="a-1")
    assert (lead["client_id"], lead["lifecycle"] in ("NEW", "QUALIFYING"), lead["source"]) == (
        town.shop.id,
        True,
        "api",
    )
    known = {fact["name"]: fact["value"] for fact in lead["known"]}
    assert known["budget"] == {"low": None, "high": 900000, "currency": "AED", "confirmed": False}
    assert known["location"] == {"text": "Dubai Marina"} and known["urgency"] == {"level": "high"}
    assert (await town.get(f"/api/v1/leads/{lead['id']}")).json() == lead
    again = await town.post("/api/v1/leads", LEAD | {"external_id": "a-1"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "lead_exists")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": None}, "email"),
        ({"email": "nobody"}, "email"),
        ({"budget": {"low": 5, "high": 1}}, "budget"),
        ({"budget": {"high": -1}}, "budget.high"),
        ({"urgency": "soon"}, "urgency"),
        ({"location": "  "}, "location"),
        ({"timeline": {"start": "soon"}}, "timeline.start"),
        ({"source": "No Source"}, "source"),
    ],
)
async def test_what_cannot_be_is_named_and_nothing_is_stored(town, change, field):
    answer = await town.post("/api/v1/leads", LEAD | change)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


async def test_what_a_program_says_changes_and_null_takes_it_away(town):
    path = f"/api/v1/leads/{(await brought(town))['id']}"
    body = {"location": None, "service_interest": "villa", "owner_id": town.shop.admin_id,
            "next_follow_up": "2027-01-02T10:00:00Z"}  # fmt: skip
    told = (await patch(town, path, body)).json()
    assert {fact["name"] for fact in told["known"]} == {"service_interest", "budget", "urgency"}
    assert (told["owner_id"], told["next_follow_up"]) == (town.shop.admin_id, "2027-01-02T10:00:00Z")
    assert (await patch(town, path, {"owner_id": 10**15})).status_code == 404


async def test_what_a_program_corrects_stands_as_a_persons_word_does(town):
    lead = await brought(town)
    await patch(town, f"/api/v1/leads/{lead['id']}", {"location": "Palm Jumeirah"})
    async with transaction(town.shop.system) as tx:
        await actions.tell(tx, lead["id"], [Fact(FactName.LOCATION, {"text": "Dubai"}, 0.95)])
    known = (await town.get(f"/api/v1/leads/{lead['id']}")).json()["known"]
    (location,) = (fact for fact in known if fact["name"] == "location")
    assert (location["value"], location["corrected"]) == ({"text": "Palm Jumeirah"}, True)


async def test_it_moves_where_its_lifecycle_goes_and_nowhere_else(town):
    lead = await brought(town)
    path = f"/api/v1/leads/{lead['id']}"
    refused = await patch(town, path, {"lifecycle": "HANDED_OFF"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "move_refused")
    assert "does not become HANDED_OFF" in refused.json()["error"]["message"]
    early = await town.post(f"{path}/handoff", {})
    assert early.status_code == 409
    state = lead["lifecycle"]
    for after in ("QUALIFYING", "QUALIFIED", "APPOINTMENT_BOOKED"):
        if after != state:
            state = (await patch(town, path, {"lifecycle": after, "reason": "by phone"})).json()["lifecycle"]
            assert state == after
    told = (await town.http.post(f"{path}/handoff", headers={"X-API-Key": town.shop.key})).json()
    assert (told["lifecycle"], told["onward"], told["moves"][0]["after"]) == ("HANDED_OFF", [], "HANDED_OFF")


async def test_a_score_of_ones_own_makes_a_lead_hot(town):
    lead = await brought(town)
    told = (await patch(town, f"/api/v1/leads/{lead['id']}/score", {"temperature": "HOT", "score": 0.9})).json()
    assert (told["temperature"], told["score"], told["confidence"]) == ("HOT", 0.9, lead["confidence"])
    hot = (await town.get(f"/api/v1/leads/client/{town.shop.id}/hot?limit=1")).json()
    assert ([row["id"] for row in hot["leads"]], hot["pagination"]["total"]) == ([lead["id"]], 1)
    assert (await patch(town, f"/api/v1/leads/{lead['id']}/score", {"score": 1.1})).status_code == 422


async def test_a_handed_over_lead_calls_a_person_to_its_conversation(town):
    conversation_id = await wrote(town)
    async with transaction(town.shop.system) as tx:
        contact_id = (await tx.session.get_one(actions.Conversation, conversation_id)).contact_id
        lead = await actions.open_lead(tx, contact_id, "email", conversation_id=conversation_id)
        for state in ("QUALIFYING", "QUALIFIED", "APPOINTMENT_BOOKED"):
            await actions.move(tx, lead.id, state, "test")
    assert (await town.post(f"/api/v1/leads/{lead.id}/handoff", {"reason": "Sign."})).status_code == 200
    told = (await town.get(f"/api/v1/conversations/{conversation_id}")).json()
    assert told["lead_id"] == lead.id
    assert (told["escalation"]["kind"], told["escalation"]["quote"]) == ("hand", "Sign.")


async def test_a_conversation_its_messages_and_a_call_for_a_person(town):
    conversation_id = await wrote(town, "Where is my parcel?")
    path = f"/api/v1/conversations/{conversation_id}"
    told = (await town.get(path)).json()
    assert (told["customer"]["email"], told["lead_id"], told["escalation"]) == ("jane@customer.example", None, None)
    assert (await town.post(f"{path}/messages", {"text": "On its way."})).status_code == 201
    page = (await town.get(f"{path}/messages?limit=1&page=2")).json()
    assert [m["text"] for m in page["messages"]] == ["On its way."]
    assert page["pagination"] == {"page": 2, "limit": 1, "total": 2, "has_next": False, "has_prev": True}
    called = await town.post(f"{path}/escalate", {"reason": "Contract"})
    assert (called.status_code, called.json()["urgent"], called.json()["quote"]) == (201, True, "Contract")
    assert (await town.http.post(f"{path}/escalate", headers={"X-API-Key": town.shop.key})).status_code == 409
    active = f"/api/v1/conversations/client/{town.shop.id}/active"
    assert (await town.get(active)).json()["conversations"] == []
    assert [c["id"] for c in (await town.get(f"{active}?status=pending")).json()["conversations"]] == [conversation_id]


async def test_pages_have_at_most_200(town):
    for path in (f"/api/v1/leads/client/{town.shop.id}/hot", f"/api/v1/conversations/client/{town.shop.id}/active"):
        assert (await town.get(path)).json()["pagination"]["limit"] == 50
        assert (await town.get(f"{path}?limit=200")).status_code == 200
        assert (await town.get(f"{path}?limit=201")).status_code == 422


async def test_what_is_unknown_or_another_workspaces_is_not_found(town):
    lead, conversation = (await brought(town))["id"], await wrote(town)
    calls = [
        ("GET", "/api/v1/leads/{}", lead), ("PATCH", "/api/v1/leads/{}", lead),
        ("PATCH", "/api/v1/leads/{}/score", lead),
        ("POST", "/api/v1/leads/{}/handoff", lead), ("GET", "/api/v1/conversations/{}", conversation),
        ("GET", "/api/v1/conversations/{}/messages", conversation),
        ("POST", "/api/v1/conversations/{}/messages", conversation),
        ("POST", "/api/v1/conversations/{}/escalate", conversation),
        ("GET", "/api/v1/leads/client/{}/hot", town.shop.id),
        ("GET", "/api/v1/conversations/client/{}/active", town.shop.id),
    ]  # fmt: skip
    for method, path, own in calls:
        for number, key in ((10**15, town.shop.key), (own, town.other.key), ("x", town.shop.key)):
            answer = await town.http.request(
                method, path.format(number), json={"text": "Hi"}, headers={"X-API-Key": key}
            )
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found"), (method, path, number)
    above = {"Authorization": f"Bearer {ADMIN_TOKEN}"}  # opens workspaces, not what their customers wrote
    assert (await town.http.get(f"/api/v1/leads/client/{town.shop.id}/hot", headers=above)).status_code == 403
