"""Jobs that rank many conversations anew, a few hundred a transaction, so that nobody waits behind them."""

from crm_app.inbox import actions
from crm_app.kit.jobs import task
from crm_app.kit.transaction import Actor, transaction


@task()
async def rank_holding(workspace_id: int, phrases: list[str], below: int) -> None:
    """Rank the conversations that hold one of these folded phrases, from id `below` down."""
    wanted = [tuple(phrase.split()) for phrase in phrases]
    last: int | None = below
    while last is not None:
        async with transaction(Actor.system(workspace_id)) as tx:
            last = await actions.rank_some_holding(tx, wanted, last)


@task()
async def rank_all(workspace_id: int) -> None:
    """Rank everything, because the weights changed."""
    last: int | None = 0
    while last is not None:
        async with transaction(Actor.system(workspace_id)) as tx:
            last = await actions.rank_some(tx, last)
