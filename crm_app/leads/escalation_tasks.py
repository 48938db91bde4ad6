"""Jobs about escalations: call the next one when nobody came in time."""

from crm_app.kit.jobs import task
from crm_app.kit.transaction import Actor, transaction
from crm_app.leads import escalating


@task()
async def call_the_next(workspace_id: int, escalation_id: int, passes: int) -> None:
    """Harmless a second time: the escalation counts how often it was passed on."""
    async with transaction(Actor.system(workspace_id)) as tx:
        await escalating.remind(tx, escalation_id, passes)
