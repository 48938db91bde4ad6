"""Opening a workspace: the row above the walls, its first admin and key behind them, in one transaction."""

from dataclasses import dataclass
from typing import Any

from crm_app.accounts import actions
from crm_app.kit import clock
from crm_app.kit.transaction import above_walls, behind_new_walls


@dataclass(frozen=True, repr=False)
class Opened:
    """A workspace that was opened; `key` is shown this once."""

    workspace_id: int
    admin_id: int
    key: str


async def open_workspace(*, slug: str, name: str, email: str, admin: str, password: str, **traits: Any) -> Opened:
    """A workspace with its first admin and API key. Raises AppError, and then nothing is stored."""
    hashed = await actions.password_hash(password, email, admin)
    async with above_walls(write=True) as session:
        email = await actions.free_email(session, email)
        workspace = await actions.create_workspace(session, slug=slug, name=name, now=clock.now(), **traits)
        async with behind_new_walls(session, workspace.id) as tx:
            member = await actions.invite_member(tx, email=email, name=admin, role="admin", hashed=hashed)
            _, key = await actions.create_api_key(tx, "first key")
    return Opened(workspace.id, member.id, key)
