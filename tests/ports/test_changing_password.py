"""A member changes their own password: the present one is asked for, guessing is counted, other browsers are left."""

import asyncio

import pytest

from crm_app.accounts import actions, queries
from crm_app.accounts.changing_password import change_password
from crm_app.kit import clock, security
from crm_app.kit.errors import AppError, Unauthorised
from crm_app.kit.transaction import Actor, above_walls, reading
from crm_app.ui.sign_in.throttle import Throttle
from tests.places import migrated_place
from tests.ports.whole_house import PASSWORD, Tenant, add_member, found_workspace, living_in

CHOSEN = "quite another long phrase"


@pytest.fixture
async def shop(tmp_path):
    with migrated_place(tmp_path) as place:
        async with living_in(place, run_jobs=False):
            yield await found_workspace("shop")


async def signed_in(actor: Actor) -> str:
    async with above_walls(write=True) as session:
        return await actions.sign_in(session, await queries.credentials(session, actor.label), clock.now())


async def who(token: str) -> Actor | None:
    async with above_walls() as session:
        return await queries.actor_of_login(session, token, clock.now())


async def fits(actor: Actor, password: str) -> bool:
    async with above_walls() as session:
        known = await queries.credentials(session, actor.label)
    return await security.password_fits(known.password_hash, password)


async def change(actor: Actor, token: str, present: str = PASSWORD, chosen: str = CHOSEN, attempts=None) -> None:
    attempts = attempts or Throttle()
    await change_password(actor, present=present, chosen=chosen, token=token, address="192.0.2.7", attempts=attempts)


async def test_this_browser_stays_and_the_others_are_signed_out(shop: Tenant) -> None:
    colleague = await add_member(shop, "Bo")
    here, elsewhere, theirs = [await signed_in(actor) for actor in (shop.admin, shop.admin, colleague)]
    await change(shop.admin, here)
    assert await fits(shop.admin, CHOSEN) and not await fits(shop.admin, PASSWORD)
    assert [await who(token) is not None for token in (here, elsewhere, theirs)] == [True, False, True]
    assert await fits(colleague, PASSWORD)
    async with reading(shop.admin) as tx:
        newest = (await queries.audit(tx, "member", shop.admin.member_id))[0]
    assert (newest.action, newest.actor, newest.changes) == ("member.password_changed", shop.admin.label, {})


@pytest.mark.parametrize(
    ("present", "chosen", "field"),
    [
        ("not the password", CHOSEN, "present"),
        (PASSWORD, "short", "password"),
        (PASSWORD, "ada admin ada", "password"),
        (PASSWORD, PASSWORD, "password"),
    ],
)
async def test_what_is_refused_changes_nothing(shop: Tenant, present: str, chosen: str, field: str) -> None:
    here, elsewhere = await signed_in(shop.admin), await signed_in(shop.admin)
    with pytest.raises(AppError) as refused:
        await change(shop.admin, here, present, chosen)
    assert refused.value.field == field
    assert await fits(shop.admin, PASSWORD) and await who(elsewhere)


async def test_guessing_the_present_one_is_throttled(shop: Tenant) -> None:
    token, attempts = await signed_in(shop.admin), Throttle()
    codes = []
    for guess in [*(f"guess number {n}" for n in range(8)), PASSWORD]:
        with pytest.raises(AppError) as refused:
            await change(shop.admin, token, guess, attempts=attempts)
        codes.append(refused.value.code)
    assert codes == ["invalid"] * 8 + ["too_many_attempts"]


async def test_of_two_changes_at_once_one_counts(shop: Tenant) -> None:
    token = await signed_in(shop.admin)
    both = [change(shop.admin, token, chosen=f"{CHOSEN} {n}") for n in range(2)]
    failed = [error for error in await asyncio.gather(*both, return_exceptions=True) if error]
    assert [error.code for error in failed] == ["password_changed"]


async def test_nobody_and_programs_have_no_password(shop: Tenant) -> None:
    with pytest.raises(Unauthorised):
        await change(None, "")
    with pytest.raises(AppError):
        await change(Actor(shop.id, "api_key", "key"), "")
    with pytest.raises(AppError):
        await change(shop.system, "")
