"""Opening workspaces from above, and what each may do with its own: read, change, pause, activate, rotate, use."""

import secrets
from datetime import timedelta
from decimal import Decimal

import pytest

from crm_app.accounts import queries
from crm_app.ai.actions import Call, record_calls
from crm_app.ai.port import Spent
from crm_app.api import auth
from crm_app.conversations import sending
from crm_app.conversations.models import Delivery
from crm_app.conversations.queries import thread
from crm_app.kit import clock
from crm_app.kit.settings import settings
from crm_app.kit.transaction import transaction

from .conftest import ADMIN_TOKEN, PASSWORD
from .test_end_to_end import tickets, until

ABOVE = {"Authorization": f"Bearer {ADMIN_TOKEN}"}


def wanted(**changes):
    slug = f"noor-{secrets.token_hex(4)}"
    admin = {"email": f"amal@{slug}.test", "name": "Amal", "password": PASSWORD}
    return {"slug": slug, "name": "Noor Homes", "language": "ar", "time_zone": "Asia/Riyadh", "admin": admin} | changes


async def test_a_workspace_opens_with_an_admin_and_a_key_that_works(town):
    body = wanted()
    answer = await town.http.post("/api/v1/clients", json=body, headers=ABOVE)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["slug"], told["time_zone"], told["currency"]) == (body["slug"], "Asia/Riyadh", "USD")
    key = {"X-API-Key": told["api_key"]}
    assert (await town.http.get("/api/tickets", headers=key)).json()["tickets"] == []
    listed = (await town.http.get("/api/v1/clients", headers=ABOVE)).json()["clients"]
    assert {name: told[name] for name in listed[0]} in listed
    assert (told["status"], told["budget"]) == ("active", {"tokens": None, "money": None})
    assert told["api_key"] not in str(listed)


async def test_without_the_token_it_is_closed(town, monkeypatch):
    wrong = [{}, {"Authorization": "Bearer no"}, {"Authorization": ADMIN_TOKEN}, {"X-API-Key": town.shop.key},
             {"Authorization": b"Bearer \xff"},
             {"Cookie": town.shop.cookie, "Origin": "http://localhost:8000"}]  # fmt: skip
    for headers in wrong:
        for call in (town.http.get("/api/v1/clients", headers=headers),
                     town.http.post("/api/v1/clients", json=wanted(), headers=headers)):  # fmt: skip
            assert (await call).status_code == 401
    monkeypatch.setenv("ADMIN_TOKEN", "")
    settings.cache_clear()
    for headers in (ABOVE, {"Authorization": "Bearer "}):
        assert (await town.http.get("/api/v1/clients", headers=headers)).status_code == 401


async def test_what_is_wrong_is_named_and_nothing_opens(town):
    good = wanted()
    taken = f"admin@{(await town.http.get('/api/v1/clients', headers=ABOVE)).json()['clients'][-1]['slug']}.test"
    cases = [
        (422, "slug", {"slug": "No Slug"}), (422, "name", {"name": ""}), (422, "time_zone", {"time_zone": "Mars"}),
        (422, "language", {"language": "fr"}), (422, "currency", {"currency": "dollars"}),
        (422, "admin", {"admin": None}), (422, "email", {"admin": good["admin"] | {"email": "nobody"}}),
        (422, "admin.password", {"admin": good["admin"] | {"password": "short"}}),
        (422, "password", {"admin": good["admin"] | {"password": "password1234"}}),
        (409, None, {"admin": good["admin"] | {"email": taken}}),
    ]  # fmt: skip
    before = (await town.http.get("/api/v1/clients", headers=ABOVE)).json()
    for status, field, change in cases:
        answer = await town.http.post("/api/v1/clients", json=good | change, headers=ABOVE)
        assert (answer.status_code, answer.json()["error"]["field"]) == (status, field), change
    assert (await town.http.get("/api/v1/clients", headers=ABOVE)).json() == before


async def test_a_name_is_taken_once(town):
    body = wanted()
    assert (await town.http.post("/api/v1/clients", json=body, headers=ABOVE)).status_code == 201
    again = await town.http.post("/api/v1/clients", json=wanted(slug=body["slug"]), headers=ABOVE)
    told = {"code": "slug_taken", "message": f"A workspace named {body['slug']} exists already.", "field": None}
    assert (again.status_code, again.json()["error"]) == (409, told)


def own(town):
    return f"/api/v1/clients/{town.shop.id}"


def cookie(town):
    return {"Cookie": town.shop.cookie, "Origin": "http://localhost:8000"}


async def test_a_workspace_is_its_own_and_the_installations_and_nobody_elses(town):
    for headers in ({"X-API-Key": town.shop.key}, cookie(town), ABOVE):
        assert (await town.http.get(own(town), headers=headers)).json()["id"] == town.shop.id
    calls = [("GET", ""), ("PATCH", ""), ("POST", "/pause"), ("POST", "/activate"), ("POST", "/rotate-api-key"),
             ("GET", "/usage")]  # fmt: skip
    for method, tail in calls:
        for headers in (
            {"X-API-Key": town.other.key},
            {"Cookie": town.other.cookie, "Origin": "http://localhost:8000"},
        ):
            answer = await town.http.request(method, own(town) + tail, headers=headers, json={})
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found"), tail
        unknown = await town.http.request(method, f"/api/v1/clients/{10**15}{tail}", headers=ABOVE, json={})
        assert unknown.status_code == 404
        for headers in ({}, {"Authorization": "Bearer no"}, {"X-API-Key": "no"}):
            answer = await town.http.request(method, own(town) + tail, headers=headers, json={})
            assert answer.status_code == 401


async def test_what_is_named_changes_and_the_rest_stays(town):
    before = (await town.get(own(town))).json()
    spans = [["09:00", "12:00"], ["13:00", "17:00"]]
    change = {"time_zone": "Asia/Riyadh", "business_hours": {"sun": spans, "mon": []}, "budget": {"money": 12.5}}
    told = (await town.http.patch(own(town), json=change, headers=cookie(town))).json()
    hours = {"business_hours": {"sun": spans}}
    assert told == before | change | hours | {"budget": {"tokens": None, "money": 12.5}}
    again = (await town.http.patch(own(town), json={"budget": {"tokens": 5}}, headers=ABOVE)).json()
    assert again == told | {"budget": {"tokens": 5, "money": None}}
    assert (await town.http.patch(own(town), json={}, headers=ABOVE)).json() == again


async def test_autonomy_and_qualification_change_by_what_is_named(town):
    before = (await town.get(own(town))).json()
    assert set(before["autonomy"].values()) == {"draft_only"} and before["qualification"]["on"] is False
    rules = {"on": True, "facts": ["location", "budget"], "most_questions": 3, "high_budget": 2_000_000}
    change = {"autonomy": {"default": "off", "sms": "reply_and_tell"}, "qualification": rules}
    told = (await town.http.patch(own(town), json=change, headers=cookie(town))).json()
    assert told["qualification"] == before["qualification"] | rules
    assert (told["autonomy"]["sms"], told["autonomy"]["email"]) == ("reply_and_tell", "off")
    again = {"autonomy": {"sms": "draft_only"}, "qualification": {"hot_from": 0.5}}
    last = (await town.http.patch(own(town), json=again, headers=ABOVE)).json()
    assert last["qualification"] == told["qualification"] | {"hot_from": 0.5}
    assert last["autonomy"] == told["autonomy"] | {"sms": "draft_only"}
    assert (await town.get(own(town))).json() == last
    async with town_reading(town) as tx:
        entries = await queries.audit(tx, "workspace", town.shop.id)
    assert "qualification" in str([entry.changes for entry in entries])


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("autonomy", {"autonomy": {"pigeon": "off"}}),
        ("autonomy.sms", {"autonomy": {"sms": "everything"}}),
        ("autonomy", {"autonomy": "off"}),
        ("qualification.on", {"qualification": {"on": None}}),
        ("qualification.facts", {"qualification": {"facts": []}}),
        ("qualification.facts.0", {"qualification": {"facts": ["shoe_size"]}}),
        ("qualification.facts.1", {"qualification": {"facts": ["budget", "urgency"]}}),
        ("qualification.most_questions", {"qualification": {"most_questions": 51}}),
        ("qualification.hot_from", {"qualification": {"hot_from": 0}}),
        ("qualification.high_value", {"qualification": {"high_value": 0}}),
        ("qualification.high_budget", {"qualification": {"high_budget": 1e13}}),
    ],
)
async def test_rules_that_cannot_be_name_their_field_and_change_nothing(town, field, change):
    before = (await town.get(own(town))).json()
    answer = await town.http.patch(own(town), json={"name": "Other"} | change, headers=ABOVE)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert (await town.get(own(town))).json() == before


WRONG = {
    "time_zone": "Mars", "name": "", "language": "fr", "currency": "usd", "budget": {"tokens": -1}, "voice": "x" * 2001,
    "business_hours": {"someday": []},
}  # fmt: skip


@pytest.mark.parametrize("field", WRONG)
async def test_a_change_that_cannot_be_names_its_field(town, field):
    answer = await town.http.patch(own(town), json={field: WRONG[field]}, headers=ABOVE)
    assert answer.status_code == 422 and answer.json()["error"]["field"].startswith(field)


@pytest.mark.parametrize(
    "spans", [[["12:00", "09:00"]], [["09:00", "25:00"]], [["09:00", "12:00"], ["11:00", "13:00"]]]
)
async def test_hours_that_cannot_be_are_refused(town, spans):
    answer = await town.http.patch(own(town), json={"business_hours": {"mon": spans}}, headers=ABOVE)
    assert answer.status_code == 422


async def test_a_rotated_key_works_beside_the_new_one_until_its_time_is_over(town):
    told = (await town.post(own(town) + "/rotate-api-key", {"overlap_hours": 2})).json()
    assert told["previous"]["prefix"] == town.shop.key[:12] and told["name"] == "site"
    fresh = {"X-API-Key": told["api_key"]}
    for headers in (fresh, {"X-API-Key": town.shop.key}):
        assert (await town.http.get(own(town), headers=headers)).status_code == 200
    clock.shift(timedelta(hours=3))
    auth.forget_all()
    try:
        assert (await town.get(own(town))).status_code == 401
        assert (await town.http.get(own(town), headers=fresh)).status_code == 200
    finally:
        clock.shift(None)
    async with town_reading(town) as tx:
        assert told["api_key"] not in str(await queries.audit(tx, "api_key", told["id"]))


def town_reading(town):
    return transaction(town.shop.system)


async def test_a_second_rotation_does_not_lengthen_the_first(town):
    first = (await town.post(own(town) + "/rotate-api-key", {"overlap_hours": 1})).json()
    old = first["previous"]
    again = (await town.post(own(town) + "/rotate-api-key", {"key_id": old["id"], "overlap_hours": 700})).json()
    assert again["previous"] == old
    newest = (await town.http.post(own(town) + "/rotate-api-key", headers=ABOVE)).json()
    assert newest["previous"]["id"] == again["id"]
    stranger = await town.post(own(town) + "/rotate-api-key", {"key_id": old["id"]}, place=town.other)
    assert stranger.status_code == 404
    assert (await town.post(own(town) + "/rotate-api-key", {"key_id": 10**15})).status_code == 404


async def test_a_pause_holds_replies_and_takes_in_messages_until_it_ends(busy_town):
    town = busy_town
    chat = {"visitor": "v-1", "name": "Ana", "message": "Hello, is somebody there?"}
    assert (await town.post("/webhooks/live-chat", chat)).status_code == 200
    (found,) = await until(lambda: tickets(town))
    assert (await town.post(own(town) + "/pause")).json()["status"] == "paused"
    reply = (await town.post(f"/api/tickets/{found['id']}/messages", {"text": "Yes."})).json()

    async def state():
        stored = await town.read(lambda tx: thread(tx, found["id"]))
        return next((m.state, m.problem) for m in stored if m.id == reply["id"])

    async def is_held():
        return await state() == (Delivery.QUEUED, sending.PAUSED)

    await until(is_held)
    assert (await town.post("/webhooks/live-chat", chat | {"message": "Still there?", "id": "2"})).status_code == 200

    async def came_in():
        return [m for m in await town.read(lambda tx: thread(tx, found["id"])) if m.text == "Still there?"]

    await until(came_in)
    assert await is_held()
    assert (await town.post(own(town) + "/activate")).json()["status"] == "active"

    async def has_left():
        return (await state())[0] in (Delivery.SENT, Delivery.DELIVERED)

    await until(has_left)


async def test_use_is_told_by_task_and_model_against_the_budget(town):
    await town.http.patch(own(town), json={"budget": {"tokens": 1000}}, headers=ABOVE)
    async with transaction(town.shop.system) as tx:
        call = Call(tx.now, "openai", "gpt", "answered", Spent(700, 150, Decimal("0.0125")))
        await record_calls(tx, "draft", [call])
    told = (await town.get(own(town) + "/usage")).json()
    assert (told["tokens"], told["cost"], told["status"], told["share"]) == (850, 0.0125, "warned", 0.85)
    (line,) = told["by"]
    assert (line["task"], line["provider"], line["calls"], line["tokens_in"], line["cost"]) == (
        "draft", "openai", 1, 700, 0.0125,
    )  # fmt: skip
    past = (await town.get(own(town) + "/usage?month=2020-01")).json()
    assert (past["month"], past["tokens"], past["by"]) == ("2020-01", 0, [])
    assert (await town.get(own(town) + "/usage?month=2020-13")).status_code == 422
