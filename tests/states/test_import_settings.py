"""The import section's handlers and its route, called as the browser calls them."""

from collections.abc import AsyncIterator

import pytest
from starlette.testclient import TestClient

from crm_app.adapters.files.folder import FolderStore
from crm_app.imports import queries, tasks
from crm_app.kit.transaction import Actor, reading
from crm_app.runtime import Runtime, install
from crm_app.ui.imports import routes
from crm_app.ui.imports.state import Imports
from crm_app.ui.session import Session
from tests.states.test_session_settings import run, signed  # noqa: F401  (a fixture)

PEOPLE = "Nombre;Correo;Zapato\nAna;ana@mail.example;600111222\nNadie;;\n"
WANTED = {"X-Tacit": "import"}


@pytest.fixture
async def files(tmp_path) -> AsyncIterator[None]:
    others = dict.fromkeys(Runtime.__dataclass_fields__)
    install(Runtime(**{**others, "files": FolderStore(tmp_path / "files")}))
    yield
    install(None)


def post(cookie: str, content: str | bytes, *, headers: dict = WANTED, kind: str = "contacts"):
    client = TestClient(routes.routes(), cookies=dict([cookie.split("=", 1)]) if cookie else {})
    return client.post(f"/imports/files?kind={kind}&name=gente%20nueva.csv", content=content, headers=headers)


async def work(town, what: str, import_id: int) -> None:
    async with reading(Actor.system(town.workspace)) as tx:
        turn = (await queries.plan(tx, import_id)).turn
    await getattr(tasks, what).run(town.workspace, import_id, turn)


async def test_nobody_strangers_and_agents_bring_in_nothing(town, files):
    assert post("", PEOPLE).status_code == 401
    assert post(town.cookies["agent"], PEOPLE).status_code == 403
    assert post(town.cookies["admin"], PEOPLE, headers={}).status_code == 403
    assert post(town.cookies["admin"], PEOPLE, kind="weapons").status_code == 422
    refused = post(town.cookies["admin"], b"%PDF-1.7 nothing")
    assert (refused.status_code, refused.json()["sentence"][:22]) == (422, "This file is no table,")


async def test_a_file_that_is_too_large_leaves_nothing_behind(town, files, tmp_path, monkeypatch):
    monkeypatch.setattr(routes, "LARGEST_MB", 0)
    assert post(town.cookies["admin"], PEOPLE).status_code == 413
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


async def test_a_file_is_looked_at_mapped_brought_in_and_taken_back(signed, town, files):  # noqa: F811
    import_id = post(town.cookies["manager"], PEOPLE).json()["id"]
    page = await signed("manager", Imports)
    await run(page, "load")
    assert [line.name for line in page.lines] == ["gente nueva.csv"]
    await run(page, "open", import_id)
    assert [column.field for column in page.columns] == ["name", "email", ""]
    await run(page, "map_column", 2, "phone")
    await work(town, "count", import_id)
    await run(page, "on_news", [{"event": "ImportProgressed", "import_id": import_id, "state": "ready"}])
    assert (page.state, page.new, page.here, page.unusable) == ("ready", 1, 0, 1)
    assert page.heads == ["Name", "E-mail", "Phone"] and page.rows[0].cells == ["Ana", "ana@mail.example", "600111222"]
    await run(page, "start")
    await work(town, "run", import_id)
    await run(page, "open", import_id)
    assert (page.state, page.added, page.refusals[0][0], page.can_undo) == ("done", 1, 3, True)
    await run(page, "ask")
    await run(page, "undo")
    await work(town, "undo", import_id)
    await run(page, "open", import_id)
    assert (page.state, page.undone, page.kept, page.can_undo) == ("undone", 1, 0, False)


async def test_what_is_hostile_changes_nothing(signed, town, files):  # noqa: F811
    import_id = post(town.cookies["admin"], PEOPLE).json()["id"]
    page = await signed("admin", Imports)
    await run(page, "open", import_id)
    for column, field in ((99, "name"), (-1, "name"), (0, "workspace_id"), (0, "__class__")):
        await run(page, "map_column", column, field)
    await run(page, "take_for", "weapons")
    await run(page, "treat", "burn")
    assert [column.field for column in page.columns] == ["name", "email", ""]
    assert (page.file_kind, page.existing) == ("contacts", "fill")
    stranger = await signed("stranger", Imports)
    await run(stranger, "open", import_id)
    assert (stranger.name, (await stranger.get_state(Session)).notice["kind"]) == ("", "warn")


async def test_a_file_may_be_put_away_until_something_is_written(signed, town, files):  # noqa: F811
    import_id = post(town.cookies["admin"], PEOPLE).json()["id"]
    page = await signed("admin", Imports)
    await run(page, "open", import_id)
    await run(page, "remove")
    assert (page.opened, page.lines) == (0, [])
