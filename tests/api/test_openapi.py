"""The description of the API, and what it says held against what the API does."""

import json
import re
import secrets

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm_app.api import docs
from crm_app.api.app import ENDPOINTS, SPEC
from crm_app.api.auth import COOKIE
from crm_app.channels.port import Inbound, Sender
from crm_app.conversations import queries as conversations
from crm_app.conversations.receiving import receive
from crm_app.kit.transaction import transaction
from crm_app.language.understanding import understand
from crm_app.leads import actions as leads
from crm_app.ui import guard

from .conftest import ADMIN_TOKEN, _place

told = json.loads(SPEC)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
)
NAMES = sorted({name for shape in told["components"]["schemas"].values() for name in shape.get("properties", {})})
near = st.dictionaries(st.sampled_from(NAMES), anything, max_size=8)
HARD = [
    "a@example.com",
    "\ud800",
    "\x00",
    "1e400",
    "2026-11-20",
    "x" * 5000,
    "٣",
    "-0",
    "+34600112233",
    2**63,
    -(2**70),
    0.1,
]
nearer = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(HARD) | anything, max_size=12)


async def test_every_endpoint_is_described_and_every_reference_leads_somewhere(town):
    served = (await town.http.get("/openapi.json")).json()
    assert served == told
    assert served["openapi"] == "3.1.0"
    assert {(e.path, e.method.lower()) for e in ENDPOINTS} == {
        (path, method) for path, operations in served["paths"].items() for method in operations
    }
    names = set(re.findall(r'"#/components/schemas/(\w+)"', SPEC))
    assert names and names <= set(served["components"]["schemas"])


async def test_the_page_loads_nothing(town):
    answer = await town.http.get("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert not re.search(r"<script|<link|<img|src=|@import|url\(", answer.text)
    assert all(e.path in answer.text for e in ENDPOINTS)
    assert answer.text == docs.page(SPEC)


def test_the_cookie_is_the_one_that_signing_in_sets():
    assert COOKIE == guard.COOKIE


async def test_nobody_gets_anything_anywhere(town):
    for e in ENDPOINTS:
        path = e.path.replace("{id}", "1")
        for headers in ({}, {"X-API-Key": "x"}, {"Authorization": "Bearer x"}):
            answer = await town.http.request(e.method, path, headers=headers, content=b"{}")
            assert answer.status_code == 401, path
            assert set(answer.json()["error"]) == {"code", "message", "field"}


@settings(
    max_examples=40, phases=[Phase.generate], derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    st.sampled_from(ENDPOINTS), anything | near | nearer | st.lists(nearer, max_size=3), st.text(max_size=20), st.data()
)
def _send_anything(send, endpoint, body, word, data):
    number = data.draw(st.sampled_from(["1", "0", "-1", "9" * 20, "x"]))
    query = data.draw(
        st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30) | st.integers().map(str), max_size=4)
    )
    send(endpoint, endpoint.path.replace("{id}", number), body, query)


async def test_whatever_is_sent_is_answered_in_the_promised_form(town):
    """Bodies and parameters of every kind: never a 5xx, and errors in the one form."""
    calls = []
    _send_anything(lambda *call: calls.append(call))
    headers = {"X-API-Key": town.shop.key, "Authorization": f"Bearer {ADMIN_TOKEN}"}
    for endpoint, path, body, query in calls:
        params = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
        content = json.dumps(body).encode()
        answer = await town.http.request(endpoint.method, path, params=params, content=content, headers=headers)
        assert answer.status_code < 500, (path, body, query, answer.text)
        if answer.status_code >= 400:
            error = answer.json()["error"]
            assert error["message"] and error["code"]
            assert error["field"] or answer.status_code != 422


def examples() -> list[tuple[str, str, int, object]]:
    """Every example of the document: method, path, the status that it promises, the body."""
    found = []
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            if "example" in content:
                found.append((method.upper(), path, int(next(iter(operation["responses"]))), content["example"]))
    return found


async def test_every_example_of_the_document_runs(town):
    """Each in a workspace of its own, opened by the first example; a conversation and a lead are there already."""
    above = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
    mark = secrets.token_hex(4)
    ran = []
    for number, (method, path, status, body) in enumerate(examples()):
        if path == "/api/v1/clients":
            admin = body["admin"] | {"email": f"{mark}@{body['admin']['email'].partition('@')[2]}"}
            body = body | {"slug": f"{body['slug']}-{mark}", "admin": admin}
            answer = await town.http.post(path, json=body, headers=above)
        else:
            place = await _place(f"example-{number}-{mark}")
            ids = await _things(place)
            url = (
                path.replace("{id}", str(ids[path.partition("/{id}")[0].rpartition("/")[2]]))
                if "{id}" in path
                else path
            )
            answer = await town.http.request(method, url, json=body, headers={"X-API-Key": place.key})
        assert answer.status_code == status, (method, path, answer.text)
        ran.append(path)
    assert len(ran) >= 12 and "/api/v1/leads" in ran


async def _things(place) -> dict[str, int]:
    """What the paths' ids stand for."""
    async with transaction(place.system) as tx:
        inbound = Inbound("email", f"<{place.id}@x>", Sender("Jane", f"jane{place.id}@customer.example"), text="Hello")
        conversation_id = (await receive(tx, inbound, understand("Hello"), joins=None)).conversation_id
        conversation = await conversations.facts(tx, conversation_id)
        lead = await leads.open_lead(tx, conversation.contact_id, "email", conversation_id=conversation_id)
        for state in ("QUALIFYING", "QUALIFIED", "APPOINTMENT_BOOKED"):
            await leads.move(tx, lead.id, state, "test")
    return {"clients": place.id, "leads": lead.id, "conversations": conversation_id, "tickets": conversation_id}
