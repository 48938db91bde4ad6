"""Opening workspaces from above."""

import secrets

from crm_app.kit.settings import settings

from .conftest import ADMIN_TOKEN, PASSWORD

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
    assert (again.status_code, again.json()["error"]["code"]) == (409, "slug_taken")
