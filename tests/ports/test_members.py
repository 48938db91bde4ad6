"""Who may leave a workspace, on SQLite and on PostgreSQL?"""

import pytest

from crm_app.accounts import actions, queries
from crm_app.kit.errors import Forbidden
from crm_app.kit.transaction import reading, transaction
from tests.ports.two_at_once import begun
from tests.ports.whole_house import add_member


async def test_the_last_admin_stays(shop):
    async with transaction(shop.system) as tx:
        other = (await actions.invite_member(tx, email="b@shop.example", name="Ben", role="admin", hashed="x")).id
    async with transaction(shop.admin) as tx:
        await actions.disable_member(tx, other)
    for put_out in (actions.disable_member, lambda tx, id_: actions.change_role(tx, id_, "agent")):
        with pytest.raises(Forbidden):
            async with transaction(shop.admin) as tx:
                await put_out(tx, shop.admin.member_id)


@pytest.mark.parametrize("shop", ["postgresql"], indirect=True)
async def test_two_admins_who_put_each_other_out_leave_one(shop):
    ben = await add_member(shop, "Ben", "admin")

    async def demote(member_id: int) -> None:
        async with transaction(shop.system) as tx:
            await actions.change_role(tx, member_id, "agent")

    async with transaction(shop.system) as tx:
        await actions.change_role(tx, ben.member_id, "agent")
        await tx.session.flush()
        other = await begun(demote(shop.admin.member_id))
    with pytest.raises(Forbidden):
        await other
    async with reading(shop.system) as tx:
        assert [member.name for member in await queries.members(tx) if member.role == "admin"] == ["Ada Admin"]
