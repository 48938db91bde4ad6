"""How far the talks with a contact's leads have got, step by step: a source of their timeline."""

from datetime import datetime

from sqlmodel import select

from crm_app.contacts.timeline import Moment
from crm_app.kit.transaction import Transaction
from crm_app.leads.models import Lead, LeadMove


async def moved(tx: Transaction, contact_id: int, until: datetime, limit: int) -> list[Moment]:
    """The steps of all their leads, with who or what made them."""
    query = (
        select(LeadMove)
        .join(Lead, Lead.id == LeadMove.lead_id)
        .where(Lead.contact_id == contact_id, LeadMove.at <= until)
        .order_by(LeadMove.at.desc(), LeadMove.id.desc())
    )
    return [
        Moment(row.at, "lead", row.id, str(row.after), row.by, row.reason)
        for row in (await tx.session.exec(query.limit(limit))).all()
    ]
