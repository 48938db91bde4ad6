"""What a delivery gets: stored once and durably, or refused with the field that is wrong."""

import asyncio
import json

import pytest
from limits import parse
from sqlalchemy.ext.asyncio import create_async_engine

from crm_app.accounts import actions, queries
from crm_app.api import auth, rates
from crm_app.api.app import app
from crm_app.api.bodies import LARGEST
from crm_app.conversations.ledger import Arrival, Doorstep, ledger
from crm_app.conversations.tasks import understand_intake
from crm_app.inbox import queries as inbox
from crm_app.kit.errors import AppError
from crm_app.kit.paging import Page
from crm_app.kit.transaction import house, transaction
from crm_app.language.clean import clean

FORM = {"name": "Lina Haddad", "email": "lina@example.com", "subject": "Where is it?", "message": "Order 4411 is late."}
PATH = "/webhooks/web-form"


async def counts(town, place=None):
    return await town.read(lambda tx: ledger(tx, Page(1, 200)), place)


async def understood(town, intake_id):
    """Run the delivery's job here, and give the thread's newest row."""
    await understand_intake.run(town.shop.id, intake_id)
    return (await town.read(lambda tx: inbox.page(tx, Page(1, 200)))).rows


async def test_a_form_is_stored_and_acknowledged(town):
    answer = await town.post(PATH, FORM)
    assert answer.status_code == 200
    told = answer.json()
    assert told == {"status": "accepted", "id": told["id"], "repeat": False}
    ledger_now = await counts(town)
    assert (ledger_now.received, ledger_now.waiting, ledger_now.refused) == (1, 1, 0)
    rows = await understood(town, told["id"])
    assert [(row.subject, row.contact_email) for row in rows] == [("Where is it?", "lina@example.com")]


@pytest.mark.parametrize(
    "headers", [{}, {"X-API-Key": "tacit_wrong"}, {"X-API-Key": "é".encode()}, {"Cookie": "tacit_login=x"}]
)
async def test_without_a_right_key_nothing_is_stored(town, headers):
    for body in (json.dumps(FORM), "{not json", ""):
        answer = await town.http.post(PATH, content=body, headers=headers)
        assert answer.status_code == 401 or (answer.status_code == 403 and "Cookie" in headers)
        assert answer.json()["error"]["code"] in ("unauthorised", "foreign_origin")
    assert (await counts(town)).received == 0


async def test_a_revoked_key_stops_within_seconds(town):
    assert (await town.post(PATH, FORM)).status_code == 200
    async with transaction(town.shop.system) as tx:
        await actions.revoke_api_key(tx, (await queries.api_keys(tx))[0].id)
    assert auth.KNOWN_FOR_S <= 5
    auth.forget_all()
    assert (await town.post(PATH, FORM)).status_code == 401


UNUSABLE = [
    (b"{not json", "body"), (b"", "body"), (b"[]", "body"), (b'"text"', "body"), (b"\xff\xfe\x00", "body"),
    (b'{"message": NaN}', "body"), (b"[" * 50_000, "body"), (b"[" * 500_000 + b"]" * 500_000, "body"),
    (b'{"id": ' + b"9" * 5000 + b"}", "body"),
    (b'{"email": "a@example.com"}', "message"), (b'{"email": "a@example.com", "message": 5}', "message"),
    (b'{"email": "a@example.com", "message": "   "}', "message"),
    (b'{"email": "nobody", "message": "hi"}', "email"), (b'{"email": ["a"], "message": "hi"}', "email"),
    (b'{"message": "hi"}', "email"), (b'{"phone": "call me", "message": "hi"}', "phone"),
    (b'{"email": "a@example.com", "message": "hi", "sent_at": "soon"}', "sent_at"),
    (b'{"email": "a@example.com", "message": "hi", "sent_at": "0001-01-01T00:00:00+14:00"}', "sent_at"),
    (b'{"email": "a@example.com", "message": "hi", "sent_at": "0001-01-01T00:00:00Z"}', "sent_at"),
    (json.dumps({"email": "a" * 900_000 + "@example.com", "message": "hi"}).encode(), "email"),
]  # fmt: skip


async def test_an_unusable_body_names_the_field_and_is_counted(town):
    for number, (body, field) in enumerate(UNUSABLE, 1):
        answer = await town.http.post(PATH, content=body, headers={"X-API-Key": town.shop.key})
        assert answer.status_code == 422
        assert answer.json()["error"]["field"] == field
        now = await counts(town)
        assert (now.received, now.refused, now.stored, now.waiting) == (number, number, 0, 0)
        assert now.rows[0].reason == answer.json()["error"]["message"]


async def test_a_field_told_as_null_is_one_left_empty(town):
    empty = dict.fromkeys(("id", "name", "phone", "subject", "sent_at"))
    assert (await town.post(PATH, empty | {"email": "a@example.com", "message": "hi"})).status_code == 200
    answer = await town.post(PATH, {"email": "a@example.com", "message": None})
    assert answer.json()["error"]["field"] == "message"


@pytest.mark.parametrize("announced", [True, False])
async def test_over_one_megabyte_is_refused_before_it_is_read(town, announced):
    read = 0

    async def endless():
        nonlocal read
        for _ in range(200):
            read += 65_536
            yield b"x" * 65_536

    headers = {"X-API-Key": town.shop.key} | ({"Content-Length": str(200 * 65_536)} if announced else {})
    answer = await town.http.post(PATH, content=endless(), headers=headers)
    assert answer.status_code == 413
    assert read <= (65_536 if announced else LARGEST + 2 * 65_536)
    assert (await counts(town)).refused == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", [PATH, "/api/v1/chat/stream", "/webhooks/telegram"])
async def test_who_hangs_up_half_way_is_no_fault_of_ours(town, path, capsys):
    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "scheme": "http", "http_version": "1.1", "asgi": {"version": "3.0"},
        "headers": [(b"x-api-key", town.shop.key.encode()), (b"content-length", b"100")],
        "client": ("203.0.113.9", 4000), "server": ("localhost", 8000),
    }  # fmt: skip
    parts = iter([{"type": "http.request", "body": b'{"email', "more_body": True}, {"type": "http.disconnect"}])
    told: asyncio.Queue[dict] = asyncio.Queue()

    async def receive() -> dict:
        return next(parts)

    await app(scope, receive, told.put)
    assert (await told.get())["status"] == 499
    assert "_failed" not in "".join(capsys.readouterr())
    assert (await counts(town)).received == 0


AWKWARD = {
    "nul": "before\x00after",
    "lone surrogate": "broken \ud800 pair \udfff",
    "50,000 nested tags": "<div>" * 50_000 + "deep",
    "one word of a megabyte": "a" * 1_000_000,
    "zero-width and bidi": "pay\u200bpal \u202egpj.exe\u202c \u2066x\u2069",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "spaces": " \n" * 1000 + "x",
    "combining": "e" + "\u0301" * 50_000,
    "arabic": "أين طلبي؟ " * 1000,
}


@pytest.mark.parametrize("name", AWKWARD)
async def test_awkward_text_is_stored_safely_and_shown_as_text(town, name):
    text = AWKWARD[name]
    body = json.dumps({"email": "a@example.com", "name": text[:300], "subject": text[:3000], "message": text})
    answer = await town.http.post(PATH, content=body, headers={"X-API-Key": town.shop.key})
    assert answer.status_code == 200
    rows = await understood(town, answer.json()["id"])
    shown = (await town.get(f"/api/tickets/{rows[0].id}")).json()["messages"][0]["text"]
    assert shown.startswith(clean(text).strip()[:90_000])
    assert not set(shown) & {"\x00", "\ud800", "\u202e", "\u200b"}
    listed = await town.get("/api/tickets")
    assert listed.status_code == 200
    assert (await town.get(f"/api/ai/tickets/{rows[0].id}/draft-response")).status_code == 200


async def test_no_field_of_a_form_passes_for_what_tacit_adds(town):
    odd = {"account": "ACME-123", "wire": "hubspot", "body": {"type": "lead"}, "from": "a vendor", "event": 7}
    answer = await town.post(PATH, odd | {"email": "a@example.com", "message": "Where is my order?"})
    rows = await understood(town, answer.json()["id"])
    (message,) = (await town.get(f"/api/tickets/{rows[0].id}")).json()["messages"]
    assert message["text"] == "Where is my order?"


async def test_the_same_delivery_a_thousand_times_at_once_is_one_message(town):
    body = FORM | {"id": "form-77"}
    answers = await asyncio.gather(*(town.post(PATH, body) for _ in range(1000)))
    assert {answer.status_code for answer in answers} == {200}
    told = [answer.json() for answer in answers]
    assert len({one["id"] for one in told}) == 1
    assert sum(not one["repeat"] for one in told) == 1
    now = await counts(town)
    assert (now.received, now.repeats) == (1, 999)
    for _ in range(2):
        rows = await understood(town, told[0]["id"])
    assert len(rows) == 1
    shown = await town.get(f"/api/tickets/{rows[0].id}")
    assert shown.status_code == 200, shown.text
    assert len(shown.json()["messages"]) == 1


async def test_repeats_are_told_by_the_header_by_the_id_or_by_the_bytes(town):
    first = await town.post(PATH, FORM)
    assert (await town.post(PATH, FORM)).json() == first.json() | {"repeat": True}
    headers = {"X-API-Key": town.shop.key, "Idempotency-Key": "k-1"}
    keyed = await town.http.post(PATH, json=FORM, headers=headers)
    assert keyed.json()["id"] != first.json()["id"]
    again = await town.http.post(PATH, json=FORM | {"message": "changed"}, headers=headers)
    assert again.json() == keyed.json() | {"repeat": True}


async def test_two_workspaces_may_use_the_same_ids(town):
    body = FORM | {"id": 7}
    answers = [await town.post(PATH, body, place=place) for place in (town.shop, town.other)]
    assert [answer.json()["repeat"] for answer in answers] == [False, False]
    assert [(await counts(town, place)).received for place in (town.shop, town.other)] == [1, 1]


async def test_a_busy_hour_is_all_accounted_for(town):
    """Good, repeated and broken deliveries mixed: received = stored + refused + waiting."""
    good = [town.post(PATH, FORM | {"id": n % 40}) for n in range(80)]
    bad = [town.post(PATH, {"message": f"no address {n}"}) for n in range(20)]
    statuses = [answer.status_code for answer in await asyncio.gather(*good, *bad)]
    assert statuses == [200] * 80 + [422] * 20
    now = await counts(town)
    assert (now.received, now.waiting, now.refused, now.repeats) == (60, 40, 20, 40)


async def test_a_member_may_not_deliver(town):
    headers = {"Cookie": town.shop.cookie, "Origin": "http://localhost:8000"}
    assert (await town.http.post(PATH, json=FORM, headers=headers)).status_code == 403
    assert (await counts(town)).received == 0


async def test_chat_needs_a_visitor_and_gives_a_token(town):
    assert (await town.post("/webhooks/live-chat", {"message": "hi"})).json()["error"]["field"] == "visitor"
    told = (await town.post("/webhooks/live-chat", {"message": "hi", "visitor": "v-1"})).json()
    assert told["status"] == "accepted"
    assert told["visitor_token"].count(".") == 1


async def test_too_many_are_told_when_to_come_back(town, monkeypatch):
    monkeypatch.setattr(rates, "PER_KEY", parse("2 per hour"))
    rates._of.cache_clear()
    answers = [await town.post(PATH, FORM) for _ in range(3)]
    rates._of.cache_clear()
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["retry-after"]) >= 1


async def test_a_redis_that_hangs_holds_nobody_up(monkeypatch):
    monkeypatch.setattr(rates, "PATIENCE_S", 0.2)
    silent = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    shared = rates.Rates(f"redis://127.0.0.1:{port}/0")
    few = parse("2 per hour")
    async with asyncio.timeout(30):
        for _ in range(2):
            await shared.admit(few, "somebody")
        with pytest.raises(AppError, match="Too many"):
            await shared.admit(few, "somebody")
    silent.close()


async def test_a_locked_database_stores_nothing_and_says_so(town, monkeypatch):
    assert (await town.get("/api/tickets")).status_code == 200  # the key is known now
    await house().database.dispose()
    gone = create_async_engine("sqlite+aiosqlite:////nowhere/at/all.db")
    monkeypatch.setattr(house().database, "writer", gone)
    answer = await town.post(PATH, FORM)
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "database_unavailable"
    assert answer.headers["retry-after"]


async def test_processes_that_store_the_same_delivery_at_once_store_it_once(town):
    arrival = Arrival("web_form", "id:same", "id:same", "lane", FORM)
    receipts = await asyncio.gather(*(Doorstep().accept(town.shop.system, arrival) for _ in range(12)))
    assert len({receipt.intake_id for receipt in receipts}) == 1
    assert sum(not receipt.repeat for receipt in receipts) == 1
    assert (await counts(town)).repeats == 11
