"""The rows of long lists over HTTP: who may read them, page by page, and by words."""

import httpx
import pytest
from starlette.applications import Starlette

from crm_app.channels.port import Inbound, Sender
from crm_app.contacts import actions
from crm_app.conversations import receiving
from crm_app.inbox import actions as ranking
from crm_app.kit.transaction import Actor, transaction
from crm_app.language.understanding import understand
from crm_app.ui.inbox import routes as inbox
from crm_app.ui.people import routes as people
from crm_app.ui.rows import rows_of

LISTS = [(inbox.routes, "/inbox/rows"), (people.routes, "/people/rows")]


async def ask(app: Starlette, path: str, cookie: str = "") -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:8000") as http:
        return await http.get(path, headers={"Cookie": cookie})


@pytest.fixture
async def filled(town):
    """55 people, of whom the last has written."""
    async with transaction(Actor.system(town.workspace)) as tx:
        for number in range(55):
            await actions.upsert_contact(tx, str(number), name=f"Ana {number:02}", email=f"ana{number}@x.example")
        text = "Where is my zebra?"
        mail = Inbound("email", "<m@x>", Sender("Ana 54", "ana54@x.example"), text=text, message_id="<m@x>")
        talk = await receiving.receive(tx, mail, understand(text), joins=None)
        await ranking.rank(tx, talk.conversation_id)
    return town


@pytest.mark.parametrize(("routes", "path"), LISTS)
async def test_the_lists_are_closed_to_nobody_and_to_pages_that_are_none(town, routes, path):
    assert (await ask(routes(), path)).status_code == 401
    for page in ("0", "-1", "x", "9" * 12):
        answer = await ask(routes(), f"{path}?page={page}", town.cookies["agent"])
        assert (answer.status_code, set(answer.json())) == (422, {"error", "sentence"}), page


async def test_a_list_needs_its_right(town):
    app = rows_of("/rows", "client.write", search=None, page=None, line=None)
    assert (await ask(app, "/rows", town.cookies["agent"])).status_code == 403


async def test_people_come_page_by_page_and_by_their_words(filled):
    for cookie, total in ((filled.cookies["agent"], 55), (filled.cookies["stranger"], 0)):
        second = await ask(people.routes(), "/people/rows?page=2", cookie)
        assert (len(second.json()["rows"]), second.json()["total"]) == (max(0, total - 50), total)
        assert second.headers["cache-control"] == "no-store"
    found = (await ask(people.routes(), "/people/rows?q=ana7@x", filled.cookies["agent"])).json()
    assert (found["total"], [row["name"] for row in found["rows"]]) == (1, ["Ana 07"])


async def test_conversations_are_found_by_what_they_hold(filled):
    cookie = filled.cookies["agent"]
    whole = (await ask(inbox.routes(), "/inbox/rows", cookie)).json()
    assert (whole["total"], [row["name"] for row in whole["rows"]]) == (1, ["Ana 54"])
    assert (await ask(inbox.routes(), "/inbox/rows?q=zebra", cookie)).json() == whole
    assert (await ask(inbox.routes(), "/inbox/rows?q=giraffe", cookie)).json() == {"rows": [], "total": 0}
