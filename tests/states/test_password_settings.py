"""Under Settings, You, a member changes their own password; what is wrong stands beside its input."""

import pytest
from reflex.istate.data import RouterData

from crm_app.accounts import queries
from crm_app.kit.security import password_fits
from crm_app.kit.transaction import above_walls
from crm_app.ui.guard import actor_of_cookie, forget_login, token_in
from crm_app.ui.session import Session
from crm_app.ui.settings.profile import Profile
from tests.states.conftest import PASSWORD
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)

CHOSEN = "plum-anchor-violet"


async def fits(password: str) -> bool:
    async with above_walls() as session:
        known = await queries.credentials(session, "agent@shop.test")
    return await password_fits(known.password_hash, password)


async def test_a_member_changes_their_password_and_stays_here(signed, town):  # noqa: F811
    profile = await signed("agent", Profile)
    root = profile._get_root_state()
    root.router = RouterData.from_router_data(root.router_data)
    await run(profile, "change_password", {"present": PASSWORD, "password": CHOSEN})
    assert (await wrong(profile), profile.changed) == ({}, 1)
    assert "sesión" in (await profile.get_state(Session)).notice["text"]
    forget_login(token_in(town.cookies["agent"]))
    assert await actor_of_cookie(town.cookies["agent"]) and await fits(CHOSEN) and not await fits(PASSWORD)


@pytest.mark.parametrize(
    ("present", "chosen", "field"),
    [("a wrong one", CHOSEN, "present"), ("", CHOSEN, "present"), (PASSWORD, "short", "password"),
     (PASSWORD, PASSWORD, "password"), (PASSWORD, "", "password")],
)  # fmt: skip
async def test_a_password_that_cannot_be_is_refused_beside_its_input(signed, present, chosen, field):  # noqa: F811
    profile = await signed("agent", Profile)
    await run(profile, "change_password", {"present": present, "password": chosen})
    assert (set(await wrong(profile)), profile.changed) == ({field}, 0)
    assert await fits(PASSWORD)
