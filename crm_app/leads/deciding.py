"""Every write by which a person or a program decides about a lead: its score, and that somebody takes it over."""

from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.kit.transaction import Transaction
from crm_app.leads import actions, escalating, queries
from crm_app.leads.events import LeadHeated
from crm_app.leads.models import Lead, Temperature

LONGEST_REASON = 500


async def set_score(
    tx: Transaction, lead_id: int, *, temperature: str, score: float | None, confidence: float | None, reason: str
) -> Lead:
    """A judgement of their own; what is not given stays. The lead's next message judges anew."""
    require(tx.actor, "leads.write")
    lead = await actions.load_lead(tx, lead_id)
    heated = temperature == Temperature.HOT != lead.temperature
    record(tx, "lead.scored", "lead", lead.id, before=str(lead.temperature), after=temperature or str(lead.temperature))
    lead.temperature = Temperature(temperature) if temperature else lead.temperature
    lead.score = lead.score if score is None else score
    lead.confidence = lead.confidence if confidence is None else confidence
    said = reason.strip()[:LONGEST_REASON] or f"Set by {tx.actor.label}."
    lead.reasons = [*lead.reasons, {"fact": "", "weight": 0.0, "text": said, "message_id": None}]
    await actions.touched(tx, lead)
    if heated:
        tx.emit(LeadHeated(lead.id, lead.conversation_id))
    return lead


async def hand_off(tx: Transaction, lead_id: int, reason: str, member_id: int | None) -> Lead:
    """A person takes the lead over. Raises Conflict, with the reason, where its lifecycle does not go there."""
    lead = await actions.move(tx, lead_id, "HANDED_OFF", reason or "Handed off.")
    if member_id is not None:
        await actions.assign(tx, lead_id, member_id)
    if lead.conversation_id is not None and not await queries.is_escalated(tx, lead.conversation_id):
        await escalating.by_hand(tx, lead.conversation_id, reason or "Handed off.")
    return lead
