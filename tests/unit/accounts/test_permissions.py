"""Who may do what: each role holds what the one below holds, and a name that is no role holds nothing."""

import pytest

from crm_app.accounts.models import Role
from crm_app.accounts.permissions import RIGHTS, may, require
from crm_app.kit.errors import Forbidden, Unauthorised
from crm_app.kit.transaction import Actor

EVERY = sorted(frozenset().union(*RIGHTS.values()))


def test_a_higher_role_may_all_that_a_lower_one_may() -> None:
    agent, manager, admin = (RIGHTS[role] for role in (Role.AGENT, Role.MANAGER, Role.ADMIN))
    assert agent < manager < admin


@pytest.mark.parametrize("role", ["agent", "manager", "api_key"])
@pytest.mark.parametrize("right", ["members.write", "keys.write", "workspace.write", "ledger.replay"])
def test_only_admins_run_the_workspace(role: str, right: str) -> None:
    assert not may(role, right) and may("admin", right)


def test_a_program_is_no_member() -> None:
    assert not may("api_key", "profile.write")


@pytest.mark.parametrize("right", EVERY)
def test_who_may_not_is_told_so(right: str) -> None:
    with pytest.raises(Unauthorised):
        require(None, right)
    with pytest.raises(Forbidden):
        require(Actor(1, "guest", "guest"), right)
    actor = Actor(1, next(role for role in RIGHTS if may(role, right)), "one who may")
    assert require(actor, right) is actor


def test_a_right_that_does_not_exist_is_nobodys() -> None:
    assert not any(may(role, "everything") for role in RIGHTS)
