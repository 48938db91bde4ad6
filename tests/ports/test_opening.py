"""A workspace is opened whole or not at all, on SQLite and on PostgreSQL."""

import pytest

from crm_app.accounts import actions, queries
from crm_app.accounts.opening import open_workspace
from crm_app.kit import clock
from crm_app.kit.transaction import Actor, above_walls, reading

WANTED = {"slug": "noor", "name": "Noor", "email": "a@noor.example", "admin": "Noor", "password": "quiet-harbor-lamp"}


async def test_what_broke_off_leaves_nothing_and_can_be_done_again(shop, monkeypatch):
    async def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(actions, "create_api_key", killed)
        await open_workspace(**WANTED)
    async with above_walls() as session:
        assert await queries.workspace_by_slug(session, "noor") is None
    opened = await open_workspace(**WANTED)
    async with above_walls() as session:
        assert (await queries.actor_of_key(session, opened.key, clock.now())).workspace_id == opened.workspace_id
    async with reading(Actor.system(opened.workspace_id)) as tx:
        assert [member.id for member in await queries.members(tx)] == [opened.admin_id]
        assert [entry.action for entry in await queries.audit(tx, "member", opened.admin_id)] == ["member.invited"]
    async with reading(shop.system) as tx:
        assert not await queries.audit(tx, "member", opened.admin_id)
