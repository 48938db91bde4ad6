"""A member changes their own password. Checking and hashing are slow on purpose: neither is in a transaction."""

from typing import Protocol

from crm_app.accounts import actions, queries
from crm_app.accounts.permissions import require
from crm_app.kit import security
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import Actor, reading, transaction


class Attempts(Protocol):
    """What counts attempts: the same as at the door, so that a signed-in browser is no way to guess faster."""

    async def admit(self, account: str, address: str) -> None:
        """Count one; raises AppError `too_many_attempts`."""
        ...

    async def forgive(self, account: str) -> None:
        """The last one was right."""
        ...


async def change_password(
    actor: Actor, *, present: str, chosen: str, token: str, address: str, attempts: Attempts
) -> None:
    """Let the acting member sign in with `chosen` from now on; every login of theirs ends but the one of `token`.

    Args:
        token: of the cookie of the browser that asks.
        address: where it asks from.

    Raises AppError `too_many_attempts`; Invalid that names `present` when that is wrong, `password` when the chosen
    one is not good enough; Conflict when it was changed elsewhere meanwhile.
    """
    require(actor, "profile.write")
    async with reading(actor) as tx:
        member, stored = await queries.own_password(tx)
    await attempts.admit(member.email, address)
    if not await security.password_fits(stored, present):
        raise Invalid("present", "This is not your present password.")
    if chosen == present:
        raise Invalid("password", "This is your present password. Choose another one.")
    fresh = await actions.password_hash(chosen, member.email, member.name)
    async with transaction(actor) as tx:
        await actions.set_own_password(tx, before=stored, after=fresh, token=token)
    await attempts.forgive(member.email)
