"""A house of real parts on a database of its own, with two workspaces and four members."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import reflex as rx

from crm_app.accounts import actions, queries
from crm_app.adapters.jobs.dbos_engine import DbosEngine
from crm_app.kit import clock
from crm_app.kit.bus import InProcessBus
from crm_app.kit.db import Database
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, House, above_walls, settle, transaction
from crm_app.ui import guard
from tests.places import migrated_place

PASSWORD = "quiet-harbor-lantern"


async def react(_tx, _event) -> list:
    """These tests look at pages, not at what follows later."""
    return []


@dataclass(frozen=True)
class Town:
    """What the tests find in the database: member ids by name, and a cookie for each."""

    workspace: int
    other_workspace: int
    members: dict[str, int]
    cookies: dict[str, str]


@pytest.fixture
async def town(tmp_path, monkeypatch) -> AsyncIterator[Town]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/tacit.db")
    monkeypatch.delenv("REDIS_URL", raising=False)
    settings.cache_clear()
    with migrated_place(tmp_path):
        database = Database(settings())
        settle(House(database, DbosEngine(settings()), InProcessBus(), react))
        guard._known.clear()
        yield await _settled()
        settle(None)
        await database.dispose()
    settings.cache_clear()


async def _settled() -> Town:
    people = {"admin": ("shop", "en"), "manager": ("shop", "en"), "agent": ("shop", "es"), "stranger": ("noor", "ar")}
    async with above_walls(write=True) as session:
        shops = {slug: (await actions.create_workspace(session, slug=slug, name=slug.title(), now=clock.now())).id
                 for slug in ("shop", "noor")}  # fmt: skip
    members, cookies = {}, {}
    for name, (slug, language) in people.items():
        role = "admin" if name == "stranger" else name
        async with transaction(Actor.system(shops[slug])) as tx:
            email = f"{name}@{slug}.test"
            hashed = await actions.password_hash(PASSWORD, email, name)
            member = await actions.invite_member(tx, email=email, name=name, role=role, hashed=hashed)
            member.language, members[name] = language, member.id
        async with above_walls(write=True) as session:
            known = await queries.credentials(session, f"{name}@{slug}.test")
            token = await actions.sign_in(session, known, clock.now())
        cookies[name] = f"{guard.COOKIE}={token}"
    return Town(shops["shop"], shops["noor"], members, cookies)


@pytest.fixture
def browser_page():
    """Makes the state tree of one open page, with the headers that its socket brought."""

    def open_page(cookie: str = "", language: str = "en") -> rx.State:
        root = rx.State(_reflex_internal_init=True)
        root.router_data = {"token": "page-1", "headers": {"cookie": cookie, "accept-language": language}}
        return root

    return open_page
