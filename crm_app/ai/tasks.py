"""Jobs of the gateway."""

from datetime import timedelta

from crm_app.accounts import queries as accounts
from crm_app.ai import actions
from crm_app.kit.jobs import task
from crm_app.kit.transaction import transaction

ANSWERS_LAST = timedelta(days=30)


@task(cron="50 2 * * *")
async def forget_old_answers() -> None:
    """Every night: answers that were kept long ago would not be asked for again."""
    for actor in await accounts.everywhere():
        async with transaction(actor) as tx:
            await actions.forget_answers(tx, tx.now - ANSWERS_LAST)
