"""Jobs about letters to members."""

from crm_app.kit.jobs import task
from crm_app.kit.transaction import Actor, transaction
from crm_app.notices import actions
from crm_app.runtime import runtime


@task()
async def send_notice(workspace_id: int, notice_id: int, attempt: int = 0) -> None:
    """Send one letter; the row says `sending` before anything leaves, so a crash never sends twice."""
    actor = Actor.system(workspace_id)
    async with transaction(actor) as tx:
        ready = await actions.take(tx, notice_id)
    if ready is None:
        return
    sent = await runtime().mail_sender(ready.account).send(ready.outbound)
    async with transaction(actor) as tx:
        await actions.note(tx, notice_id, attempt, sent)
