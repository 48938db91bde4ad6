"""Jobs about contacts."""

from crm_app.accounts import queries as accounts
from crm_app.contacts import duplicates
from crm_app.kit.jobs import task
from crm_app.kit.transaction import transaction


@task(cron="20 2 * * *")
async def find_duplicates() -> None:
    """Every night, all contacts of every workspace, a few hundred a transaction, so that nobody waits behind them."""
    for actor in await accounts.everywhere():
        last: int | None = 0
        while last is not None:
            async with transaction(actor) as tx:
                last = await duplicates.sweep(tx, last)
