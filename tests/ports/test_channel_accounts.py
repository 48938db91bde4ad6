"""What numbers, shops and other programs are called, on SQLite and on PostgreSQL."""

import pytest

from crm_app.channels import actions as channels
from crm_app.kit.errors import Conflict, Invalid
from crm_app.kit.transaction import Actor, transaction
from tests.ports.whole_house import found_workspace


async def connect(actor: Actor, kind: str, address: str) -> str:
    async with transaction(actor) as tx:
        return (await channels.save_channel_account(tx, None, kind=kind, address=address)).address


async def test_a_number_belongs_to_one_workspace(shop):
    await connect(shop.admin, "twilio_sms", "+15005550006")
    other = await found_workspace("other")
    for actor in (shop.admin, other.admin):
        with pytest.raises(Conflict, match="connected already"):
            await connect(actor, "twilio_sms", "+1 500 555 0006")


async def test_a_name_that_no_delivery_tells_is_each_workspaces_own(shop):
    other = await found_workspace("other")
    for actor in (shop.admin, other.admin):
        assert await connect(actor, "vapi", " الخط الأول ") == "الخط الأول"
        with pytest.raises(Conflict, match="connected already"):
            await connect(actor, "vapi", "الخط الأول")
    for empty in ("", " ", "a\nb", "x" * 101):
        with pytest.raises(Invalid, match="Give it a name"):
            await connect(shop.admin, "calcom", empty)
