"""The widget's line: what a visitor says is stored before it is told so; answers come to this visitor alone."""

import asyncio
import json
import uuid

import pytest

from crm_app.accounts import actions as accounts
from crm_app.accounts import queries as workspaces
from crm_app.api import chat
from crm_app.api.app import app
from crm_app.conversations.tasks import send_reply, understand_intake
from crm_app.inbox import queries as inbox
from crm_app.kit.paging import Page
from crm_app.kit.transaction import transaction

PATH = "/api/v1/chat/stream"
SITE = "https://shop.example"
PATIENCE_S = 20


class Line:
    """One open line, as a browser reads it: `async with Line(body) as line`."""

    def __init__(self, body: dict, origin: str = SITE) -> None:
        self._body, self._origin = json.dumps(body).encode(), origin
        self._out: asyncio.Queue[dict] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._asked = False

    async def __aenter__(self) -> "Line":
        scope = {
            "type": "http", "method": "POST", "path": PATH, "raw_path": PATH.encode(), "query_string": b"",
            "root_path": "", "scheme": "http", "http_version": "1.1", "asgi": {"version": "3.0"},
            "headers": [(b"origin", self._origin.encode()), (b"content-type", b"text/plain")],
            "client": ("203.0.113.9", 4000), "server": ("localhost", 8000),
        }  # fmt: skip
        self._task = asyncio.create_task(app(scope, self._receive, self._out.put))
        start = await asyncio.wait_for(self._out.get(), PATIENCE_S)
        self.status, self.headers = start["status"], {k.decode(): v.decode() for k, v in start["headers"]}
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gone.set()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _receive(self) -> dict:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def hear(self) -> tuple[str, dict]:
        """The next event."""
        while True:
            part = (await asyncio.wait_for(self._out.get(), PATIENCE_S))["body"].decode()
            if part.startswith("event: "):
                name, _, data = part.strip().partition("\ndata: ")
                return name.removeprefix("event: "), json.loads(data)

    async def silent(self) -> bool:
        for _ in range(20):
            await asyncio.sleep(0.01)
        return self._out.empty()


async def opened(town, **chat) -> str:
    """The workspace's chat as its settings say; returns its short name."""
    async with transaction(town.shop.system) as tx:
        await accounts.change_workspace(tx, settings={"chat": {"on": True} | chat})
        return (await workspaces.workspace(tx)).slug


async def newest(town):
    return (await town.read(lambda tx: inbox.page(tx, Page(1, 200)))).rows


async def answered(town, ticket, text) -> int:
    told = await town.post(f"/api/tickets/{ticket}/messages", {"text": text})
    await send_reply.run(town.shop.id, told.json()["id"], 0)
    return told.json()["id"]


async def test_a_visitor_writes_and_hears_the_answer_on_the_same_line(town):
    slug, visitor = await opened(town), str(uuid.uuid4())
    async with Line({"workspace": slug, "visitor": visitor, "message": "هل الشقة متاحة؟", "id": "m1"}) as line:
        assert (line.status, line.headers["content-type"][:17]) == (200, "text/event-stream")
        assert line.headers["access-control-allow-origin"] == SITE
        name, told = await line.hear()
        assert (name, told["repeat"]) == ("accepted", False)
        await understand_intake.run(town.shop.id, told["id"])
        [row] = await newest(town)
        assert (row.channel, row.preview) == ("live_chat", "هل الشقة متاحة؟")
        reply = await answered(town, row.id, "نعم، متى تود زيارتها؟")
        name, heard = await line.hear()
        assert (name, heard["id"], heard["text"], heard["from"]) == ("message", reply, "نعم، متى تود زيارتها؟", "team")


async def test_a_reload_brings_everything_back_once_and_confirms_what_was_seen(town):
    slug, visitor = await opened(town), str(uuid.uuid4())
    said = {"workspace": slug, "visitor": visitor}
    async with Line(said | {"message": "Is it free?", "id": "m1"}) as line:
        _, told = await line.hear()
    async with Line(said | {"message": "Is it free?", "id": "m1"}) as line:
        assert (await line.hear())[1] == {"id": told["id"], "repeat": True}
    await understand_intake.run(town.shop.id, told["id"])
    [row] = await newest(town)
    reply = await answered(town, row.id, "Yes.")
    async with Line(said | {"history": True}) as line:
        heard = [await line.hear() for _ in range(2)]
        assert [(e["from"], e["text"], e.get("key")) for _, e in heard] == [
            ("visitor", "Is it free?", "m1"), ("team", "Yes.", None),
        ]  # fmt: skip
    async with Line(said | {"seen": [reply]}) as line:
        assert await line.silent()
    thread = (await town.get(f"/api/tickets/{row.id}")).json()["messages"]
    assert thread[-1]["state"] == "delivered"
    async with Line(said | {"history": True}) as line:
        assert [(await line.hear())[1]["old"] for _ in range(2)] == [True, True]


async def test_nobody_hears_what_is_for_another_visitor_even_under_their_address(town):
    slug, victim, other = await opened(town), str(uuid.uuid4()), str(uuid.uuid4())
    for visitor, text in ((victim, "my order"), (other, "mine, too")):
        said = {"workspace": slug, "visitor": visitor, "message": text, "email": "lina@example.com"}
        async with Line(said) as line:
            await understand_intake.run(town.shop.id, (await line.hear())[1]["id"])
    ticket = next(row.id for row in await newest(town) if row.preview == "my order")
    await answered(town, ticket, "Only for the first.")
    async with Line({"workspace": slug, "visitor": other, "history": True}) as line:
        assert (await line.hear())[1]["text"] == "mine, too"
        assert await line.silent()


@pytest.mark.parametrize(
    ("settings", "body", "origin", "status"),
    [
        ({"on": False}, {}, SITE, 403),
        ({"sites": ["https://ours.example"]}, {}, SITE, 403),
        ({"sites": [SITE]}, {}, SITE, 200),
        ({}, {"workspace": "nobody"}, SITE, 404),
        ({}, {"visitor": "1"}, SITE, 401),
        ({}, {"visitor": None}, SITE, 422),
        ({}, {"message": "x" * 4001}, SITE, 422),
        ({}, {"email": "no address", "message": "x"}, SITE, 422),
        ({}, {"seen": [2**70]}, SITE, 422),
        ({}, {"seen": [0]}, SITE, 422),
    ],
)
async def test_who_may_open_a_line(town, settings, body, origin, status):
    slug = await opened(town, **settings)
    async with Line({"workspace": slug, "visitor": str(uuid.uuid4())} | body, origin) as line:
        assert line.status == status
    assert await newest(town) == []


async def test_a_flood_is_told_to_wait(town, monkeypatch):
    monkeypatch.setattr(chat, "LINES", chat.parse("1 per hour"))
    slug = await opened(town)
    body = {"workspace": slug, "visitor": str(uuid.uuid4())}
    async with Line(body):
        pass
    async with Line(body) as line:
        assert line.status == 429


async def test_an_answer_is_tried_the_real_way_and_nothing_of_it_stays(town):
    async with transaction(town.shop.system) as tx:
        rules = {"qualification": {"on": True}}
        await accounts.change_workspace(tx, industry="real estate", currency="AED", settings=rules)
    talk = {
        "message": "Up to 1.2M AED, and we want to move next month.",
        "history": [
            {"from": "visitor", "text": "Hi, I want to buy a flat in Dubai Marina."},
            {"from": "team", "text": "Gladly. What budget do you have in mind?"},
        ],
    }
    told = await town.post("/api/v1/chat/test", talk)
    assert told.status_code == 200, told.text
    tried = told.json()
    assert (tried["language"], tried["engine"]) == ("en", "offline")
    assert (tried["facts"]["budget"]["high"], tried["facts"]["budget"]["currency"]) == (1_200_000, "AED")
    assert tried["reply"] and tried["temperature"] in ("HOT", "WARM")
    assert "budget" not in tried["missing"] and tried["asks"] not in ("budget", "timeline")
    assert await newest(town) == []
    assert (await town.post("/api/v1/chat/test", {"message": ""})).status_code == 422
    assert (await town.http.post("/api/v1/chat/test", json=talk)).status_code == 401
