"""Who is called to a conversation hears of it by e-mail, too."""

from crm_app.accounts import queries as accounts
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Transaction
from crm_app.leads import escalation_queries
from crm_app.leads.events import EscalationRaised
from crm_app.notices.actions import write_to
from crm_app.notices.letters import call_letter


async def write_letter(tx: Transaction, raised: EscalationRaised) -> None:
    """A letter to the member who is called, once for each time that somebody is."""
    called = await accounts.member(tx, raised.assigned_id) if raised.assigned_id else None
    view = await escalation_queries.one(tx, raised.escalation_id)
    if called is None or view is None:
        return
    minutes = round((view.due_at - tx.now).total_seconds() / 60) if raised.passes == 0 else 0
    url = f"{settings().address}/?c={view.conversation_id}"
    letter = call_letter(called.language, view.kind, view.customer, view.quote, max(0, minutes), url)
    await write_to(tx, called.id, f"escalation:{view.id}:{raised.passes}", letter)
