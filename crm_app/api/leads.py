"""Leads over HTTP: brought in, read, changed along their lifecycle, scored, handed to a person."""

from crm_app.api.endpoint import Call, Endpoint
from crm_app.api.lead_shapes import Handoff, LeadChange, LeadDetail, LeadLine, LeadList, NewLead, ScoreChange
from crm_app.api.ticket_shapes import PageQuery, Pagination
from crm_app.contacts import actions as contacts
from crm_app.kit.errors import Invalid, NotFound
from crm_app.kit.paging import Page
from crm_app.kit.transaction import Transaction, reading, transaction
from crm_app.leads import actions, deciding, queries
from crm_app.leads.knowing import Fact


async def create_lead(call: Call) -> tuple[LeadDetail, int]:
    """POST /api/v1/leads: 409 for an `external_id` that is taken."""
    asked: NewLead = call.body
    if not (asked.email or asked.phone):
        raise Invalid("email", "email: give an e-mail address or a phone, so that somebody can answer.")
    facts = [Fact(name, value, 1.0) for name, value in asked.told().items() if value is not None]
    async with transaction(call.actor) as tx:
        contact = await contacts.find_or_create(
            tx, name=asked.name.strip(), email=asked.email or "", phone=asked.phone or ""
        )
        lead = await actions.open_lead(tx, contact.id, asked.source, external_id=asked.external_id)
        await actions.tell(tx, lead.id, facts)
        return await _detail(tx, lead.id), 201


async def show_lead(call: Call) -> LeadDetail:
    """GET /api/v1/leads/{id}."""
    async with reading(call.actor) as tx:
        return await _detail(tx, call.id("lead"))


async def _detail(tx: Transaction, lead_id: int) -> LeadDetail:
    card = await queries.lead_card(tx, lead_id)
    if card is None:
        raise NotFound("lead")
    return LeadDetail.of(card, tx.workspace_id)


async def change_lead(call: Call) -> LeadDetail:
    """PATCH /api/v1/leads/{id}: what is named changes. A fact that is sent stands like a person's correction."""
    asked, lead_id = call.body, call.id("lead")
    async with transaction(call.actor) as tx:
        await actions.load_lead(tx, lead_id)
        for name, value in asked.told().items():
            await actions.correct(tx, lead_id, name, value)
        if "owner_id" in asked.model_fields_set:
            await actions.assign(tx, lead_id, asked.owner_id)
        if "next_follow_up" in asked.model_fields_set:
            await actions.plan_follow_up(tx, lead_id, asked.next_follow_up)
        if asked.lifecycle is not None:
            await actions.move(tx, lead_id, asked.lifecycle, asked.reason or f"By {call.actor.label}.")
        return await _detail(tx, lead_id)


async def score_lead(call: Call) -> LeadDetail:
    """PATCH /api/v1/leads/{id}/score."""
    asked, lead_id = call.body, call.id("lead")
    async with transaction(call.actor) as tx:
        await deciding.set_score(
            tx, lead_id, temperature=asked.temperature or "", score=asked.score, confidence=asked.confidence,
            reason=asked.reason,
        )  # fmt: skip
        return await _detail(tx, lead_id)


async def hand_off_lead(call: Call) -> LeadDetail:
    """POST /api/v1/leads/{id}/handoff: 409, with the reason, unless its lifecycle goes there."""
    asked, lead_id = call.body, call.id("lead")
    async with transaction(call.actor) as tx:
        await deciding.hand_off(tx, lead_id, asked.reason.strip(), asked.member_id)
        return await _detail(tx, lead_id)


async def hot_leads(call: Call) -> LeadList:
    """GET /api/v1/leads/client/{id}/hot: the best score first."""
    asked: PageQuery = call.query
    at = Page(asked.page, asked.limit)
    async with reading(call.actor) as tx:
        found = await queries.listed(tx, at, temperature="HOT")
    return LeadList(leads=[LeadLine.of(row) for row in found.rows], pagination=Pagination.of(at, found.total))


NEW = {
    "external_id": "crm-1042", "source": "partner", "name": "Omar Haddad", "email": "omar@customer.example",
    "phone": "+971501234567", "service_interest": "two-bedroom apartment",
    "budget": {"low": 800000, "high": 1200000, "currency": "AED", "confirmed": True},
    "timeline": {"start": "2027-01-01", "end": "2027-03-31"}, "decision_maker": "self", "location": "Dubai Marina",
}  # fmt: skip
ONE = "/api/v1/leads/{id}"
ENDPOINTS = [
    Endpoint(
        "POST", "/api/v1/leads", "Bring a lead in", "leads.write", create_lead,
        {201: LeadDetail}, body=NewLead, group="Leads", example=NEW,
    ),
    Endpoint(
        "GET", ONE, "One lead with what is known of it", "leads.read", show_lead, {200: LeadDetail}, group="Leads",
    ),
    Endpoint(
        "PATCH", ONE, "Change a lead", "leads.write", change_lead,
        {200: LeadDetail}, body=LeadChange, group="Leads", example={"location": "Palm Jumeirah", "urgency": "high"},
    ),
    Endpoint(
        "PATCH", f"{ONE}/score", "Score a lead yourself", "leads.write", score_lead,
        {200: LeadDetail}, body=ScoreChange, group="Leads",
        example={"temperature": "HOT", "score": 0.9, "reason": "Visited the show flat."},
    ),
    Endpoint(
        "POST", f"{ONE}/handoff", "Hand a lead to a person", "leads.write", hand_off_lead,
        {200: LeadDetail}, body=Handoff, group="Leads", needs_body=False, example={"reason": "Ready to sign."},
    ),
    Endpoint(
        "GET", "/api/v1/leads/client/{id}/hot", "A workspace's hot leads", "leads.read", hot_leads,
        {200: LeadList}, query=PageQuery, group="Leads", client=True,
    ),
]  # fmt: skip
